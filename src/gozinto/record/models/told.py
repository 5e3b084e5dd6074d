"""What single events tell: rows of the projections, which no later event changes."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import HashIndex
from django.db import models

from gozinto.plant.models import Declared, TraceableObject
from gozinto.record.models.appended import Event, Run

_STARTS = models.Q(activity="start")


class _OfEvent(models.Model):
    """A projection row that speaks of one event; `ordinal` tells its rows apart."""

    id = models.BigAutoField(primary_key=True)
    # Its index is that of the constraint every heir has: (event, ordinal).
    event = models.ForeignKey(Event, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    ordinal = models.IntegerField()
    at = models.DateTimeField()
    earliest = models.DateTimeField()
    latest = models.DateTimeField()

    class Meta:
        abstract = True


def _thing(*, null: bool = False) -> models.ForeignKey[TraceableObject, TraceableObject]:
    """An object beside another one in a row; the row's own indexes find it."""
    return models.ForeignKey(
        TraceableObject,
        null=null,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )


class Withdrawal(models.Model):
    """An event that an error declaration took back, and since when that is on record."""

    declared_as: ClassVar[Declared] = "projection"
    event = models.OneToOneField(
        Event, primary_key=True, on_delete=models.PROTECT, db_constraint=False
    )
    declaration = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    withdrawn_at = models.DateTimeField()


class Involvement(_OfEvent):
    """An object that took part in an event: how, how much, and what that did to the stock."""

    declared_as: ClassVar[Declared] = "projection"
    object = models.ForeignKey(
        TraceableObject, on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    is_class = models.BooleanField(
        default=False, help_text="named by class and quantity: a lot, and no unit of its own"
    )
    role = models.CharField(max_length=8)
    quantity = models.DecimalField(max_digits=30, decimal_places=9, null=True)
    uom = models.CharField(max_length=3, blank=True)
    delta = models.DecimalField(max_digits=30, decimal_places=9, default=0)
    term = models.CharField(max_length=16, blank=True)
    status = models.TextField(blank=True)
    held = models.BooleanField(null=True, help_text="true: holds it, false: frees it")
    location = models.TextField(blank=True)
    expires_at = models.DateTimeField(null=True)
    recalled = models.BooleanField(null=True, help_text="true: recalls it, false: ends that")
    inspection = models.TextField(blank=True, default="", help_text="the kind that was done")
    result = models.TextField(blank=True, default="")
    is_count = models.BooleanField(default=False, help_text="so much was found there")

    class Meta:
        indexes: ClassVar = [
            # Of thousands of things told of a lot, one or two say when it expires.
            models.Index(
                fields=["object", "at"],
                condition=models.Q(expires_at__isnull=False),
                name="involvement_by_expiry",
            ),
            models.Index(fields=["object", "at"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "ordinal"], name="involvement_of_event")
        ]


class Link(_OfEvent):
    """One quantity that went into a run or came out of it. Design: object → run, run → object."""

    declared_as: ClassVar[Declared] = "projection"
    run = models.ForeignKey(Run, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    object = models.ForeignKey(
        TraceableObject, on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    lot = _thing(null=True)
    is_input = models.BooleanField()
    quantity = models.DecimalField(max_digits=30, decimal_places=9, null=True)
    uom = models.CharField(max_length=3, blank=True)
    certainty = models.CharField(max_length=8)
    slot = ArrayField(models.TextField(), null=True, help_text="step, name, position")
    replaces = ArrayField(
        ArrayField(models.TextField(), size=3),
        null=True,
        help_text="slots of the run that this output's own inputs stand in for",
    )
    equipment = models.TextField(blank=True)
    place = models.TextField(blank=True, help_text="position at the equipment: a cavity, a side")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["object", "is_input"], name="link_by_object"),
            models.Index(fields=["run", "is_input"], name="link_by_run"),
            models.Index(fields=["lot"], condition=models.Q(lot__isnull=False), name="link_by_lot"),
            models.Index(
                fields=["at"], condition=models.Q(certainty="unknown"), name="link_unknown"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "ordinal"], name="link_of_event")
        ]


class RunEvent(_OfEvent):
    """What an event says of a run: the machine, the step, the person, the flow.

    `is_membership` marks a unit's own event seen from the job it belongs to. Then the job, and
    not the unit's own run, `takes_mounts`: what is mounted reaches the unit slot by slot.
    """

    declared_as: ClassVar[Declared] = "projection"
    run = models.ForeignKey(Run, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    is_membership = models.BooleanField(default=False)
    takes_mounts = models.BooleanField(default=True)
    equipment = models.TextField(blank=True)
    place = models.TextField(blank=True)
    step = models.TextField(blank=True)
    name = models.TextField(blank=True)
    flow = models.CharField(max_length=10, blank=True)
    person = models.TextField(blank=True)
    person_role = models.TextField(blank=True)
    makes = models.BooleanField(help_text="something came out: it counts as a cycle")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["run", "at"], name="run_event_by_run"),
            models.Index(fields=["equipment", "at"], name="run_event_by_equipment"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "ordinal"], name="run_event_of_event")
        ]


