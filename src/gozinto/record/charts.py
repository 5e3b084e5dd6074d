"""The series of measured values on record: which there are, and what one of them looks like.

A series is one characteristic of one material at one step and machine; its values are in the base
unit of their dimension. Limits are those by which the rule judges it, so that what is drawn and
what is found agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from gozinto.errors import Unknown
from gozinto.genealogy.control_charts import MARKS, Limits
from gozinto.record import remarks
from gozinto.record.models import Finding
from gozinto.record.rules.plant import series as judged
from gozinto.record.rules.plant.run_facts import STANDS
from gozinto.record.rules.plant.series import Point
from gozinto.roundtrips import rows
from gozinto.standards import quantities
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.gozinto import Context

MOST_SERIES = 500
MOST_VALUES = 200
SIGNAL = "process_out_of_control"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One series: of what it is, and what was measured last, in `uom` ("": without a unit).

    `lower`, `upper`: what was allowed then. `signals`: open findings that it is out of control.
    """

    key: str
    characteristic: str
    item: str
    step: str
    equipment: str
    uom: str
    last: Decimal
    last_at: datetime
    lower: Decimal | None
    upper: Decimal | None
    plan: str
    signals: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a chart, in its unit: what was measured, the limits in force, and its signal.

    `center` and `sigma`: of the process, None where too few values came before. `rules`: those of
    Western Electric that a signal told of here.
    """

    at: datetime
    value: float
    uri: str
    number: str
    center: float | None
    sigma: float | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A series with its values, oldest first; `earlier`: whether older ones are not among them."""

    series: Series
    values: tuple[Value, ...]
    earlier: bool


_LAST_OF = (
    "SELECT m.at, m.value, m.characteristic, e.document, (SELECT o.item FROM gozinto_involvement i"
    " JOIN gozinto_traceableobject o ON o.id = i.object_id WHERE i.event_id = m.event_id"
    " ORDER BY i.ordinal LIMIT 1) AS item"
    " FROM gozinto_measurement m JOIN gozinto_event e ON e.position = m.event_id"
    " WHERE m.series = s.series" + STANDS.format("m") + " ORDER BY m.at DESC, m.id DESC LIMIT 1"
)
# Each step looks the next name up in the index: as many probes as there are series.
_ALL = f"""
WITH RECURSIVE s(series, nth) AS (
    (SELECT series, 1 FROM gozinto_measurement ORDER BY series LIMIT 1)
    UNION ALL
    SELECT (SELECT m.series FROM gozinto_measurement m WHERE m.series > s.series
            ORDER BY m.series LIMIT 1), s.nth + 1
    FROM s WHERE s.series IS NOT NULL AND s.nth < %s
)
SELECT s.series, l.* FROM s CROSS JOIN LATERAL ({_LAST_OF}) l WHERE s.series IS NOT NULL
"""
_ONE = f"SELECT s.series, l.* FROM (SELECT %s::text) AS s(series) CROSS JOIN LATERAL ({_LAST_OF}) l"
_NEWEST = (
    judged.VALUES + " WHERE m.series = %s" + STANDS.format("m")
    + " AND m.at <= %s::timestamptz ORDER BY 2 DESC, 3 DESC, 4 DESC LIMIT %s"
)  # fmt: skip
_LAST_VALUES = (
    "SELECT w.series, l.value FROM unnest(%s::text[]) AS w(series) CROSS JOIN LATERAL"
    " (SELECT m.value, m.at, m.id FROM gozinto_measurement m WHERE m.series = w.series"
    + STANDS.format("m")
    + " ORDER BY m.at DESC, m.id DESC LIMIT %s) l ORDER BY w.series, l.at DESC, l.id DESC"
)
_THINGS = (
    "SELECT DISTINCT ON (i.event_id) i.event_id, o.uri, o.number FROM gozinto_involvement i"
    " JOIN gozinto_traceableobject o ON o.id = i.object_id WHERE i.event_id = ANY(%s::bigint[])"
    " ORDER BY i.event_id, i.ordinal"
)


