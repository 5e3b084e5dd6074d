"""Lots, units and containers, and how each stands now."""

from __future__ import annotations

from django.db.models import QuerySet

from gozinto.plant.models import Alias, TraceableObject
from gozinto.record.listing import MOST, Column, Listing


def _objects() -> QuerySet[TraceableObject]:
    return TraceableObject.objects.filter(objectstate__isnull=False)


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
    twin="objectstate__object_id",
    columns=(
        Column("position", "pk", "count", sorts=True),
        Column("uri", "uri"),
        Column("kind", "kind"),
        Column("number", "number", sorts=True),
        Column("item", "item", sorts=True),
        Column("status", "objectstate__status"),
        Column("held", "objectstate__held", "flag"),
        Column("location", "objectstate__location"),
        Column("expires_at", "objectstate__expires_at", "time", sorts=True, may_lack=True),
        Column("on_hand", "objectstate__on_hand", "number", sorts=True),
        Column("uom", "objectstate__uom"),
        Column("first_at", "objectstate__first_at", "time", sorts=True, may_lack=True),
        Column("last_at", "objectstate__last_at", "time"),
    ),
)
"""`position`: its place in the order in which the things of the plant became known."""