class Activity(_OfEvent):
    """What somebody did with a run or a machine: started, paused or ended it, came or went.

    What a start says of its run (`step`, `name`, `flow`, `product`, `planned`) stands here too, so
    that the run is known before anything goes in.
    """

    declared_as: ClassVar[Declared] = "projection"
    activity = models.CharField(max_length=9)
    run = models.ForeignKey(
        Run, null=True, on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    equipment = models.TextField(blank=True)
    person = models.TextField(blank=True)
    person_role = models.TextField(blank=True)
    step = models.TextField(blank=True)
    name = models.TextField(blank=True)
    flow = models.CharField(max_length=10, blank=True)
    product = models.TextField(blank=True)
    planned = models.DecimalField(max_digits=30, decimal_places=9, null=True)
    planned_uom = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["run", "at"], name="activity_by_run"),
            models.Index(fields=["equipment", "at"], name="activity_by_equipment"),
            models.Index(fields=["at"], condition=_STARTS, name="start_by_time"),
            models.Index(fields=["name", "id"], condition=_STARTS, name="start_by_name"),
            models.Index(fields=["equipment", "id"], condition=_STARTS, name="start_by_equipment"),
            models.Index(
                fields=["name"],
                opclasses=["text_pattern_ops"],
                condition=_STARTS,
                name="start_by_name_begun",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "ordinal"], name="activity_of_event")
        ]


class Unused(_OfEvent):
    """So much of what a run took in was left over and came back: the run used so much less."""

    declared_as: ClassVar[Declared] = "projection"
    run = models.ForeignKey(Run, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    object = _thing()
    quantity = models.DecimalField(max_digits=30, decimal_places=9, null=True)
    uom = models.CharField(max_length=3, blank=True)
    slot = ArrayField(models.TextField(), null=True, help_text="step, name, position")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["run"], name="unused_by_run")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "ordinal"], name="unused_of_event")
        ]


class Replacement(_OfEvent):
    """What filled a slot of a unit came out of it: the unit as it was made no longer holds it.

    The links by which the part went in stand; who asks as of an earlier moment finds it there.
    """

    declared_as: ClassVar[Declared] = "projection"
    unit = _thing()
    part = _thing(null=True)
    slot = ArrayField(models.TextField(), help_text="step, name, position")
    certainty = models.CharField(max_length=8)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit"], name="replacement_by_unit")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "ordinal"], name="replacement_of_event")
        ]


class Mount(_OfEvent):
    """Something was mounted on, or taken off, a place at an equipment.

    `object` null: all of it came off, at the places that agree with every part `slot` names.
    """

    declared_as: ClassVar[Declared] = "projection"
    object = models.ForeignKey(
        TraceableObject, null=True, on_delete=models.PROTECT, db_constraint=False
    )
    equipment = models.TextField()
    slot = ArrayField(models.TextField(), help_text="step, name, position")
    is_on = models.BooleanField()
    cycles = models.IntegerField(null=True, help_text="cycles already on it")
    certainty = models.CharField(max_length=8)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["equipment", "at"], name="mount_by_equipment"),
            models.Index(fields=["object"], name="mount_by_object"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "ordinal"], name="mount_of_event")
        ]


class Containment(_OfEvent):
    """Something went into, or came out of, a container. `child` null: all of its content."""

    declared_as: ClassVar[Declared] = "projection"
    parent = _thing()
    child = _thing(null=True)
    is_in = models.BooleanField()
    quantity = models.DecimalField(max_digits=30, decimal_places=9, null=True)
    uom = models.CharField(max_length=3, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["parent", "at"], name="containment_by_parent"),
            models.Index(fields=["child", "at"], name="containment_by_child"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "ordinal"], name="containment_of_event")
        ]


class Membership(_OfEvent):
    """A unit is one of a lot: it inherits what the lot's runs took in, slot by slot."""

    declared_as: ClassVar[Declared] = "projection"
    unit = _thing()
    lot = _thing()
    certainty = models.CharField(max_length=8)
    fills = ArrayField(
        ArrayField(models.TextField(), size=3),
        help_text="slots that the unit's own inputs fill, and the lot's do not",
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit"], name="membership_by_unit"),
            models.Index(fields=["lot"], name="membership_by_lot"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "ordinal"], name="membership_of_event")
        ]


class OverrideRow(_OfEvent):
    """Somebody let a rule pass for the event: who, in which role, and why."""

    declared_as: ClassVar[Declared] = "projection"
    code = models.TextField()
    reason = models.TextField()
    person = models.TextField(blank=True)
    role = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "ordinal"], name="override_of_event")
        ]


class DocumentMention(_OfEvent):
    """A business document that an event belongs to: an order, a line of it, a delivery note."""

    declared_as: ClassVar[Declared] = "projection"
    kind = models.TextField(help_text="the CBV business transaction type, or a company's own")
    document = models.TextField()

    class Meta:
        indexes: ClassVar = [HashIndex(fields=["document"], name="mention_by_document")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "ordinal"], name="mention_of_event")
        ]


class Measurement(_OfEvent):
    """A number that was measured, in the base unit of its dimension.

    `series`: a name of the material, characteristic, step, machine and dimension together, of
    which a control chart shows the values.
    """

    declared_as: ClassVar[Declared] = "projection"
    series = models.CharField(max_length=32)
    characteristic = models.TextField()
    value = models.FloatField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["series", "at"], name="measurement_by_series")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "ordinal"], name="measurement_of_event")
        ]


class Visit(_OfEvent):
    """An object was at a step of the plant: it came out there, or was looked at there."""

    declared_as: ClassVar[Declared] = "projection"
    object = _thing()
    step = models.TextField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["object"], name="visit_by_object"),
            models.Index(fields=["at"], name="visit_by_time"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "ordinal"], name="visit_of_event")
        ]
