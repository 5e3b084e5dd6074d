"""Lots are divided, put together, or packed anew under other numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Unpack

from django.db.models import Min

from gozinto import record
from gozinto.errors import Malformed, Unknown
from gozinto.operations import master_data, things
from gozinto.operations.production.made_numbers import Produced, at_once, issued
from gozinto.operations.production.producing import lot_of
from gozinto.operations.production.transforming import Component, own_event, side
from gozinto.operations.stamp import Stamp, put
from gozinto.operations.things import Amount, Thing
from gozinto.plant import known as plant
from gozinto.plant.identifiers import identify
from gozinto.record.models import ObjectState
from gozinto.standards.epcis.events import TransformationEvent

SPLITTING = "https://gozinto.example/ns/splitting"
MERGING = "https://gozinto.example/ns/merging"
ROLE = "warehouse"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part of a lot under a number of its own ("": the next of the material's format)."""

    quantity: Decimal
    number: str = ""
    uom: str = ""


def split(
    lot: Thing,
    *,
    parts: Sequence[Part],
    reason: str = "",
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Produced:
    """Parts of a lot become lots of their own; what nobody names stays in the old one.

    lot: what is printed on it, or its URI.  parts: how much each gets, and its number.  reason:
    why.  location: where the parts are put (code or URI).
    They keep the lot's expiry. The answer's `numbers` are those of the parts. Raises Unknown or
    Ambiguous for what is printed, Malformed (no_things) without parts, Refused where a number is
    wanted and there is no format.
    """
    uri = things.uri_of(lot)

    def capture_it() -> Produced:
        event, _, numbers = split_event(
            uri, things.some(parts), reason=reason, location=location, stamp=stamp
        )
        return Produced.of(put([event], stamp), numbers=numbers)

    is_numbered = all(part.number for part in parts)
    return capture_it() if is_numbered else at_once(capture_it, stamp=stamp)


def split_event(
    lot: str, parts: Sequence[Part], *, reason: str, location: str, stamp: Stamp
) -> tuple[TransformationEvent, list[str], list[str]]:
    """The event of a split, the URIs of the parts and their numbers; issues what are missing.

    `lot`: its URI.
    """
    material = _material_of(lot)
    own = master_data.material(material).uom
    into = [Component(of=lot, quantity=part.quantity, uom=part.uom or own) for part in parts]
    made = [(material, part) for part in parts]
    return _conversion(
        stamp, SPLITTING, into, made, step="splitting", reason=reason, location=location
    )


def merge(
    lots: Sequence[Amount],
    *,
    number: str = "",
    reason: str = "",
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Produced:
    """Amounts of several lots of one material become one lot.

    lots: which, and how much of each.  number: that of the new lot ("": the next of the
    material's format).  reason: why.  location: where it is put (code or URI).
    It expires with the first of them. Raises Unknown or Ambiguous for what is printed, Malformed
    (no_things, different_materials, quantity_not_told), Refused where a number is wanted and
    there is no format.
    """
    uris = things.uris_of([one.of for one in things.some(lots)])
    materials = {_material_of(uri) for uri in uris}
    if len(materials) > 1:
        raise Malformed(
            f"These are lots of {' and '.join(sorted(materials))}.",
            code="different_materials",
            next_step="Merge lots of one material; say mix where several make something new.",
        )
    material = materials.pop()
    own = master_data.material(material).uom
    into = [
        Component(of=uri, quantity=one.quantity, uom=one.uom or own)
        for uri, one in zip(uris, lots, strict=True)
    ]
    total = sum((_amount(one, material, own) for one in into), Decimal(0))
    made = [(material, Part(quantity=total, number=number, uom=own))]
    return _converted(stamp, MERGING, into, made, step="merging", reason=reason, location=location)


def repack(
    inputs: Sequence[Component],
    *,
    material: str,
    quantity: Decimal,
    number: str = "",
    uom: str = "",
    reason: str = "",
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Produced:
    """Goods are packed anew: what is in `inputs`, packaging too, becomes a lot of another material.

    inputs: what is packed, and in what.  material: the code of what comes of it.  quantity: how
    much, in `uom` ("": the material's own).  number: that of the new lot ("": the next of the
    material's format).  reason: why.  location: where it is put (code or URI).
    It expires with the first of what went in. Raises as `merge`.
    """
    made = [(material, Part(quantity=quantity, number=number, uom=uom))]
    return _converted(
        stamp, "repackaging", things.some(inputs), made,
        step="repackaging", reason=reason, location=location,
    )  # fmt: skip


def _converted(
    stamp: Stamp,
    biz_step: str,
    inputs: Sequence[Component],
    made: Sequence[tuple[str, Part]],
    *,
    step: str,
    reason: str,
    location: str,
) -> Produced:
    def capture_it() -> Produced:
        event, _, numbers = _conversion(
            stamp, biz_step, inputs, made, step=step, reason=reason, location=location
        )
        return Produced.of(put([event], stamp), numbers=numbers)

    is_numbered = all(part.number for _, part in made)
    return capture_it() if is_numbered else at_once(capture_it, stamp=stamp)


def _conversion(
    stamp: Stamp,
    biz_step: str,
    inputs: Sequence[Component],
    made: Sequence[tuple[str, Part]],
    *,
    step: str,
    reason: str,
    location: str,
) -> tuple[TransformationEvent, list[str], list[str]]:
    """The event, the URIs of what is made and their numbers; issues those that are missing."""
    into = side(inputs, step=step)
    units = [master_data.unit_of(material, part.uom) for material, part in made]
    expires = _first_expiry([q.epc_class for q in into.quantities])
    numbers = [
        part.number or issued(material, kind="lot", count=1, line="", stamp=stamp)[0]
        for material, part in made
    ]
    uris = [lot_of(material, number) for (material, _), number in zip(made, numbers, strict=True)]
    lots = [
        Component(of=uri, quantity=part.quantity, uom=uom)
        for (_, part), uri, uom in zip(made, uris, units, strict=True)
    ]
    event = own_event(
        stamp, biz_step=biz_step, into=into, out=side(lots, step=step), location=location,
        words={"step": step, "reason": reason, "expires": expires}, role=ROLE,
    )  # fmt: skip
    return event, uris, numbers


def _material_of(uri: str) -> str:
    """The code of the material that a lot is of. Raises Unknown."""
    item = identify(uri).item
    material = plant.now().material_of(item)
    if material is None:
        raise Unknown(f"Nobody knows what material {uri} is of.", code="unknown_material")
    return material.code


def _amount(one: Component, material: str, uom: str) -> Decimal:
    found = None
    if one.quantity is not None:
        found = plant.now().amount(one.quantity, of=material, from_uom=one.uom, to_uom=uom)
    if found is None:
        raise Malformed(
            "Each lot that is merged says how much of it.",
            code="quantity_not_told",
            next_step=f"Give the amount of each in {uom}.",
        )
    return found


def _first_expiry(lots: Sequence[str]) -> datetime | None:
    """When the first of these lots expires; None where none does. One query."""
    record.flush()
    told = ObjectState.objects.filter(object__uri__in=list(lots))
    first: datetime | None = told.aggregate(first=Min("expires_at"))["first"]
    return first
