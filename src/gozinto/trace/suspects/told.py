"""What the record says of the making of many things, read in a fixed number of queries."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from gozinto.plant.identifiers import canonical
from gozinto.record.models.mentioned import SENDER
from gozinto.record.presences import LONGEST, Presence
from gozinto.record.stock_terms import OPENING_STEP
from gozinto.trace.facts import shifts
from gozinto.trace.facts.shifts import At
from gozinto.trace.reading import presences
from gozinto.trace.reading.moment import Moment, rows
from gozinto.trace.suspects import machine_values
from gozinto.trace.suspects.machine_values import Made


class Making(NamedTuple):
    """An object came out of a run: when, at which step and machine and place, by whom.

    `item`: what its identifier says of its material, code or GTIN.
    """

    object: int
    item: str
    at: datetime
    run: int
    step: str
    equipment: str
    place: str
    person: str


class Measured(NamedTuple):
    """One value of an object: of a control, with its gauge and plan, or of the machine then."""

    object: int
    item: str
    at: datetime
    gauge: str
    plan: str
    characteristic: str
    value: str


class Lot(NamedTuple):
    """A lot or a tool among what units were made of. `kind` of an asset: what it is."""

    object: int
    uri: str
    number: str
    kind: str
    material: str
    name: str
    is_asset: bool


class Recipe(NamedTuple):
    """A revision of a material that may be made, and its first and last day; None: no bound."""

    material: str
    revision: str
    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        """Whether it was in force that day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Told:
    """All of it; `suppliers`: who delivered each received lot, by URI.

    `recipes`: the revisions of each material that was made, by all that an identifier calls it. A
    run does not say which it followed, so it is those that were in force.
    """

    makings: list[Making]
    measured: list[Measured]
    lots: list[Lot]
    suppliers: Mapping[int, str]
    recipes: Mapping[str, Sequence[Recipe]]


def of(objects: Collection[int], *, moment: Moment) -> Told:
    """What is told of these objects. Seven queries."""
    wanted = sorted(objects)
    makings = _makings(wanted, moment=moment)
    made = [Made(one.object, one.item, one.at, one.run) for one in makings]
    return Told(
        makings,
        [
            *_inspected(wanted, moment=moment),
            *(
                Measured(one.object, one.item, one.at, "", "", one.parameter, one.value)
                for one in machine_values.of(wanted, made, moment=moment)
            ),
        ],
        _lots(wanted),
        _suppliers(wanted, moment=moment),
        _recipes(),
    )


def _makings(objects: list[int], *, moment: Moment) -> list[Making]:
    links, values = moment.condition("l")
    columns = (
        "l.{}, o.item, l.at, l.run_id, coalesce(r.step, ''), coalesce(nullif(r.equipment, ''),"
    )
    columns += " l.equipment, ''), l.place, coalesce(r.person, '')"
    # Each has its own index; an OR of the two would read the whole table.
    parts = [
        f"SELECT {columns.format(column)} FROM gozinto_link l LEFT JOIN gozinto_runevent r"
        " ON r.event_id = l.event_id AND r.run_id = l.run_id"
        f" JOIN gozinto_traceableobject o ON o.id = l.{column}"
        f" WHERE l.{column} = ANY(%s) AND NOT l.is_input AND l.certainty <> 'unknown' AND {links}"
        for column in ("object_id", "lot_id")
    ]
    found = rows(" UNION ".join(parts), [objects, *values, objects, *values])
    return list(map(Making._make, found))


def _inspected(objects: list[int], *, moment: Moment) -> list[Measured]:
    condition, values = moment.condition("i")
    found = rows(
        "SELECT i.object_id, o.item, i.at,"
        " coalesce(v.value->>'gauge', e.said->>'gozinto:gauge', ''),"
        " coalesce(e.said->>'gozinto:plan', ''), coalesce(v.value->>'characteristic', ''),"
        " coalesce(v.value->>'value', '')"
        " FROM gozinto_involvement i JOIN gozinto_traceableobject o ON o.id = i.object_id"
        " JOIN LATERAL (SELECT document::jsonb AS said FROM gozinto_event"
        " WHERE position = i.event_id) e ON true"
        " LEFT JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(e.said->'gozinto:values')"
        " WHEN 'array' THEN e.said->'gozinto:values' END) v (value) ON true"
        " WHERE i.object_id = ANY(%s) AND i.inspection <> '' AND i.inspection <> 'returned'"
        f" AND {condition}",
        [objects, *values],
    )
    return list(map(Measured._make, found))


