"""Events for tests, in few words: what a plant would send, without the plant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from gozinto.standards.epcis.events import (
    AggregationEvent,
    AssociationEvent,
    ErrorDeclaration,
    Event,
    ObjectEvent,
    PersistentDisposition,
    QuantityElement,
    TransformationEvent,
    TypedReference,
)
from gozinto.standards.epcis.gozinto import Context, LinkDetail, Slot
from gozinto.standards.gs1.check_digits import check_digit

DOMAIN = "https://id.demo.example"
DAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def at(hours: float) -> datetime:
    """A time on the day of the tests, in hours from its first shift."""
    return DAY + timedelta(hours=hours)


def lot(material: str, number: str) -> str:
    """The URI of a lot."""
    return f"{DOMAIN}/class/{material}/{number}"


def unit(material: str, number: str) -> str:
    """The URI of one unit."""
    return f"{DOMAIN}/obj/{material}/{number}"


def asset(code: str) -> str:
    """The URI of a physical asset."""
    return f"{DOMAIN}/asset/{code}"


def run(number: str) -> str:
    """The URI of a run."""
    return f"{DOMAIN}/run/{number}"


def partner(code: str) -> str:
    """The URI of a company."""
    return f"{DOMAIN}/partner/{code}"


def pallet(number: int) -> str:
    """The Digital Link of a logistic unit."""
    body = f"{number:017d}"
    return f"https://id.gs1.org/00/{body}{check_digit(body)}"


def some(uri: str, amount: str | int, uom: str = "KGM") -> QuantityElement:
    """So much of a lot."""
    return QuantityElement(epc_class=uri, quantity=Decimal(amount), uom=uom)


def received(
    what: QuantityElement,
    hours: float,
    *,
    supplier: str = "S1",
    supplier_lot: str = "",
    id: str = "",
) -> ObjectEvent:
    """A delivery."""
    return ObjectEvent(
        event_id=id,
        event_time=at(hours),
        action="OBSERVE",
        biz_step="receiving",
        disposition="in_progress",
        quantity_list=(what,),
        source_list=(TypedReference(type="owning_party", value=partner(supplier)),),
        extensions=Context(supplier_lot=supplier_lot).extensions(),
    )


def transformed(
    hours: float,
    *,
    run_id: str = "",
    inputs: Sequence[QuantityElement] = (),
    outputs: Sequence[QuantityElement] = (),
    units_in: Sequence[str] = (),
    units_out: Sequence[str] = (),
    slots: dict[str, Slot] | None = None,
    lots: dict[str, str] | None = None,
    id: str = "",
    certainty: str = "scanned",
    **words: Any,
) -> TransformationEvent:
    """Something went in or came out; `words` are those of the extension."""
    links = [LinkDetail(id=i, slot=slot) for i, slot in (slots or {}).items()]
    links += [LinkDetail(id=i, lot=name) for i, name in (lots or {}).items()]
    return TransformationEvent(
        event_id=id,
        event_time=at(hours),
        transformation_id=run_id,
        input_quantity_list=tuple(inputs),
        output_quantity_list=tuple(outputs),
        input_epc_list=tuple(units_in),
        output_epc_list=tuple(units_out),
        extensions=Context(links=tuple(links), certainty=certainty, **words).extensions(),
    )


def commissioned(one: str, hours: float, *, of: str) -> Event:
    """A unit that is told to be of a lot."""
    return ObjectEvent(
        event_time=at(hours),
        action="ADD",
        biz_step="commissioning",
        epc_list=(one,),
        extensions=Context(links=(LinkDetail(id=one, lot=of),)).extensions(),
    )


def mounted(
    what: str,
    hours: float,
    *,
    equipment: str,
    slot: str = "",
    position: str = "",
    on: bool = True,
    **words: Any,
) -> AssociationEvent:
    """Something was mounted on, or taken off, an equipment."""
    return AssociationEvent(
        event_time=at(hours),
        action="ADD" if on else "DELETE",
        biz_step="installing" if on else "removing",
        parent_id=f"{DOMAIN}/equipment/{equipment}",
        child_epcs=(what,) if "/class/" not in what else (),
        child_quantity_list=(QuantityElement(epc_class=what),) if "/class/" in what else (),
        extensions=Context(
            equipment=equipment, slot=Slot(name=slot, position=position), **words
        ).extensions(),
    )


def cleared(
    hours: float, *, equipment: str, slot: str = "", position: str = "", **words: Any
) -> AssociationEvent:
    """All that was mounted there came off: at the equipment, or at the place that is named."""
    taken_off = mounted(
        asset("any"), hours, equipment=equipment, slot=slot, position=position, on=False, **words
    )
    return replace(taken_off, child_epcs=())


def packed(container: str, units: Sequence[str], hours: float, *, into: bool = True) -> Event:
    """Units went into a container, or out of it."""
    return AggregationEvent(
        event_time=at(hours),
        action="ADD" if into else "DELETE",
        biz_step="packing" if into else "unpacking",
        parent_id=container,
        child_epcs=tuple(units),
    )


def shipped(
    units: Sequence[str],
    hours: float,
    *,
    to: str = "D1",
    note: str = "SN-1",
    lots: Sequence[QuantityElement] = (),
) -> Event:
    """A shipment left."""
    return ObjectEvent(
        event_time=at(hours),
        action="OBSERVE",
        biz_step="shipping",
        disposition="in_transit",
        epc_list=tuple(units),
        quantity_list=tuple(lots),
        biz_transaction_list=(TypedReference(type="desadv", value=f"{DOMAIN}/bt/{note}"),),
        destination_list=(TypedReference(type="owning_party", value=partner(to)),),
    )


def observed(
    hours: float,
    *,
    units: Sequence[str] = (),
    lots: Sequence[QuantityElement] = (),
    action: Any = "OBSERVE",
    step: str = "",
    disposition: str = "",
    term: str = "",
) -> Event:
    """Somebody saw, took, brought or counted something."""
    return ObjectEvent(
        event_time=at(hours),
        action=action,
        biz_step=step,
        disposition=disposition,
        epc_list=tuple(units),
        quantity_list=tuple(lots),
        extensions=Context(term=term).extensions(),
    )


def held(uri: str, hours: float, *, free: bool = False) -> Event:
    """A hold, or its release."""
    words = ("unavailable",)
    return ObjectEvent(
        event_time=at(hours),
        action="OBSERVE",
        biz_step="storing" if free else "holding",
        quantity_list=(QuantityElement(epc_class=uri),),
        persistent_disposition=PersistentDisposition(unset=words)
        if free
        else PersistentDisposition(set=words),
    )


def inspected(uri: str, hours: float, **words: Any) -> Event:
    """A control of a lot or a unit."""
    is_lot = "/class/" in uri
    return ObjectEvent(
        event_time=at(hours),
        action="OBSERVE",
        biz_step="inspecting",
        disposition="conformant",
        epc_list=() if is_lot else (uri,),
        quantity_list=(QuantityElement(epc_class=uri),) if is_lot else (),
        extensions=Context(**words).extensions(),
    )


def withdrawn(event: Event, hours: float) -> Event:
    """The declaration that `event` did not occur."""
    return replace(
        event,
        error_declaration=ErrorDeclaration(declaration_time=at(hours), reason="did_not_occur"),
    )
