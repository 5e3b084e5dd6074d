"""Material becomes product: runs at machines, what they consume, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Unpack
from urllib.parse import quote

from gozinto.operations import master_data, things
from gozinto.operations.stamp import Stamp, capture
from gozinto.operations.things import Amount, Listed, Thing
from gozinto.plant import identifiers
from gozinto.record import Captured, clock
from gozinto.standards.epcis.events import AssociationEvent, QuantityElement, TransformationEvent
from gozinto.standards.epcis.gozinto import Certainty, Flow, LinkDetail, Slot

ROLE = "operator"


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A job's operation at one machine, as the caller carries it from verb to verb."""

    uri: str
    job_name: str
    step: str
    equipment: str
    flow: Flow
    started_by: str
    started_at: datetime


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
class _Side:
    """The inputs or outputs of one event, and what its links say beyond EPCIS."""

    epcs: list[str] = field(default_factory=list)
    quantities: list[QuantityElement] = field(default_factory=list)
    links: list[LinkDetail] = field(default_factory=list)

    def add(self, component: Component, run: Run) -> None:
        listed = things.listed(
            Amount(of=component.of, quantity=component.quantity, uom=component.uom)
        )
        self.epcs += listed.epcs
        self.quantities += listed.quantities
        if component.slot or component.certainty:
            self.links.append(_link(component, listed, run))


def start(
    *, job: str, step: str, equipment: str, flow: Flow = "batch", **stamp: Unpack[Stamp]
) -> Run:
    """Begin a job's operation at a machine; `job` is its number, for example "J-1042/80".

    Nothing is captured yet: the run is on record with the first thing that goes in or comes
    out. Raises Unknown for equipment that does not exist.
    """
    master_data.check_equipment(equipment)
    uri = identifiers.run_uri(things.domain(), number=job)
    return Run(
        uri=uri,
        job_name=job,
        step=step,
        equipment=equipment,
        flow=flow,
        started_by=stamp["by"],
        started_at=stamp.get("at") or clock.now(),
    )


def mount(
    thing: Thing,
    *,
    equipment: str,
    slot: str,
    position: str = "",
    step: str = "",
    cycles: int | None = None,
    **stamp: Unpack[Stamp],
) -> Captured:
    """An asset or a lot goes into a slot of a machine and stays until something else does.

    `cycles`: how many it has behind it. Raises Unknown for equipment that does not exist.
    """
    slot_there = Slot(name=slot, step=step, position=position)
    return _associate(thing, "ADD", equipment, slot_there, cycles, stamp)


def unmount(
    thing: Thing,
    *,
    equipment: str,
    slot: str,
    position: str = "",
    step: str = "",
    cycles: int | None = None,
    **stamp: Unpack[Stamp],
) -> Captured:
    """What was mounted comes off. `cycles`: how many it has behind it now."""
    slot_there = Slot(name=slot, step=step, position=position)
    return _associate(thing, "DELETE", equipment, slot_there, cycles, stamp)


def _associate(
    thing: Thing, action: str, equipment: str, slot: Slot, cycles: int | None, stamp: Stamp
) -> Captured:
    master_data.check_equipment(equipment)
    listed = things.listed(thing)
    return capture(
        AssociationEvent,
        stamp,
        role=ROLE,
        fields={
            "action": action,
            "biz_step": "installing" if action == "ADD" else "removing",
            "disposition": "in_progress",
            "parent_id": identifiers.equipment_uri(things.domain(), code=equipment),
            "child_epcs": listed.epcs,
            "child_quantity_list": listed.quantities,
            "context": {
                "equipment": equipment,
                "slot": slot,
                "step": slot.step,
                "position": slot.position,
                "cycles": cycles,
            },
        },
    )


def consume(
    scan: Thing,
    *,
    run: Run,
    quantity: Decimal | None = None,
    uom: str = "",
    slot: str = "",
    position: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """Something goes into a run: `quantity` in `uom` of a lot, or one serial.

    Raises Unknown or Ambiguous for what is printed, and what `record.capture` raises.
    """
    component = Component(of=scan, slot=slot, position=position, quantity=quantity, uom=uom)
    return _transform(run, stamp, inputs=[component])


def produce_lot(
    *,
    run: Run,
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
    output = _output(material, number, quantity, uom)
    return _transform(run, stamp, outputs=[output], location=location)


def mix(
    *,
    run: Run,
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
    output = _output(material, number, quantity, uom)
    return _transform(run, stamp, inputs=inputs, outputs=[output], location=location)


def produce_serial(
    *,
    run: Run,
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
    master_data.material(material)
    uri = identifiers.serial_uri(things.domain(), material=material, number=number)
    side = _Side()
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
                **_words(run),
                "job": run.uri,
                "position": position,
                "links": (*member, *side.links),
            },
        },
    )


def _output(material: str, number: str, quantity: Decimal, uom: str) -> Component:
    uri = identifiers.lot_uri(things.domain(), material=material, number=number)
    return Component(of=uri, quantity=quantity, uom=master_data.unit_of(material, uom))


def _step_uri(step: str) -> str:
    # CBV has no word for a plant's own steps and asks for a full URI of the company's (7.1.1).
    return f"https://{things.domain()}/step/{quote(step, safe='')}"


def _words(run: Run) -> Mapping[str, Any]:
    return {
        "equipment": run.equipment,
        "step": run.step,
        "job_name": run.job_name,
        "flow": run.flow,
    }


def _link(component: Component, listed: Listed, run: Run) -> LinkDetail:
    uri = listed.epcs[0] if listed.epcs else listed.quantities[0].epc_class
    slot = Slot(name=component.slot, step=component.step or run.step, position=component.position)
    return LinkDetail(
        id=uri,
        slot=slot if component.slot else None,
        certainty=component.certainty,
        required=component.required,
    )


def _transform(
    run: Run,
    stamp: Stamp,
    *,
    inputs: Sequence[Component] = (),
    outputs: Sequence[Component] = (),
    location: str = "",
) -> Captured:
    into, out = _Side(), _Side()
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
            "biz_step": "creating_class_instance" if outputs else _step_uri(run.step),
            "disposition": "active" if outputs else "in_progress",
            "input_epc_list": tuple(into.epcs),
            "input_quantity_list": tuple(into.quantities),
            "output_epc_list": tuple(out.epcs),
            "output_quantity_list": tuple(out.quantities),
            "biz_location": things.place(location),
            "context": {**_words(run), "links": (*into.links, *out.links)},
        },
    )
