"""Machines and the levels above them, and what is mounted on them and wears."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gozinto.plant.models.declared import Declared, UriField, above_zero, in_order, one_of


class EquipmentLevel(models.TextChoices):
    """The levels of the equipment hierarchy (ISA-95 part 1), from the top."""

    ENTERPRISE = "enterprise"
    SITE = "site"
    AREA = "area"
    WORK_CENTER = "work_center"
    WORK_UNIT = "work_unit"


class EquipmentState(models.TextChoices):
    """Whether a machine may run."""

    ACTIVE = "active"
    OUT_OF_SERVICE = "out_of_service"
    RETIRED = "retired"


class AssetState(models.TextChoices):
    """Whether an asset may be mounted."""

    IN_SERVICE = "in_service"
    IN_REPAIR = "in_repair"
    RETIRED = "retired"


class AssetCondition(models.TextChoices):
    """How an asset looks."""

    NEW = "new"
    GOOD = "good"
    WORN = "worn"
    DAMAGED = "damaged"


class CalibrationResult(models.TextChoices):
    """What a calibration found."""

    PASSED = "passed"
    ADJUSTED = "adjusted"
    FAILED = "failed"


class Equipment(models.Model):
    """A machine or a level above it in the ISA-95 equipment hierarchy."""

    Level = EquipmentLevel
    State = EquipmentState

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=16, choices=EquipmentLevel.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    calendar = models.ForeignKey(
        "Calendar", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=16, choices=EquipmentState.choices, default=EquipmentState.ACTIVE
    )

    class Meta:
        constraints: ClassVar = [
            one_of("level", EquipmentLevel, name="equipment_level"),
            one_of("state", EquipmentState, name="equipment_state"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="equipment_in_itself"
            ),
        ]


class PhysicalAsset(models.Model):
    """A thing that is mounted and wears: mould, bladder, die, drum, gauge. Traced as a serial."""

    State = AssetState
    Condition = AssetCondition

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    uri = UriField(max_length=400, unique=True)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200, blank=True, default="")
    cycle_limit = models.PositiveIntegerField(null=True, blank=True)
    life_days = models.PositiveIntegerField(null=True, blank=True)
    condition = models.CharField(
        max_length=16, choices=AssetCondition.choices, default=AssetCondition.GOOD
    )
    in_service_on = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=16, choices=AssetState.choices, default=AssetState.IN_SERVICE
    )
    calibration_interval_days = models.PositiveIntegerField(null=True, blank=True)
    measures_uom = models.CharField(max_length=3, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            one_of("condition", AssetCondition, name="asset_condition"),
            one_of("state", AssetState, name="asset_state"),
            above_zero("calibration_interval_days", name="asset_calibration_interval"),
        ]


class Calibration(models.Model):
    """That a gauge was compared with a standard: when, the result, and until when it holds."""

    Result = CalibrationResult

    declared_as: ClassVar[Declared] = "master"
    gauge = models.ForeignKey(PhysicalAsset, on_delete=models.PROTECT, related_name="calibrations")
    calibrated_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=16, choices=CalibrationResult.choices)
    certificate = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gauge", "calibrated_on"], name="one_calibration"),
            one_of("result", CalibrationResult, name="calibration_result"),
            in_order("calibrated_on", "due_on", name="calibration_due"),
        ]
