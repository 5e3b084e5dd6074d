"""A row of an opening stock table: what its cells mean, and everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from gozinto.errors import Malformed, Violation
from gozinto.operations import master_data
from gozinto.operations.opening import Stock
from gozinto.plant.importing.columns import Heading
from gozinto.plant.importing.faults import Where
from gozinto.plant.kinds import folded
from gozinto.plant.models import Location, Material, Partner
from gozinto.record.rules.form import LARGEST_QUANTITY
from gozinto.standards import quantities
from gozinto.standards.epcis.gozinto import MAX_PROSE, MAX_WORD, Certainty

_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "kind": ("type", "tür", "tip", "Art", "Typ"),
    "material": (
        *("material code", "item", "part number", "malzeme", "malzeme kodu", "stok kodu"),
        *("Materialnummer", "Artikel", "Artikelnummer"),
    ),
    "number": (
        *("lot", "lot number", "lot no", "batch", "serial", "serial number", "serial no"),
        *("parti", "parti no", "parti numarası", "lot no", "seri no", "seri numarası", "numara"),
        *("Charge", "Chargennummer", "Seriennummer", "Nummer"),
    ),
    "quantity": ("qty", "on hand", "amount", "miktar", "adet", "stok", "Menge", "Bestand"),
    "uom": ("unit", "unit of measure", "birim", "ölçü birimi", "Einheit", "Mengeneinheit", "ME"),
    "location": ("place", "bin", "warehouse", "yer", "konum", "depo", "raf", "Ort", "Lagerplatz"),
    "supplier": ("vendor", "supplier code", "tedarikçi", "Lieferant", "Lieferantennummer"),
    "supplier_lot": (
        *("supplier batch", "vendor lot", "tedarikçi partisi", "tedarikçi parti no"),
        *("tedarikçi lot no", "Lieferantencharge"),
    ),
    "expires_on": (
        *("expiry", "expiry date", "best before", "use by", "son kullanma tarihi", "skt"),
        *("Verfall", "Verfallsdatum", "haltbar bis", "MHD"),
    ),
    "produced_on": ("production date", "üretim tarihi", "Produktionsdatum", "hergestellt am"),
    "certainty": ("how known", "kesinlik", "Gewissheit"),
    "note": ("remark", "comment", "not", "açıklama", "Bemerkung", "Notiz"),
}
FIELDS = tuple(_SYNONYMS)
TEXTS = ("material", "number", "location", "supplier", "supplier_lot", "note")
_KNOWN = {folded(s): name for name, others in _SYNONYMS.items() for s in (name, *others)}
HEADING = Heading(
    title="opening stock",
    find=lambda header: _KNOWN.get(folded(header), ""),
    known={s: name for name, others in _SYNONYMS.items() for s in (name, *others)},
    needed=("material",),
)
_KINDS = {"lot": "lot", "parti": "lot", "charge": "lot"} | dict.fromkeys(
    ("serial", "seri", "serie", "seriennummer", "serialnumber", "serino"), "serial"
)
_CERTAINTIES = ("declared", "scanned", "measured")
_NUMBER = re.compile(r"\d+(\.\d+)?|\.\d+", re.ASCII)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(slots=True)
class Known:
    """The master data that rows are compared with, read once."""

    materials: Mapping[str, str] = field(
        default_factory=lambda: dict(Material.objects.values_list("code", "uom"))
    )
    partners: frozenset[str] = field(
        default_factory=lambda: frozenset(Partner.objects.values_list("code", flat=True))
    )
    locations: frozenset[str] = field(
        default_factory=lambda: frozenset(Location.objects.values_list("code", flat=True))
    )
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo(master_data.company().zone))
    today: date = field(init=False)

    def __post_init__(self) -> None:
        """The day in the plant."""
        self.today = datetime.now(self.zone).date()


def stock_of(
    texts: Mapping[str, str], *, known: Known, where: Where
) -> tuple[Stock | None, Certainty, list[Violation]]:
    """What a row says is there and how sure; None where the list says what is wrong with it."""
    row = _Reading({name: texts.get(name, "").strip() for name in FIELDS}, known, where)
    read: dict[str, Any] = {name: reader(row) for name, reader in _READERS.items()}
    row.whole_row()
    certainty = cast(Certainty, read.pop("certainty"))
    stock = None if row.faults else Stock(**read)
    return stock, certainty, row.faults


class _Reading:
    """One row while it is read."""

    def __init__(self, texts: Mapping[str, str], known: Known, where: Where) -> None:
        self.texts, self.known, self._where = texts, known, where
        self.faults: list[Violation] = []

    def wrong(self, column: str, code: str, message: str, next_step: str) -> None:
        """Note what is wrong with a cell."""
        self.faults.append(
            self._where.fault(
                code, message, next_step=next_step, column=column, value=self.texts[column]
            )
        )

    def code(self, column: str) -> str:
        """A number or code as it is printed."""
        text = self.texts[column]
        if _CONTROL.search(text) or len(text) > MAX_WORD:
            self.wrong(
                column,
                "bad_code",
                f"{column} has more than {MAX_WORD} characters, or one that cannot be printed.",
                "Type it again.",
            )
        return text

    def note(self) -> str:
        """A remark in prose, which may have several lines."""
        text = self.texts["note"]
        if _UNPRINTABLE.search(text) or len(text) > MAX_PROSE:
            self.wrong(
                "note",
                "bad_text",
                f"note has more than {MAX_PROSE:,} characters, or one that cannot be printed.",
                "Shorten it, or type it again.",
            )
        return text

    def one_of(self, column: str, codes: Iterator[str] | frozenset[str] | list[str]) -> str:
        """The code of something that is in the master data, or ""."""
        text, listed = self.texts[column], list(codes)
        if text and text not in listed:
            near = ", ".join(get_close_matches(text, listed, n=3))
            self.wrong(
                column,
                f"unknown_{column if column != 'supplier' else 'partner'}",
                f"There is no {column} {text}.",
                f"Did you mean {near}?" if near else f"Import the {column} first.",
            )
        return text

    @property
    def is_serial(self) -> bool:
        """Whether the row is of one unit."""
        return _KINDS.get(folded(self.texts["kind"])) == "serial"

    def kind(self) -> Literal["lot", "serial"]:
        """Lot where nothing is said."""
        text = self.texts["kind"]
        if text and folded(text) not in _KINDS:
            self.wrong("kind", "unknown_choice", f"{text!r} is no kind.", "Write lot or serial.")
        return "serial" if self.is_serial else "lot"

    def material(self) -> str:
        """A material of the plant."""
        if not self.texts["material"]:
            self.wrong("material", "missing_value", "material is missing.", "Fill it in.")
        return self.one_of("material", list(self.known.materials))

    def quantity(self) -> Decimal:
        """How much; a unit is one."""
        text = self.texts["quantity"]
        if self.is_serial and text in ("", "1"):
            return Decimal(1)
        if not _NUMBER.fullmatch(text) or not 0 < Decimal(text) < LARGEST_QUANTITY:
            wanted = "1 or empty for a serial" if self.is_serial else "more than 0, like 1200.5"
            self.wrong("quantity", "bad_quantity", f"{text!r} is no quantity.", f"Write {wanted}.")
            return Decimal(1)
        if self.is_serial:
            self.wrong("quantity", "bad_quantity", "A serial is one unit.", "Leave it empty.")
        return Decimal(text)

    def uom(self) -> str:
        """A unit of the material's dimension; the material's own for ""."""
        text = self.texts["uom"]
        own = self.known.materials.get(self.texts["material"], "")
        try:
            unit = quantities.unit(text if quantities.is_unit(text) else text.upper()).code
            if text and own and not quantities.same_dimension(unit, own):
                self.wrong(
                    "uom",
                    "incomparable_units",
                    f"{unit} does not measure what {own} does, the unit of the material.",
                    f"Give the quantity in {own}.",
                )
        except Malformed as problem:
            self.wrong("uom", problem.code, problem.message, problem.next_step)
            return ""
        return unit if text else ""

    def day(self, column: str) -> date | None:
        """A date, or none."""
        text = self.texts[column]
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.wrong(column, "not_a_date", f"{text!r} is no date.", "Write it like 2026-03-01.")
            return None

    def expires(self) -> datetime | None:
        """The end of the day in the plant up to which it may be used."""
        day = self.day("expires_on")
        if day is None or day.year > 9997:
            return None
        return datetime.combine(day + timedelta(days=1), time(), self.known.zone)

    def certainty(self) -> str:
        """How it is known."""
        text = self.texts["certainty"].lower() or "declared"
        if text not in _CERTAINTIES:
            self.wrong(
                "certainty",
                "unknown_choice",
                f"{text!r} is no certainty.",
                f"Choose one of: {', '.join(_CERTAINTIES)}; declared where it is empty.",
            )
        return text

    def whole_row(self) -> None:
        """What is wrong with no cell alone."""
        texts = self.texts
        if not texts["number"] and (self.is_serial or not texts["supplier_lot"]):
            self.wrong("number", "missing_value", "number is missing.", "Fill it in.")
        if texts["supplier_lot"] and not texts["supplier"]:
            self.wrong(
                "supplier_lot",
                "missing_value",
                "A supplier's lot needs its supplier.",
                "Name the supplier, or leave the lot out.",
            )
        made, until = texts["produced_on"], texts["expires_on"]
        if made and until and until < made:
            self.wrong(
                "expires_on",
                "ends_before_it_begins",
                f"It expires on {until}, before it was made on {made}.",
                "Correct one of the two.",
            )
        if made > self.known.today.isoformat():
            self.wrong(
                "produced_on", "time_in_future", f"{made} is still to come.", "Correct the date."
            )


_READERS: Mapping[str, Callable[[_Reading], object]] = {
    "kind": _Reading.kind,
    "material": _Reading.material,
    "number": lambda row: row.code("number"),
    "quantity": _Reading.quantity,
    "uom": _Reading.uom,
    "location": lambda row: row.one_of("location", row.known.locations),
    "supplier": lambda row: row.one_of("supplier", row.known.partners),
    "supplier_lot": lambda row: row.code("supplier_lot"),
    "expires": _Reading.expires,
    "produced_on": lambda row: row.day("produced_on"),
    "certainty": _Reading.certainty,
    "note": _Reading.note,
}
