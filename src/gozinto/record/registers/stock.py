"""Lots, units and containers, and how each stands now."""

from __future__ import annotations

from django.db.models import QuerySet

from gozinto.plant.models import Alias, TraceableObject
from gozinto.record.listing import MOST, Column, Listing
from gozinto.record.models import ObjectState


def _objects() -> QuerySet[ObjectState]:
    return ObjectState.objects.all()


def named(text: str) -> list[int]:
    """Objects whose number, or another text that they go by, begins so; at most `MOST`."""
    numbered = TraceableObject.objects.filter(number__startswith=text).values_list("pk", flat=True)
    known = Alias.objects.filter(text__startswith=text).values_list("object_id", flat=True)
    found = dict.fromkeys([*numbered[:MOST], *known[:MOST]])
    return [*found][:MOST]


OBJECTS = Listing(
    name="objects",
    rows=_objects,
    sort="number",
    find=named,
    columns=(
        Column("position", "pk", "count", sorts=True),
        Column("uri", "object__uri"),
        Column("kind", "object__kind"),
        Column("number", "object__number", sorts=True),
        Column("item", "object__item", sorts=True),
        Column("status", "status"),
        Column("held", "held", "flag"),
        Column("location", "location"),
        Column("expires_at", "expires_at", "time", sorts=True, may_lack=True),
        Column("on_hand", "on_hand", "number", sorts=True),
        Column("uom", "uom"),
        Column("first_at", "first_at", "time", sorts=True, may_lack=True),
        Column("last_at", "last_at", "time"),
    ),
)
"""`position`: its place in the order in which the things of the plant became known."""
