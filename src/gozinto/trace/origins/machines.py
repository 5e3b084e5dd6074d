"""What came out at a machine, in a time of which each width has its own notion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gozinto.plant import known
from gozinto.trace.origins.sought import Sought, Window
from gozinto.trace.reading.moment import Moment, rows


@dataclass(frozen=True, slots=True)
class Made:
    """An object that came out of a run: recorded at `at`, surely within [earliest, latest]."""

    object: int
    run: int
    at: datetime
    earliest: datetime
    latest: datetime

    def fell_in(self, window: Window, *, width: str) -> bool:
        """Whether it came out then: surely, as recorded, or possibly."""
        if width == "proven":
            return self.earliest >= window.since and self.latest < window.until
        if width == "possible":
            return self.latest >= window.since and self.earliest < window.until
        return window.since <= self.at < window.until


_TIMES: Mapping[str, str] = {
    "proven": "r.earliest >= %s AND r.latest < %s",
    "recorded": "r.at >= %s AND r.at < %s",
    "possible": "r.latest >= %s AND r.earliest < %s",
}
_AT_MACHINES = (
    "SELECT DISTINCT l.object_id FROM gozinto_runevent r"
    " JOIN gozinto_link l ON l.event_id = r.event_id AND NOT l.is_input"
    " WHERE r.equipment = ANY(%s)"
)
_OF_RUNS = (
    "SELECT DISTINCT l.object_id, r.run_id, l.at, l.earliest, l.latest FROM gozinto_runevent r"
    " JOIN gozinto_link l ON l.event_id = r.event_id AND NOT l.is_input"
    " WHERE r.run_id = ANY(%s)"
)


def codes_of(code: str) -> list[str]:
    """An equipment, and all that stands in it."""
    listed = known.now().equipment
    return [code, *(one.code for one in listed.values() if code in one.within)]


def find(sought: Sought, window: Window, *, width: str, moment: Moment) -> Collection[int]:
    """What came out at this equipment, or at any within it. One query."""
    condition, values = moment.condition("r")
    found = rows(
        f"{_AT_MACHINES} AND {_TIMES[width]} AND {condition}",
        [codes_of(sought.equipment), window.since, window.until, *values],
    )
    return [row[0] for row in found]


def made_in(runs: Collection[int], *, moment: Moment) -> Mapping[int, list[Made]]:
    """All that came out of each of these runs, units of their jobs too. One query."""
    condition, values = moment.condition("r")
    listed: dict[int, list[Made]] = defaultdict(list)
    sql_values: list[Any] = [list(runs), *values]
    for row in rows(f"{_OF_RUNS} AND {condition}", sql_values):
        listed[row[1]].append(Made(*row))
    return listed
