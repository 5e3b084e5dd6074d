"""Facts that events tell of the objects of an answer: suppliers, controls, shipments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from django.utils.functional import cached_property

from gozinto.plant.identifiers import canonical
from gozinto.plant.models import TraceableObject
from gozinto.record.stock_terms import OPENING_STEP
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.glance import Glance, glance
from gozinto.standards.quantities import PIECES
from gozinto.trace.answer import CustomerFact, InspectionFact, ShipmentFact, Supplier
from gozinto.trace.reading.amounts import ONE, Amount, remaining, totals
from gozinto.trace.reading.containers import Stay
from gozinto.trace.reading.moment import rows, to_micros
from gozinto.trace.reading.parts import STEPS, Part
from gozinto.trace.reading.things import Thing

_Part = tuple[int, Amount]
"""An object of the answer, and how much of it."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event with the objects of the question that took part, each with all of its lines."""

    position: int
    at: datetime
    event: Glance
    amounts: Mapping[int, tuple[Amount, ...]]


def about(objects: Collection[int], *, parts: Iterable[Part]) -> list[Told]:
    """The receipts, controls and shipments of these objects, oldest first. One query."""
    lines: dict[int, dict[int, tuple[Amount, ...]]] = defaultdict(dict)
    for part in parts:
        if part.step in STEPS and part.object in objects:
            before = lines[part.event].get(part.object, ())
            lines[part.event][part.object] = (*before, Amount.of(part.quantity, part.uom))
    documents = rows(
        "SELECT position, event_time, document FROM gozinto_event WHERE position = ANY(%s)"
        " ORDER BY event_time, position",
        [list(lines)],
    )
    return [
        Told(position, at, glance(document), lines[position])
        for position, at, document in documents
    ]


def parties(told: Iterable[Told]) -> set[str]:
    """The companies on the other side of these events."""
    found = {party(one.event, incoming=incoming) for one in told for incoming in (False, True)}
    return found - {""}


