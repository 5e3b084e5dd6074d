"""Every entry of a panel and what became of it; what somebody did about those that are kept, and
about those that did not come.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

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
    ahead of ours as it was sent. `seq` counts in `log`, of which each device has its own.
    `fault`: what is wrong with what was refused or kept, so that it is worded for its reader;
    `sentence`, as the panel was told.
    """

    Verdict = EntryVerdict

    declared_as: ClassVar[Declared] = "register"
    id = models.BigAutoField(primary_key=True)
    name = models.TextField(unique=True)
    station = models.TextField()
    log = models.TextField(blank=True, default="")
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
    fault = models.TextField(blank=True, default="", help_text="what is wrong, as JSON")
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
            models.Index(fields=["log", "seq"], condition=~Q(log=""), name="panel_entry_by_log"),
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


class EntryGap(models.Model):
    """Numbers of a log, from `first` to `last`, that had not come when a later one came.

    Those that came since stand among the entries.
    """

    declared_as: ClassVar[Declared] = "register"
    id = models.BigAutoField(primary_key=True)
    station = models.TextField()
    log = models.TextField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    noted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["log", "first"], name="one_gap_behind_an_entry"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="entry_gap_in_order"),
        ]


class EntryGapSettling(models.Model):
    """Why the numbers of a gap do not come any more, as somebody said."""

    declared_as: ClassVar[Declared] = "register"
    gap = models.OneToOneField(
        EntryGap, primary_key=True, on_delete=models.PROTECT, related_name="settling"
    )
    reason = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="entry_gap_settled_for_a_reason")
        ]
