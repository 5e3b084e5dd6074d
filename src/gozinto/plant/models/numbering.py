"""How numbers look: ours, and those that suppliers print."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gozinto.plant.models.declared import Declared, one_of
from gozinto.plant.models.equipment import Equipment
from gozinto.plant.models.materials import Material
from gozinto.plant.models.partners import Partner


class NumberSubject(models.TextChoices):
    """What a number is given to."""

    LOT = "lot"
    SERIAL = "serial"
    CONTAINER = "container"
    JOB = "job"


class FormatState(models.TextChoices):
    """Whether numbers are issued in a format."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class NumberingFormat(models.Model):
    """A designer's pattern by which numbers are issued."""

    Subject = NumberSubject
    State = FormatState

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    pattern = models.CharField(max_length=400)
    subject = models.CharField(max_length=16, choices=NumberSubject.choices)
    gapless = models.BooleanField(default=False)
    material = models.ForeignKey(
        Material, null=True, blank=True, on_delete=models.PROTECT, related_name="formats"
    )
    line = models.ForeignKey(
        Equipment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=16, choices=FormatState.choices, default=FormatState.ACTIVE)

    class Meta:
        constraints: ClassVar = [
            one_of("subject", NumberSubject, name="numbering_subject"),
            one_of("state", FormatState, name="numbering_state"),
            models.CheckConstraint(condition=~models.Q(pattern=""), name="numbering_pattern"),
        ]


class SupplierPattern(models.Model):
    """Which part of a partner's printed number is what; without a material, of all of them."""

    declared_as: ClassVar[Declared] = "master"
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="patterns")
    material = models.ForeignKey(
        Material, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    pattern = models.CharField(max_length=400)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partner", "material"], nulls_distinct=False, name="one_supplier_pattern"
            ),
            models.CheckConstraint(
                condition=~models.Q(pattern=""), name="supplier_pattern_pattern"
            ),
        ]
