"""Facts that events tell of the objects of an answer: suppliers, controls, shipments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from urllib.parse import unquote

from gozinto.plant.models import Partner, TraceableObject
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.gozinto import Context
from gozinto.trace.answer import CustomerFact, InspectionFact, ShipmentFact, Supplier
from gozinto.trace.containers import Stay
from gozinto.trace.moment import Moment, rows, to_micros

_STEPS = ["receiving", "shipping", "inspecting"]
_PIECE = "C62"


@dataclass(frozen=True, slots=True)
class Told:
    """An event with the objects of the question that took part, and their quantities."""

    position: int
    at: datetime
    event: Event
    context: Context
    quantities: Mapping[int, tuple[Decimal | None, str]]


def about(objects: Collection[int], *, moment: Moment) -> list[Told]:
    """The receipts, controls and shipments of these objects, oldest first. Two queries."""
    condition, values = moment.condition("i")
    found = rows(
        "SELECT i.event_id, i.object_id, i.quantity, i.uom FROM gozinto_involvement i"
        " JOIN gozinto_event e ON e.position = i.event_id"
        f" WHERE i.object_id = ANY(%s) AND e.biz_step = ANY(%s) AND {condition}",
        [list(objects), _STEPS, *values],
    )
    quantities: dict[int, dict[int, tuple[Decimal | None, str]]] = defaultdict(dict)
    for position, obj, quantity, uom in found:
        quantities[position][obj] = (quantity, uom)
    documents = rows(
        "SELECT position, event_time, document FROM gozinto_event WHERE position = ANY(%s)"
        " ORDER BY event_time, position",
        [list(quantities)],
    )
    told = []
    for position, at, document in documents:
        event = jsonld.loads(document)
        told.append(Told(position, at, event, Context.of(event), quantities[position]))
    return told


class Story:
    """The facts that events tell of the objects of one answer."""

    def __init__(
        self,
        told: Iterable[Told],
        *,
        objects: Mapping[int, TraceableObject],
        stays: Iterable[Stay],
        arrivals: Mapping[int, int],
    ) -> None:
        self._told = list(told)
        self._objects = objects
        self._arrivals = arrivals
        self._inside: dict[int, list[Stay]] = defaultdict(list)
        for stay in stays:
            self._inside[stay.container].append(stay)
        partners = {_party(t.event, incoming=False) for t in self._told}
        partners |= {_party(t.event, incoming=True) for t in self._told}
        self._names = dict(
            Partner.objects.filter(uri__in=partners - {""}).values_list("uri", "name")
        )

    def suppliers(self) -> tuple[Supplier, ...]:
        """Who delivered what is in the answer, with their own lot numbers."""
        lots: dict[str, set[str]] = defaultdict(set)
        receipts: dict[str, list[str]] = defaultdict(list)
        for told in self._told:
            if not _is_receipt(told.event):
                continue
            supplier = _party(told.event, incoming=True)
            mine = [self._objects[o] for o in told.quantities if o in self._objects]
            if not supplier or not mine:
                continue
            lots[supplier] |= {told.context.supplier_lot or o.number for o in mine}
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

    def received(self) -> set[int]:
        """The objects that a supplier delivered: origins, and no gap."""
        return {o for t in self._told if _is_receipt(t.event) for o in t.quantities}

    def inspections(self) -> tuple[InspectionFact, ...]:
        """The controls of the objects of the answer, oldest first."""
        facts = []
        for told in self._told:
            if told.event.biz_step != "inspecting":
                continue
            context = told.context
            passed = told.event.disposition != "non_conformant"
            for obj in told.quantities:
                if obj in self._objects:
                    facts.append(
                        InspectionFact(
                            kind=context.inspection or "in_process",
                            object=self._objects[obj].uri,
                            at=told.at,
                            result=context.result or ("accepted" if passed else "rejected"),
                            values=context.values,
                            inspector=context.person or None,
                            gauge=context.gauge or None,
                        )
                    )
        return tuple(facts)

    def shipments(self) -> tuple[ShipmentFact, ...]:
        """What left the plant after it was reached, by itself or in a container."""
        facts = []
        for told in self._told:
            if told.event.biz_step != "shipping":
                continue
            for container, carried in self._carried(told).items():
                facts.append(self._shipment(told, container, carried))
        return tuple(facts)

    def customers(self) -> tuple[CustomerFact, ...]:
        """Who received objects of the answer; an object sent twice to one company counts once."""
        got: dict[str, dict[int, Decimal]] = defaultdict(dict)
        units: dict[str, str] = {}
        for told in self._told:
            customer = _party(told.event, incoming=False)
            if told.event.biz_step != "shipping" or not customer:
                continue
            for carried in self._carried(told).values():
                for obj, (quantity, uom) in carried.items():
                    got[customer][obj] = quantity
                    units.setdefault(customer, uom)
        return tuple(
            CustomerFact(
                uri=uri,
                name=self._name(uri),
                quantity=sum(got[uri].values(), Decimal(0)),
                uom=units[uri],
                objects=tuple(sorted(self._objects[o].uri for o in got[uri])),
            )
            for uri in sorted(got)
        )

    def _carried(self, told: Told) -> dict[int | None, dict[int, tuple[Decimal, str]]]:
        """Objects of the answer aboard, under the container that held them (None: no container)."""
        aboard: dict[int | None, dict[int, tuple[Decimal, str]]] = defaultdict(dict)
        for obj, (quantity, uom) in told.quantities.items():
            inside = [s for s in self._inside.get(obj, ()) if s.holds_at(told.at)]
            for stay in inside:
                if self._counts(stay.object, told.at):
                    aboard[obj][stay.object] = (stay.quantity, stay.uom)
            if not inside and self._counts(obj, told.at):
                aboard[None][obj] = (quantity or Decimal(1), uom or _PIECE)
        direct = aboard.get(None, {})
        for container, carried in aboard.items():
            if container is not None:
                for obj in carried.keys() & direct.keys():
                    del direct[obj]
        return {container: carried for container, carried in aboard.items() if carried}

    def _counts(self, obj: int, at: datetime) -> bool:
        return obj in self._arrivals and self._arrivals[obj] <= to_micros(at)

    def _shipment(
        self, told: Told, container: int | None, carried: Mapping[int, tuple[Decimal, str]]
    ) -> ShipmentFact:
        held = self._objects.get(container) if container is not None else None
        return ShipmentFact(
            event_id=told.event.event_id,
            note=_note(told.event),
            at=told.at,
            ship_to=_ship_to(told.event) or None,
            container=held.number if held else None,
            objects=tuple(sorted(self._objects[o].uri for o in carried)),
            quantity=sum((q for q, _ in carried.values()), Decimal(0)),
            uom=next(iter(carried.values()))[1],
        )

    def _name(self, uri: str) -> str:
        return self._names.get(uri) or unquote(uri.rsplit("/", 1)[-1])


def _is_receipt(event: Event) -> bool:
    return event.biz_step == "receiving" and event.disposition != "returned"


def _party(event: Event, *, incoming: bool) -> str:
    """The company on the other side: owner before possessor before place."""
    listed = event.source_list if incoming else event.destination_list
    by_type = {ref.type.rsplit("-", 1)[-1].rsplit(":", 1)[-1]: ref.value for ref in listed}
    return by_type.get("owning_party") or by_type.get("possessing_party") or ""


def _ship_to(event: Event) -> str:
    places = [r.value for r in event.destination_list if r.type.endswith("location")]
    return places[0] if places else _party(event, incoming=False)


def _note(event: Event) -> str | None:
    """The number of the delivery note, as printed."""
    for reference in event.biz_transaction_list:
        if reference.type.endswith("desadv") or not reference.type:
            return unquote(reference.value.rsplit("/", 1)[-1].rsplit(":", 1)[-1])
    return None
