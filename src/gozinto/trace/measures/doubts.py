"""Where what is not proven comes from: the stations at which things went in that nobody scanned.

A unit is in doubt where it came out of a run into which something went that is known only to an
interval, was reckoned, or is not known at all: a recall then opens on more than is certain. What
else could be in doubt further on is not counted twice; it is the station's where it began.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gozinto.trace.measures.figures import window
from gozinto.trace.reading.moment import rows

DOUBTFUL = ("interval", "inferred", "unknown")
"""Certainties of a link that prove nothing, from the least doubtful."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """A station ("" where none is named), and what came out there in doubt.

    `units`: lots and serials in doubt; `links`: of each certainty, how much went in so.
    `together`: the share of all units in doubt that this station and those before it make.
    """

    station: str
    units: int
    links: Mapping[str, int]
    together: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubts:
    """The stations since a time, the worst first. `made`: all that came out of runs."""

    since: datetime
    until: datetime
    made: int
    in_doubt: int
    stations: tuple[Doubtful, ...]


def doubts(*, weeks: int = 12) -> Doubts:
    """Where it is not proven what went into what was made in these weeks. Two queries.

    Raises Malformed (bad_weeks) as `figures`.
    """
    since, until, _ = window(weeks)
    ((made,),) = rows(_MADE, [since, until])
    links: dict[str, dict[str, int]] = {}
    units: dict[str, int] = {}
    for station, certainty, count, came in rows(_DOUBTS, [since, until, [*DOUBTFUL]]):
        if certainty is None:
            units[station] = came
        else:
            links.setdefault(station, {})[certainty] = count
    whole = sum(units.values())
    found, so_far = list[Doubtful](), 0
    for station in sorted(units, key=lambda one: (-units[one], one)):
        so_far += units[station]
        of_it = links[station]
        found.append(
            Doubtful(
                station=station,
                units=units[station],
                links={name: of_it[name] for name in DOUBTFUL if name in of_it},
                together=round(so_far / whole, 6) if whole else 0.0,
            )
        )
    return Doubts(since=since, until=until, made=made, in_doubt=whole, stations=tuple(found))


_STANDS = "NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = {}.event_id)"
_MADE = f"""
SELECT count(DISTINCT l.object_id)
FROM gozinto_event e JOIN gozinto_link l ON l.event_id = e.position AND NOT l.is_input
WHERE e.event_time >= %s::timestamptz AND e.event_time <= %s::timestamptz
  AND NOT e.is_declaration AND {_STANDS.format("l")}
"""
_DOUBTS = f"""
WITH went_in AS (
    SELECT l.run_id, l.equipment, l.certainty
    FROM gozinto_event e JOIN gozinto_link l ON l.event_id = e.position AND l.is_input
    WHERE e.event_time >= %s::timestamptz AND e.event_time <= %s::timestamptz
      AND NOT e.is_declaration AND {_STANDS.format("l")} AND l.certainty = ANY(%s::text[])),
where_from AS (
    SELECT run_id, max(equipment) AS equipment FROM went_in GROUP BY run_id),
came_out AS (
    SELECT f.equipment, count(DISTINCT l.object_id) AS units
    FROM where_from f JOIN gozinto_link l ON l.run_id = f.run_id AND NOT l.is_input
    WHERE {_STANDS.format("l")}
    GROUP BY f.equipment)
SELECT w.equipment, w.certainty, count(*), 0 FROM went_in w
WHERE EXISTS (SELECT 1 FROM came_out c WHERE c.equipment = w.equipment)
GROUP BY w.equipment, w.certainty
UNION ALL
SELECT equipment, NULL, 0, units FROM came_out
"""
