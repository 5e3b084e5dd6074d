"""What is to be printed, what was printed, and what of it is void."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gozinto.labels.jobs.states import IN_HAND, State
from gozinto.plant.models import Declared


class PrintJob(models.Model):
    """One label to be printed, in so many copies: what, where, why, and how far it has come."""

    declared_as: ClassVar[Declared] = "queue"
    id = models.BigAutoField(primary_key=True)
    purpose = models.CharField(max_length=16)
    subject = models.TextField(help_text="the URI of what it is the label of, or its code")
    number = models.TextField(blank=True, help_text="what people call the subject")
    layout = models.TextField(blank=True)
    printer = models.TextField()
    copies = models.IntegerField(default=1)
    why = models.CharField(max_length=8, help_text="by rule, by hand, or as a reprint")
    rule = models.TextField(blank=True)
    event = models.BigIntegerField(null=True, help_text="the position of what asked for it")
    again = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", help_text="what it repeats"
    )
    reason = models.TextField(blank=True, help_text="why it is printed again")
    by = models.TextField()
    at = models.DateTimeField()
    state = models.CharField(max_length=12, default=State.QUEUED.value)
    tries = models.IntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True, help_text="of whoever has it, or had it, in hand")
    holder = models.TextField(blank=True)
    lease_until = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was sent")
    code = models.TextField(blank=True, help_text="of what went wrong last")
    problem = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.TextField(blank=True)
    settled_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event", "rule", "subject"],
                condition=Q(event__isnull=False),
                name="one_job_an_event_rule_and_subject",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in State]), name="print_job_state"
            ),
            models.CheckConstraint(condition=Q(copies__gte=1), name="print_job_some_copies"),
            models.CheckConstraint(
                condition=~Q(why="reprint") | ~Q(reason=""), name="reprinted_for_a_reason"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["printer", "id"], condition=Q(state="queued"), name="print_job_waiting"
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=sorted(one.value for one in IN_HAND)),
                name="print_job_in_hand",
            ),
            models.Index(fields=["state", "-id"], name="print_job_by_state"),
            models.Index(fields=["subject", "id"], name="print_job_of_subject"),
        ]


class PrintedLabel(models.Model):
    """A label that left a printer: the how manieth of its subject, and of which job."""

    declared_as: ClassVar[Declared] = "register"
    job = models.OneToOneField(
        PrintJob, primary_key=True, on_delete=models.PROTECT, related_name="printed_label"
    )
    purpose = models.CharField(max_length=16)
    subject = models.TextField()
    serial = models.IntegerField(help_text="1 is the first label of this subject")
    copies = models.IntegerField()
    printer = models.TextField()
    digest = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["purpose", "subject", "serial"], name="one_label_a_subject_and_serial"
            ),
            models.CheckConstraint(condition=Q(serial__gte=1), name="label_serials_from_one"),
        ]


class VoidLabel(models.Model):
    """A printed label that nothing may carry any more: why, and who said so."""

    declared_as: ClassVar[Declared] = "register"
    label = models.OneToOneField(
        PrintedLabel, primary_key=True, on_delete=models.PROTECT, related_name="voided"
    )
    why = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(why=""), name="label_void_for_a_reason")
        ]
