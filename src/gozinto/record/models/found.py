"""What the rules found: derived from the record and the master data."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import HashIndex
from django.db import models

from gozinto.plant.models import Declared, TraceableObject
from gozinto.record.models.appended import Event, Run


class FindingState(models.TextChoices):
    """Whether somebody who may has let it pass."""

    OPEN = "open"
    OVERRIDDEN = "overridden"


class Finding(models.Model):
    """A rule that an event on record breaks; the row goes when the fault does.

    `scope` and `subject` say what was judged when it was found, so that judging it again replaces
    exactly what it found before.
    """

    State = FindingState

    declared_as: ClassVar[Declared] = "projection"
    id = models.BigAutoField(primary_key=True)
    scope = models.TextField()
    subject = models.TextField()
    rule = models.TextField()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, db_constraint=False)
    object = models.ForeignKey(
        TraceableObject, null=True, on_delete=models.PROTECT, db_constraint=False
    )
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, db_constraint=False)
    message = models.TextField()
    value = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=FindingState.choices)
    override_reason = models.TextField(blank=True)
    override_person = models.TextField(blank=True)
    override_role = models.TextField(blank=True)
    found_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            # The subject by hash: a URI may be longer than what a B-tree takes.
            HashIndex(fields=["subject"], name="finding_by_subject"),
            models.Index(fields=["rule", "id"], name="finding_by_rule"),
        ]
