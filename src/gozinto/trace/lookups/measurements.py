"""Every value that was seen of an object: of its inspections, and what machines told of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from gozinto.plant.models import TraceableObject
from gozinto.standards import quantities
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.gozinto import Context
from gozinto.trace.reading import measured
from gozinto.trace.reading.moment import rows

MOST_EVENTS = 500
"""Events that are read, the newest."""
BEFORE, AFTER = 60, 20
"""Values of others in a series: so many before, and after, those of the object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One value. `control`: the kind of inspection, "" of what a machine told.

    `value`: a number, or a word; `is_ok` None: nobody judged it. `of`: the number of the lot it was
    seen on, where that is not the object itself. `point`: it is one of a curve.
    """

    name: str
    value: Decimal | str
    uom: str
    lower: Decimal | None
    upper: Decimal | None
    is_ok: bool | None
    at: datetime
    control: str
    result: str
    gauge: str
    person: str
    equipment: str
    step: str
    of: str
    position: int
    is_point: bool
    is_withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A value of a series; `is_mine`: it was seen on the object."""

    at: datetime
    value: Decimal
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """All values, oldest first. `series`: what the same machine showed of others, by
    characteristic, in `uom`."""

    seen: tuple[Seen, ...]
    series: Mapping[str, tuple[Point, ...]]
    is_cut: bool


_EVENTS = f"""
WITH heads AS (
    SELECT %(own)s::bigint AS id
    UNION SELECT m.lot_id FROM gozinto_membership m
    WHERE m.unit_id = %(own)s AND m.certainty <> 'unknown'
      AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = m.event_id)
), found AS (
    SELECT i.event_id, min(i.object_id) FILTER (WHERE i.object_id <> %(own)s) AS lot,
           bool_or(i.object_id = %(own)s) AS is_own
    FROM gozinto_involvement i JOIN gozinto_event e ON e.position = i.event_id
    WHERE i.object_id IN (SELECT id FROM heads)
      AND (e.biz_step = 'inspecting' OR i.inspection <> ''
           OR strpos(e.document, '"sensorElementList"') > 0)
    GROUP BY i.event_id
    UNION SELECT event_id, NULL, true FROM ({measured.OF_RUNS}) runs
)
SELECT e.position, e.event_time, e.document, found.is_own, coalesce(o.number, ''),
       EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = e.position)
FROM found JOIN gozinto_event e ON e.position = found.event_id
LEFT JOIN gozinto_traceableobject o ON o.id = found.lot
ORDER BY e.event_time DESC, e.position DESC LIMIT %(limit)s
"""
_SERIES = """
WITH mine AS (
    SELECT m.series, m.characteristic, max(m.at) AS last FROM gozinto_measurement m
    WHERE m.event_id = ANY(%(events)s::bigint[]) GROUP BY m.series, m.characteristic
)
SELECT mine.characteristic, p.at, p.value, p.event_id = ANY(%(events)s::bigint[])
FROM mine CROSS JOIN LATERAL (
    (SELECT b.at, b.value, b.event_id FROM gozinto_measurement b
     WHERE b.series = mine.series AND b.at <= mine.last
       AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = b.event_id)
     ORDER BY b.at DESC LIMIT %(before)s)
    UNION ALL
    (SELECT a.at, a.value, a.event_id FROM gozinto_measurement a
     WHERE a.series = mine.series AND a.at > mine.last
       AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = a.event_id)
     ORDER BY a.at LIMIT %(after)s)
) p ORDER BY mine.characteristic, p.at
"""


def values(object: TraceableObject) -> Values:
    """What was seen of it, and of a unit what was seen of its lot. Two queries."""
    found = rows(_EVENTS, {"own": object.id, "limit": MOST_EVENTS + 1})
    seen = [one for row in reversed(found[:MOST_EVENTS]) for one in _seen(row)]
    standing = {one.position for one in seen if one.control and not one.is_withdrawn}
    return Values(
        seen=tuple(seen),
        series=_series(standing, {one.name: one.uom for one in seen}),
        is_cut=len(found) > MOST_EVENTS,
    )


def _seen(row: tuple[Any, ...]) -> Iterator[Seen]:
    position, at, document, is_own, lot, is_withdrawn = row
    event = jsonld.loads(document)
    context = Context.of(event)
    said = {
        "result": context.result,
        "person": context.person,
        "equipment": context.equipment,
        "step": context.step,
        "of": "" if is_own else lot,
        "position": position,
        "is_withdrawn": is_withdrawn,
    }
    for value in context.values:
        ok = value.get("ok")
        yield Seen(
            name=str(value.get("characteristic", "")),
            value=_told(value.get("value")),
            uom=str(value.get("uom", "")),
            lower=_number(value.get("lower")),
            upper=_number(value.get("upper")),
            is_ok=ok if isinstance(ok, bool) else None,
            at=at,
            control=context.inspection or "in_process",
            gauge=str(value.get("gauge", "")) or context.gauge,
            is_point=False,
            **said,
        )
    for told in measured.of(event):
        yield Seen(
            name=told.name,
            value=told.value,
            uom=told.uom,
            lower=None,
            upper=None,
            is_ok=None,
            at=told.at or at,
            control="",
            gauge="",
            is_point=told.at is not None,
            **said,
        )


def _told(value: object) -> Decimal | str:
    number = _number(value)
    return str(value or "") if number is None else number


def _number(told: object) -> Decimal | None:
    try:
        found = Decimal(str(told))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _series(events: Collection[int], uoms: Mapping[str, str]) -> dict[str, tuple[Point, ...]]:
    """The series of the object's values, each in the unit that the object's was told in."""
    if not events:
        return {}
    found: dict[str, list[Point]] = {}
    asked = {"events": sorted(events), "before": BEFORE, "after": AFTER}
    for name, at, value, is_mine in rows(_SERIES, asked):
        number = _in(Decimal(str(value)), uoms.get(name, ""))
        found.setdefault(name, []).append(Point(at=at, value=number, is_mine=is_mine))
    return {name: tuple(points) for name, points in found.items()}


def _in(value: Decimal, uom: str) -> Decimal:
    """A value of the base unit in another one of its dimension."""
    if not quantities.is_unit(uom):
        return value
    return quantities.convert(value, quantities.base_unit(uom), uom)
