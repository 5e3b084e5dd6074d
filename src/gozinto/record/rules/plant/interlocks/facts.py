"""What the record knows of things until they were used, and which uses an event concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from gozinto.plant.identifiers import canonical, identify
from gozinto.plant.known import Known
from gozinto.plant.known.shapes import Interlock
from gozinto.record import queries
from gozinto.record.effects import MEASURED
from gozinto.record.projections.rows import Placed
from gozinto.record.rules.plant.interlocks.conditions import (
    OF_USE,
    Origin,
    Past,
    Reading,
    Use,
    may_concern,
)
from gozinto.record.rules.plant.run_facts import STANDS, rows
from gozinto.standards.epcis import sensed
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.gozinto import Context

_COMES = ("produced", "received", "opening")

_KIN = (
    "WITH own AS (SELECT w.k, w.at, o.id FROM unnest(%s::int[], %s::text[], %s::timestamptz[])"
    " AS w(k, uri, at) JOIN gozinto_traceableobject o ON o.uri = w.uri),"
    # What is said of a lot is said of its units.
    " kin AS (SELECT k, at, id, TRUE AS is_own FROM own UNION SELECT own.k, own.at, m.lot_id, FALSE"
    " FROM own JOIN gozinto_membership m ON m.unit_id = own.id" + STANDS.format("m") + ")"
)
_MADE = _KIN + (
    " SELECT kin.k, kin.is_own, min(i.at), max(i.at) FROM kin JOIN gozinto_involvement i"
    " ON i.object_id = kin.id AND i.at <= kin.at AND i.term = ANY(%s) WHERE TRUE"
    + STANDS.format("i") + " GROUP BY kin.k, kin.is_own"
)  # fmt: skip
_INSPECTED = _KIN + (
    " SELECT kin.k, i.event_id, i.result FROM kin JOIN gozinto_involvement i"
    " ON i.object_id = kin.id AND i.at <= kin.at AND i.inspection <> '' AND i.result <> ''"
    " JOIN gozinto_event e ON e.position = i.event_id WHERE TRUE" + STANDS.format("i")
    + ' ORDER BY kin.k, i.at, e.event_id COLLATE "C"'
)  # fmt: skip
_RECEIVED = _KIN + (
    # A supplier's lot that got our number came in as a run of its own.
    ", came AS (SELECT k, at, id FROM kin UNION SELECT kin.k, kin.at, i.object_id FROM kin"
    " JOIN gozinto_link l ON l.object_id = kin.id AND NOT l.is_input" + STANDS.format("l")
    + " JOIN gozinto_runevent x ON x.event_id = l.event_id AND x.step = 'relabelling'"
    " JOIN gozinto_link i ON i.run_id = l.run_id AND i.is_input" + STANDS.format("i") + ")"
    " SELECT DISTINCT came.k, i.event_id, o.number FROM came"
    " JOIN gozinto_traceableobject o ON o.id = came.id JOIN gozinto_involvement i"
    " ON i.object_id = came.id AND i.term = 'received' AND i.at <= came.at WHERE TRUE"
    + STANDS.format("i")
)  # fmt: skip
_READ = _KIN + (
    # In a batch all that was measured; on a line what was measured last before the thing came out.
    " SELECT DISTINCT kin.k, a.event_id FROM kin JOIN gozinto_link l ON l.object_id = kin.id"
    " AND NOT l.is_input AND l.at <= kin.at" + STANDS.format("l")
    + " JOIN gozinto_runevent x ON x.event_id = l.event_id"
    " JOIN gozinto_activity a ON a.run_id = x.run_id AND a.activity = 'measured'"
    " AND a.at <= kin.at" + STANDS.format("a")
    + " WHERE NOT coalesce((SELECT bool_and(r.flow = 'continuous') FROM gozinto_runevent r"
    " WHERE r.run_id = x.run_id AND r.flow <> ''), FALSE) OR a.at = (SELECT max(b.at)"
    " FROM gozinto_activity b WHERE b.run_id = x.run_id AND b.activity = 'measured'"
    " AND b.at <= l.at" + STANDS.format("b") + ")"
    # What was measured on the thing itself, by a machine or by whoever looked at it.
    " UNION SELECT kin.k, i.event_id FROM kin JOIN gozinto_involvement i"
    " ON i.object_id = kin.id AND i.role = 'epc' AND i.term = '' AND i.at <= kin.at"
    + STANDS.format("i")
    + " JOIN gozinto_event e ON e.position = i.event_id WHERE i.inspection <> ''"
    " OR e.document LIKE '%%sensorElementList%%'"
)  # fmt: skip
_LATER_USES = (
    "WITH told AS (SELECT t.at, o.id FROM unnest(%s::text[], %s::timestamptz[]) AS t(uri, at)"
    " JOIN gozinto_traceableobject o ON o.uri = t.uri), ours AS (SELECT at, id FROM told"
    " UNION SELECT told.at, l.object_id FROM told"
    " JOIN gozinto_link i ON i.object_id = told.id AND i.is_input" + STANDS.format("i")
    + " JOIN gozinto_runevent x ON x.event_id = i.event_id AND x.step = 'relabelling'"
    " JOIN gozinto_link l ON l.run_id = i.run_id AND NOT l.is_input" + STANDS.format("l")
    + "), heirs AS (SELECT at, id FROM ours UNION SELECT ours.at, m.unit_id FROM ours"
    " JOIN gozinto_membership m ON m.lot_id = ours.id" + STANDS.format("m") + ")"
    " SELECT DISTINCT i.event_id FROM heirs JOIN gozinto_involvement i ON i.object_id = heirs.id"
    " AND i.at >= heirs.at AND i.term IN ('consumed', 'shipped') WHERE i.event_id <> ALL(%s)"
    + STANDS.format("i")
)  # fmt: skip
_OUT_OF = (
    "SELECT DISTINCT o.uri FROM gozinto_run r JOIN gozinto_runevent x ON x.run_id = r.id"
    " JOIN gozinto_link l ON l.event_id = x.event_id AND NOT l.is_input"
    " JOIN gozinto_traceableobject o ON o.id = l.object_id WHERE r.uri = ANY(%s)"
    + STANDS.format("l")
)


def pasts(uses: Sequence[Use], *, interlocks: Sequence[Interlock], known: Known) -> Iterator[Use]:
    """These uses with what the record knows of each thing until then. At most five queries."""
    conditions = {one.condition for one in interlocks}
    asked = [list(range(len(uses))), [use.uri for use in uses], [use.at for use in uses]]
    found: dict[int, Past] = defaultdict(Past)
    if conditions & {"used_within", "used_after"}:
        for k, is_own, first, last in rows(_MADE, [*asked, list(_COMES)]):
            if is_own or found[k].made is None:
                found[k].made = first, last
    results = rows(_INSPECTED, asked) if "inspected_first" in conditions else []
    by_origin = any(one.supplier or one.condition == "not_into" for one in interlocks)
    received = rows(_RECEIVED, asked) if by_origin else []
    read = rows(_READ, asked) if "within_limits" in conditions else []
    events = _events(position for told in (results, received, read) for _, position, *_ in told)
    for k, position, result in results:
        found[k].results[Context.of(events[position]).plan] = result
    for k, position, number in received:
        found[k].origins += _origins(events[position], number, known)
    for k, position in read:
        found[k].readings += _readings(events[position])
    for k, use in enumerate(uses):
        yield Use(
            event=use.event,
            uri=use.uri,
            material=use.material,
            products=use.products,
            past=found[k],
        )


def concerned(
    changed: Sequence[Placed],
    *,
    interlocks: Sequence[Interlock],
    known: Known,
    new: Collection[str],
) -> set[int]:
    """Events that used what is told of here. `new`: things that nobody spoke of before."""
    since: dict[str, datetime] = {}
    runs: dict[str, datetime] = {}
    for one in changed:
        for uri in _told_of(one, interlocks, known) - set(new):
            since[uri] = min(one.effects.at, since.get(uri, one.effects.at))
        for did in one.effects.activities:
            if did.activity == MEASURED and did.run:
                runs[did.run] = min(one.effects.at, runs.get(did.run, one.effects.at))
    if runs and any(one.condition == "within_limits" for one in interlocks):
        first = min(runs.values())
        for (uri,) in rows(_OUT_OF, [sorted(runs)]):
            since[uri] = min(first, since.get(uri, first))
    if not since:
        return set()
    here = [one.position for one in changed]
    asked = [list(since), list(since.values()), here]
    return {position for (position,) in rows(_LATER_USES, asked)}


def _told_of(one: Placed, interlocks: Sequence[Interlock], known: Known) -> set[str]:
    """The things of which the event says where they come from, or how good they are."""
    effects = one.effects
    looked_at = bool(effects.context.values)
    found = {
        did.object.uri
        for did in effects.involvements
        if did.term in _COMES or did.inspection or looked_at or did.role == "epc"
    }
    found |= {member.unit.uri for member in effects.memberships}
    if effects.context.step == "relabelling":
        found |= {link.object.uri for link in effects.links}
    of_use = [lock for lock in interlocks if lock.condition in OF_USE]
    return {uri for uri in found if any(may_concern(lock, material(uri, known)) for lock in of_use)}


def material(uri: str, known: Known) -> str:
    """The code of the material of a thing; "" where it is none of ours."""
    found = known.material_of(identify(uri).item)
    return found.code if found else ""


def _events(positions: Iterable[int]) -> Mapping[int, Event]:
    listed = sorted(set(positions))
    return dict(zip(listed, queries.at_positions(listed), strict=True)) if listed else {}


def _origins(event: Event, number: str, known: Known) -> Iterator[Origin]:
    lots = frozenset({number, Context.of(event).supplier_lot} - {""})
    for source in event.source_list:
        partner = known.partner_of(canonical(source.value))
        yield Origin(supplier=partner.code if partner else source.value, lots=lots)


def _readings(event: Event) -> Iterator[Reading]:
    context = Context.of(event)
    told: list[tuple[str, Any, str]] = [
        (str(one.get("characteristic", "")), one.get("value", ""), str(one.get("uom", "")))
        for one in context.values
    ]
    told += [(one.name, one.value, one.uom) for one in sensed.of(event)]
    for name, value, uom in told:
        yield Reading(
            name=name, value=str(value), uom=uom, step=context.step, equipment=context.equipment
        )
