"""How complete, accurate and quick the record is: by week and by station, and in all.

    completeness  of what went into runs, the share of which it is known what it was and where it
                  came from: its receipt, its making, or an opening balance
    scanned       of what went into runs, the share that was scanned, or measured by a machine
    corrected     of the events that happened, the share that was taken back since
    findings      of the events that happened, the share that breaks a rule (signals apart)
    told within   how long after it happened an event was on record: the median, and what 95 of a
                  hundred were within

A week begins on Monday in the plant; what happened then counts, whenever it was told. A station is
the machine that an event names; "" is where none is named, as in a warehouse.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from gozinto.errors import Malformed
from gozinto.plant import known as plant
from gozinto.record import clock
from gozinto.record.rules.table import RULES
from gozinto.trace import timing
from gozinto.trace.reading.moment import rows
from gozinto.trace.timing import Took

MOST_WEEKS = 53
MOST_BEHIND = 50

Of = Literal["all", "week", "station"]
Behind = Literal["unknown", "unscanned", "corrected", "late"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The figures of one week, of one station, or of all; counts first, then what they come to.

    Shares are of 1, None where there is nothing to be a share of.
    """

    of: Of
    week: date | None = None
    station: str = ""
    inputs: int = 0
    known: int = 0
    scanned: int = 0
    events: int = 0
    corrected: int = 0
    findings: int = 0
    completeness: float | None = None
    scanned_share: float | None = None
    correction_rate: float | None = None
    finding_rate: float | None = None
    told_median_s: float | None = None
    told_within_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures since a time: in all, by week from the first, by station from the busiest.

    `weeks`: every week that was asked for; one in which nothing happened counts nothing.
    `answers`: how long traces took since this process started; None where hardly any was asked.
    """

    since: datetime
    until: datetime
    total: Figure
    weeks: tuple[Figure, ...]
    stations: tuple[Figure, ...]
    answers: Took | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One of those behind a figure: an event, what it was about, and where."""

    at: datetime
    event_id: str
    uri: str
    number: str
    station: str
    certainty: str
    delay_s: float


def figures(*, weeks: int = 12) -> Figures:
    """The figures of this week and of those before it, `weeks` in all. Three queries.

    Raises Malformed (bad_weeks) for none, or for more than a year of them.
    """
    since, until, zone = window(weeks)
    inputs = rows(_INPUTS, [zone, since, until])
    events = rows(_EVENTS, [zone, [*_signals()], since, until])
    found: dict[tuple[Of, date | None, str], dict[str, Any]] = {}
    for kind, week, station, count, known, scanned in inputs:
        told = found.setdefault(_key(kind, week, station), {})
        told.update(inputs=count, known=known, scanned=scanned)
    for kind, week, station, count, corrected, broken, told_s in events:
        told = found.setdefault(_key(kind, week, station), {})
        told.update(events=count, corrected=corrected, findings=broken)
        if told_s:
            told.update(told_median_s=round(told_s[0], 3), told_within_s=round(told_s[1], 3))
    listed = [
        _figure(of, week=week, station=station, told=told)
        for (of, week, station), told in found.items()
    ]
    return Figures(
        since=since,
        until=until,
        total=next((one for one in listed if one.of == "all"), Figure(of="all")),
        weeks=_every_week(since.date(), weeks, _of("week", listed)),
        stations=tuple(
            sorted(_of("station", listed), key=lambda one: (-one.events, -one.inputs, one.station))
        ),
        answers=timing.took(),
    )


def behind(what: Behind, *, weeks: int = 12, station: str = "") -> list[Case]:
    """Some of those that a figure counts against: the newest, MOST_BEHIND of them. Two queries.

    what: inputs that are "unknown" or "unscanned"; events that were "corrected", or told "late"
    (longest after they happened first).  station: of that machine alone; "" of all.
    """
    since, until, _ = window(weeks)
    asked: list[Any] = [since, until, station, station, MOST_BEHIND]
    return [Case(**dict(zip(_CASE, row, strict=True))) for row in rows(_BEHIND[what], asked)]


def _figure(of: Of, *, week: date | None, station: str, told: Mapping[str, Any]) -> Figure:
    def share(part: str, whole: str) -> float | None:
        return round(told.get(part, 0) / told[whole], 6) if told.get(whole) else None

    return Figure(
        of=of,
        week=week,
        station=station,
        completeness=share("known", "inputs"),
        scanned_share=share("scanned", "inputs"),
        correction_rate=share("corrected", "events"),
        finding_rate=share("findings", "events"),
        **told,
    )


def window(weeks: int) -> tuple[datetime, datetime, str]:
    """From the Monday that these weeks begin with until now, and the plant's zone."""
    if not 1 <= weeks <= MOST_WEEKS:
        raise Malformed(
            f"Figures are of 1 to {MOST_WEEKS} weeks, not of {weeks}.",
            code="bad_weeks",
            next_step=f"Ask for 1 to {MOST_WEEKS}.",
            value=str(weeks),
        )
    zone = plant.now().company.zone
    now = clock.now()
    here = now.astimezone(ZoneInfo(zone))
    monday = (here - timedelta(days=here.weekday())).replace(hour=0, minute=0, second=0)
    return monday.replace(microsecond=0) - timedelta(weeks=weeks - 1), now, zone


