"""Opening stock out of tables: everything wrong with them at once, or all of it on record once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from gozinto import record
from gozinto.errors import Conflict, Refused, Violation
from gozinto.operations.opening import Stock, opening
from gozinto.operations.opening_rows import HEADING, TEXTS, Known, stock_of
from gozinto.operations.stamp import Stamp
from gozinto.plant.importing import columns
from gozinto.plant.importing.cells import Reader
from gozinto.plant.importing.faults import Where, in_order
from gozinto.plant.kinds import folded
from gozinto.plant.known import kept
from gozinto.record.models import Event as EventRow
from gozinto.record.transactions import run_tx
from gozinto.standards.epcis.events import ObjectEvent
from gozinto.standards.tables import reading
from gozinto.standards.tables.reading import Sheet

CHUNK = 1000
_NAMES = ("openingstock", "openingbalance", "acilisstok", "anfangsbestand")

Told = Callable[[int], None]
"""Told how many rows were read, and later how many are on record."""


@dataclass(slots=True)
class Report:
    """What became of the rows: new on record, or there before."""

    rows: int = 0
    recorded: int = 0
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class _Line:
    """A row that is sound by itself: where it stands, what it says, and the event of that."""

    where: Where
    stock: Stock
    stamp: Stamp
    event: ObjectEvent


@dataclass(slots=True)
class _Read:
    """What tables say."""

    rows: list[_Line] = field(default_factory=list)
    faults: list[Violation] = field(default_factory=list)
    seen: dict[str, Where] = field(default_factory=dict)


class _NothingStored(Exception):
    """Takes a rehearsal back."""


def is_opening_stock(headers: Sequence[str], *, name: str) -> bool:
    """Whether a table of this name, with these headers, is one of opening stock."""
    if folded(name).startswith(_NAMES):
        return True
    fields = {HEADING.find(header) for header in headers}
    return columns.fits(headers, HEADING) and {"quantity", "number"} <= fields


def load(
    source: Path | bytes | BinaryIO,
    *,
    name: str = "",
    by: str,
    at: datetime | None = None,
    encoding: str = "",
    trust_numbers: bool = False,
    dry_run: bool = False,
    progress: Told | None = None,
) -> Report:
    """Put what the tables of a file say is there on record: all rows, or none.

    `at`: the first day; the present when absent. The same file again adds nothing. `dry_run`
    does all of it and takes it back. Raises Refused with every violation of every cell, and what
    `reading.opened` raises.
    """
    stamp: Stamp = {"by": by} if at is None else {"by": by, "at": at}
    found = _Read()
    report = Report()

    def whole() -> None:
        report.rows = len(found.rows)
        report.recorded = report.repeated = 0
        _record(found, report, is_time_ours=at is None, progress=progress)
        if dry_run:
            raise _NothingStored

    with kept(), suppress(_NothingStored):
        known = Known()
        with reading.opened(source, name=name, encoding=encoding) as book:
            for sheet in book.sheets:
                if not sheet.hidden:
                    title = sheet.name if book.format == "xlsx" else ""
                    _read(sheet, title, found, known, stamp, trust_numbers, progress)
        if found.faults:
            raise Refused(in_order(found.faults))
        run_tx(whole)
    return report


def _read(
    sheet: Sheet,
    title: str,
    found: _Read,
    known: Known,
    stamp: Stamp,
    trust_numbers: bool,
    progress: Told | None,
) -> None:
    rows = sheet.rows()
    header = next(rows, None)
    if header is None:
        return
    fields, faults = columns.matched(
        header.cells, HEADING, where=Where(source=sheet.source, sheet=title)
    )
    found.faults += faults
    if faults:
        return
    reader = Reader(fields=fields, texts=TEXTS, trust_numbers=trust_numbers)
    for row in rows:
        where = Where(source=sheet.source, sheet=title, row=row.number)
        texts, faults = reader.read(row, where=where)
        stock, certainty, more = stock_of(texts, known=known, where=where)
        told = {fault.data["column"] for fault in faults}
        found.faults += [*faults, *(fault for fault in more if fault.data["column"] not in told)]
        if stock is not None and not faults:
            _take(stock, {**stamp, "certainty": certainty}, found, where)
        if progress is not None and row.number % CHUNK == 0:
            progress(row.number)


def _take(stock: Stock, stamp: Stamp, found: _Read, where: Where) -> None:
    event = opening(stock, **stamp)
    first = found.seen.setdefault(event.event_id, where)
    if first is not where:
        found.faults.append(
            where.fault(
                "duplicate_row",
                f"{stock.number or stock.supplier_lot} of {stock.material} stands in row "
                f"{first.row} as well" + (" at the same place." if stock.location else "."),
                next_step="Keep one row with the whole quantity, or correct the number.",
                column="number",
                value=stock.number or stock.supplier_lot,
            )
        )
    found.rows.append(_Line(where, stock, stamp, event))


def _record(found: _Read, report: Report, *, is_time_ours: bool, progress: Told | None) -> None:
    refused: list[Violation] = []
    for some in _in_chunks(found.rows):
        events = _as_told_first(some) if is_time_ours else [line.event for line in some]
        try:
            captured = record.capture_all(events, is_time_ours=is_time_ours)
        except (Refused, Conflict):
            told = zip(some, events, strict=True)
            refused += [f for line, event in told for f in _singly(line, event, is_time_ours)]
            continue
        repeated = sum(1 for one in captured if one.repeated)
        report.repeated += repeated
        report.recorded += len(captured) - repeated
        if progress is not None:
            progress(report.recorded + report.repeated)
    if refused:
        raise Refused(in_order(refused))


def _as_told_first(lines: Sequence[_Line]) -> list[ObjectEvent]:
    """The events, those that are on record already at the time they have there. One query.

    The door would find out by itself that only our own time differs; but one by one.
    """
    ids = [line.event.event_id for line in lines]
    rows = EventRow.objects.filter(event_id__in=ids, is_declaration=False)
    times = dict(rows.values_list("event_id", "event_time"))
    events = []
    for line in lines:
        at = times.get(line.event.event_id)
        stamp: Stamp = line.stamp if at is None else {**line.stamp, "at": at}
        events.append(line.event if at is None else opening(line.stock, **stamp))
    return events


def _singly(line: _Line, event: ObjectEvent, is_time_ours: bool) -> Iterator[Violation]:
    """What is wrong with one of a chunk."""
    where = line.where
    try:
        record.capture_all([event], is_time_ours=is_time_ours)
    except Conflict:
        yield where.fault(
            "already_opened",
            "Its opening balance is on record with another quantity, place of origin or date.",
            next_step="Book the difference as a count, or correct the first record.",
            column="number",
        )
    except Refused as refused:
        for fault in refused.violations:
            yield where.fault(fault.code, fault.message, next_step=fault.next_step)


def _in_chunks(rows: Sequence[_Line]) -> Iterator[list[_Line]]:
    rest = iter(rows)
    while some := list(islice(rest, CHUNK)):
        yield some
