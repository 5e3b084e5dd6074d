"""Judges series of measured values: whether the process that they show is out of control.

The first values of a series say what the process is like by itself, the better the more there
are. What comes at the end of a series is judged by the few values before it; what came late, or
was taken back, has the whole series judged again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from gozinto.genealogy import control_charts
from gozinto.genealogy.control_charts import BASELINE, LOOKBACK, MARKS, Limits
from gozinto.record.effect_shapes import Effects
from gozinto.record.rules.plant.run_facts import STANDS, rows
from gozinto.record.rules.shapes import Batch, Fault, Judged

VALUES = (
    'SELECT m.series, m.at, e.event_id COLLATE "C", m.ordinal, m.event_id, m.value'
    " FROM gozinto_measurement m JOIN gozinto_event e ON e.position = m.event_id"
)
FIRST = (
    "SELECT v.* FROM unnest(%s::text[]) AS s(id) CROSS JOIN LATERAL ("
    + VALUES + " WHERE m.series = s.id" + STANDS.format("m")
    + " ORDER BY 2, 3, 4 LIMIT %s) v"
)  # fmt: skip
_LAST = (
    "SELECT v.* FROM unnest(%s::text[]) AS s(id) CROSS JOIN LATERAL ("
    + VALUES + " WHERE m.series = s.id" + STANDS.format("m")
    + " ORDER BY 2 DESC, 3 DESC, 4 DESC LIMIT %s) v"
)  # fmt: skip
_WHOLE = VALUES + " WHERE m.series = ANY(%s)" + STANDS.format("m")
_MEASURED = (
    "SELECT DISTINCT ON (i.event_id) i.event_id, o.uri FROM gozinto_involvement i"
    " JOIN gozinto_traceableobject o ON o.id = i.object_id WHERE i.event_id = ANY(%s)"
    " ORDER BY i.event_id, i.ordinal"
)
"""What each of these events measured."""


class Point(NamedTuple):
    """One value of a series, as they sort in time."""

    at: datetime
    event_id: str
    ordinal: int
    position: int
    value: float


_Series = dict[str, list[Point]]


class Series:
    """The scope of series; the key of one is that of its measurements."""

    name = "series"

    def touched(self, one: Effects) -> Iterable[str]:
        """The series of which a value was measured."""
        return {told.series for told in one.measurements}

    def judge(self, subjects: Collection[str], batch: Batch) -> Judged:
        """The faults of these series. At most three queries, one more where there are any."""
        changed = (*batch.placed, *batch.withdrawn)
        measured = {
            told.series: _told(one.effects, told.characteristic)
            for one in changed
            for told in one.effects.measurements
        }
        new: dict[str, set[int]] = defaultdict(set)
        for one in batch.placed:
            for told in one.effects.measurements:
                new[told.series].add(one.position)
        most = max((len(places) for places in new.values()), default=0)
        listed = sorted(subjects)
        first = read(FIRST, listed, MARKS[-1])
        last = read(_LAST, listed, most * _SAME + LOOKBACK)
        anew = {told.series for one in batch.withdrawn for told in one.effects.measurements}
        anew |= {key for key in subjects if not _is_at_end(new[key], first[key], last[key])}
        anew = set(subjects) if batch.is_again else anew
        long = [key for key in anew if len(first[key]) > BASELINE]
        whole = read(_WHOLE, long)
        faults = [
            fault
            for key in subjects
            if len(first[key]) > BASELINE
            for fault in _of_series(
                key,
                whole[key] if key in anew else last[key],
                first[key],
                only=None if key in anew else new[key],
                told=measured[key],
            )
        ]
        return Judged(faults=_with_objects(faults), anew=anew)


_SAME = 4
"""How many values of one series an event may hold before the whole series is looked at."""


def read(statement: str, keys: Sequence[str], *more: int) -> _Series:
    """The values of these series in the order of their times, by the key of the series."""
    found: _Series = defaultdict(list)
    if keys:
        for key, *point in rows(statement, [list(keys), *more]):
            found[key].append(Point._make(point))
    for points in found.values():
        points.sort()
    return found


def _is_at_end(new: set[int], first: Sequence[Point], last: Sequence[Point]) -> bool:
    """Whether the new values come after all others, and after those that set the limits."""
    if new & {point.position for point in first[:BASELINE]}:
        return False
    begins = next((i for i, point in enumerate(last) if point.position in new), len(last))
    return begins >= LOOKBACK and all(point.position in new for point in last[begins:])


def _of_series(
    key: str,
    points: Sequence[Point],
    first: Sequence[Point],
    *,
    only: set[int] | None,
    told: Mapping[str, str],
) -> Iterator[Fault]:
    """The faults of these values of a series, whose `first` set the limits; `only`: of these
    events; `told`: what is measured where."""
    values = [point.value for point in points]
    broken: dict[int, set[int]] = defaultdict(set)
    for signal in control_charts.signals(values, in_force(points, first)):
        position = points[signal.index].position
        if only is None or (position in only and signal.index >= LOOKBACK):
            broken[position].update(signal.rules)
    for position, rules in broken.items():
        listed = [str(rule) for rule in sorted(rules)]
        yield Fault(
            rule="process_out_of_control",
            subject=key,
            position=position,
            value=told["characteristic"],
            data={"case": listed[0], **told, "western_electric": ",".join(listed)},
        )


def _told(effects: Effects, characteristic: str) -> dict[str, str]:
    """What is measured where: the same of each event of a series."""
    context = effects.context
    return {"characteristic": characteristic, "step": context.step, "equipment": context.equipment}


def in_force(points: Sequence[Point], first: Sequence[Point]) -> list[Limits | None]:
    """The limits in force at each value: those of the last mark before it."""
    ends = [first[mark - 1] for mark in MARKS if len(first) >= mark]
    drawn = [None, *control_charts.drawn([point.value for point in first])]
    return [drawn[bisect_left(ends, point)] for point in points]


def _with_objects(faults: Sequence[Fault]) -> list[Fault]:
    """The faults, each about what was measured last when it was found."""
    if not faults:
        return []
    measured = dict(rows(_MEASURED, [[fault.position for fault in faults]]))
    return [replace(fault, object=measured.get(fault.position, "")) for fault in faults]
