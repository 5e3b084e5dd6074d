"""Inspection plans: what is looked at, of how many, and what passes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gozinto.plant.models.declared import Declared, between, in_order, one_of
from gozinto.plant.models.materials import Material


class PlanKind(models.TextChoices):
    """When a plan is carried out."""

    INPUT = "input"
    IN_PROCESS = "in_process"
    FINAL = "final"


class PlanState(models.TextChoices):
    """Whether a plan is in force."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class Sampling(models.TextChoices):
    """Of how many units a plan is carried out."""

    ALL = "all"
    COUNT = "count"
    PERCENT = "percent"
    SINGLE_PLAN = "single_plan"


class CharacteristicKind(models.TextChoices):
    """What is written down of a characteristic."""

    NUMBER = "number"
    PASS_FAIL = "pass_fail"
    CHOICE = "choice"


class InspectionPlan(models.Model):
    """What is inspected of a material, and at which step; of how many units."""

    State = PlanState
    Kind = PlanKind
    Sampling = Sampling

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=PlanKind.choices)
    material = models.ForeignKey(
        Material, null=True, blank=True, on_delete=models.PROTECT, related_name="plans"
    )
    step = models.CharField(max_length=80, blank=True, default="")
    required = models.BooleanField(default=True)
    sampling = models.CharField(max_length=16, choices=Sampling.choices, default=Sampling.ALL)
    sample_size = models.PositiveIntegerField(null=True, blank=True)
    sample_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    acceptance_number = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=PlanState.choices, default=PlanState.ACTIVE)
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            one_of("kind", PlanKind, name="plan_kind"),
            one_of("sampling", Sampling, name="plan_sampling"),
            one_of("state", PlanState, name="plan_state"),
            between("sample_percent", least=0, most=100, name="plan_percent"),
            in_order("effective_from", "effective_to", name="plan_effective"),
            models.CheckConstraint(
                condition=Q(sampling__in=["all", "percent"], sample_size=None)
                | Q(sampling__in=["count", "single_plan"], sample_size__gt=0),
                name="plan_sample_size",
            ),
            models.CheckConstraint(
                condition=Q(sampling="percent", sample_percent__gt=0)
                | (~Q(sampling="percent") & Q(sample_percent=None)),
                name="plan_sample_percent",
            ),
            models.CheckConstraint(
                condition=Q(
                    sampling="single_plan",
                    acceptance_number__isnull=False,
                    acceptance_number__lt=models.F("sample_size"),
                )
                | (~Q(sampling="single_plan") & Q(acceptance_number=None)),
                name="plan_acceptance_number",
            ),
        ]


class Characteristic(models.Model):
    """One thing that a plan looks at: a number with limits, a pass or fail, or a choice."""

    Kind = CharacteristicKind

    declared_as: ClassVar[Declared] = "master"
    plan = models.ForeignKey(
        InspectionPlan, on_delete=models.PROTECT, related_name="characteristics"
    )
    code = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=CharacteristicKind.choices)
    uom = models.CharField(max_length=3, blank=True, default="")
    lower = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    target = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    upper = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    choices = models.CharField(
        max_length=1000, blank=True, default="", help_text="with semicolons between"
    )
    gauge = models.ForeignKey(
        "PhysicalAsset", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "code"], name="one_characteristic_of_a_plan"),
            one_of("kind", CharacteristicKind, name="characteristic_kind"),
            in_order("lower", "upper", name="characteristic_limits"),
            in_order("lower", "target", name="characteristic_target_above"),
            in_order("target", "upper", name="characteristic_target_below"),
            models.CheckConstraint(
                condition=Q(kind="number") | Q(uom="", lower=None, target=None, upper=None),
                name="limits_are_of_numbers",
            ),
            models.CheckConstraint(
                condition=(Q(kind="choice") & ~Q(choices="")) | (~Q(kind="choice") & Q(choices="")),
                name="choices_are_of_choice",
            ),
        ]
