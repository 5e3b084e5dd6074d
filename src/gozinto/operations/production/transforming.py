"""What goes into a run and what comes out, as one transformation event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gozinto.operations import things
from gozinto.operations.runs import Run
from gozinto.operations.stamp import Stamp, build, put
from gozinto.operations.things import Thing
from gozinto.plant.identifiers import identify
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


@dataclass(frozen=True, slots=True)
class Side:
    """The inputs or outputs of one event, and what its links say beyond EPCIS."""

    epcs: tuple[str, ...] = ()
    quantities: tuple[QuantityElement, ...] = ()
    links: tuple[LinkDetail, ...] = ()


def side(components: Sequence[Component], *, step: str) -> Side:
    """These as one side of an event; a slot is of `step` unless the component says otherwise.

    Printed numbers are looked for together. Raises Unknown or Ambiguous.
    """
    epcs: list[str] = []
    quantities: list[QuantityElement] = []
    links: list[LinkDetail] = []
    uris = things.uris_of([one.of for one in components])
    for uri, one in zip(uris, components, strict=True):
        if one.quantity is not None or identify(uri).kind == "lot":
            quantities.append(QuantityElement(epc_class=uri, quantity=one.quantity, uom=one.uom))
        else:
            epcs.append(uri)
        if one.slot or one.certainty:
            links.append(_link(one, uri, step))
    return Side(tuple(epcs), tuple(quantities), tuple(links))


def _link(component: Component, uri: str, step: str) -> LinkDetail:
    slot = Slot(name=component.slot, step=component.step or step, position=component.position)
    return LinkDetail(
        id=uri,
        slot=slot if component.slot else None,
        certainty=component.certainty,
        required=component.required,
    )


NOTHING = Side()


def transform(
    run: Run,
    stamp: Stamp,
    *,
    into: Side = NOTHING,
    out: Side = NOTHING,
    location: str = "",
    words: Mapping[str, Any] | None = None,
) -> Captured:
    """One event of a run: these went in, those came out (to `location`, a code or URI)."""
    event = transformation(run, stamp, into=into, out=out, location=location, words=words)
    return put([event], stamp)


def transformation(
    run: Run,
    stamp: Stamp,
    *,
    into: Side = NOTHING,
    out: Side = NOTHING,
    location: str = "",
    words: Mapping[str, Any] | None = None,
    role: str = ROLE,
) -> TransformationEvent:
    """The event that `transform` puts on record."""
    making = "creating_class_instance" if out.quantities else "commissioning"
    is_making = bool(out.quantities or out.epcs)
    return build(
        TransformationEvent,
        stamp,
        role=role,
        fields={
            "transformation_id": run.uri,
            "biz_step": making if is_making else run.step_uri,
            "disposition": "active" if is_making else "in_progress",
            "input_epc_list": into.epcs,
            "input_quantity_list": into.quantities,
            "output_epc_list": out.epcs,
            "output_quantity_list": out.quantities,
            "biz_location": things.place(location),
            "context": {**run.words(), **(words or {}), "links": (*into.links, *out.links)},
        },
    )


def own_event(
    stamp: Stamp,
    *,
    biz_step: str,
    into: Side,
    out: Side,
    words: Mapping[str, Any],
    location: str = "",
    role: str = ROLE,
) -> TransformationEvent:
    """A transformation that is a run of its own: what went into it came out of it, and no more."""
    return build(
        TransformationEvent,
        stamp,
        role=role,
        fields={
            "biz_step": biz_step,
            "disposition": "active",
            "input_epc_list": into.epcs,
            "input_quantity_list": into.quantities,
            "output_epc_list": out.epcs,
            "output_quantity_list": out.quantities,
            "biz_location": things.place(location),
            "context": {**words, "links": (*into.links, *out.links)},
        },
    )
