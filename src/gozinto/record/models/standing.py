"""Where each object stands, and stood: the projections that fold many events into one row."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gozinto.plant.models import Declared, TraceableObject
from gozinto.record.models.appended import Run


class _Folded(models.Model):
    """What many events of one object come to.

    Beside each fact stand the time and the id of the event that said it, which decide whether
    another one is newer whenever that arrives.
    """

    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    status = models.TextField(blank=True, default="", help_text="of what is still here")
    status_at = models.DateTimeField(null=True)
    whole_status = models.TextField(blank=True, default="", help_text="said of all of it")
    whole_at = models.DateTimeField(null=True)
    whole_event = models.TextField(blank=True, default="")
    left_status = models.TextField(blank=True, default="", help_text="said of a part as it left")
    left_at = models.DateTimeField(null=True)
    left_event = models.TextField(blank=True, default="")
    held = models.BooleanField(default=False)
    held_at = models.DateTimeField(null=True)
    held_event = models.TextField(blank=True, default="")
    location = models.TextField(blank=True, default="")
    location_at = models.DateTimeField(null=True)
    location_event = models.TextField(blank=True, default="")
    expires_at = models.DateTimeField(null=True)
    expiry_at = models.DateTimeField(null=True, help_text="the time of the event that said so")
    expiry_event = models.TextField(blank=True, default="")
    on_hand = models.DecimalField(max_digits=30, decimal_places=9, default=0)
    uom = models.CharField(max_length=3, blank=True, default="")
    unit_at = models.DateTimeField(null=True, help_text="when it was first counted")
    unit_event = models.TextField(blank=True, default="")
    amounts = models.JSONField(
        default=dict, help_text="of a lot: by unit, what was made, commissioned, moved; as text"
    )
    is_here = models.BooleanField(null=True, help_text="of a unit: it came last, and did not go")
    here_at = models.DateTimeField(null=True)
    here_event = models.TextField(blank=True, default="")
    standing = models.JSONField(
        default=dict, help_text="what its history comes to for the rules: record/projections"
    )

    class Meta:
        abstract = True


class ObjectState(_Folded):
    """Where an object stands now, folded from its involvements; its row is also its lock."""

    declared_as: ClassVar[Declared] = "projection"
    object = models.OneToOneField(
        TraceableObject, primary_key=True, on_delete=models.PROTECT, db_constraint=False
    )

    class Meta:
        # No column of these changes as stock does, so that a row goes on being updated in place.
        indexes: ClassVar = [
            models.Index(fields=["status", "object"], name="state_by_status"),
            models.Index(fields=["first_at", "object"], name="state_by_first"),
            models.Index(fields=["held_at"], condition=models.Q(held=True), name="state_held"),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(expires_at__isnull=False),
                name="state_expiring",
            ),
        ]


class StatePoint(_Folded):
    """Where an object stood after all its events up to a time: who goes through it begins there.

    Which points there are depends on who went through it; what they say does not.
    """

    declared_as: ClassVar[Declared] = "projection"
    id = models.BigAutoField(primary_key=True)
    object = models.ForeignKey(
        TraceableObject, on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["object", "at"], name="point_of_an_object")
        ]


class RunSum(models.Model):
    """How much of an item went into a run at a step, or came out of it, all events together.

    `is_told`: of what somebody said how much; what nobody did has a row of its own.
    """

    declared_as: ClassVar[Declared] = "projection"
    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    step = models.TextField(blank=True)
    is_input = models.BooleanField()
    item = models.TextField()
    uom = models.CharField(max_length=3, blank=True)
    is_told = models.BooleanField()
    quantity = models.DecimalField(max_digits=30, decimal_places=9)
    first_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "step", "is_input", "item", "uom", "is_told"], name="sum_of_a_run"
            )
        ]
