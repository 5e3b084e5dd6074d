"""What lies on the shelf before the record begins: on our own word, and a gap of every trace."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Unpack

from gozinto.operations import master_data, things
from gozinto.operations.stamp import Stamp, build, put
from gozinto.operations.things import Amount
from gozinto.plant import identifiers
from gozinto.record import Captured
from gozinto.record.stock_terms import OPENING_STEP
from gozinto.standards.epcis.events import ObjectEvent

ROLE = "warehouse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """A lot or a unit that is there on the first day; `uom` "": the material's own.

    A lot without a `number` of ours, or whose number is its `supplier_lot`, keeps the supplier's.
    """

    material: str
    number: str = ""
    kind: Literal["lot", "serial"] = "lot"
    quantity: Decimal = Decimal(1)
    uom: str = ""
    location: str = ""
    supplier: str = ""
    supplier_lot: str = ""
    expires: datetime | None = None
    produced_on: date | None = None
    note: str = ""

    @property
    def uri(self) -> str:
        """What it goes by."""
        domain = things.domain()
        if self.kind == "serial":
            return identifiers.serial_uri(domain, material=self.material, number=self.number)
        if self.supplier and self.number in ("", self.supplier_lot):
            return identifiers.lot_uri(
                domain, material=self.material, number=self.supplier_lot, supplier=self.supplier
            )
        return identifiers.lot_uri(domain, material=self.material, number=self.number)


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
    """A lot that was on the shelf before the record began, on our own word (`declared`).

    What was opened at a place is opened there once: the same again is a repeat, and another
    quantity a Conflict. Raises Unknown for a material or location that does not exist.
    """
    stock = Stock(
        material=material, number=number, quantity=quantity, uom=uom, location=location, note=note
    )
    return put([opening(stock, **stamp)], stamp)


def opening(stock: Stock, **stamp: Unpack[Stamp]) -> ObjectEvent:
    """The event that says that it is there; `certainty` is `declared` where the stamp says none.

    Raises Unknown for a material, supplier or location that does not exist.
    """
    uri = stock.uri
    unit = master_data.unit_of(stock.material, stock.uom)
    place = things.place(stock.location)
    quantity = None if stock.kind == "serial" else stock.quantity
    listed = things.listed(Amount(of=uri, quantity=quantity, uom=unit if quantity else ""))
    name = f"{OPENING_STEP} {uri} {place.id if place and quantity else ''}"
    said: Stamp = {
        **stamp,
        "event_id": stamp.get("event_id") or f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}",
        "certainty": stamp.get("certainty", "declared"),
    }
    return build(
        ObjectEvent,
        said,
        role=ROLE,
        fields={
            "action": "ADD",
            "biz_step": OPENING_STEP,
            "disposition": "active",
            "epc_list": listed.epcs,
            "quantity_list": listed.quantities,
            "source_list": (things.owner(stock.supplier),) if stock.supplier else (),
            "biz_location": place,
            "context": {
                "term": "opening",
                "supplier_lot": stock.supplier_lot,
                "expires": stock.expires,
                "produced_on": stock.produced_on,
                "note": stock.note,
            },
        },
    )
