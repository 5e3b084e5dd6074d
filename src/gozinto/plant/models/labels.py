"""What labels look like, what prints them, and when one is printed without being asked for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gozinto.plant.models.declared import Declared, above_zero, one_of
from gozinto.plant.models.equipment import Equipment
from gozinto.plant.models.materials import Material


class LabelPurpose(models.TextChoices):
    """What a label is stuck on."""

    LOT = "lot"
    SERIAL = "serial"
    CONTAINER = "container"
    LOCATION = "location"
    BADGE = "badge"
    JOB = "job"
    ASSET = "asset"
    STATION = "station"


class ElementKind(models.TextChoices):
    """What stands in a box of a layout."""

    TEXT = "text"
    SYMBOL = "symbol"
    LINE = "line"


class Symbology(models.TextChoices):
    """The barcodes that are printed."""

    CODE128 = "code128"
    GS1_128 = "gs1_128"
    DATAMATRIX = "datamatrix"
    GS1_DATAMATRIX = "gs1_datamatrix"
    QR = "qr"
    GS1_LINK_QR = "gs1_link_qr"


class Alignment(models.TextChoices):
    """Where a text stands in its box."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Fitting(models.TextChoices):
    """What becomes of a text that is too long for its box."""

    SHRINK = "shrink"
    WRAP = "wrap"
    CUT = "cut"


class Connection(models.TextChoices):
    """How a printer is reached."""

    RAW = "raw"
    IPP = "ipp"
    AGENT = "agent"
    FILE = "file"


class PrinterLanguage(models.TextChoices):
    """What a printer is sent."""

    ZPL = "zpl"
    PDF = "pdf"


class PrinterState(models.TextChoices):
    """Whether anything is sent to a printer."""

    ACTIVE = "active"
    OUT_OF_SERVICE = "out_of_service"
    RETIRED = "retired"


class PrintMoment(models.TextChoices):
    """What happened when a label is printed by rule."""

    RECEIVED = "received"
    PRODUCED = "produced"
    PACKED = "packed"
    MOVED = "moved"
    SHIPPED = "shipped"


class RuleState(models.TextChoices):
    """Whether labels are printed by a rule."""

    ACTIVE = "active"
    RETIRED = "retired"


class LabelLayout(models.Model):
    """The size of a label and what it is for; its elements say what stands on it."""

    Purpose = LabelPurpose

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=16, choices=LabelPurpose.choices)
    width_mm = models.DecimalField(max_digits=6, decimal_places=2)
    height_mm = models.DecimalField(max_digits=6, decimal_places=2)
    margin_mm = models.DecimalField(max_digits=6, decimal_places=2, default=0)

    class Meta:
        constraints: ClassVar = [
            one_of("purpose", LabelPurpose, name="label_purpose"),
            above_zero("width_mm", name="label_width"),
            above_zero("height_mm", name="label_height"),
        ]


class LabelElement(models.Model):
    """A text, a symbol or a line in a box of a layout, from its upper left corner."""

    Kind = ElementKind
    Symbology = Symbology
    Align = Alignment
    Fit = Fitting

    declared_as: ClassVar[Declared] = "master"
    layout = models.ForeignKey(LabelLayout, on_delete=models.PROTECT, related_name="elements")
    nr = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=ElementKind.choices)
    x_mm = models.DecimalField(max_digits=6, decimal_places=2)
    y_mm = models.DecimalField(max_digits=6, decimal_places=2)
    width_mm = models.DecimalField(max_digits=6, decimal_places=2)
    height_mm = models.DecimalField(max_digits=6, decimal_places=2)
    text = models.CharField(max_length=400, blank=True, default="")
    symbology = models.CharField(max_length=16, choices=Symbology.choices, blank=True, default="")
    size_pt = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    bold = models.BooleanField(default=False)
    align = models.CharField(max_length=16, choices=Alignment.choices, default=Alignment.LEFT)
    fit = models.CharField(max_length=16, choices=Fitting.choices, default=Fitting.SHRINK)
    module_mm = models.DecimalField(max_digits=5, decimal_places=3, null=True, blank=True)
    human_readable = models.BooleanField(default=False)
    thickness_mm = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["layout", "nr"], name="one_label_element"),
            one_of("kind", ElementKind, name="label_element_kind"),
            one_of("align", Alignment, name="label_element_align"),
            one_of("fit", Fitting, name="label_element_fit"),
        ]


class Printer(models.Model):
    """What labels are sent to: where it is, what it speaks, which machine it stands at."""

    Connection = Connection
    Language = PrinterLanguage
    State = PrinterState

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    connection = models.CharField(max_length=16, choices=Connection.choices)
    address = models.CharField(max_length=400, blank=True, default="")
    language = models.CharField(max_length=16, choices=PrinterLanguage.choices)
    dpmm = models.PositiveSmallIntegerField(default=8)
    equipment = models.ForeignKey(
        Equipment, null=True, blank=True, on_delete=models.PROTECT, related_name="printers"
    )
    media_width_mm = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    media_height_mm = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    state = models.CharField(
        max_length=16, choices=PrinterState.choices, default=PrinterState.ACTIVE
    )

    class Meta:
        constraints: ClassVar = [
            one_of("connection", Connection, name="printer_connection"),
            one_of("language", PrinterLanguage, name="printer_language"),
            one_of("state", PrinterState, name="printer_state"),
            above_zero("dpmm", name="printer_dpmm"),
        ]


class PrintRule(models.Model):
    """When a label is printed without being asked for; without a printer, by the machine's."""

    Moment = PrintMoment
    Purpose = LabelPurpose
    State = RuleState

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    when = models.CharField(max_length=16, choices=PrintMoment.choices)
    purpose = models.CharField(max_length=16, choices=LabelPurpose.choices)
    material = models.ForeignKey(
        Material, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    layout = models.ForeignKey(
        LabelLayout, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    printer = models.ForeignKey(
        Printer, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    copies = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=16, choices=RuleState.choices, default=RuleState.ACTIVE)

    class Meta:
        constraints: ClassVar = [
            one_of("when", PrintMoment, name="print_rule_when"),
            one_of("purpose", LabelPurpose, name="print_rule_purpose"),
            one_of("state", RuleState, name="print_rule_state"),
            above_zero("copies", name="print_rule_copies"),
        ]
