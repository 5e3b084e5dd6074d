"""The shifts of an answer: those of the calendar that its machines work by."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from gozinto.trace.answer import ShiftFact
from gozinto.trace.reading.moment import rows

Passage = tuple[str, datetime, datetime]
"""A machine, or "" where none is known, and from when to when material passed it."""

# A machine works by its own calendar, or by that of the nearest level above it that has one.
_SHIFTS = """
WITH RECURSIVE above (machine, parent, calendar) AS (
    SELECT code, parent_id, calendar_id FROM gozinto_equipment WHERE code = ANY(%s)
    UNION SELECT above.machine, e.parent_id, e.calendar_id
    FROM above JOIN gozinto_equipment e ON e.id = above.parent WHERE above.calendar IS NULL
)
SELECT s.code, s.crew, s.date, s.starts_at, s.ends_at, s.calendar_id IS NULL,
       ARRAY(SELECT machine FROM above WHERE calendar = s.calendar_id),
       ARRAY(SELECT machine FROM above WHERE calendar IS NOT NULL)
FROM gozinto_shift s WHERE s.starts_at <= %s AND s.ends_at > %s
ORDER BY s.starts_at, s.calendar_id NULLS FIRST, s.code
"""


def of(passages: Iterable[Passage]) -> tuple[ShiftFact, ...]:
    """The shifts in which material passed, oldest first; by event times, not by entries.

    A machine without a calendar, and a shift of none, may be of any. One query.
    """
    spans: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for machine, first, last in passages:
        spans[machine].append((first, last))
    if not spans:
        return ()
    every = [span for listed in spans.values() for span in listed]
    first, last = min(first for first, _ in every), max(last for _, last in every)
    found: dict[ShiftFact, None] = {}
    for code, crew, day, starts_at, ends_at, is_of_all, at_work, bound in rows(
        _SHIFTS, [sorted(spans), last, first]
    ):
        machines = spans.keys() if is_of_all else spans.keys() - (set(bound) - set(at_work))
        if any(
            begun < ends_at and ended >= starts_at
            for machine in machines
            for begun, ended in spans[machine]
        ):
            found[ShiftFact(code=code, crew=crew, date=day)] = None
    return tuple(found)


class At(NamedTuple):
    """A shift that something fell in, and the crew that worked it."""

    code: str
    crew: str
    date: date


def at_each(moments: Sequence[tuple[str, datetime]]) -> list[tuple[At, ...]]:
    """Of each machine and time the shifts that it fell in, by the machine's calendar. One query."""
    if not moments:
        return []
    machines = sorted({machine for machine, _ in moments})
    times = [time for _, time in moments]
    of_machine: dict[str, list[tuple[datetime, datetime, At]]] = {one: [] for one in machines}
    for code, crew, day, starts_at, ends_at, is_of_all, at_work, bound in rows(
        _SHIFTS, [machines, max(times), min(times)]
    ):
        here = machines if is_of_all else set(machines) - (set(bound) - set(at_work))
        for machine in here:
            of_machine[machine].append((starts_at, ends_at, At(code, crew, day)))
    begins = {one: [shift[0] for shift in found] for one, found in of_machine.items()}
    longest = {
        one: max((end - begin for begin, end, _ in found), default=None)
        for one, found in of_machine.items()
    }
    answer = []
    for machine, time in moments:
        fell: list[At] = []
        place = bisect_right(begins[machine], time)
        long = longest[machine]
        while place and long is not None:
            place -= 1
            begin, end, shift = of_machine[machine][place]
            if time - begin > long:
                break
            if time < end:
                fell.append(shift)
        answer.append(tuple(reversed(fell)))
    return answer
