"""Delivery notes, read again from the record: what left under one, in which units, for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import chain

from gozinto import record
from gozinto.errors import Unknown
from gozinto.operations import things
from gozinto.plant import identifiers, known
from gozinto.plant.models import TraceableObject
from gozinto.record.models import DocumentMention
from gozinto.standards import quantities
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.events import ObjectEvent, QuantityElement
from gozinto.trace.reading import containers
from gozinto.trace.reading.moment import Moment


@dataclass(frozen=True, kw_only=True, slots=True)
class LotOut:
    """So much of a lot."""

    uri: str
    number: str
    quantity: Decimal
    uom: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliveryLine:
    """What left of one material: how much in all, of which lots, and which units by number."""

    material: str
    quantity: Decimal
    uom: str
    lots: tuple[LotOut, ...]
    serials: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class LogisticUnit:
    """A container that left, and the numbers of what was in it directly."""

    uri: str
    number: str
    contents: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliveryNote:
    """What left under one number. Companies and places by URI; `orders` by their URIs too."""

    number: str
    uri: str
    shipped_at: datetime
    to: str
    ship_to: str
    carrier: str
    orders: tuple[str, ...]
    lines: tuple[DeliveryLine, ...]
    units: tuple[LogisticUnit, ...]
    event_ids: tuple[str, ...]


def read(number: str) -> DeliveryNote:
    """What stands under a delivery note, in a fixed number of queries.

    One more for each level of containers in containers. Raises Unknown.
    """
    told = events(number)
    if not told:
        raise unknown(number)
    found = _objects(told)
    parties = {d.type: d.value for event in told for d in event.destination_list}
    mentioned = (one for event in told for one in event.biz_transaction_list)
    return DeliveryNote(
        number=number,
        uri=_uri(number),
        shipped_at=min(event.event_time for event in told),
        to=parties.get("owning_party", ""),
        ship_to=parties.get("location", ""),
        carrier=parties.get("possessing_party", ""),
        orders=tuple(dict.fromkeys(one.value for one in mentioned if one.type != "desadv")),
        lines=_lines(told, found),
        units=_units(told, found),
        event_ids=tuple(event.event_id for event in told),
    )


def events(number: str) -> list[ObjectEvent]:
    """The shipments that stand under a delivery note, in the order of the record. One query."""
    record.flush()
    mentions = DocumentMention.objects.filter(
        kind="desadv",
        document=_uri(number),
        event__biz_step="shipping",
        event__withdrawal__isnull=True,
    ).select_related("event")
    told = (jsonld.loads(one.event.document) for one in mentions.order_by("event_id", "ordinal"))
    return [event for event in told if isinstance(event, ObjectEvent)]


def unknown(number: str) -> Unknown:
    """That nothing stands under a number, with numbers of delivery notes that begin alike."""
    beginning = _uri(number[:3]) if number.strip() else ""
    near = DocumentMention.objects.filter(kind="desadv", document__startswith=beginning)
    uris = near.values_list("document", flat=True).distinct()[:5] if beginning else []
    return Unknown(
        f"Nothing left under the delivery note {number}.",
        code="unknown_delivery_note",
        near=sorted(uri.rpartition("/")[2] for uri in uris),
    )


def _uri(number: str) -> str:
    if things.is_uri(number):
        return number
    return identifiers.document_uri(things.domain(), number=number)


def _objects(told: Iterable[ObjectEvent]) -> dict[str, TraceableObject]:
    uris = {
        identifiers.canonical(uri)
        for event in told
        for uri in (*event.epc_list, *(q.epc_class for q in event.quantity_list))
    }
    return TraceableObject.objects.in_bulk(uris, field_name="uri")


_Of = tuple[str, str]
"""A material, and the unit in which amounts of one dimension are summed."""


def _lines(
    told: Sequence[ObjectEvent], found: Mapping[str, TraceableObject]
) -> tuple[DeliveryLine, ...]:
    lots: dict[_Of, list[LotOut]] = defaultdict(list)
    serials: dict[_Of, list[str]] = defaultdict(list)
    codes = {m.gtin: m.code for m in known.now().materials.values() if m.gtin}
    for event in told:
        for uri in event.epc_list:
            one = found[identifiers.canonical(uri)]
            if one.kind != TraceableObject.Kind.CONTAINER:
                serials[codes.get(one.item, one.item), "C62"].append(one.number)
        for amount in event.quantity_list:
            lot = _lot(found[identifiers.canonical(amount.epc_class)], amount)
            material = codes.get(found[lot.uri].item, found[lot.uri].item)
            lots[material, quantities.base_unit(lot.uom)].append(lot)
    return tuple(
        _line(of, lots.get(of, []), serials.get(of, []))
        for of in sorted(lots.keys() | serials.keys())
    )


def _lot(one: TraceableObject, amount: QuantityElement) -> LotOut:
    quantity = amount.quantity or Decimal(0)
    return LotOut(uri=one.uri, number=one.number, quantity=quantity, uom=amount.uom or "C62")


def _line(of: _Of, lots: Sequence[LotOut], serials: Sequence[str]) -> DeliveryLine:
    """In the unit of its lots where they have one, else in the one of their dimension."""
    units = {lot.uom for lot in lots}
    uom = units.pop() if len(units) == 1 and not serials else of[1]
    total = sum((quantities.convert(lot.quantity, lot.uom, uom) for lot in lots), Decimal(0))
    return DeliveryLine(
        material=of[0],
        quantity=total + len(serials),
        uom=uom,
        lots=tuple(lots),
        serials=tuple(serials),
    )


def _units(
    told: Sequence[ObjectEvent], found: Mapping[str, TraceableObject]
) -> tuple[LogisticUnit, ...]:
    """Containers that are named, and those within them, each with what was in it as it left."""
    left = {
        found[identifiers.canonical(uri)].id: event.event_time
        for event in told
        for uri in event.epc_list
    }
    boxes = [o.id for o in found.values() if o.kind == TraceableObject.Kind.CONTAINER]
    if not boxes:
        return ()
    last = max(left.values())
    content: dict[int, list[int]] = defaultdict(list)
    for stay in containers.inside(boxes, moment=Moment(as_of=last)):
        if stay.holds_at(left.get(stay.container, last)):
            content[stay.container].append(stay.object)
    named = TraceableObject.objects.in_bulk(
        {*boxes, *content, *chain.from_iterable(content.values())}
    )
    return tuple(
        LogisticUnit(
            uri=named[box].uri,
            number=named[box].number,
            contents=tuple(sorted(named[one].number for one in content[box])),
        )
        for box in sorted({*boxes, *content}, key=lambda box: named[box].number)
    )
