"""Interlocks: what a proven corrective action has forbidden since."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gozinto.plant.models.declared import Declared, above_zero, in_order, one_of
from gozinto.plant.models.equipment import Equipment, PhysicalAsset
from gozinto.plant.models.inspection import InspectionPlan
from gozinto.plant.models.materials import Material
from gozinto.plant.models.partners import Partner
from gozinto.plant.models.people import Skill


class InterlockState(models.TextChoices):
    """Whether an interlock is in force."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    RETIRED = "retired"


class InterlockCondition(models.TextChoices):
    """What kind of thing an interlock forbids."""

    MOST_CYCLES = "most_cycles"
    INSPECTED_FIRST = "inspected_first"
    USED_WITHIN = "used_within"
    USED_AFTER = "used_after"
    WITHIN_LIMITS = "within_limits"
    NOT_INTO = "not_into"
    SKILL_NEEDED = "skill_needed"


class InterlockSeverity(models.TextChoices):
    """What a live request meets that an interlock forbids."""

    BLOCK = "block"
    OVERRIDE = "override"
    FINDING = "finding"


def _named(to: type[models.Model]) -> models.ForeignKey[models.Model | None, models.Model | None]:
    return models.ForeignKey(to, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class Interlock(models.Model):
    """One thing that must not happen any more, since a corrective action proved that it helps.

    `case`: the number of that action. `since`, `until`: the times between which it holds. Which
    of the other columns say what, `condition` decides.
    """

    State = InterlockState
    Condition = InterlockCondition
    Severity = InterlockSeverity

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    case = models.CharField(max_length=20)
    condition = models.CharField(max_length=16, choices=InterlockCondition.choices)
    severity = models.CharField(
        max_length=16, choices=InterlockSeverity.choices, default=InterlockSeverity.OVERRIDE
    )
    state = models.CharField(
        max_length=16, choices=InterlockState.choices, default=InterlockState.ACTIVE
    )
    asset = _named(PhysicalAsset)
    asset_kind = models.CharField(max_length=80, blank=True, default="")
    material = _named(Material)
    supplier = _named(Partner)
    supplier_lot = models.CharField(max_length=200, blank=True, default="")
    product = _named(Material)
    equipment = _named(Equipment)
    step = models.CharField(max_length=80, blank=True, default="")
    plan = _named(InspectionPlan)
    parameter = models.CharField(max_length=200, blank=True, default="")
    lower = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    upper = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    uom = models.CharField(max_length=3, blank=True, default="")
    cycles = models.PositiveIntegerField(null=True, blank=True)
    hours = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    skill = _named(Skill)
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            one_of("condition", InterlockCondition, name="interlock_condition"),
            one_of("severity", InterlockSeverity, name="interlock_severity"),
            one_of("state", InterlockState, name="interlock_state"),
            models.CheckConstraint(condition=~Q(case=""), name="interlock_of_a_case"),
            above_zero("cycles", name="interlock_cycles"),
            above_zero("hours", name="interlock_hours"),
            in_order("lower", "upper", name="interlock_limits"),
            in_order("since", "until", name="interlock_times"),
        ]
