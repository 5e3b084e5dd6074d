"""Goods come in from a supplier and are put away."""

from __future__ import annotations

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Unpack

from gozinto.operations import master_data, things
from gozinto.operations.stamp import Stamp, build, capture, put
from gozinto.operations.things import Amount, Things
from gozinto.plant import identifiers
from gozinto.record import Captured
from gozinto.standards.epcis.events import ObjectEvent, TransformationEvent

ROLE = "warehouse"
RELABELLING_STEP = "https://gozinto.example/ns/relabelling"


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

    `lot` None keeps the supplier's own number; otherwise it is our number for it, and a run of
    its own turns the supplier's lot into ours, so deliveries that share our number stay apart.
    The answer is then that of the relabelling, on record together with the receipt.
    `note`: the delivery note's number. Raises Unknown for a material, supplier or location that
    does not exist, and what `record.capture` raises.
    """
    unit = master_data.unit_of(material, uom)
    theirs = received_uri(material=material, supplier=supplier, supplier_lot=supplier_lot)
    amount = things.listed(Amount(of=theirs, quantity=quantity, uom=unit)).quantities
    receipt = build(
        ObjectEvent,
        stamp,
        role=ROLE,
        fields={
            "action": "OBSERVE",
            "biz_step": "receiving",
            "disposition": "in_progress",
            "quantity_list": amount,
            "source_list": (things.owner(supplier),),
            "biz_transaction_list": things.document("desadv", note),
            "biz_location": things.place(location),
            "context": {"supplier_lot": supplier_lot, "expires": expires},
        },
    )
    if lot is None:
        return put([receipt], stamp)
    ours = received_uri(material=material, supplier=supplier, supplier_lot=supplier_lot, lot=lot)
    relabelled = build(
        TransformationEvent,
        {**stamp, "event_id": _beside(receipt.event_id)},
        role=ROLE,
        fields={
            "biz_step": RELABELLING_STEP,
            "disposition": "in_progress",
            "input_quantity_list": amount,
            "output_quantity_list": things.listed(
                Amount(of=ours, quantity=quantity, uom=unit)
            ).quantities,
            "biz_location": things.place(location),
            "context": {"expires": expires, "step": "relabelling"},
        },
    )
    return put([receipt, relabelled], stamp)


def _beside(event_id: str) -> str:
    """The id of the second event of a request, so that a repeat of it is recognised whole."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, event_id)}" if event_id else ""


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
