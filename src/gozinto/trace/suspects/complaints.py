"""Which units are complained about: those that came back, with what was said of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from gozinto.plant.models import TraceableObject
from gozinto.trace.reading.moment import Moment, rows

_DOT = re.compile(r"\bDOT\b.*?(?<!\d)(?P<week>\d\d)(?P<year>\d\d)(?!\d)", re.ASCII)
_MADE_ON = re.compile(r"\bmade on (?P<day>\d{4}-\d\d-\d\d)\b", re.ASCII)
_NO_FAULT = ("no_fault_found", "misuse", "worn_out")
"""What a returned thing may turn out to be that is nobody's fault here."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A unit that came back. `is_read`: its number was; else `marks` say what could be read."""

    object: int
    item: str
    at: datetime | None
    is_read: bool
    marks: str


class Complaints(NamedTuple):
    """The complaints by unit, the earliest of each, and how many of what comes back are none."""

    by_unit: dict[int, Complaint]
    unread: list[Complaint]
    no_fault: int
    not_units: int


def on_record(defect: str, *, moment: Moment) -> Complaints:
    """What came back, or what came back for this defect: the reason told, or the cause found.

    Three queries.
    """
    condition, values = moment.condition("i")
    told = rows(
        "SELECT i.object_id, o.kind, o.item, e.event_time, e.document::json->>'gozinto:reason',"
        " e.document::json->>'gozinto:note', e.document::json->>'gozinto:certainty'"
        " FROM gozinto_event e JOIN gozinto_involvement i ON i.event_id = e.position"
        " JOIN gozinto_traceableobject o ON o.id = i.object_id"
        " WHERE e.biz_step = 'receiving' AND e.disposition = 'returned' AND NOT e.is_declaration"
        f" AND o.kind <> 'container' AND {condition} ORDER BY e.event_time, e.position, i.ordinal",
        values,
    )
    found = _examined({row[0] for row in told}, moment=moment)
    wanted = defect.casefold()
    by_unit: dict[int, Complaint] = {}
    unread: dict[int, Complaint] = {}
    no_fault, not_units = set(), 0
    for one, kind, item, at, reason, note, certainty in told:
        result, cause = found.get(one, ("", ""))
        if wanted not in f"{reason or ''}\n{cause}".casefold():
            continue
        if kind != TraceableObject.Kind.SERIAL:
            not_units += 1
        elif result in _NO_FAULT:
            no_fault.add(one)
        else:
            is_read = certainty not in ("inferred", "unknown")
            made = Complaint(one, item, at, is_read, f"{note or ''}\n{reason or ''}")
            (by_unit if is_read else unread).setdefault(one, made)
    return Complaints(by_unit, list(unread.values()), len(no_fault), not_units)


def of_units(units: Iterable[TraceableObject], *, moment: Moment) -> Complaints:
    """These units, whatever the record says of them; when they came back, if they did."""
    told = on_record("", moment=moment)
    back = {one.object: one for one in [*told.unread, *told.by_unit.values()]}
    by_unit, not_units = {}, 0
    for unit in units:
        if unit.kind == TraceableObject.Kind.SERIAL:
            at = back[unit.id].at if unit.id in back else None
            by_unit[unit.id] = Complaint(unit.id, unit.item, at, True, "")
        else:
            not_units += 1
    return Complaints(by_unit, [], 0, not_units)


def _examined(units: Collection[int], *, moment: Moment) -> dict[int, tuple[str, str]]:
    """What each returned unit turned out to be, and why; by its last examination."""
    condition, values = moment.condition("i")
    found = rows(
        "SELECT i.object_id, i.result, e.document::json->>'gozinto:reason'"
        " FROM gozinto_involvement i JOIN gozinto_event e ON e.position = i.event_id"
        f" WHERE i.object_id = ANY(%s) AND i.inspection = 'returned' AND {condition}"
        " ORDER BY i.at, i.event_id",
        [sorted(units), *values],
    )
    return {one: (result, cause or "") for one, result, cause in found}


def days_of(marks: str) -> frozenset[date]:
    """The days on which something may have been made, by what could be read of it; none: unknown.

    The code behind DOT ends in week and year (49 CFR 574.5): "2426" is week 24 of 2026, by
    ISO 8601.
    """
    try:
        if told := _MADE_ON.search(marks):
            return frozenset({date.fromisoformat(told["day"])})
        if code := _DOT.search(marks):
            year, week = 2000 + int(code["year"]), int(code["week"])
            return frozenset(date.fromisocalendar(year, week, day) for day in range(1, 8))
    except ValueError:
        return frozenset()
    return frozenset()
