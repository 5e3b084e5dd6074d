"""What waits to be inspected: what is here, and has not been looked at as its plans ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from gozinto.operations.inspection.measured import Kind
from gozinto.plant import known as plant
from gozinto.plant.known import Known, holds
from gozinto.plant.known.shapes import Plan
from gozinto.record import clock
from gozinto.roundtrips import rows

KINDS: tuple[Kind, ...] = ("input", "in_process", "final")
_Of = tuple[str, Kind]
"""The code of a material, and the kind of inspection."""
MOST_WAITING = 200
"""So many are told at once, the oldest first."""

WITHIN_DAYS = 90
"""What came before that is looked for where somebody asks for a longer time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A lot or unit that waits, and the plans by which it may be inspected.

    `is_required`: it may not be used, or shipped, before. `since`: when it was here first.
    """

    uri: str
    number: str
    material: str
    kind: Kind
    plans: tuple[Plan, ...]
    is_required: bool
    since: datetime
    quantity: Decimal
    uom: str
    location: str
    expires_at: datetime | None
    is_held: bool


def waiting(*, kind: str = "", days: int = WITHIN_DAYS) -> list[Waiting]:
    """What came in the last `days` and waits: what is required first, then the oldest.

    `kind`: "input", "in_process" or "final"; "" all. A lot is inspected by any plan of its
    material, a unit by those that look at each; a unit of a lot that was inspected waits no more.
    Two queries.
    """
    known = plant.now()
    now = clock.now()
    plans = dict(_plans(known, kind=kind, now=now))
    asked = [(item, of[0], of[1]) for of in plans for item in _items(known, of[0])]
    if not asked:
        return []
    found = rows(
        _WAITING,
        [
            [item for item, _, _ in asked],
            [material for _, material, _ in asked],
            [of_kind for _, _, of_kind in asked],
            [_looks_at_each(plans[material, of_kind]) for _, material, of_kind in asked],
            now - timedelta(days=days),
            MOST_WAITING,
        ],
    )
    listed = [_waiting(row, plans) for row in found]
    return sorted(listed, key=lambda one: (not one.is_required, one.since, one.uri))


# An object came, or was made, lately; it is here, and neither it nor its lot was looked at so.
_WAITING = """
SELECT o.uri, o.number, a.material, a.kind, s.first_at, s.on_hand, s.uom, s.location,
       s.expires_at, s.held
FROM gozinto_objectstate s
JOIN gozinto_traceableobject o ON o.id = s.object_id
JOIN unnest(%s::text[], %s::text[], %s::text[], %s::boolean[]) AS a(item, material, kind, each)
    ON a.item = o.item
WHERE s.first_at >= %s::timestamptz AND s.on_hand > 0
  AND (o.kind = 'lot' OR (o.kind = 'serial' AND a.each))
  AND coalesce(s.standing->'said'->('inspected/' || a.kind), 'null') = 'null'
  AND CASE WHEN a.kind = 'input' THEN s.standing->'origins' @> '["received"]'
      ELSE s.standing->'origins' @> '["made"]' OR s.standing->'origins' @> '["commissioned"]' END
  AND NOT EXISTS (SELECT 1 FROM gozinto_membership m
      JOIN gozinto_objectstate l ON l.object_id = m.lot_id
      WHERE m.unit_id = s.object_id
        AND coalesce(l.standing->'said'->('inspected/' || a.kind), 'null') <> 'null')
ORDER BY s.first_at, s.object_id LIMIT %s
"""


def _plans(known: Known, *, kind: str, now: datetime) -> Iterator[tuple[_Of, tuple[Plan, ...]]]:
    """By material and kind the plans in force; those of any material where it has none."""
    day = known.day(now)
    for one in KINDS:
        if kind and one != kind:
            continue
        general = _in_force(known.plans_of("", one), day)
        for material in known.materials:
            found = _in_force(known.plans_of(material, one), day) or general
            if found:
                yield (material, one), found


def _in_force(plans: tuple[Plan, ...], day: date) -> tuple[Plan, ...]:
    return tuple(plan for plan in plans if plan.state == "active" and holds(plan, day))


def _items(known: Known, material: str) -> list[str]:
    """What an identifier of this material may have in it."""
    found = known.materials[material]
    return [one for one in (found.code, found.gtin) if one]


def _looks_at_each(plans: tuple[Plan, ...]) -> bool:
    return any(plan.sampling == "all" for plan in plans)


def _waiting(row: tuple[Any, ...], plans: Mapping[_Of, tuple[Plan, ...]]) -> Waiting:
    uri, number, material, kind, since, quantity, uom, location, expires_at, held = row
    asked = plans[material, kind]
    return Waiting(
        uri=uri,
        number=number,
        material=material,
        kind=kind,
        plans=asked,
        is_required=any(plan.required for plan in asked),
        since=since,
        quantity=quantity,
        uom=uom,
        location=location,
        expires_at=expires_at,
        is_held=held,
    )
