"""Goods are picked and leave for a customer."""

from __future__ import annotations

from typing import Unpack

from gozinto.operations import things
from gozinto.operations.stamp import Stamp, capture
from gozinto.operations.things import Things
from gozinto.record import Captured
from gozinto.standards.epcis.events import ObjectEvent, TypedReference

ROLE = "warehouse"


def pick(
    objects: Things, *, note: str = "", location: str = "", **stamp: Unpack[Stamp]
) -> Captured:
    """Objects are taken from the rack for a delivery note. `location`: where they stand now."""
    listed = things.listed(objects)
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
            "biz_transaction_list": things.document("desadv", note),
        },
    )


def ship(
    objects: Things,
    *,
    note: str,
    to: str,
    ship_to: str = "",
    carrier: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """Objects leave under a delivery note for a customer: `to` its code or URI.

    A container is listed with what is in it then, so that each unit is known to have left.
    `ship_to`: the location they go to, when it is known; `carrier`: who takes them.
    Raises Unknown for a customer, carrier or location that does not exist.
    """
    listed = things.with_content(objects, at=stamp.get("at"))
    site = things.place(ship_to)
    destinations = [things.owner(to)]
    if site:
        destinations.append(TypedReference(type="location", value=site.id))
    if carrier:
        destinations.append(things.owner(carrier, kind="possessing_party"))
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
            "biz_transaction_list": things.document("desadv", note),
            "destination_list": tuple(destinations),
        },
    )
