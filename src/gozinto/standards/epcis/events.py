"""The five event types of EPCIS 2.0 as frozen values, all fields of the standard.

Source: GS1 EPCIS 2.0 section 7.4. Field names are the standard's in snake_case; camelCase
lives in the codecs alone. Sequences are tuples so that an event is a value. Extensions are
keyed by full IRI (`https://gozinto.example/ns#flow`) and hold plain JSON, kept losslessly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, cast

Json = Any
"""Plain JSON: str, bool, int, Decimal, None, list and dict of these. No float: 0.10 stays 0.10."""

Action = Literal["ADD", "OBSERVE", "DELETE"]
EventType = Literal[
    "ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent", "AssociationEvent"
]


@dataclass(frozen=True, kw_only=True, slots=True)
class QuantityElement:
    """A quantity of a class (a lot). `quantity` None: an unspecified amount; `uom` "": pieces."""

    epc_class: str
    quantity: Decimal | None = None
    uom: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TypedReference:
    """A business transaction, source or destination: what kind it is, and its URI."""

    type: str
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A read point or business location: its URI and extensions."""

    id: str
    extensions: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class PersistentDisposition:
    """Dispositions that stay until they are unset."""

    set: tuple[str, ...] = ()
    unset: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SensorElement:
    """One observation of sensors: metadata and reports as camelCase JSON, times in UTC."""

    sensor_metadata: Mapping[str, Json] = field(default_factory=dict)
    sensor_report: tuple[Mapping[str, Json], ...] = ()
    extensions: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class ErrorDeclaration:
    """Says that the event of the same id is wrong. EPCIS 2.0 section 7.4.1.2."""

    declaration_time: datetime
    reason: str = ""
    corrective_event_ids: tuple[str, ...] = ()
    extensions: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """What all five types share. `event_time` is aware; the offset is as it was sent."""

    event_time: datetime
    event_time_zone_offset: str = "+00:00"
    record_time: datetime | None = None
    event_id: str = ""
    error_declaration: ErrorDeclaration | None = None
    certification_info: tuple[str, ...] = ()
    biz_step: str = ""
    disposition: str = ""
    persistent_disposition: PersistentDisposition | None = None
    read_point: Place | None = None
    biz_location: Place | None = None
    biz_transaction_list: tuple[TypedReference, ...] = ()
    source_list: tuple[TypedReference, ...] = ()
    destination_list: tuple[TypedReference, ...] = ()
    sensor_element_list: tuple[SensorElement, ...] = ()
    extensions: Mapping[str, Json] = field(default_factory=dict)
    namespaces: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The prefixes its sender used, to write it again; they are no part of what it says."""

    @property
    def type(self) -> EventType:
        """The standard's name of this event type."""
        return cast(EventType, type(self).__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectEvent(Event):
    """Something was created, seen or ended. EPCIS 2.0 section 7.4.2."""

    action: Action
    epc_list: tuple[str, ...] = ()
    quantity_list: tuple[QuantityElement, ...] = ()
    ilmd: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class AggregationEvent(Event):
    """Children went into or out of a parent container. EPCIS 2.0 section 7.4.3."""

    action: Action
    parent_id: str = ""
    child_epcs: tuple[str, ...] = ()
    child_quantity_list: tuple[QuantityElement, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class TransactionEvent(Event):
    """Objects were tied to a business transaction. EPCIS 2.0 section 7.4.4."""

    action: Action
    parent_id: str = ""
    epc_list: tuple[str, ...] = ()
    quantity_list: tuple[QuantityElement, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class TransformationEvent(Event):
    """Inputs became outputs. Events that share a transformation id are one run. Section 7.4.5."""

    input_epc_list: tuple[str, ...] = ()
    input_quantity_list: tuple[QuantityElement, ...] = ()
    output_epc_list: tuple[str, ...] = ()
    output_quantity_list: tuple[QuantityElement, ...] = ()
    transformation_id: str = ""
    ilmd: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class AssociationEvent(Event):
    """Something was mounted on or removed from an asset. EPCIS 2.0 section 7.4.6."""

    action: Action
    parent_id: str = ""
    child_epcs: tuple[str, ...] = ()
    child_quantity_list: tuple[QuantityElement, ...] = ()


EVENT_TYPES: Mapping[str, type[Event]] = {
    c.__name__: c
    for c in (
        ObjectEvent,
        AggregationEvent,
        TransactionEvent,
        TransformationEvent,
        AssociationEvent,
    )
}