def _lots(objects: list[int]) -> list[Lot]:
    found = rows(
        "SELECT o.id, o.uri, o.number, coalesce(a.kind, ''),"
        " coalesce(coded.code, numbered.code, o.item),"
        " coalesce(coded.name, numbered.name, a.name, ''), a.id IS NOT NULL"
        " FROM gozinto_traceableobject o"
        " LEFT JOIN gozinto_physicalasset a ON a.uri = o.uri"
        " LEFT JOIN gozinto_material coded ON coded.code = o.item AND o.item <> ''"
        " LEFT JOIN gozinto_material numbered ON numbered.gtin = o.item AND o.item <> ''"
        " WHERE o.id = ANY(%s) AND (o.kind = 'lot' OR a.id IS NOT NULL)",
        [objects],
    )
    return list(map(Lot._make, found))


def _suppliers(objects: list[int], *, moment: Moment) -> dict[int, str]:
    condition, values = moment.condition("i")
    found = rows(
        "SELECT i.object_id, substring(e.document from %s) FROM gozinto_involvement i"
        " JOIN gozinto_event e ON e.position = i.event_id"
        " WHERE i.object_id = ANY(%s) AND (e.biz_step = 'receiving' OR e.biz_step = %s)"
        f" AND e.disposition <> 'returned' AND {condition} ORDER BY i.at DESC, i.event_id DESC",
        [SENDER, objects, OPENING_STEP, *values],
    )
    return {one: canonical(uri) for one, uri in found if uri}


def _recipes() -> dict[str, list[Recipe]]:
    # a draft is none; of what became obsolete nothing is known unless it says until when
    found = rows(
        "SELECT m.code, coalesce(m.gtin, ''), r.revision, r.effective_from, r.effective_to"
        " FROM gozinto_materialrevision r JOIN gozinto_material m ON m.id = r.material_id"
        " WHERE r.state = 'released' OR (r.state = 'obsolete' AND r.effective_to IS NOT NULL)",
        [],
    )
    recipes: dict[str, list[Recipe]] = defaultdict(list)
    for code, gtin, *revision in found:
        for item in {code, gtin} - {""}:
            recipes[item].append(Recipe(code, *revision))
    return recipes


class Work(NamedTuple):
    """The shifts that each making fell in, and who was at its machine then."""

    shifts: list[tuple[At, ...]]
    people: list[tuple[str, ...]]


def work(makings: Sequence[Making], *, with_persons: bool, moment: Moment) -> Work:
    """The shifts of these makings, and the people if they are asked for. Two queries at most."""
    fell = shifts.at_each([(one.equipment, one.at) for one in makings])
    people: list[tuple[str, ...]] = [()] * len(makings)
    if with_persons and makings:
        there = _there(makings, moment=moment)
        people = [
            tuple(sorted({one.person, *_at(there[one.equipment], one.at)} - {""}))
            for one in makings
        ]
    return Work(fell, people)


def _there(makings: Sequence[Making], *, moment: Moment) -> Mapping[str, list[Presence]]:
    machines = {one.equipment for one in makings} - {""}
    first, last = min(one.at for one in makings), max(one.at for one in makings)
    found: dict[str, list[Presence]] = defaultdict(list)
    for one in presences.at(machines, first=first, last=last, moment=moment):
        found[one.equipment].append(one)
    return found


def _at(there: Sequence[Presence], at: datetime) -> set[str]:
    """Who was there at a time, of presences by their beginnings."""
    # nobody is there for longer than that
    place = bisect_left(there, at - LONGEST, key=lambda one: one.first)
    last = bisect_right(there, at, key=lambda one: one.first)
    return {one.person for one in there[place:last] if one.overlaps(at, at)}


def unproven(runs: Collection[int], *, moment: Moment) -> tuple[int, int]:
    """How many inputs of these runs only perhaps are, and how many were reckoned. One query."""
    condition, values = moment.condition("l")
    ((unknown, inferred),) = rows(
        "SELECT count(*) FILTER (WHERE l.certainty = 'unknown'),"
        " count(*) FILTER (WHERE l.certainty = 'inferred')"
        f" FROM gozinto_link l WHERE l.run_id = ANY(%s) AND l.is_input AND {condition}",
        [sorted(runs), *values],
    )
    return unknown, inferred
