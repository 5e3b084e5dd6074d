"""Dealers' claims out of tables: everything wrong with them at once, or all of them complaints."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from gozinto.access.roles import Role
from gozinto.cases.complaints import claiming
from gozinto.cases.kinds.complaint import COMPLAINT
from gozinto.cases.kinds.machines import faults
from gozinto.cases.stepping import Taking
from gozinto.errors import Refused, TooLarge, Violation
from gozinto.plant import objects
from gozinto.plant.importing import columns
from gozinto.plant.importing.cells import Reader
from gozinto.plant.importing.columns import Heading
from gozinto.plant.importing.faults import Where, in_order
from gozinto.plant.kinds import folded
from gozinto.plant.known import kept
from gozinto.record.transactions import run_tx
from gozinto.standards.tables import reading
from gozinto.standards.tables.reading import Sheet

MOST = 2_000
"""Claims of one file."""

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "reference": (
        *("claim number", "claim no", "dealer's number", "talep no", "bayi no", "şikâyet no"),
        *("Reklamationsnummer", "Vorgang", "Nummer des Händlers"),
    ),
    "dealer": ("dealer code", "customer", "bayi", "bayi kodu", "müşteri", "Händler", "Kunde"),
    "unit": (
        *("serial", "serial number", "serial no", "seri no", "seri numarası"),
        *("Seriennummer", "Einheit"),
    ),
    "claim": ("complaint", "description", "şikâyet", "açıklama", "Reklamation", "Beschreibung"),
    "defect": ("defect code", "hata", "hata kodu", "Mangel", "Fehler"),
    "material": ("model", "item", "malzeme", "Modell", "Artikel"),
    "dot_week": ("dot", "dot week", "dot haftası", "DOT-Woche"),
    "sold_on": ("sold", "sale date", "satış tarihi", "verkauft am", "Verkaufsdatum"),
    "failed_on": ("failed", "failure date", "arıza tarihi", "ausgefallen am"),
    "in_use": ("km", "mileage", "kilometre", "Laufleistung", "Kilometer"),
}
"""By field what people write above its column."""
FIELDS = tuple(SYNONYMS)
_KNOWN = {folded(s): name for name, others in SYNONYMS.items() for s in (name, *others)}
HEADING = Heading(
    title="claims",
    find=lambda header: _KNOWN.get(folded(header), ""),
    known={s: name for name, others in SYNONYMS.items() for s in (name, *others)},
    needed=("reference", "claim"),
)
_TEXTS = ("reference", "dealer", "unit", "material", "dot_week", "defect")


@dataclass(slots=True)
class Report:
    """What became of the rows: the complaints that were opened, those that the dealers' numbers
    were before, and the faults of rows that were left out."""

    rows: int = 0
    opened: list[str] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    left_out: list[Violation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row: where it stands, what it tells, and what its unit is called."""

    where: Where
    told: Mapping[str, object]
    unit: str


@dataclass(slots=True)
class _Read:
    """What tables say: rows, and what is wrong, by row; 0 for the table itself."""

    lines: list[_Line] = field(default_factory=list)
    faults: list[Violation] = field(default_factory=list)
    wrong: set[Where] = field(default_factory=set)


def load(
    source: Path | bytes | BinaryIO,
    *,
    name: str,
    by: str,
    roles: Collection[Role],
    dealer: str = "",
    keeps_sound: bool = False,
) -> Report:
    """Open a complaint for every row of a table that is none yet: for all rows, or for none.

    `dealer`: of rows that name none. `keeps_sound`: rows at fault are left out and told of, and
    the others are opened. A claim goes by its dealer and the dealer's own number, so the same
    file again adds nothing. Raises Refused with every fault of every row, TooLarge past `MOST`
    rows, and what `reading.opened` raises.
    """
    found = _Read()
    with kept():
        with reading.opened(source, name=name) as book:
            for sheet in book.sheets:
                if not sheet.hidden:
                    title = sheet.name if book.format == "xlsx" else ""
                    _read(sheet, title, found, dealer)
        units = _units(found)
        _check_twice(found)
        told = in_order(found.faults)
        if told and not (keeps_sound and found.lines):
            raise Refused(told)
        sound = [line for line in found.lines if line.where not in found.wrong]
        report = Report(rows=len(found.lines), left_out=told)
        run_tx(lambda: _open(sound, units, report, by=by, roles=roles))
    return report


