"""Cases, the steps that they were taken through, and what each is about."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gozinto.plant.models import Declared, TraceableObject


class Kind(models.TextChoices):
    """What a case is."""

    COMPLAINT = "complaint"
    RECALL = "recall"
    ACTION = "action"
    DRILL = "drill"


class Case(models.Model):
    """That there is a case. `number`: what people call it, such as RC-2026-0007."""

    declared_as: ClassVar[Declared] = "register"
    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "-id"], name="cases_of_a_kind")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="case_has_a_title")
        ]


class CaseStep(models.Model):
    """What was done with a case: the act, what it was told, and where it led.

    `told`: by the names of the act's fields. `made`: what the act brought about, such as the ids
    of events. `position`: how far the record had come. `request`: by which the same step sent
    again is known. `signed`: how its author proved who they are: "password", "pin", or "".
    """

    declared_as: ClassVar[Declared] = "register"
    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    sequence = models.PositiveIntegerField()
    act = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    told = models.JSONField(default=dict)
    made = models.JSONField(default=dict)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    position = models.BigIntegerField()
    request = models.UUIDField(unique=True)
    signed = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "sequence"], name="one_step_at_a_time"),
            models.CheckConstraint(
                condition=Q(signed__in=["", "password", "pin"]), name="case_step_signed_by"
            ),
        ]


class CaseSubject(models.Model):
    """What a case is about: a thing on record, from this step on. `role`: as what."""

    declared_as: ClassVar[Declared] = "register"
    id = models.BigAutoField(primary_key=True)
    step = models.ForeignKey(CaseStep, on_delete=models.PROTECT, related_name="subjects")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="subjects")
    uri = models.TextField()
    role = models.CharField(max_length=20)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["uri"], name="cases_about_a_thing")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "uri", "role"], name="subject_of_a_case_once")
        ]


class CaseTie(models.Model):
    """That a case led to another: a complaint to a recall, both to a corrective action."""

    declared_as: ClassVar[Declared] = "register"
    id = models.BigAutoField(primary_key=True)
    step = models.ForeignKey(CaseStep, on_delete=models.PROTECT, related_name="ties")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ties")
    to = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tied_from")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "to"], name="cases_tied_once"),
            models.CheckConstraint(condition=~Q(case=models.F("to")), name="case_not_to_itself"),
        ]


class RecallUnit(models.Model):
    """So much of a thing that a recall is about, as it was found when it came into its scope.

    `width`: the narrowest in which it is in; `is_piece`: it counts, and is no lot on the way;
    `place`: where it was then (`recalls.places`), `holder`: the company that had it; `position`:
    how far the record had come.
    """

    declared_as: ClassVar[Declared] = "register"
    id = models.BigAutoField(primary_key=True)
    step = models.ForeignKey(CaseStep, on_delete=models.PROTECT, db_index=False, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False, related_name="units")
    object = models.ForeignKey(
        TraceableObject, on_delete=models.PROTECT, db_constraint=False, related_name="+"
    )
    width = models.CharField(max_length=8)
    is_piece = models.BooleanField()
    place = models.CharField(max_length=10)
    holder = models.TextField(blank=True, default="")
    location = models.TextField(blank=True, default="")
    quantity = models.DecimalField(max_digits=30, decimal_places=9)
    uom = models.CharField(max_length=3, blank=True, default="")
    position = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "object", "place", "holder"], name="recall_unit_once"
            ),
            models.CheckConstraint(
                condition=Q(width__in=["proven", "recorded", "possible"]), name="recall_unit_width"
            ),
        ]


class RecallWriteOff(models.Model):
    """A thing of a recall that nobody waits for any more; why stands in the step."""

    declared_as: ClassVar[Declared] = "register"
    id = models.BigAutoField(primary_key=True)
    step = models.ForeignKey(CaseStep, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False, related_name="+")
    object = models.ForeignKey(
        TraceableObject, on_delete=models.PROTECT, db_constraint=False, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "object"], name="written_off_once")
        ]


class RecallHold(models.Model):
    """What a recall has to stop, and how far that is: the worker goes through it in chunks."""

    declared_as: ClassVar[Declared] = "queue"
    step = models.OneToOneField(CaseStep, on_delete=models.PROTECT, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False, related_name="holds")
    reason = models.TextField()
    by = models.CharField(max_length=150)
    total = models.IntegerField()
    done = models.IntegerField(default=0)
    chunks = models.IntegerField(default=0, help_text="events captured")
    problem = models.TextField(blank=True, default="")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["step"], condition=Q(finished_at__isnull=True), name="recall_hold_waiting"
            )
        ]


class RecallLook(models.Model):
    """How many things a recall's scope has by now that were not frozen with it, when last looked.

    `position`: how far the record had come then.
    """

    declared_as: ClassVar[Declared] = "queue"
    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True)
    position = models.BigIntegerField()
    more = models.IntegerField()
    looked_at = models.DateTimeField()


class NoticeState(models.TextChoices):
    """How far a letter is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    """It was tried often enough, or there is no address: somebody must do it by hand."""
    ACKNOWLEDGED = "acknowledged"


class RecallNotice(models.Model):
    """A letter to a company about a recall, and what became of it.

    `lines`: what it says of which things, that company's alone. `code`: by which its reader says
    that they have it.
    """

    State = NoticeState

    declared_as: ClassVar[Declared] = "queue"
    id = models.BigAutoField(primary_key=True)
    step = models.ForeignKey(CaseStep, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices")
    customer = models.TextField(help_text="the URI of the company")
    name = models.TextField()
    address = models.TextField(blank=True, default="")
    language = models.CharField(max_length=2)
    is_reminder = models.BooleanField(default=False)
    instruction = models.TextField()
    lines = models.JSONField()
    code = models.CharField(max_length=43, unique=True)
    state = models.CharField(
        max_length=12, choices=NoticeState.choices, default=NoticeState.WAITING.value
    )
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True, default="")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.TextField(blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="notice_waiting")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["step", "customer"], name="one_notice_a_step"),
            models.CheckConstraint(condition=Q(state__in=NoticeState.values), name="notice_state"),
        ]
