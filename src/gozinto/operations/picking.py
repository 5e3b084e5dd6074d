"""What is to be taken from the shelf: the first to expire first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from gozinto import record
from gozinto.operations import master_data, things, whereabouts
from gozinto.plant import conversions
from gozinto.record import clock, shelf
from gozinto.record.shelf import OnShelf


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposed:
    """So much of a lot, or a unit, that is to be taken, in the unit asked for."""

    uri: str
    number: str
    quantity: Decimal
    uom: str
    expires_at: datetime | None
    location: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """Something of the material that is here and may not be taken, and why.

    `reason`: recalled, held, expired, elsewhere (not at the place asked for), or unit (no way to
    convert what is counted of it to the unit asked for).
    """

    uri: str
    number: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What to take, in this order; `missing`: how much there is too little."""

    take: tuple[Proposed, ...]
    left_out: tuple[LeftOut, ...]
    missing: Decimal
    uom: str


def propose(
    material: str,
    quantity: Decimal,
    *,
    uom: str = "",
    location: str = "",
    at: datetime | None = None,
) -> Proposal:
    """What to take of a material so that what expires first goes first, else what came first.

    `quantity` in `uom` ("": the material's own). `location`: only what lies there (code or URI).
    `at`: when it is to be taken, the present when absent: what has expired by then is left out.
    Reads only, in a fixed number of queries. Raises Unknown for a material or location that does
    not exist, Malformed for a unit that is none.
    """
    unit = master_data.unit_of(material, uom)
    place = things.place(location)
    there = place.id if place else ""
    ways = conversions.of([material])[material]
    record.flush()
    take: list[Proposed] = []
    left_out: list[LeftOut] = []
    wanted = quantity
    for one in whereabouts.placed(shelf.of([material])):
        reason = _reason(one, at or clock.now(), there, ways, unit)
        if reason:
            left_out.append(LeftOut(uri=one.uri, number=one.number, reason=reason))
            continue
        here = ways.convert(one.on_hand, from_uom=one.uom, to_uom=unit)
        if wanted > 0:
            take.append(_taken(one, min(here, wanted), unit))
            wanted -= here
    return Proposal(
        take=tuple(take),
        left_out=tuple(left_out),
        missing=max(wanted, Decimal(0)).normalize() + 0,
        uom=unit,
    )


def _reason(
    one: OnShelf, at: datetime, there: str, ways: conversions.Conversions, unit: str
) -> str:
    """Why it is left out; "" where it may be taken."""
    if hindrance := one.hindrance(at):
        return hindrance
    if there and one.location != there:
        return "elsewhere"
    return "" if ways.can_convert(one.uom, unit) else "unit"


def _taken(one: OnShelf, quantity: Decimal, uom: str) -> Proposed:
    return Proposed(
        uri=one.uri,
        number=one.number,
        quantity=quantity.normalize() + 0,
        uom=uom,
        expires_at=one.expires_at,
        location=one.location,
    )
