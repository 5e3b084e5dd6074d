"""What labels look like, what prints them, and when one is printed without being asked for."""

from __future__ import annotations

from gozinto.plant.kinds import label_checks
from gozinto.plant.kinds.declaring import Field, Kind, Type
from gozinto.plant.kinds.shared import CODE, NAME, choice, reference, state
from gozinto.plant.models import LabelElement, LabelLayout, Printer, PrintRule

_LARGEST_MM = "1000"


def _length(name: str, *, required: bool = False, least: str = "", above: str = "") -> Field:
    """A length in millimetres, no longer than any label."""
    return Field(
        name=name,
        type=Type.DECIMAL,
        required=required,
        least=least,
        above=above,
        most=_LARGEST_MM,
        help="Millimetres.",
    )


LAYOUTS = Kind(
    name="label-layouts",
    title="Label layouts",
    one="label layout",
    model=LabelLayout,
    key=("code",),
    fields=(
        CODE,
        NAME,
        choice("purpose", LabelLayout.Purpose, required=True),
        _length("width_mm", required=True, above="0"),
        _length("height_mm", required=True, above="0"),
        Field(
            name="margin_mm",
            type=Type.DECIMAL,
            default="0",
            least="0",
            most="50",
            help="What the printer cannot reach at each edge, in millimetres.",
        ),
    ),
    help="Labels: their size, and what they are stuck on.",
)

ELEMENTS = Kind(
    name="label-elements",
    title="Elements of label layouts",
    one="element of a label layout",
    model=LabelElement,
    key=("layout", "nr"),
    fields=(
        reference("layout", to="label-layouts", required=True),
        Field(name="nr", type=Type.INTEGER, required=True, least="1"),
        choice("kind", LabelElement.Kind, required=True),
        _length("x_mm", required=True, least="0"),
        _length("y_mm", required=True, least="0"),
        _length("width_mm", required=True, above="0"),
        _length("height_mm", required=True, above="0"),
        Field(
            name="text",
            help="With fields in braces: {number}, {expires_on}; {{ is a brace itself.",
        ),
        choice("symbology", LabelElement.Symbology),
        Field(name="size_pt", type=Type.DECIMAL, least="4", most="200", help="Of letters."),
        Field(name="bold", type=Type.FLAG, default="false"),
        choice("align", LabelElement.Align, default=LabelElement.Align.LEFT),
        choice("fit", LabelElement.Fit, default=LabelElement.Fit.SHRINK),
        Field(
            name="module_mm",
            type=Type.DECIMAL,
            least="0.1",
            most="5",
            help="The narrowest bar or dot of a symbol; empty: the widest that fits.",
        ),
        Field(
            name="human_readable",
            type=Type.FLAG,
            default="false",
            help="Whether a symbol's content stands below it in letters.",
        ),
        Field(name="thickness_mm", type=Type.DECIMAL, above="0", most="50", help="Of a line."),
    ),
    checks=(label_checks.element_is_whole, label_checks.braces_are_paired),
    help="What stands on a label: texts, symbols and lines, each in its box.",
)

PRINTERS = Kind(
    name="printers",
    title="Printers",
    one="printer",
    model=Printer,
    key=("code",),
    fields=(
        CODE,
        NAME,
        choice("connection", Printer.Connection, required=True),
        Field(
            name="address",
            help="10.0.0.7:9100, ipp://host/ipp/print, or a folder; empty: an agent fetches.",
        ),
        choice("language", Printer.Language, required=True),
        Field(
            name="dpmm",
            type=Type.INTEGER,
            default="8",
            least="6",
            most="48",
            help="Dots a millimetre: 8 at 203 dpi, 12 at 300 dpi.",
        ),
        reference("equipment", to="equipment"),
        _length("media_width_mm", above="0"),
        _length("media_height_mm", above="0"),
        state(Printer.State, default=Printer.State.ACTIVE),
    ),
    states={
        "active": ("out_of_service", "retired"),
        "out_of_service": ("active", "retired"),
        "retired": ("active",),
    },
    checks=(label_checks.printer_can_be_reached,),
    help="What labels are sent to, and which machine it stands at.",
)

RULES = Kind(
    name="print-rules",
    title="Print rules",
    one="print rule",
    model=PrintRule,
    key=("code",),
    fields=(
        CODE,
        choice("when", PrintRule.Moment, required=True),
        choice("purpose", PrintRule.Purpose, required=True),
        reference("material", to="materials"),
        reference("layout", to="label-layouts"),
        reference("printer", to="printers"),
        Field(name="copies", type=Type.INTEGER, default="1", least="1", most="100"),
        state(PrintRule.State, default=PrintRule.State.ACTIVE),
    ),
    states={"active": ("retired",), "retired": ("active",)},
    checks=(label_checks.moment_has_such_labels,),
    help="When a label is printed without being asked for. Without a printer: by the machine's.",
)
