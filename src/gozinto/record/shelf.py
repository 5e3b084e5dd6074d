"""What lies on the shelf of a material, in the order in which it is to be taken.

The first to expire is taken first, and of what never expires, or expires alike, the first that
came. The verb that proposes what to pick and the rule about what was picked read the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from gozinto import roundtrips
from gozinto.record import clock
from gozinto.record.projections import histories, standing, states
from gozinto.record.projections.standing import Standing
from gozinto.record.projections.states import State

_READ = f"""
SELECT o.uri, o.number, o.kind, p.code, {", ".join(f"s.{name}" for name in states.COLUMNS)}
FROM gozinto_material p
JOIN gozinto_traceableobject o ON o.item IN (p.code, p.gtin) AND o.kind <> 'container'
JOIN gozinto_objectstate s ON s.object_id = o.id
    AND (s.on_hand > 0 OR (s.last_at >= $2::timestamptz AND s.first_at < $2::timestamptz))
WHERE p.code = ANY($1::text[])
"""
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnShelf:
    """A lot or unit that is here: how much of it in `uom`, until when, since when, and where.

    `location` is what was said of it by itself; what is in a container is where that is. What was
    said of its lot holds for a unit too.
    """

    id: int
    uri: str
    number: str
    kind: str
    material: str
    on_hand: Decimal
    uom: str
    expires_at: datetime | None
    came_at: datetime
    is_held: bool
    is_recalled: bool
    location: str

    def hindrance(self, at: datetime) -> str:
        """Why it may not be taken at that time: "recalled", "held" or "expired"; "" if it may."""
        if self.is_recalled:
            return "recalled"
        if self.is_held:
            return "held"
        return "expired" if self.expires_at and self.expires_at < at else ""


def of(materials: Collection[str], *, at: datetime | None = None) -> list[OnShelf]:
    """All that is here of these materials (codes), the first to be taken first.

    `at`: as it was just before that instant, whatever was told since; now where it is absent. A
    fixed number of queries.
    """
    (rows,) = roundtrips.ask((_READ, [list(materials), at or _NEVER]))
    named = {row[4]: row[:4] for row in rows}
    found = states.read(row[4:] for row in rows)
    if at is not None:
        late = [pk for pk, state in found.items() if state.last_at and state.last_at >= at]
        found |= _just_before(at, histories.of(late) if late else {})
    here = {pk: state for pk, state in found.items() if state.on_hand > 0 and state.first_at}
    lots = _lots(pk for pk in here if named[pk][2] != "lot")
    sayings = histories.sayings_of({lot for of in lots.values() for lot in of})
    until = at or clock.now()
    listed = [
        _on_shelf(
            state, named[pk], standing.of_lots((sayings[x] for x in lots.get(pk, ())), until=until)
        )
        for pk, state in here.items()
    ]
    return sorted(listed, key=lambda one: (one.expires_at or _NEVER, one.came_at, one.id))


def _just_before(at: datetime, told: Mapping[int, Sequence[standing.Said]]) -> dict[int, State]:
    found = {pk: State(pk) for pk in told}
    for pk, history in told.items():
        for said in history:
            if said.at < at:
                states.advance(found[pk], said)
    return found


def _lots(units: Iterable[int]) -> Mapping[int, Collection[int]]:
    return histories.lots_of(list(units))


def _on_shelf(state: State, named: tuple[Any, ...], lots: Sequence[Standing]) -> OnShelf:
    uri, number, kind, material = named
    own = state.standing
    expires = standing.expiry(own, lots)
    assert state.first_at is not None  # what has no beginning is not listed
    return OnShelf(
        id=state.object_id,
        uri=uri,
        number=number,
        kind=kind,
        material=material,
        on_hand=state.on_hand,
        uom=state.uom,
        expires_at=datetime.fromisoformat(expires) if expires else None,
        came_at=state.first_at,
        is_held=standing.is_so(standing.HELD, own=own, lots=lots),
        is_recalled=standing.is_so(standing.RECALLED, own=own, lots=lots),
        location=state.location,
    )
