"""What is to be done to many things, and what became of each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gozinto.plant.models import Declared


class ItemState(models.TextChoices):
    """How far one thing of a job is."""

    WAITING = "waiting"
    DONE = "done"
    LEFT = "left"
    """It was so already, or is not as the job left it: nothing was to be done."""
    REFUSED = "refused"


class BulkJob(models.Model):
    """One thing to be done to many others: what, why, in whose name, and when it was over."""

    declared_as: ClassVar[Declared] = "queue"
    id = models.BigAutoField(primary_key=True)
    act = models.CharField(max_length=16)
    reason = models.TextField()
    by = models.TextField(help_text="the code of the person who asked for it")
    undoes = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="undone_by"
    )
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["id"], condition=Q(finished_at__isnull=True), name="bulk_job_waiting"
            )
        ]


class BulkItem(models.Model):
    """One thing of a job: under which event it was done, or why it was not."""

    State = ItemState

    declared_as: ClassVar[Declared] = "queue"
    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey(BulkJob, on_delete=models.PROTECT, related_name="items")
    subject = models.TextField(help_text="the URI of the thing")
    state = models.CharField(
        max_length=8, choices=ItemState.choices, default=ItemState.WAITING.value
    )
    event_id = models.TextField(help_text="the same however often it is tried")
    code = models.TextField(blank=True)
    problem = models.TextField(blank=True)
    next_step = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "subject"], name="one_item_a_thing"),
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="bulk_item_state"),
        ]
        indexes: ClassVar = [models.Index(fields=["job", "state", "id"], name="bulk_item_by_state")]
