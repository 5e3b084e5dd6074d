"""Materials: their revisions and units, what goes into them, and by which steps."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gozinto.plant.models.declared import Declared, above_zero, between, in_order, one_of


class MaterialKind(models.TextChoices):
    """What a material is to the plant."""

    RAW = "raw"
    AUXILIARY = "auxiliary"
    INTERMEDIATE = "intermediate"
    FINISHED = "finished"
    PACKAGING = "packaging"


class Tracking(models.TextChoices):
    """What of a material has a number of its own."""

    LOT = "lot"
    SERIAL = "serial"
    LOT_AND_SERIAL = "lot_and_serial"
    NONE = "none"


class MaterialState(models.TextChoices):
    """Whether a material may be used."""

    DRAFT = "draft"
    ACTIVE = "active"
    BLOCKED = "blocked"
    RETIRED = "retired"


class RevisionState(models.TextChoices):
    """Whether a revision may be made."""

    DRAFT = "draft"
    RELEASED = "released"
    OBSOLETE = "obsolete"


class StepFlow(models.TextChoices):
    """How material passes a step: all at once, or one piece after the other."""

    BATCH = "batch"
    CONTINUOUS = "continuous"


class Material(models.Model):
    """A material definition (model): constant over machines and dates. ISA-95 part 2."""

    Kind = MaterialKind
    Tracking = Tracking
    State = MaterialState

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=MaterialKind.choices)
    uom = models.CharField(max_length=3, default="C62", help_text="UN/ECE Rec 20 unit code")
    gtin = models.CharField(max_length=14, null=True, blank=True, unique=True)
    shelf_life_days = models.PositiveIntegerField(null=True, blank=True)
    tracking = models.CharField(max_length=16, choices=Tracking.choices, default=Tracking.LOT)
    tolerance_percent = models.DecimalField(
        max_digits=7, decimal_places=4, null=True, blank=True, help_text="of the mass balance"
    )
    unit_value = models.DecimalField(
        max_digits=20,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="what one unit is worth, in the company's own currency",
    )
    lot_format = models.ForeignKey(
        "NumberingFormat", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    serial_format = models.ForeignKey(
        "NumberingFormat", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=16, choices=MaterialState.choices, default=MaterialState.ACTIVE
    )
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            one_of("kind", MaterialKind, name="material_kind"),
            one_of("tracking", Tracking, name="material_tracking"),
            one_of("state", MaterialState, name="material_state"),
            between("tolerance_percent", least=0, most=100, name="material_tolerance"),
            models.CheckConstraint(
                condition=models.Q(unit_value__gte=0), name="material_unit_value"
            ),
            in_order("effective_from", "effective_to", name="material_effective"),
        ]


class MaterialRevision(models.Model):
    """One version of a material's definition: the one that bills and routings name."""

    State = RevisionState

    declared_as: ClassVar[Declared] = "master"
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="revisions")
    revision = models.CharField(max_length=40)
    state = models.CharField(
        max_length=16, choices=RevisionState.choices, default=RevisionState.DRAFT
    )
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["material", "revision"], name="one_revision"),
            one_of("state", RevisionState, name="revision_state"),
            in_order("effective_from", "effective_to", name="revision_effective"),
        ]


class UnitConversion(models.Model):
    """What one unit of a material is in a unit of another dimension: a piece weighs 9.2 kg."""

    declared_as: ClassVar[Declared] = "master"
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="conversions")
    from_uom = models.CharField(max_length=3)
    to_uom = models.CharField(max_length=3)
    factor = models.DecimalField(max_digits=30, decimal_places=12)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["material", "from_uom", "to_uom"], name="one_conversion"
            ),
            above_zero("factor", name="conversion_factor"),
            models.CheckConstraint(
                condition=~models.Q(from_uom=models.F("to_uom")), name="conversion_between_two"
            ),
        ]


class BillLine(models.Model):
    """One slot of a material's bill: what goes in there, and how much of it for one unit.

    Several components of one slot are alternatives; the one of priority 0 is taken first.
    """

    declared_as: ClassVar[Declared] = "master"
    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="bill")
    revision = models.CharField(max_length=40, blank=True, default="", help_text='"": of all')
    component = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="used_in")
    step = models.CharField(max_length=80, blank=True, default="")
    slot = models.CharField(max_length=80)
    position = models.CharField(max_length=40, blank=True, default="")
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    uom = models.CharField(max_length=3)
    priority = models.PositiveSmallIntegerField(default=0)
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["material", "revision", "step", "slot", "position", "component"],
                name="one_line_per_slot_and_component",
            ),
            above_zero("quantity", name="bill_line_quantity"),
            in_order("effective_from", "effective_to", name="bill_line_effective"),
        ]


class RoutingStep(models.Model):
    """One step by which a material is made: where, by whom, and how material passes it."""

    Flow = StepFlow

    declared_as: ClassVar[Declared] = "master"
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="routing")
    revision = models.CharField(max_length=40, blank=True, default="", help_text='"": of all')
    sequence = models.PositiveIntegerField()
    step = models.CharField(max_length=80)
    name = models.CharField(max_length=200, blank=True, default="")
    instructions = models.CharField(
        max_length=4000, blank=True, default="", help_text="what the operator reads"
    )
    work_center = models.ForeignKey(
        "Equipment", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    skill = models.ForeignKey(
        "Skill", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    flow = models.CharField(max_length=16, choices=StepFlow.choices, default=StepFlow.BATCH)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["material", "revision", "step"], name="one_step_of_a_routing"
            ),
            models.UniqueConstraint(
                fields=["material", "revision", "sequence"],
                name="one_sequence_of_a_routing",
                deferrable=models.Deferrable.DEFERRED,
            ),
            one_of("flow", StepFlow, name="routing_flow"),
        ]
