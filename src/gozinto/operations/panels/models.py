"""Every entry of a panel and what became of it; what somebody did about those that are kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gozinto.plant.models import Declared


class EntryVerdict(models.TextChoices):
    """What became of an entry."""

    OK = "ok"
    REFUSED = "refused"
    CHOOSE = "choose"
    KEPT = "kept"


class PanelEntry(models.Model):
    """One entry of a panel, as it was sent, and the answer it got.

    `name`: its own id, or of what has none that can be used a name of its content. `at` is the
    time by the panel's clock, `received_at` by ours; `clock_ahead_s`, how much the panel's was
    ahead of ours as it was sent.
    """

    Verdict = EntryVerdict

    declared_as: ClassVar[Declared] = "register"
    id = models.BigAutoField(primary_key=True)
    name = models.TextField(unique=True)
    station = models.TextField()
    seq = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    clock_ahead_s = models.FloatField(null=True)
    person = models.TextField(blank=True)
    is_proven = models.BooleanField(default=True)
    live = models.BooleanField()
    act = models.TextField(blank=True)
    event_id = models.TextField(blank=True)
    verdict = models.CharField(max_length=8, choices=EntryVerdict.choices)
    code = models.TextField(blank=True)
    sentence = models.TextField(blank=True)
    fingerprint = models.BinaryField()
    told = models.TextField(help_text="the entry, as JSON")
    answer = models.TextField(help_text="what it was answered, as JSON")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verdict__in=EntryVerdict.values), name="panel_entry_verdict"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["station", "id"], name="panel_entry_by_station"),
            models.Index(fields=["station", "seq"], name="panel_entry_by_seq"),
            models.Index(
                fields=["event_id"], condition=~Q(event_id=""), name="panel_entry_by_event"
            ),
            models.Index(fields=["id"], condition=Q(verdict="kept"), name="panel_entry_kept"),
        ]


class EntrySettling(models.Model):
    """What somebody did about an entry that could not be recorded: did it, or set it aside."""

    declared_as: ClassVar[Declared] = "register"
    entry = models.OneToOneField(
        PanelEntry, primary_key=True, on_delete=models.PROTECT, related_name="settling"
    )
    reason = models.TextField()
    event_id = models.TextField(blank=True, help_text="what went on record for it, if anything")
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="entry_settled_for_a_reason")
        ]
