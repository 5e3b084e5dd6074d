"""What exists in a plant, in ISA-95 nouns; and the identity of every traceable object.

Every model declares what it is in `declared_as`: "master" (edited by people), "record"
(written by record.capture alone, never changed), "projection" (derived from the record) or
"queue" (work to be done, written with the event that asks for it).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from django.db import models

from gozinto.plant.identifiers import canonical

Declared = Literal["master", "record", "projection", "queue"]


if TYPE_CHECKING:
    _Text = models.CharField[str, str]  # generic in the stubs alone
else:
    _Text = models.CharField


class UriField(_Text):
    """A URI that is saved in the form the record has it: the canonical one of what it names."""

    def get_prep_value(self, value: Any) -> Any:
        """The canonical URI, to be saved or looked for."""
        prepared = super().get_prep_value(value)
        return canonical(prepared) if isinstance(prepared, str) else prepared

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The canonical URI, which the instance has from then on too."""
        uri = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, uri)
        return uri

    def deconstruct(self) -> Any:
        """A plain column: what it holds is no matter of the schema."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class Enterprise(models.Model):
    """The company that runs this plant: one row. `domain` is where its private identifiers live."""

    declared_as: ClassVar[Declared] = "master"
    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=200)
    domain = models.CharField(max_length=200, default="id.demo.example")
    zone = models.CharField(max_length=64, default="UTC")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_enterprise")
        ]


class Material(models.Model):
    """A material definition (model): constant over machines and dates. ISA-95 part 2."""

    class Kind(models.TextChoices):
        RAW = "raw"
        AUXILIARY = "auxiliary"
        INTERMEDIATE = "intermediate"
        FINISHED = "finished"
        PACKAGING = "packaging"

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    uom = models.CharField(max_length=3, default="C62", help_text="UN/ECE Rec 20 unit code")
    gtin = models.CharField(max_length=14, null=True, blank=True, unique=True)
    shelf_life_days = models.PositiveIntegerField(null=True, blank=True)


class BillLine(models.Model):
    """One slot of a material's bill: what goes in there, and how much of it for one unit."""

    declared_as: ClassVar[Declared] = "master"
    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="bill")
    component = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="used_in")
    step = models.CharField(max_length=80, blank=True, default="")
    slot = models.CharField(max_length=80)
    position = models.CharField(max_length=40, blank=True, default="")
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    uom = models.CharField(max_length=3)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["material", "step", "slot", "position", "component"],
                name="one_line_per_slot_and_component",
            )
        ]


class Partner(models.Model):
    """A company beside ours: supplier, customer, dealer or carrier."""

    class Kind(models.TextChoices):
        SUPPLIER = "supplier"
        CUSTOMER = "customer"
        DEALER = "dealer"
        CARRIER = "carrier"

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    uri = UriField(max_length=400, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    gln = models.CharField(max_length=13, null=True, blank=True, unique=True)


class Location(models.Model):
    """A place where objects are: warehouse, rack, hall, a partner's site."""

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    uri = UriField(max_length=400, unique=True)
    name = models.CharField(max_length=200)
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT)


class Equipment(models.Model):
    """A machine or a level above it in the ISA-95 equipment hierarchy."""

    class Level(models.TextChoices):
        SITE = "site"
        AREA = "area"
        WORK_CENTER = "work_center"
        WORK_UNIT = "work_unit"

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=16, choices=Level.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)


class PhysicalAsset(models.Model):
    """A thing that is mounted and wears: mould, bladder, die, drum, gauge. Traced as a serial."""

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    uri = UriField(max_length=400, unique=True)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200, blank=True, default="")
    cycle_limit = models.PositiveIntegerField(null=True, blank=True)


class Person(models.Model):
    """Somebody who works here. Events carry `code`, which is opaque; the name can be erased."""

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200, blank=True, default="")


class Shift(models.Model):
    """One shift that took or takes place: absolute bounds, so midnight and holidays are plain."""

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=40)
    crew = models.CharField(max_length=40, blank=True, default="")
    date = models.DateField(help_text="the production day this shift counts to")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["date", "code"], name="one_shift_a_day_and_code"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="shift_ends_after_start"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["starts_at"])]


class TraceableObject(models.Model):
    """A lot, a serial or a container: the node of the genealogy. Its identity never changes."""

    class Kind(models.TextChoices):
        LOT = "lot"
        SERIAL = "serial"
        CONTAINER = "container"

    declared_as: ClassVar[Declared] = "record"
    id = models.BigAutoField(primary_key=True)
    uri = models.TextField(unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    number = models.TextField(help_text="what is printed on the label", db_index=True)
    item = models.TextField(blank=True, default="", help_text="material code, GTIN or asset code")

    def __str__(self) -> str:
        return self.number


class Alias(models.Model):
    """Another text under which an object is found: a supplier's number, a GTIN form."""

    declared_as: ClassVar[Declared] = "record"
    id = models.BigAutoField(primary_key=True)
    object = models.ForeignKey(TraceableObject, on_delete=models.PROTECT, related_name="aliases")
    text = models.TextField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["object", "text"], name="one_alias_an_object")
        ]
