"""What of many things is still in the plant, and how it stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from gozinto.plant.models import TraceableObject
from gozinto.record.models import ObjectState


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """A lot or unit that there is some of: how much, where, and whether it is on hold."""

    uri: str
    number: str
    item: str
    is_unit: bool
    on_hand: Decimal
    uom: str
    location: str
    held: bool


def still_here(uris: Collection[str]) -> list[Here]:
    """Those of these lots and units that are on hand, by number. One query.

    Containers are none: what lies in them is.
    """
    found = ObjectState.objects.filter(object__uri__in=uris, on_hand__gt=0)
    return [
        Here(
            uri=one.object.uri,
            number=one.object.number,
            item=one.object.item,
            is_unit=one.object.kind == TraceableObject.Kind.SERIAL,
            on_hand=one.on_hand.normalize() + 0,
            uom=one.uom,
            location=one.location,
            held=one.held,
        )
        for one in found.exclude(object__kind=TraceableObject.Kind.CONTAINER)
        .select_related("object")
        .order_by("object__number", "object__uri")
    ]
