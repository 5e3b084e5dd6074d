"""Cases, the steps that they were taken through, and what each is about."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gozinto.plant.models import Declared


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
