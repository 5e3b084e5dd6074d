"""Objects go into logistic units and out of them."""

from __future__ import annotations

from typing import Unpack

from gozinto.operations import things
from gozinto.operations.stamp import Stamp, capture
from gozinto.operations.things import Things
from gozinto.plant import identifiers
from gozinto.record import Captured
from gozinto.standards.epcis.events import AggregationEvent

ROLE = "warehouse"


def pack(
    *, container: str, contents: Things, location: str = "", **stamp: Unpack[Stamp]
) -> Captured:
    """Contents go into a container: its SSCC (18 digits) or URI. Contents may be containers.

    Raises Malformed for an SSCC that is none.
    """
    listed = things.listed(contents)
    return capture(
        AggregationEvent,
        stamp,
        role=ROLE,
        fields={
            "action": "ADD",
            "biz_step": "packing",
            "disposition": "in_progress",
            "parent_id": container_uri(container),
            "child_epcs": listed.epcs,
            "child_quantity_list": listed.quantities,
            "biz_location": things.place(location),
        },
    )


def unpack(
    *, container: str, contents: Things = (), location: str = "", **stamp: Unpack[Stamp]
) -> Captured:
    """Contents come out of a container; without `contents` all of them."""
    listed = things.listed(contents)
    return capture(
        AggregationEvent,
        stamp,
        role=ROLE,
        fields={
            "action": "DELETE",
            "biz_step": "unpacking",
            "disposition": "in_progress",
            "parent_id": container_uri(container),
            "child_epcs": listed.epcs,
            "child_quantity_list": listed.quantities,
            "biz_location": things.place(location),
        },
    )


def container_uri(container: str) -> str:
    """The URI of a container by SSCC or URI. Raises Malformed for an SSCC that is none."""
    return container if things.is_uri(container) else identifiers.container_uri(sscc=container)
