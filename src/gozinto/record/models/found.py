"""What the rules found, derived from the record and the master data; and what people said of it."""

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


class RemarkKind(models.TextChoices):
    """What somebody says of a finding."""

    SETTLED = "settled"
    REOPENED = "reopened"
    ASSIGNED = "assigned"


class FindingRemark(models.Model):
    """What a person said of a finding: that it is settled and why, open again, or whose it is.

    Findings are derived, and their rows come and go as they are judged; so a remark names the
    fault by what makes it the one it is, and not the row. A fault that is told otherwise (of
    another amount, say) is another one, of which nobody said anything yet. `batch`: of what was
    said at once, so that it can be taken back at once.
    """

    Kind = RemarkKind

    declared_as: ClassVar[Declared] = "register"
    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10, choices=RemarkKind.choices)
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    scope = models.TextField()
    subject = models.TextField()
    rule = models.TextField()
    value = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    reopens = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reopened"
    )
    person = models.TextField(blank=True, help_text="the code of whose it is from now on")
    text = models.TextField(blank=True)
    by = models.TextField()
    at = models.DateTimeField()
    batch = models.UUIDField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind="reopened", reopens__isnull=False)
                | ~models.Q(kind="reopened") & models.Q(reopens__isnull=True),
                name="remark_reopens_a_settling",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="settled") | ~models.Q(text=""),
                name="settled_for_a_reason",
            ),
        ]
