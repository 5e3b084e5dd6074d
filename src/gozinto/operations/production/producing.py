"""Lots and units come out of a run."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Unpack

from gozinto.operations import master_data, runs, things
from gozinto.operations.production.transforming import (
    ROLE,
    Component,
    Side,
    made_lot,
    transform,
)
from gozinto.operations.runs import Run
from gozinto.operations.stamp import Stamp, capture
from gozinto.plant import identifiers
from gozinto.record import Captured
from gozinto.standards.epcis.events import TransformationEvent
from gozinto.standards.epcis.gozinto import LinkDetail


def produce_lot(
    *,
    run: Run | str,
    material: str,
    number: str,
    quantity: Decimal,
    uom: str = "",
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """A lot comes out of a run: `quantity` in `uom` ("": the material's unit).

    Raises Unknown for a material that does not exist.
    """
    output = made_lot(material=material, number=number, quantity=quantity, uom=uom)
    return transform(runs.get(run), stamp, outputs=[output], location=location)


def mix(
    *,
    run: Run | str,
    inputs: Sequence[Component],
    material: str,
    number: str,
    quantity: Decimal,
    uom: str = "",
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """A batch in one event: all `inputs` go in, one lot comes out, each reaches it.

    Raises Unknown for a material that does not exist.
    """
    output = made_lot(material=material, number=number, quantity=quantity, uom=uom)
    return transform(runs.get(run), stamp, inputs=inputs, outputs=[output], location=location)


def produce_serial(
    *,
    run: Run | str,
    material: str,
    number: str,
    lot: str = "",
    inputs: Sequence[Component],
    position: str = "",
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """One unit comes out with inputs of its own; it inherits the rest from its run slot by slot.

    `lot`: the number or URI of the lot it belongs to; `position`: the cavity or side of the
    machine. Raises Unknown for a material that does not exist, and what `record.capture` raises.
    """
    run = runs.get(run)
    master_data.material(material)
    uri = identifiers.serial_uri(things.domain(), material=material, number=number)
    side = Side()
    for component in inputs:
        side.add(component, run)
    lot_uri = lot
    if lot and not things.is_uri(lot):
        lot_uri = identifiers.lot_uri(things.domain(), material=material, number=lot)
    member = (LinkDetail(id=uri, lot=lot_uri),) if lot else ()
    return capture(
        TransformationEvent,
        stamp,
        role=ROLE,
        fields={
            "biz_step": "commissioning",
            "disposition": "active",
            "input_epc_list": tuple(side.epcs),
            "input_quantity_list": tuple(side.quantities),
            "output_epc_list": (uri,),
            "biz_location": things.place(location),
            "context": {
                **run.words(),
                "job": run.uri,
                "position": position,
                "links": (*member, *side.links),
            },
        },
    )