def _read(sheet: Sheet, title: str, found: _Read, dealer: str) -> None:
    rows = sheet.rows()
    header = next(rows, None)
    if header is None:
        return
    top = Where(source=sheet.source, sheet=title)
    fields, wrong = columns.matched(header.cells, HEADING, where=top)
    found.faults += wrong
    if wrong:
        return
    reader = Reader(fields=fields, texts=_TEXTS)
    for row in rows:
        where = Where(source=sheet.source, sheet=title, row=row.number)
        texts, faulty = reader.read(row, where=where)
        _take(where, texts, faulty, found, dealer)
        if len(found.lines) > MOST:
            raise TooLarge(
                f"A file has at most {MOST:,} claims.", code="table_too_large", limit=MOST
            )


def _take(
    where: Where,
    texts: Mapping[str, str],
    faulty: list[Violation],
    found: _Read,
    dealer: str,
) -> None:
    told: dict[str, object] = {
        name: text.strip() for name, text in texts.items() if text.strip() and name != "unit"
    }
    told.setdefault("dealer", dealer)
    wrong = [*faults(COMPLAINT.opening, told), *claiming.faults(told)]
    at_fault = {fault.data["column"] for fault in faulty}
    named = [
        where.fault(
            one.code, one.message, next_step=one.next_step, column=one.path, value=one.value
        )
        for one in wrong
        if one.path not in at_fault
    ]
    for name in ("dealer", "reference"):
        if not told.get(name) and name not in at_fault:
            named.append(
                where.fault(
                    "field_missing",
                    f"{name} is missing: without it a claim is not told from another.",
                    next_step="Fill it in.",
                    column=name,
                )
            )
    found.faults += [*faulty, *named]
    if faulty or named:
        found.wrong.add(where)
    found.lines.append(_Line(where, told, texts.get("unit", "").strip()))


def _units(found: _Read) -> dict[str, str]:
    """The URI of each unit that a row names; what nothing or several go by is a fault of its row.
    Looked for together."""
    known = objects.find_many({line.unit for line in found.lines if line.unit})
    for line in found.lines:
        several = known.get(line.unit, [])
        if not line.unit or len(several) == 1:
            continue
        code, said = (
            ("ambiguous_id", "Several things go by it.")
            if several
            else ("unknown_id", "Nothing goes by it.")
        )
        found.wrong.add(line.where)
        found.faults.append(
            line.where.fault(
                code,
                said,
                next_step="Compare it with the label; or leave it empty and tell model and week.",
                column="unit",
                value=line.unit,
            )
        )
    return {text: several[0].uri for text, several in known.items() if len(several) == 1}


def _check_twice(found: _Read) -> None:
    seen: dict[tuple[str, str], Where] = {}
    for line in found.lines:
        key = claiming.claim_of(line.told)
        first = seen.setdefault(key, line.where) if key else line.where
        if key and first is not line.where:
            found.wrong.add(line.where)
            found.faults.append(
                line.where.fault(
                    "duplicate_row",
                    f"{key[1]} of {key[0]} stands in row {first.row} as well.",
                    next_step="Keep one of the two rows, or correct the number.",
                    column="reference",
                    value=key[1],
                )
            )


def _open(
    lines: list[_Line],
    units: Mapping[str, str],
    report: Report,
    *,
    by: str,
    roles: Collection[Role],
) -> None:
    claiming.one_at_a_time()
    keys = {line.where: claiming.claim_of(line.told) for line in lines}
    there = claiming.claims(key for key in keys.values() if key)
    report.opened, report.there = [], []
    for line in lines:
        key = keys[line.where]
        if key and key in there:
            report.there.append(there[key])
            continue
        unit = units.get(line.unit, "")
        case = claiming.open_complaint(
            str(line.told.get("defect") or line.told["claim"])[:120],
            line.told,
            Taking(by=by, roles=roles, subjects={"unit": (unit,)} if unit else {}),
        )
        report.opened.append(case.number)
