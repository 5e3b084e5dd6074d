"""What the setup pages call kinds, fields and their values, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from gozinto.edges.office import words
from gozinto.plant.kinds import KEY_SEPARATOR, Field, Kind, Row, Type, called
from gozinto.standards import quantities

GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (
        _("Materials"),
        (
            *("materials", "material-revisions", "bill-lines", "routing-steps"),
            *("unit-conversions", "inspection-plans", "characteristics", "interlocks"),
        ),
    ),
    (
        _("Works"),
        (
            *("enterprise", "equipment", "assets", "calibrations", "locations"),
            *("calendars", "calendar-shifts", "holidays", "shifts"),
        ),
    ),
    (_("People"), ("people", "skills", "qualifications", "crews", "crew-members")),
    (_("Outside"), ("partners", "approvals", "supplier-patterns", "reasons")),
    (_("Orders"), ("orders", "order-lines")),
    (
        _("Numbers and labels"),
        ("numbering-formats", "label-layouts", "label-elements", "printers", "print-rules"),
    ),
)
"""Every kind in its place; a test fails when one is missing."""

CHOICES: Mapping[str, str | Promise] = {
    "active": _("active"),
    "adjusted": _("adjusted"),
    "agent": _("print agent"),
    "all": _("every unit"),
    "approved": _("approved"),
    "area": _("area"),
    "asset": _("tool or gauge"),
    "auxiliary": _("auxiliary"),
    "badge": _("badge"),
    "batch": _("batch"),
    "block": _("refused"),
    "blocked": _("blocked"),
    "cancelled": _("cancelled"),
    "carrier": _("carrier"),
    "center": _("centre"),
    "choice": _("choice"),
    "closed": _("closed"),
    "code128": "Code 128",
    "container": _("container"),
    "continuous": _("continuous"),
    "correction": _("correction"),
    "count": _("count"),
    "customer": _("customer"),
    "cut": _("the end is left out"),
    "damaged": _("damaged"),
    "de": "Deutsch",
    "datamatrix": "Data Matrix",
    "dealer": _("dealer"),
    "draft": _("draft"),
    "en": "English",
    "enterprise": _("enterprise"),
    "failed": _("failed"),
    "file": _("folder"),
    "finding": _("recorded, and found"),
    "final": _("final inspection"),
    "finished": _("finished product"),
    "good": _("good"),
    "gs1_128": "GS1-128",
    "gs1_datamatrix": "GS1 DataMatrix",
    "gs1_link_qr": "GS1 Digital Link QR",
    "hold": _("hold"),
    "in_process": _("in-process inspection"),
    "in_repair": _("in repair"),
    "in_service": _("in service"),
    "input": _("input inspection"),
    "inspected_first": _("use before an inspection plan was passed"),
    "intermediate": _("intermediate product"),
    "ipp": "IPP",
    "job": _("job"),
    "left": _("left"),
    "line": _("line"),
    "location": _("location"),
    "lot": _("lot"),
    "lot_and_serial": _("lot and serial"),
    "most_cycles": _("more cycles of a tool"),
    "moved": _("moved"),
    "new": _("new"),
    "none": _("nothing"),
    "not_into": _("use of a supplier or a supplier lot"),
    "number": _("number"),
    "obsolete": _("obsolete"),
    "other": _("other"),
    "out_of_service": _("out of service"),
    "override": _("override"),
    "packaging": _("packaging"),
    "packed": _("packed"),
    "pass_fail": _("pass or fail"),
    "passed": _("passed"),
    "pdf": "PDF",
    "percent": _("a share in percent"),
    "planned": _("planned"),
    "produced": _("made"),
    "production": _("production"),
    "proposed": _("proposed"),
    "purchase": _("purchase"),
    "qr": "QR",
    "quarantine": _("quarantine"),
    "rack": _("rack"),
    "raw": _("raw material"),
    "received": _("received"),
    "released": _("released"),
    "retired": _("retired"),
    "return": _("return"),
    "rework": _("rework"),
    "right": _("right"),
    "sales": _("sales"),
    "scrap": _("scrap"),
    "serial": _("serial"),
    "shipped": _("shipped"),
    "shipping": _("shipping"),
    "shrink": _("smaller letters"),
    "skill_needed": _("work at a step without a skill"),
    "single_plan": _("single sampling plan"),
    "site": _("site"),
    "station": _("station"),
    "supplier": _("supplier"),
    "suspended": _("suspended"),
    "symbol": _("barcode"),
    "text": _("text"),
    "tr": "Türkçe",
    "used_after": _("use before hours have passed"),
    "used_within": _("use after hours have passed"),
    "warehouse": _("warehouse"),
    "withdrawn": _("withdrawn"),
    "within_limits": _("use of what was made outside limits"),
    "work_center": _("work center"),
    "work_unit": _("work unit"),
    "worn": _("worn"),
    "wrap": _("more lines"),
    "zpl": "ZPL",
}
"""What each value to choose from is called."""

_ONLY_THERE: Mapping[tuple[str, str], str | Promise] = {
    ("state", "left"): _("has left"),
    ("connection", "raw"): _("network port (raw)"),
    ("severity", "override"): _("refused, unless let pass"),
    ("sampling", "count"): _("a fixed number"),
}
"""By field and value, where the same value means something else."""

STOPPED = frozenset({"blocked", "suspended", "failed", "damaged", "out_of_service"})
"""Values that ask for somebody's eye."""


def kind_title(kind: Kind) -> str:
    """What all rows of a kind are called."""
    return called.in_language(called.KINDS[kind.name][0], get_language() or "")


def kind_one(kind: Kind) -> str:
    """What one row of a kind is called."""
    return called.in_language(called.KINDS[kind.name][1], get_language() or "")


def field_word(kind: Kind, name: str) -> str:
    """What a field is called."""
    return called.in_language(called.of_field(kind, name), get_language() or "")


def told(text: str) -> str:
    """A help text of a kind or a field, which stands in the table of kinds in English."""
    return gettext(text) if text else ""


def choice_word(field: str, value: str) -> str:
    """What a value to choose from is called."""
    return str(_ONLY_THERE.get((field, value)) or CHOICES.get(value, value))


def shown(field: Field, text: str) -> str:
    """A canonical text as a person reads it."""
    if not text:
        return ""
    if field.choices:
        return choice_word(field.name, text)
    if field.type is Type.FLAG:
        return gettext("yes") if text == "true" else gettext("no")
    if field.type in (Type.DECIMAL, Type.INTEGER):
        digits = len(text.partition(".")[2])
        return formats.number_format(Decimal(text), decimal_pos=digits, use_l10n=True)
    if field.type is Type.MOMENT:
        return words.moment(datetime.fromisoformat(text))
    if field.type is Type.DATE:
        return words.day(date.fromisoformat(text))
    if field.type is Type.UNIT:
        sign = quantities.sign(text)
        return f"{sign} ({text})" if sign and sign != text else text
    return text


def is_number(field: Field) -> bool:
    """Whether values of the field are compared as numbers, and so stand right."""
    return field.type in (Type.DECIMAL, Type.INTEGER)


def is_mono(field: Field) -> bool:
    """Whether values of the field are read letter by letter."""
    return field.type not in (Type.TEXT, Type.CHOICE, Type.FLAG)


def row_words(kind: Kind, row: Row) -> str:
    """The key of a row as a person reads it: its parts with a point between."""
    return key_words(kind.key_of(row))


def key_words(key: str) -> str:
    """A key as a person reads it."""
    return " · ".join(part for part in key.split(KEY_SEPARATOR) if part)