def all_series() -> list[Series]:
    """The series on record, those with open signals first, then what was measured last. Two
    queries; MOST_SERIES at most."""
    found = [_series(*row) for row in rows(_ALL, [MOST_SERIES])]
    signals: dict[str, int] = {}
    listed = Finding.objects.filter(
        remarks.IS_OPEN, rule=SIGNAL, subject__in=[one.key for one in found]
    )
    for key in listed.values_list("subject", flat=True):
        signals[key] = signals.get(key, 0) + 1
    told = [_with_signals(one, signals.get(one.key, 0)) for one in found]
    return sorted(told, key=lambda one: (-one.signals, -one.last_at.timestamp(), one.key))


def chart(key: str, *, until: datetime, size: int = MOST_VALUES) -> Chart:
    """The last values of a series up to a time, with the limits in force at each. Five queries.

    Raises Unknown (unknown_series).
    """
    of = [_series(*row) for row in rows(_ONE, [key])]
    if not of:
        raise Unknown("There is no such series of values.", code="unknown_series", value=key[:80])
    newest = [Point._make(row[1:]) for row in rows(_NEWEST, [key, until, size + 1])]
    points = sorted(newest)[-size:]
    first = judged.read(judged.FIRST, [key], MARKS[-1])[key]
    limits = judged.in_force(points, first)
    things = {pk: (uri, number) for pk, uri, number in rows(_THINGS, [_positions(points)])}
    told = _signals(key, points)
    to = _Unit(of[0].uom)
    return Chart(
        series=_with_signals(of[0], len(told)),
        values=tuple(
            _value(point, to, within, things.get(point.position, ("", "")), told)
            for point, within in zip(points, limits, strict=True)
        ),
        earlier=len(newest) > size,
    )


def last_values(units: Mapping[str, str], *, most: int) -> dict[str, list[float]]:
    """The newest values of each series, the oldest of them first, in its unit. One query.

    units: by the name of a series the unit that its values are wanted in.
    """
    found: dict[str, list[float]] = {}
    for key, value in rows(_LAST_VALUES, [list(units), most]):
        found.setdefault(key, []).insert(0, _Unit(units[key]).of(value))
    return found


def _positions(points: list[Point]) -> list[int]:
    return [point.position for point in points]


def _signals(key: str, points: list[Point]) -> dict[int, tuple[str, ...]]:
    """The rules that signals at these values told of, by the position of the event."""
    found = Finding.objects.filter(rule=SIGNAL, subject=key, event_id__in=_positions(points))
    return {
        position: tuple(str(data.get("western_electric", "")).split(","))
        for position, data in found.values_list("event_id", "data")
    }


class _Unit:
    """How a number in the base unit of its dimension reads in a unit: a straight line."""

    def __init__(self, uom: str) -> None:
        self.zero, self.factor = 0.0, 1.0
        if quantities.is_unit(uom):
            base = quantities.base_unit(uom)
            self.zero = float(quantities.convert(Decimal(0), base, uom))
            self.factor = float(quantities.convert(Decimal(1), base, uom)) - self.zero

    def of(self, value: float) -> float:
        """The value in this unit."""
        return value * self.factor + self.zero


def _value(
    point: Point,
    to: _Unit,
    within: Limits | None,
    thing: tuple[str, str],
    signals: Mapping[int, tuple[str, ...]],
) -> Value:
    return Value(
        at=point.at,
        value=to.of(point.value),
        uri=thing[0],
        number=thing[1],
        center=to.of(within.center) if within else None,
        sigma=within.sigma * abs(to.factor) if within else None,
        rules=signals.get(point.position, ()),
    )


def _series(
    key: str, at: datetime, value: float, characteristic: str, document: str, item: str | None
) -> Series:
    context = Context.of(jsonld.loads(document))
    told: Mapping[str, Any] = next(
        (one for one in context.values if one.get("characteristic") == characteristic), {}
    )
    uom = str(told.get("uom", ""))
    return Series(
        key=key,
        characteristic=characteristic,
        item=item or "",
        step=context.step,
        equipment=context.equipment,
        uom=uom,
        last=_decimal(told.get("value")) or Decimal(str(value)),
        last_at=at,
        lower=_decimal(told.get("lower")),
        upper=_decimal(told.get("upper")),
        plan=context.plan,
    )


def _with_signals(one: Series, signals: int) -> Series:
    return replace(one, signals=signals)


def _decimal(told: Any) -> Decimal | None:
    try:
        return None if told is None else Decimal(str(told))
    except InvalidOperation:
        return None  # a word: it is no limit
