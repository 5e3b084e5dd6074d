"""What goes into a run and what comes out, as one transformation event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gozinto.operations import master_data, things
from gozinto.operations.runs import Run
from gozinto.operations.stamp import Stamp, capture
from gozinto.operations.things import Amount, Listed, Thing
from gozinto.plant import identifiers
from gozinto.record import Captured
from gozinto.standards.epcis.events import QuantityElement, TransformationEvent
from gozinto.standards.epcis.gozinto import Certainty, LinkDetail, Slot

ROLE = "operator"


@dataclass(frozen=True, kw_only=True, slots=True)
class Component:
    """One thing that goes into a unit or batch: which, how much, and into which slot.

    `required`: what the bill asks of this slot, so that one of two belts is seen as half.
    """

    of: Thing
    slot: str = ""
    position: str = ""
    step: str = ""
    quantity: Decimal | None = None
    uom: str = ""
    certainty: Certainty | None = None
    required: Decimal | None = None


@dataclass(slots=True)
class Side:
    """The inputs or outputs of one event, and what its links say beyond EPCIS."""

    epcs: list[str] = field(default_factory=list)
    quantities: list[QuantityElement] = field(default_factory=list)
    links: list[LinkDetail] = field(default_factory=list)

    def add(self, component: Component, run: Run) -> None:
        """One more thing of this side, and what its link says."""
        listed = things.listed(
            Amount(of=component.of, quantity=component.quantity, uom=component.uom)
        )
        self.epcs += listed.epcs
        self.quantities += listed.quantities
        if component.slot or component.certainty:
            self.links.append(_link(component, listed, run))


def transform(
    run: Run,
    stamp: Stamp,
    *,
    inputs: Sequence[Component] = (),
    outputs: Sequence[Component] = (),
    location: str = "",
) -> Captured:
    """One event of a run: these went in, those came out (to `location`, a code or URI)."""
    into, out = Side(), Side()
    for component in inputs:
        into.add(component, run)
    for component in outputs:
        out.add(component, run)
    return capture(
        TransformationEvent,
        stamp,
        role=ROLE,
        fields={
            "transformation_id": run.uri,
            "biz_step": "creating_class_instance" if outputs else run.step_uri,
            "disposition": "active" if outputs else "in_progress",
            "input_epc_list": tuple(into.epcs),
            "input_quantity_list": tuple(into.quantities),
            "output_epc_list": tuple(out.epcs),
            "output_quantity_list": tuple(out.quantities),
            "biz_location": things.place(location),
            "context": {**run.words(), "links": (*into.links, *out.links)},
        },
    )


def made_lot(*, material: str, number: str, quantity: Decimal, uom: str) -> Component:
    """A lot that comes out, under our own number."""
    uri = identifiers.lot_uri(things.domain(), material=material, number=number)
    return Component(of=uri, quantity=quantity, uom=master_data.unit_of(material, uom))


def _link(component: Component, listed: Listed, run: Run) -> LinkDetail:
    uri = listed.epcs[0] if listed.epcs else listed.quantities[0].epc_class
    slot = Slot(name=component.slot, step=component.step or run.step, position=component.position)
    return LinkDetail(
        id=uri,
        slot=slot if component.slot else None,
        certainty=component.certainty,
        required=component.required,
    )
