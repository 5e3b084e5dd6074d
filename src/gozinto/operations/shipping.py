"""Goods are picked and leave for a customer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Unpack

from gozinto.errors import Refused, Violation
from gozinto.operations import declaring, delivery_notes, orders, things
from gozinto.operations.delivery_notes import DeliveryNote
from gozinto.operations.stamp import Stamp, capture, first_told
from gozinto.operations.things import Listed, Things
from gozinto.record import Captured
from gozinto.record.transactions import run_tx
from gozinto.standards import quantities
from gozinto.standards.epcis.events import ObjectEvent, QuantityElement, TypedReference

ROLE = "warehouse"


def pick(
    objects: Things,
    *,
    note: str = "",
    order: str = "",
    line: str = "",
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """Objects, or amounts of lots, are taken from the shelf.

    `note`: the number of the delivery note they are for; `order` and `line`: who ordered them.
    `location`: where they are put. Raises Unknown for a location, order or line that does not
    exist, and what `record.capture` raises: of a lot that is not the first to be taken,
    fefo_violated, unless it is overridden.
    """
    listed = things.listed(objects)
    ordered = orders.read(order).documents(line) if order else ()
    return capture(
        ObjectEvent,
        stamp,
        role=ROLE,
        fields={
            "action": "OBSERVE",
            "biz_step": "picking",
            "disposition": "in_progress",
            "epc_list": listed.epcs,
            "quantity_list": listed.quantities,
            "biz_location": things.place(location),
            "biz_transaction_list": (*things.document("desadv", note), *ordered),
        },
    )


def ship(
    objects: Things,
    *,
    note: str,
    to: str,
    ship_to: str = "",
    carrier: str = "",
    order: str = "",
    line: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """Objects, or amounts of lots, leave under a delivery note for a customer (`to`: code or URI).

    A container is listed with what is in it then, so that each unit is known to have left. What
    of an order does not go now stays open: ship it later under a note of its own.
    `ship_to`: the location they go to, when it is known; `carrier`: who takes them; `order` and
    `line`: what they were ordered with. Raises Unknown for a customer, carrier, location, order or
    line that does not exist, and what `record.capture` raises.
    """
    listed = things.with_content(objects, at=first_told(stamp))
    site = things.place(ship_to)
    destinations = [things.owner(to)]
    if site:
        destinations.append(TypedReference(type="location", value=site.id))
    if carrier:
        destinations.append(things.owner(carrier, kind="possessing_party"))
    ordered = orders.read(order).documents(line) if order else ()
    return capture(
        ObjectEvent,
        stamp,
        role=ROLE,
        fields={
            "action": "OBSERVE",
            "biz_step": "shipping",
            "disposition": "in_transit",
            "epc_list": listed.epcs,
            "quantity_list": listed.quantities,
            "biz_transaction_list": (*things.document("desadv", note), *ordered),
            "destination_list": tuple(destinations),
        },
    )


def delivery_note(number: str) -> DeliveryNote:
    """What left under a delivery note, as it stands: lines, logistic units, who it went to.

    Raises Unknown (unknown_delivery_note) where nothing stands under that number.
    """
    return delivery_notes.read(number)


def void(
    note: str,
    *,
    reason: str,
    objects: Things = (),
    by: str,
    at: datetime | None = None,
    live: bool = False,
) -> Captured:
    """A shipment did not leave: all of what stands under a delivery note, or these `objects` of it.

    A correction, and no return: what did not leave is here as if it had never been said. Of a
    container its content did not leave either. Answers the last declaration; the ids of the
    others stand in its `beside`. Raises Unknown where nothing stands under that number, Refused
    (not_on_delivery_note) for objects, or more of a lot, than left under it.
    """
    found = delivery_notes.events(note)
    if not found:
        raise delivery_notes.unknown(note)
    staying = None if objects == () else things.with_content(objects, at=found[0].event_time)

    def body() -> Captured:
        rest = _Staying(staying) if staying is not None else None
        done: list[Captured] = []
        for event in found:
            left = rest.out_of(event) if rest else None
            if left is event:
                continue
            if left is None or not (left.epc_list or left.quantity_list):
                captured = declaring.withdrawn(
                    event.event_id, reason=reason, by=by, at=at, live=live
                )
            else:
                captured = declaring.corrected_by(
                    event.event_id, left, reason=reason, by=by, at=at, live=live
                )
            done.append(captured)
        if rest:
            rest.check(note)
        *others, last = done
        return replace(last, beside=tuple(one.event_id for one in others))

    return run_tx(body)


class _Staying:
    """What did not leave, until it is found among what is said to have left."""

    def __init__(self, listed: Listed) -> None:
        self._epcs = set(listed.epcs)
        self._amounts = {q.epc_class: q for q in listed.quantities}
        self._all_of = {q.epc_class for q in listed.quantities if q.quantity is None}

    def out_of(self, event: ObjectEvent) -> ObjectEvent:
        """The event without what stayed; the event itself where nothing of it did."""
        epcs = tuple(epc for epc in event.epc_list if epc not in self._epcs)
        self._epcs -= set(event.epc_list)
        amounts = tuple(q for one in event.quantity_list if (q := self._rest(one)) is not None)
        if epcs == event.epc_list and amounts == event.quantity_list:
            return event
        return replace(event, event_id="", epc_list=epcs, quantity_list=amounts)

    def _rest(self, one: QuantityElement) -> QuantityElement | None:
        stays = self._amounts.get(one.epc_class)
        if stays is None:
            return one
        if stays.quantity is None or one.quantity is None:
            return None
        amount = quantities.convert(stays.quantity, stays.uom or one.uom, one.uom)
        taken = min(amount, one.quantity)
        if amount > taken:
            self._amounts[one.epc_class] = replace(stays, quantity=amount - taken, uom=one.uom)
        else:
            del self._amounts[one.epc_class]
        return replace(one, quantity=one.quantity - taken) if one.quantity > taken else None

    def check(self, note: str) -> None:
        """Raise Refused unless all that stayed was among what is said to have left."""
        amounts = self._amounts.keys() - self._all_of
        if self._epcs or amounts:
            raise Refused(
                [
                    Violation(
                        code="not_on_delivery_note",
                        message=f"{uri} did not leave under {note}, or not so much of it.",
                        next_step="Read the delivery note again; void what stands on it.",
                        value=uri,
                    )
                    for uri in sorted((*self._epcs, *amounts))
                ]
            )