class Story:
    """The facts that events tell of the objects of one answer; `names` of companies, by URI."""

    def __init__(
        self,
        told: Iterable[Told],
        *,
        objects: Mapping[int, Thing],
        stays: Iterable[Stay],
        arrivals: Mapping[int, int],
        names: Mapping[str, str],
    ) -> None:
        self._told = list(told)
        self._objects = objects
        self._arrivals = arrivals
        self._names = names
        self._inside: dict[int, list[Stay]] = defaultdict(list)
        for stay in stays:
            self._inside[stay.container].append(stay)
        # What only held something of the answer tells of its content, never of itself.
        self._own = (objects.keys() - self._inside.keys()) | (objects.keys() & arrivals.keys())

    def suppliers(self) -> tuple[Supplier, ...]:
        """Who delivered what is in the answer, with their own lot numbers."""
        lots: dict[str, set[str]] = defaultdict(set)
        receipts: dict[str, list[str]] = defaultdict(list)
        for told in self._told:
            if not _brings(told.event):
                continue
            supplier = party(told.event, incoming=True)
            mine = [self._objects[o] for o in self._concerned(told)]
            if not supplier or not mine:
                continue
            lots[supplier] |= {told.event.supplier_lot or o.number for o in mine}
            receipts[supplier].append(told.event.event_id)
        return tuple(
            Supplier(
                uri=uri,
                name=self._name(uri),
                supplier_lots=tuple(sorted(lots[uri])),
                receipts=tuple(receipts[uri]),
            )
            for uri in sorted(lots)
        )

    def inspections(self) -> tuple[InspectionFact, ...]:
        """The controls of the objects of the answer, oldest first."""
        facts = []
        for told in self._told:
            if told.event.biz_step != "inspecting":
                continue
            event = told.event
            passed = event.disposition != "non_conformant"
            facts += [
                InspectionFact(
                    kind=event.inspection or "in_process",
                    object=self._objects[obj].uri,
                    at=told.at,
                    result=event.result or ("accepted" if passed else "rejected"),
                    values=tuple(_value(row) for row in event.values),
                    inspector=event.person or None,
                    gauge=event.gauge or None,
                )
                for obj in self._concerned(told)
            ]
        return tuple(facts)

    def shipments(self) -> tuple[ShipmentFact, ...]:
        """What left the plant after it was reached, by itself or in a container."""
        return tuple(
            fact
            for told, aboard in self._shipped
            for container, carried in aboard.items()
            for fact in self._shipments(told, container, carried)
        )

    def customers(self) -> tuple[CustomerFact, ...]:
        """Who received objects of the answer.

        All of a lot that was sent to a company adds up; a serial sent twice counts once.
        """
        got: dict[str, list[_Part]] = defaultdict(list)
        for told, aboard in self._shipped:
            if customer := party(told.event, incoming=False):
                for carried in aboard.values():
                    got[customer] += carried
        return tuple(
            CustomerFact(
                uri=uri,
                name=self._name(uri),
                objects=objects,
                quantity=total.value,
                uom=total.uom or None,
            )
            for uri in sorted(got)
            for total, objects in self._summed(got[uri])
        )

    @cached_property
    def _shipped(self) -> list[tuple[Told, dict[int | None, list[_Part]]]]:
        """Each shipment, and what was aboard."""
        return [(told, self._carried(told)) for told in self._told if _is_shipment(told.event)]

    def _concerned(self, told: Told) -> list[int]:
        """The objects of the answer an event is about: named in it, or in what is named then."""
        found = dict.fromkeys(obj for obj in told.amounts if obj in self._own)
        for holder in told.amounts:
            held = (s.object for s in self._inside.get(holder, ()) if s.holds_at(told.at))
            found |= dict.fromkeys(obj for obj in held if obj in self._own)
        return list(found)

    def _carried(self, told: Told) -> dict[int | None, list[_Part]]:
        """Objects of the answer aboard, under the outermost container (None: in no container).

        What a container held and the event names as well is aboard once; more of a lot than its
        containers account for was loose.
        """
        aboard: dict[int | None, list[_Part]] = defaultdict(list)
        boxed: dict[int, list[Amount]] = defaultdict(list)
        for stay in self._outermost(told):
            boxed[stay.object].append(stay.amount)
            if self._counts(stay.object, told.at):
                aboard[stay.container].append((stay.object, stay.amount))
        for obj, amounts in told.amounts.items():
            if obj not in self._own or not self._counts(obj, told.at):
                continue
            named = amounts if self._is_lot(obj) else (ONE,)
            aboard[None] += [(obj, rest) for rest in remaining(named, boxed[obj])]
        return {container: carried for container, carried in aboard.items() if carried}

    def _outermost(self, told: Told) -> list[Stay]:
        """What its containers held; once where a pallet is named and a box on it too."""
        found: dict[tuple[int, int, str], Stay] = {}
        for holder in told.amounts:
            for stay in self._inside.get(holder, ()):
                if not stay.holds_at(told.at):
                    continue
                first = (*stay.through, stay.container)[0]
                key = (stay.object, first, stay.amount.dimension)
                if key not in found or len(stay.through) > len(found[key].through):
                    found[key] = stay
        return list(found.values())

    def _counts(self, obj: int, at: datetime) -> bool:
        return obj in self._arrivals and self._arrivals[obj] <= to_micros(at)

    def _is_lot(self, obj: int) -> bool:
        return self._objects[obj].kind == TraceableObject.Kind.LOT

    def _summed(self, parts: Iterable[_Part]) -> list[tuple[Amount, tuple[str, ...]]]:
        """One total for each dimension, and the URIs of what is in it; serials count once."""
        amounts: dict[str, list[Amount]] = defaultdict(list)
        members: dict[str, set[int]] = defaultdict(set)
        for obj, amount in parts:
            dimension = amount.dimension
            if self._is_lot(obj) or obj not in members[dimension]:
                amounts[dimension].append(amount)
            members[dimension].add(obj)
        return [
            (total, tuple(sorted(self._objects[o].uri for o in members[dimension])))
            for dimension, listed in amounts.items()
            for total in totals(listed).values()
        ]

    def _shipments(
        self, told: Told, container: int | None, carried: Iterable[_Part]
    ) -> list[ShipmentFact]:
        held = self._objects.get(container) if container is not None else None
        return [
            ShipmentFact(
                event_id=told.event.event_id,
                note=note_number(told.event),
                at=told.at,
                ship_to=ship_to(told.event) or None,
                container=held.number if held else None,
                objects=objects,
                quantity=total.value,
                uom=total.uom or None,
            )
            for total, objects in self._summed(carried)
        ]

    def _name(self, uri: str) -> str:
        return self._names.get(uri) or unquote(uri.rsplit("/", 1)[-1])


def _value(row: Mapping[str, Any]) -> dict[str, Any]:
    """A result as the contract has it: amounts as text, and a unit always; C62 is a bare number."""
    amounts = {
        name: value if isinstance(value, str | bool) else str(value) for name, value in row.items()
    }
    return {"uom": PIECES, **amounts}


def _is_shipment(event: Glance) -> bool:
    return event.biz_step == "shipping"


def _brings(event: Glance) -> bool:
    """Whether it may name who delivered: a receipt, or opening stock of which that is known."""
    is_receipt = event.biz_step == "receiving" and event.disposition != "returned"
    return is_receipt or event.biz_step == OPENING_STEP


def party(event: Event | Glance, *, incoming: bool) -> str:
    """The company on the other side; who only carries the goods to a customer is none."""
    listed = event.source_list if incoming else event.destination_list
    by_type = {ref.type.rsplit("-", 1)[-1].rsplit(":", 1)[-1]: ref.value for ref in listed}
    owner = by_type.get("owning_party", "")
    return canonical(owner or (by_type.get("possessing_party", "") if incoming else ""))


def ship_to(event: Event | Glance) -> str:
    """The place that the goods go to, else the company; "" where the event names neither."""
    places = [r.value for r in event.destination_list if r.type.endswith("location")]
    return canonical(places[0]) if places else party(event, incoming=False)


def note_number(event: Event | Glance) -> str | None:
    """The number of the delivery note, as printed."""
    for reference in event.biz_transaction_list:
        if reference.type.endswith("desadv") or not reference.type:
            return unquote(reference.value.rsplit("/", 1)[-1].rsplit(":", 1)[-1])
    return None
