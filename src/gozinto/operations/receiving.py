"""Goods come in from a supplier and are put away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Unpack

from gozinto.operations import master_data, moving, orders, things
from gozinto.operations.stamp import Stamp, build, capture, nth, put
from gozinto.operations.things import Things
from gozinto.plant import identifiers, known
from gozinto.record import Captured
from gozinto.standards.epcis.events import (
    Event,
    ObjectEvent,
    Place,
    QuantityElement,
    TransformationEvent,
    TypedReference,
)
from gozinto.standards.epcis.gozinto import Expected

ROLE = "warehouse"
RELABELLING_STEP = "https://gozinto.example/ns/relabelling"


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivered:
    """One lot of a delivery.

    `quantity` in `uom` (UN/ECE Rec 20; "": the material's unit) is what really came. `lot`: our
    number for it, "" keeps the supplier's. `line`: the line of the order it is for.
    `expected_quantity` (in the same unit) and `expected_lot`: what the papers say, where that is
    something else. `certificate`: the number of the supplier's certificate.
    """

    material: str
    supplier_lot: str
    quantity: Decimal
    uom: str = ""
    lot: str = ""
    expires: datetime | None = None
    certificate: str = ""
    line: str = ""
    expected_quantity: Decimal | None = None
    expected_lot: str = ""


def receive(
    *,
    material: str,
    supplier: str,
    supplier_lot: str,
    quantity: Decimal,
    uom: str = "",
    note: str = "",
    location: str = "",
    lot: str | None = None,
    expires: datetime | None = None,
    certificate: str = "",
    order: str = "",
    line: str = "",
    expected_quantity: Decimal | None = None,
    expected_lot: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """A delivery of one lot arrives: `quantity` in `uom` (UN/ECE Rec 20; "": the material's unit).

    `lot` None keeps the supplier's own number; otherwise it is our number for it, and a run of
    its own turns the supplier's lot into ours, so deliveries that share our number stay apart.
    The answer is then that of the relabelling, on record together with the receipt.
    `note`: the delivery note's number; `order` and `line`: what it was ordered with.
    `expected_quantity` and `expected_lot`: what the papers say; where something else came, and
    where the line asks for another material, the receipt says so and how much or which it was.
    `certificate`: the number of the supplier's certificate.
    Raises Unknown for a material, supplier, location, order or line that does not exist, and what
    `record.capture` raises.
    """
    delivered = Delivered(
        material=material,
        supplier_lot=supplier_lot,
        quantity=quantity,
        uom=uom,
        lot=lot or "",
        expires=expires,
        certificate=certificate,
        line=line,
        expected_quantity=expected_quantity,
        expected_lot=expected_lot,
    )
    return receive_lots(
        [delivered], supplier=supplier, note=note, order=order, location=location, **stamp
    )


def receive_lots(
    lots: Sequence[Delivered],
    *,
    supplier: str,
    note: str = "",
    order: str = "",
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """A delivery of several lots arrives, all of it on record or nothing: an event for each lot.

    `note`: the delivery note's number; `order`: what it was ordered with. Answers the last event;
    those before it stand in its `beside`. Raises Malformed (no_things) for no lot, and what
    `receive` raises.
    """
    events: list[Event] = []
    with known.kept():
        papers = _Papers(
            source=things.owner(supplier),
            supplier=supplier,
            note=things.document("desadv", note),
            ordered=orders.read(order) if order else None,
            place=things.place(location),
        )
        for delivered in things.some(lots):
            events.append(_receipt(delivered, papers, nth(stamp, len(events))))
            if delivered.lot:
                events.append(_relabelling(delivered, papers, nth(stamp, len(events))))
    return put(events, stamp)


def receive_units(
    *,
    material: str,
    supplier: str,
    numbers: Sequence[str],
    note: str = "",
    order: str = "",
    line: str = "",
    location: str = "",
    certificate: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """Units that carry serial numbers of their own arrive: parts that are bought and traced singly.

    `numbers`: what is printed on each; the rest as for `receive`. Raises Malformed (no_things) for
    no number, Unknown as `receive` does, and what `record.capture` raises.
    """
    code = master_data.material(material).code
    domain = things.domain()
    ordered = orders.read(order) if order else None
    is_other = bool(ordered and line and ordered.material_of(line) != code)
    expected = Expected(material=ordered.material_of(line)) if ordered and is_other else None
    return capture(
        ObjectEvent,
        stamp,
        role=ROLE,
        fields={
            "action": "OBSERVE",
            "biz_step": "receiving",
            "disposition": "mismatch_instance" if is_other else "in_progress",
            "epc_list": tuple(
                identifiers.serial_uri(domain, material=code, number=number)
                for number in things.some(numbers)
            ),
            "source_list": (things.owner(supplier),),
            "biz_transaction_list": (
                *things.document("desadv", note),
                *(ordered.documents(line) if ordered else ()),
            ),
            "biz_location": things.place(location),
            "context": {"certificate": certificate, "expected": expected},
        },
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Papers:
    """What all lots of a delivery share."""

    source: TypedReference
    supplier: str
    note: tuple[TypedReference, ...]
    ordered: orders.Ordered | None
    place: Place | None


def _receipt(delivered: Delivered, papers: _Papers, stamp: Stamp) -> ObjectEvent:
    disposition, expected = _difference(delivered, papers.ordered)
    lines = papers.ordered.documents(delivered.line) if papers.ordered else ()
    return build(
        ObjectEvent,
        stamp,
        role=ROLE,
        fields={
            "action": "OBSERVE",
            "biz_step": "receiving",
            "disposition": disposition,
            "quantity_list": (_amount(delivered, papers),),
            "source_list": (papers.source,),
            "biz_transaction_list": (*papers.note, *lines),
            "biz_location": papers.place,
            "context": {
                "supplier_lot": delivered.supplier_lot,
                "expires": delivered.expires,
                "certificate": delivered.certificate,
                "expected": expected,
            },
        },
    )


def _difference(
    delivered: Delivered, ordered: orders.Ordered | None
) -> tuple[str, Expected | None]:
    """What the receipt says of the papers: the disposition, and what they say where it differs.

    That it is another thing weighs more than that it is another amount. CBV 2.0 section 7.2.
    """
    asked = ordered.material_of(delivered.line) if ordered and delivered.line else ""
    material = asked if asked != delivered.material else ""
    lot = delivered.expected_lot if delivered.expected_lot != delivered.supplier_lot else ""
    quantity = delivered.expected_quantity
    if quantity == delivered.quantity:
        quantity = None
    if not (material or lot or quantity is not None):
        return "in_progress", None
    uom = master_data.unit_of(delivered.material, delivered.uom) if quantity is not None else ""
    expected = Expected(quantity=quantity, uom=uom, lot=lot, material=material)
    return ("mismatch_instance" if material or lot else "mismatch_quantity"), expected


def _amount(delivered: Delivered, papers: _Papers, *, lot: str | None = None) -> QuantityElement:
    uri = received_uri(
        material=delivered.material,
        supplier=papers.supplier,
        supplier_lot=delivered.supplier_lot,
        lot=lot,
    )
    uom = master_data.unit_of(delivered.material, delivered.uom)
    return QuantityElement(epc_class=uri, quantity=delivered.quantity, uom=uom)


def _relabelling(delivered: Delivered, papers: _Papers, stamp: Stamp) -> TransformationEvent:
    """The run that turns the supplier's lot into ours."""
    return build(
        TransformationEvent,
        stamp,
        role=ROLE,
        fields={
            "biz_step": RELABELLING_STEP,
            "disposition": "in_progress",
            "input_quantity_list": (_amount(delivered, papers),),
            "output_quantity_list": (_amount(delivered, papers, lot=delivered.lot),),
            "biz_location": papers.place,
            "context": {"expires": delivered.expires, "step": "relabelling"},
        },
    )


def received_uri(*, material: str, supplier: str, supplier_lot: str, lot: str | None = None) -> str:
    """The URI that `receive` gives a lot."""
    if lot is None:
        return identifiers.lot_uri(
            things.domain(), material=material, number=supplier_lot, supplier=supplier
        )
    return identifiers.lot_uri(things.domain(), material=material, number=lot)


def put_away(objects: Things, *, location: str, **stamp: Unpack[Stamp]) -> Captured:
    """Objects are put into their place. Raises Unknown for a location that does not exist."""
    return moving.move(objects, location=location, **stamp)
