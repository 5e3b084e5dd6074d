"""What machines measured while things were made, as far as it may tell good units from bad."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote

from gozinto.trace.reading.moment import Moment, rows

_READ = """
WITH flows AS (
    SELECT r.run_id, bool_and(r.flow = 'continuous') AS is_line FROM gozinto_runevent r
    WHERE r.run_id = ANY(%s) AND r.flow <> '' AND {r} GROUP BY r.run_id
), told AS (
    SELECT a.run_id, coalesce(f.is_line, false) AS is_line, a.event_id,
           coalesce((p.report->>'time')::timestamptz, a.at) AS at,
           substring(p.report->>'type' FROM '[^/]*$') AS name,
           (p.report->>'value')::double precision AS value
    FROM gozinto_activity a LEFT JOIN flows f ON f.run_id = a.run_id
    JOIN gozinto_event e ON e.position = a.event_id
    CROSS JOIN LATERAL jsonb_path_query(
        e.document::jsonb, '$.sensorElementList[*].sensorReport[*]') AS p (report)
    WHERE a.run_id = ANY(%s) AND a.activity = 'measured'
      AND jsonb_typeof(p.report->'value') = 'number' AND {a}
)
SELECT run_id, name, NULL::timestamptz, min(value), max(value) FROM told
WHERE NOT is_line GROUP BY run_id, name
UNION ALL
SELECT run_id, name, at, value, value FROM told WHERE is_line ORDER BY 1, 2, 3
"""


_NAMED = """
SELECT i.object_id, i.at, o.item, substring(p.report->>'type' FROM '[^/]*$'), p.report->>'value'
FROM gozinto_involvement i JOIN gozinto_traceableobject o ON o.id = i.object_id
JOIN gozinto_event e ON e.position = i.event_id AND e.biz_step = 'sensor_reporting'
CROSS JOIN LATERAL jsonb_path_query(
    e.document::jsonb, '$.sensorElementList[*].sensorReport[*]') AS p (report)
WHERE i.object_id = ANY(%s) AND jsonb_typeof(p.report->'value') = 'number' AND {i}
"""


class Value(NamedTuple):
    """A value that a machine measured as an object was made."""

    object: int
    at: datetime
    item: str
    parameter: str
    value: str


class _Read(NamedTuple):
    run: int
    parameter: str
    at: datetime | None
    low: float
    high: float


class Made(NamedTuple):
    """An object that came out of a run."""

    object: int
    item: str
    at: datetime
    run: int


def of(objects: Sequence[int], made: Sequence[Made], *, moment: Moment) -> Iterator[Value]:
    """What was measured on these objects by name, and of the runs that they came out of.

    Of a batch the least and the most, on a line the last before. Two queries.
    """
    condition, values = moment.condition("i")
    for named in rows(_NAMED.format(i=condition), [list(objects), *values]):
        value = Value._make(named)
        yield value._replace(parameter=unquote(value.parameter))
    told = _told({one.run for one in made}, moment=moment)
    for one in made:
        for parameter, reads in told.get(one.run, {}).items():
            whole = reads[0].at is None
            place = 0 if whole else bisect_right(reads, one.at, key=_when) - 1
            if place >= 0:
                for measured in sorted({reads[place].low, reads[place].high}):
                    yield Value(one.object, one.at, one.item, parameter, repr(measured))


def _told(runs: set[int], *, moment: Moment) -> Mapping[int, Mapping[str, list[_Read]]]:
    (flows, of_flows), (told, of_told) = moment.condition("r"), moment.condition("a")
    wanted = sorted(runs)
    found: dict[int, dict[str, list[_Read]]] = defaultdict(lambda: defaultdict(list))
    for read in map(
        _Read._make, rows(_READ.format(r=flows, a=told), [wanted, *of_flows, wanted, *of_told])
    ):
        found[read.run][unquote(read.parameter)].append(read)
    return found


def _when(read: _Read) -> datetime:
    assert read.at is not None, "of a line each value has its time"
    return read.at
