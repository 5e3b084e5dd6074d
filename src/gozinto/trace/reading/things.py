"""The objects of an answer: what they are, what they are made of, and how they stand now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from gozinto.plant.models import Material
from gozinto.trace.reading.moment import rows


class State(NamedTuple):
    """When an object was first seen, its status, and since when it has that."""

    first_at: datetime | None = None
    status: str = ""
    status_at: datetime | None = None

    @classmethod
    def of(
        cls, *, first_at: datetime | None, status: str, status_at: datetime | None, held: bool
    ) -> State:
        """What is held is unavailable, whatever else was said of it."""
        return cls(first_at, "unavailable" if held else status, status_at)


class Thing(NamedTuple):
    """One object; `material` is a code, `name` the material's, or that of an asset.

    `is_beside`: it is no part of a product's own mass, an auxiliary or packaging.
    """

    id: int
    uri: str
    kind: str
    number: str
    material: str
    name: str
    is_asset: bool
    is_beside: bool
    state: State


# What an object's URI says of its material may be the code or the GTIN.
_THINGS = """
SELECT o.id, o.uri, o.kind, o.number,
       coalesce(coded.code, numbered.code, o.item),
       coalesce(coded.name, numbered.name,
                CASE WHEN o.item = '' THEN coalesce(nullif(a.name, ''), a.kind) END, ''),
       a.id IS NOT NULL, coalesce(coded.kind = ANY(%(beside)s), false)
           OR coalesce(numbered.kind = ANY(%(beside)s), false),
       s.first_at, coalesce(s.status, ''), s.status_at, coalesce(s.held, false)
FROM gozinto_traceableobject o
LEFT JOIN gozinto_material coded ON coded.code = o.item
LEFT JOIN gozinto_material numbered ON numbered.gtin = o.item
LEFT JOIN gozinto_physicalasset a ON a.uri = o.uri
LEFT JOIN gozinto_objectstate s ON s.object_id = o.id
WHERE o.id = ANY(%(objects)s)
"""


_BESIDE = [Material.Kind.AUXILIARY.value, Material.Kind.PACKAGING.value]


def of(objects: Collection[int]) -> dict[int, Thing]:
    """Each of these objects, by its id. One query."""
    found = rows(_THINGS, {"objects": list(objects), "beside": _BESIDE})
    return {
        thing[0]: Thing._make(
            (*thing, State.of(first_at=first_at, status=status, status_at=since, held=held))
        )
        for *thing, first_at, status, since, held in found
    }
