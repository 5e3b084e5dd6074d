"""Samples are taken of a lot: destroyed in the laboratory, or kept for later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Unpack

from gozinto.operations import things
from gozinto.operations.inspection.inspecting import ROLE
from gozinto.operations.stamp import Stamp, capture
from gozinto.operations.things import Amount, Thing
from gozinto.plant import known as plant
from gozinto.plant.identifiers import identify
from gozinto.record import Captured
from gozinto.record.models import Involvement
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.events import ObjectEvent, TypedReference
from gozinto.standards.epcis.gozinto import Context

SAMPLING = "sampling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What was taken of a lot or unit: how much, where it is kept ("": nowhere), until when."""

    event_id: str
    at: datetime
    quantity: Decimal | None
    uom: str
    place: str
    keep_until: date | None
    note: str


def take_sample(
    of: Thing,
    *,
    quantity: Decimal | None = None,
    uom: str = "",
    place: str = "",
    keep_until: date | None = None,
    note: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """A sample is taken of a lot, or a unit becomes one; it is stock no more.

    of: what is printed on it, or its URI.  quantity: how much of a lot, in `uom` ("": the
    material's own).  place: where it is kept (code or URI); "": it is used up in the test.
    keep_until: until which day it is kept.  note: its own number, or what it is for.
    Raises Unknown or Ambiguous for what is printed, Unknown for a place that does not exist.
    """
    uri = things.uri_of(of)
    material = plant.now().material_of(identify(uri).item)
    unit = uom or (material.uom if material and quantity is not None else "")
    listed = things.listed(Amount(of=uri, quantity=quantity, uom=unit))
    there = things.place(place)
    # The place is the sample's, and not the lot's: a destination leaves the lot where it is.
    kept = (TypedReference(type="location", value=there.id),) if there else ()
    return capture(
        ObjectEvent,
        stamp,
        role=ROLE,
        fields={
            "action": "OBSERVE",
            "biz_step": SAMPLING,
            "epc_list": listed.epcs,
            "quantity_list": listed.quantities,
            "destination_list": kept,
            "context": {"term": "sampled", "keep_until": keep_until, "note": note},
        },
    )


def samples_of(thing: Thing) -> list[Sample]:
    """The samples that were taken of it, oldest first, with their places. Two queries."""
    told = Involvement.objects.filter(
        object__uri=things.uri_of(thing), term="sampled", event__withdrawal=None
    ).select_related("event")
    return [_sample(row) for row in told.order_by("at", "event_id")]


def _sample(row: Involvement) -> Sample:
    event = jsonld.loads(row.event.document)
    context = Context.of(event)
    places = [one.value for one in event.destination_list if one.type == "location"]
    return Sample(
        event_id=event.event_id,
        at=row.at,
        quantity=row.quantity,
        uom=row.uom,
        place=places[0] if places else "",
        keep_until=context.keep_until,
        note=context.note,
    )
