"""What was made while a machine's parameter was outside its bounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from urllib.parse import quote

from gozinto.record import queries
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.gozinto import Context
from gozinto.trace.origins import events, machines
from gozinto.trace.origins.excursions import Reading, spans
from gozinto.trace.origins.machines import Made
from gozinto.trace.origins.sought import Sought, Window
from gozinto.trace.reading import measured
from gozinto.trace.reading.moment import Moment, rows

_RUNS = (
    "SELECT DISTINCT r.run_id FROM {table} r WHERE r.equipment = ANY(%s)"
    " AND r.latest >= %s AND r.earliest < %s AND r.run_id IS NOT NULL AND {condition}"
)
_MEASURED = (
    "SELECT r.run_id, r.event_id, r.at FROM gozinto_activity r"
    " WHERE r.run_id = ANY(%s) AND r.activity = 'measured' AND {condition}"
)
_CONTINUOUS = (
    "SELECT r.run_id FROM gozinto_runevent r WHERE r.run_id = ANY(%s) AND r.flow <> ''"
    " AND {condition} GROUP BY r.run_id HAVING bool_and(r.flow = 'continuous')"
)


def find(sought: Sought, window: Window, *, width: str, moment: Moment) -> Collection[int]:
    """What came out of the runs there meanwhile: of a batch all, on a line what came out then.

    A value that was measured on things by name is about those alone. Seven queries and the
    events of what was measured.
    """
    codes = machines.codes_of(sought.equipment)
    told = _told(_runs_at(codes, window, moment=moment), sought, moment=moment)
    made = machines.made_in(list(told), moment=moment)
    lines = _on_lines(list(told), moment=moment)
    found = set(_named(sought, window, codes, moment=moment))
    for run, readings in told.items():
        readings.sort(key=lambda reading: reading.at)
        found |= _made_meanwhile(made.get(run, ()), readings, window, width, is_line=run in lines)
    return found


def _made_meanwhile(
    made: Iterable[Made], readings: list[Reading], window: Window, width: str, *, is_line: bool
) -> set[int]:
    asked = [
        Window(max(span.since, window.since), min(span.until, window.until))
        for span in spans(readings, width=width)
    ]
    asked = [span for span in asked if span.since < span.until]
    if is_line:
        return {m.object for m in made for span in asked if m.fell_in(span, width=width)}
    # In a batch everything was there while it was read, whenever it came out.
    is_bad = any(one.is_outside and window.since <= one.at < window.until for one in readings)
    return {one.object for one in made} if is_bad else set()


def _runs_at(codes: Collection[str], window: Window, *, moment: Moment) -> list[int]:
    condition, values = moment.condition("r")
    found: set[int] = set()
    for table in ("gozinto_runevent", "gozinto_activity"):
        sql = _RUNS.format(table=table, condition=condition)
        found |= {row[0] for row in rows(sql, [list(codes), window.since, window.until, *values])}
    return sorted(found)


def _on_lines(runs: Collection[int], *, moment: Moment) -> set[int]:
    condition, values = moment.condition("r")
    return {row[0] for row in rows(_CONTINUOUS.format(condition=condition), [list(runs), *values])}


def _told(runs: Collection[int], sought: Sought, *, moment: Moment) -> Mapping[int, list[Reading]]:
    """What was read of each run as a whole."""
    condition, values = moment.condition("r")
    found = rows(_MEASURED.format(condition=condition), [list(runs), *values])
    positions = sorted({position for _, position, _ in found})
    read = dict(zip(positions, queries.at_positions(positions), strict=True))
    told: dict[int, list[Reading]] = defaultdict(list)
    for run, position, at in found:
        told[run] += _readings(read[position], sought, at=at)
    return told


def _named(
    sought: Sought, window: Window, codes: Collection[str], *, moment: Moment
) -> Collection[int]:
    """What the value was measured on, by name, and found outside."""
    # In the stored text the parameter is the end of a URI.
    word = f'/{quote(sought.parameter, safe="")}"'
    told = [position for position, _ in events.holding(word, window, step="sensor_reporting")]
    listed = zip(told, queries.at_positions(told), strict=True)
    bad = [
        position
        for position, event in listed
        if Context.of(event).equipment in codes
        and any(one.is_outside for one in _readings(event, sought, at=event.event_time))
    ]
    return events.took_part(bad, moment=moment)


def _readings(event: Event, sought: Sought, *, at: datetime) -> Iterable[Reading]:
    for one in measured.of(event):
        if one.name == sought.parameter:
            yield Reading(one.at or at, sought.is_outside(one.value))