def _key(kind: int, week: date | None, station: str | None) -> tuple[Of, date | None, str]:
    """Whose figures a row has, by what it was grouped by: bits of GROUPING, 1 is "not by it"."""
    if kind == _BY_WEEK:
        return "week", week, ""
    return ("station", None, station or "") if kind == _BY_STATION else ("all", None, "")


_BY_WEEK, _BY_STATION = 1, 2


def _every_week(monday: date, weeks: int, listed: Iterable[Figure]) -> tuple[Figure, ...]:
    """Those weeks from that Monday on; one that nothing happened in is left out by the database."""
    found = {one.week: one for one in listed}
    each = (monday + timedelta(weeks=number) for number in range(weeks))
    return tuple(found.get(one) or Figure(of="week", week=one) for one in each)


def _of(of: Of, listed: Iterable[Figure]) -> list[Figure]:
    return [one for one in listed if one.of == of]


def _signals() -> Sequence[str]:
    return [code for code, rule in RULES.items() if rule.is_signal]


_SCANNED = "l.certainty IN ('scanned', 'measured')"
_KNOWN = (
    "(l.certainty <> 'unknown' AND coalesce(s.standing->'origins', '[]'::jsonb) <> '[]'::jsonb)"
)
_STANDING_LINKS = """
FROM gozinto_event e
JOIN gozinto_link l ON l.event_id = e.position AND l.is_input
LEFT JOIN gozinto_objectstate s ON s.object_id = l.object_id
WHERE e.event_time >= %s::timestamptz AND e.event_time <= %s::timestamptz
  AND NOT e.is_declaration
  AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = e.position)
"""
_GROUPED = "GROUP BY GROUPING SETS ((week), (station), ())"
_INPUTS = f"""
SELECT GROUPING(week, station), week, station, count(*), count(*) FILTER (WHERE is_known),
       count(*) FILTER (WHERE is_scanned)
FROM (
    SELECT date_trunc('week', e.event_time AT TIME ZONE %s::text)::date AS week,
           l.equipment AS station, {_KNOWN} AS is_known, {_SCANNED} AS is_scanned
    {_STANDING_LINKS}) AS one
{_GROUPED}
"""
_STATION = """
LEFT JOIN LATERAL (
    SELECT r.equipment FROM gozinto_runevent r
    WHERE r.event_id = e.position AND r.equipment <> '' ORDER BY r.ordinal LIMIT 1) at ON true
"""
_DELAY = "greatest(0, extract(epoch FROM e.record_time - e.event_time))::float8"
_EVENTS = f"""
SELECT GROUPING(week, station), week, station, count(*),
       count(*) FILTER (WHERE is_corrected), count(*) FILTER (WHERE is_broken),
       percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY delay_s)
FROM (
    SELECT date_trunc('week', e.event_time AT TIME ZONE %s::text)::date AS week,
           coalesce(at.equipment, '') AS station, {_DELAY} AS delay_s,
           EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = e.position)
               AS is_corrected,
           EXISTS (SELECT 1 FROM gozinto_finding f
                   WHERE f.event_id = e.position AND f.rule <> ALL(%s::text[])) AS is_broken
    FROM gozinto_event e {_STATION}
    WHERE e.event_time >= %s::timestamptz AND e.event_time <= %s::timestamptz
      AND NOT e.is_declaration) AS one
{_GROUPED}
"""

_CASE = ("at", "event_id", "uri", "number", "station", "certainty", "delay_s")
_LINKS_BEHIND = f"""
SELECT e.event_time, e.event_id, o.uri, o.number, l.equipment, l.certainty, {_DELAY}
{_STANDING_LINKS}
  AND (%s::text = '' OR l.equipment = %s::text) AND NOT
""".replace(
    "LEFT JOIN gozinto_objectstate",
    "JOIN gozinto_traceableobject o ON o.id = l.object_id\nLEFT JOIN gozinto_objectstate",
)
_EVENTS_BEHIND = f"""
SELECT e.event_time, e.event_id, coalesce(about.uri, ''), coalesce(about.number, ''),
       coalesce(at.equipment, ''), '', {_DELAY}
FROM gozinto_event e {_STATION}
LEFT JOIN LATERAL (
    SELECT o.uri, o.number FROM gozinto_involvement i
    JOIN gozinto_traceableobject o ON o.id = i.object_id
    WHERE i.event_id = e.position ORDER BY i.ordinal LIMIT 1) about ON true
WHERE e.event_time >= %s::timestamptz AND e.event_time <= %s::timestamptz
  AND NOT e.is_declaration AND (%s::text = '' OR at.equipment = %s::text)
"""
_NEWEST_FIRST = " ORDER BY e.event_time DESC, e.position DESC LIMIT %s"
_BEHIND: Mapping[Behind, str] = {
    "unknown": _LINKS_BEHIND + _KNOWN + _NEWEST_FIRST,
    "unscanned": f"{_LINKS_BEHIND} ({_SCANNED}){_NEWEST_FIRST}",
    "corrected": _EVENTS_BEHIND
    + "AND EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = e.position)"
    + _NEWEST_FIRST,
    "late": _EVENTS_BEHIND + " ORDER BY 7 DESC, e.position DESC LIMIT %s",
}
