"""Goods come in from a supplier and are put away."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Unpack

from gozinto.operations import master_data, things
from gozinto.operations.stamp import Stamp, capture
from gozinto.operations.things import Amount, Things
from gozinto.plant import identifiers
from gozinto.record import Captured
from gozinto.record.effects import OPENING_STEP
from gozinto.standards.epcis.events import ObjectEvent

ROLE = "warehouse"


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
    **stamp: Unpack[Stamp],
) -> Captured:
    """A delivery of one lot arrives: `quantity` in `uom` (UN/ECE Rec 20; "": the material's unit).

    `lot` None keeps the supplier's own number; otherwise it is our number for it, and the
    supplier's stays an alias. `note`: the delivery note's number. Raises Unknown for a material,
    supplier or location that does not exist, and what `record.capture` raises.
    """
    unit = master_data.unit_of(material, uom)
    lot_uri = received_uri(material=material, supplier=supplier, supplier_lot=supplier_lot, lot=lot)
    return capture(
        ObjectEvent,
        stamp,
        role=ROLE,
        fields={
            "action": "OBSERVE",
            "biz_step": "receiving",
            "disposition": "in_progress",
            "quantity_list": things.listed(
                Amount(of=lot_uri, quantity=quantity, uom=unit)
            ).quantities,
            "source_list": (things.owner(supplier),),
            "biz_transaction_list": things.document("desadv", note),
            "biz_location": things.place(location),
            "context": {"supplier_lot": supplier_lot, "expires": expires},
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
    listed = things.listed(objects)
    return capture(
        ObjectEvent,
        stamp,
        role=ROLE,
        fields={
            "action": "OBSERVE",
            "biz_step": "storing",
            "epc_list": listed.epcs,
            "quantity_list": listed.quantities,
            "biz_location": things.place(location),
        },
    )


def open_stock(
    *,
    material: str,
    number: str,
    quantity: Decimal,
    uom: str = "",
    location: str = "",
    note: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """A lot that was on the shelf before the record began, on our own word (`declared`)."""
    uri = identifiers.lot_uri(things.domain(), material=material, number=number)
    amount = Amount(of=uri, quantity=quantity, uom=master_data.unit_of(material, uom))
    return capture(
        ObjectEvent,
        stamp,
        role=ROLE,
        fields={
            "action": "ADD",
            "biz_step": OPENING_STEP,
            "disposition": "active",
            "quantity_list": things.listed(amount).quantities,
            "biz_location": things.place(location),
            "context": {"term": "opening", "certainty": "declared", "note": note},
        },
    )
