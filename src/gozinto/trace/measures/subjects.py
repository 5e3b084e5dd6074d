"""What a measure may be of, how that is named, and what it is in the flow: raw or finished."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from django.db.models import Max

from gozinto.errors import Malformed, Unknown
from gozinto.plant import known
from gozinto.plant.known.shapes import Material as Known
from gozinto.plant.models import Material, TraceableObject
from gozinto.record.models import Event
from gozinto.trace.measures.answers import Measured
from gozinto.trace.reading import lots
from gozinto.trace.reading.moment import Moment, rows


def is_stock(object: TraceableObject) -> bool:
    """Whether it can be measured: no container, which holds stock, and no tool. One query."""
    return not _refusal(object)


def check_is_stock(object: TraceableObject) -> None:
    """Raises Malformed (not_stock) for a container or a physical asset. One query."""
    if refusal := _refusal(object):
        raise Malformed(
            f"{object.number} is {refusal}.",
            code="not_stock",
            next_step="Ask of a lot or a serial.",
            value=object.number,
        )


def _refusal(object: TraceableObject) -> str:
    if object.kind == TraceableObject.Kind.CONTAINER:
        return "a container, which holds stock and is none"
    if known.now().asset_of(object.uri) is not None:
        return "a tool, which is mounted and not used up"
    return ""


def position() -> int:
    """The place of the newest event in the record; 0 where there is none."""
    found: int | None = Event.objects.aggregate(last=Max("position"))["last"]
    return found or 0


@dataclass(frozen=True, slots=True)
class Materials:
    """The materials on record, each under its code and its GTIN."""

    by_item: dict[str, Known]

    @classmethod
    def read(cls) -> Materials:
        """All of them. One query."""
        every = known.now().materials.values()
        by_gtin = {one.gtin: one for one in every if one.gtin}
        return cls(by_gtin | {one.code: one for one in every})

    def items(self, *kinds: str) -> list[str]:
        """The codes and GTINs of the materials of these kinds; of all where none is named."""
        return [item for item, one in self.by_item.items() if not kinds or one.kind in kinds]


def named(
    objects: Iterable[TraceableObject], *, materials: Materials | None = None
) -> dict[int, Measured]:
    """Each object with its material, where that is on record. One query, if materials are given."""
    known = (materials or Materials.read()).by_item
    found = {}
    for one in objects:
        material = known.get(one.item)
        found[one.id] = Measured(
            uri=one.uri,
            kind=one.kind,
            number=one.number,
            material=(material.code if material else one.item) or None,
            name=material.name if material else None,
        )
    return found


@dataclass(frozen=True, slots=True)
class Roles:
    """Of some objects, those that are raw and those that are finished."""

    raw: frozenset[int]
    finished: frozenset[int]


class OfItem(Protocol):
    """As much of an object as tells its role."""

    @property
    def kind(self) -> str:
        """Lot, serial or container."""

    @property
    def item(self) -> str:
        """The code or GTIN of its material."""


def roles(objects: Mapping[int, OfItem], *, materials: Materials, moment: Moment) -> Roles:
    """What these lots and units are: by the kind of their material, else by the graph.

    Of a material that is not on record a lot is raw if no run made it and one used it, and
    finished if a run made it and none used it. A container is neither. Two queries at most.
    """
    stock = {pk: one for pk, one in objects.items() if one.kind != TraceableObject.Kind.CONTAINER}
    kinds = {pk: materials.by_item[o.item].kind for pk, o in stock.items() if _has(materials, o)}
    unknown = stock.keys() - kinds.keys()
    used, made = _used(unknown, moment=moment), _made(unknown, moment=moment)
    raw = {pk for pk, kind in kinds.items() if kind == Material.Kind.RAW}
    finished = {pk for pk, kind in kinds.items() if kind == Material.Kind.FINISHED}
    return Roles(frozenset(raw | (used - made)), frozenset(finished | (made - used)))


def _has(materials: Materials, object: OfItem) -> bool:
    return object.item in materials.by_item


def every_raw(*, materials: Materials, moment: Moment) -> list[TraceableObject]:
    """All raw lots, and raw units of no lot, of which anything is on record by then."""
    standing, values = moment.condition("l")
    used = rows(
        "SELECT DISTINCT l.object_id FROM gozinto_link l"
        " JOIN gozinto_traceableobject o ON o.id = l.object_id"
        f" WHERE l.is_input AND o.kind <> 'container' AND NOT o.item = ANY(%s) AND {standing}",
        [materials.items(), *values],
    )
    known = _on_record(materials.items(Material.Kind.RAW), moment=moment)
    objects = TraceableObject.objects.in_bulk([*known, *(row[0] for row in used)])
    raw = roles(objects, materials=materials, moment=moment).raw
    return heads([objects[pk] for pk in sorted(raw)], moment=moment)


def of_material(code: str, *, materials: Materials, moment: Moment) -> list[TraceableObject]:
    """The lots of a material, and its units of no lot, of which anything is on record by then.

    `code`: of the material, or its GTIN. Raises Unknown (unknown_material), with near codes.
    """
    material = materials.by_item.get(code)
    if material is None:
        raise Unknown(
            f"There is no material {code!r}.",
            code="unknown_material",
            near=get_close_matches(code, materials.by_item, n=5),
        )
    found = _on_record([material.code, material.gtin or material.code], moment=moment)
    objects = TraceableObject.objects.in_bulk(found)
    return heads([objects[pk] for pk in sorted(objects)], moment=moment)


def _on_record(items: list[str], *, moment: Moment) -> list[int]:
    """The lots and units of these items of which anything is on record, if only their units."""
    standing, values = moment.condition("i")
    found = rows(
        "SELECT o.id FROM gozinto_traceableobject o WHERE o.kind <> 'container'"
        " AND o.item = ANY(%s) AND (EXISTS"
        f" (SELECT 1 FROM gozinto_involvement i WHERE i.object_id = o.id AND {standing})"
        f" OR EXISTS (SELECT 1 FROM gozinto_membership i WHERE i.lot_id = o.id AND {standing}))",
        [items, *values, *values],
    )
    return [row[0] for row in found]


def heads(objects: Collection[TraceableObject], *, moment: Moment) -> list[TraceableObject]:
    """These without the units of lots that are among them. One query."""
    lot_of = lots.lots_of([one.id for one in objects], moment=moment)
    here = {one.id for one in objects}
    return [one for one in objects if lot_of.get(one.id) not in here]


def _used(objects: Collection[int], *, moment: Moment) -> set[int]:
    if not objects:
        return set()
    standing, values = moment.condition("l")
    found = rows(
        "SELECT DISTINCT l.object_id FROM gozinto_link l"
        f" WHERE l.object_id = ANY(%s) AND l.is_input AND {standing}",
        [list(objects), *values],
    )
    return {row[0] for row in found}


def _made(objects: Collection[int], *, moment: Moment) -> set[int]:
    """Those that came out of a run they had not gone into; of a unit, its lot did too."""
    if not objects:
        return set()
    stands = {name: moment.condition(name) for name in ("l", "t")}
    values = [*stands["l"][1], *stands["t"][1]]
    out = (
        f"NOT l.is_input AND {stands['l'][0]} AND NOT EXISTS (SELECT 1 FROM gozinto_link t"
        " WHERE t.run_id = l.run_id AND t.is_input AND t.object_id = l.object_id"
        f" AND {stands['t'][0]})"
    )
    wanted = list(objects)
    found = rows(
        f"SELECT l.object_id FROM gozinto_link l WHERE l.object_id = ANY(%s) AND {out}"
        f" UNION SELECT l.lot_id FROM gozinto_link l WHERE l.lot_id = ANY(%s) AND {out}"
        " UNION SELECT m.unit_id FROM gozinto_membership m"
        f" JOIN gozinto_link l ON l.object_id = m.lot_id WHERE m.unit_id = ANY(%s) AND {out}",
        [wanted, *values, wanted, *values, wanted, *values],
    )
    return {row[0] for row in found}
