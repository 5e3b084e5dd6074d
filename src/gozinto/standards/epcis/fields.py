"""Which JSON member of an event is which attribute, and how each is read and written.

Source: EPCIS 2.0 sections 7.4.1 to 7.4.6. The standard's text and its XML schema let every event
type carry a persistent disposition; its JSON schema names it for two. All may here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from gozinto.standards.epcis import parts as p
from gozinto.standards.epcis import reading as r
from gozinto.standards.epcis import vocabulary as v
from gozinto.standards.epcis.events import Json, TypedReference
from gozinto.standards.epcis.reading import Path, Reader, Reading


@dataclass(frozen=True, slots=True)
class Field:
    """One member: its attribute, its reader, and its writer where the value is not JSON itself."""

    attribute: str
    read: Reader[Any]
    write: Callable[[Any], Json] | None = None


def _each(write: Callable[[Any], Json]) -> Callable[[Any], Json]:
    return lambda items: [write(item) for item in items]


def _references(attribute: str, member: str, vocabulary: v.Vocabulary, *, typed: bool) -> Field:
    write: Callable[[TypedReference], Json] = partial(p.write_reference, member)
    return Field(attribute, r.many(p.reference(member, vocabulary, typed=typed)), _each(write))


def _read_action(reading: Reading, value: Json, path: Path) -> str:
    if isinstance(value, str) and value in v.ACTIONS:
        return value
    reading.fault("unknown_action", path, "The action is ADD, OBSERVE or DELETE.", value=value)
    return "OBSERVE"


def _uris(attribute: str) -> Field:
    return Field(attribute, r.many(r.uri), list)


def _quantities(attribute: str) -> Field:
    return Field(attribute, r.many(p.read_quantity), _each(p.write_quantity))


_COMMON: Mapping[str, Field] = {
    "eventID": Field("event_id", r.event_id),
    "eventTime": Field("event_time", r.time, p.write_time),
    "eventTimeZoneOffset": Field("event_time_zone_offset", r.offset),
    "recordTime": Field("record_time", r.time, p.write_time),
    "errorDeclaration": Field(
        "error_declaration", p.read_error_declaration, p.write_error_declaration
    ),
    "certificationInfo": Field("certification_info", p.read_certification, p.write_certification),
    "bizStep": Field("biz_step", r.word(v.BIZ_STEP)),
    "disposition": Field("disposition", r.word(v.DISPOSITION)),
    "persistentDisposition": Field("persistent_disposition", p.read_persistent, p.write_persistent),
    "readPoint": Field("read_point", p.read_place, p.write_place),
    "bizLocation": Field("biz_location", p.read_place, p.write_place),
    "bizTransactionList": _references(
        "biz_transaction_list", "bizTransaction", v.BIZ_TRANSACTION_TYPE, typed=False
    ),
    "sourceList": _references("source_list", "source", v.SOURCE_DESTINATION_TYPE, typed=True),
    "destinationList": _references(
        "destination_list", "destination", v.SOURCE_DESTINATION_TYPE, typed=True
    ),
    "sensorElementList": Field("sensor_element_list", r.many(p.read_sensor), _each(p.write_sensor)),
}
_ACTION = {"action": Field("action", _read_action)}
_ILMD = {"ilmd": Field("ilmd", p.read_ilmd, dict)}
_PARENT = {"parentID": Field("parent_id", r.uri)}
_CHILDREN = {
    **_PARENT,
    "childEPCs": _uris("child_epcs"),
    "childQuantityList": _quantities("child_quantity_list"),
}
_OBJECTS = {"epcList": _uris("epc_list"), "quantityList": _quantities("quantity_list")}

FIELDS: Mapping[str, Mapping[str, Field]] = {
    "ObjectEvent": {**_COMMON, **_ACTION, **_OBJECTS, **_ILMD},
    "AggregationEvent": {**_COMMON, **_ACTION, **_CHILDREN},
    "TransactionEvent": {**_COMMON, **_ACTION, **_PARENT, **_OBJECTS},
    "TransformationEvent": {
        **_COMMON,
        "inputEPCList": _uris("input_epc_list"),
        "inputQuantityList": _quantities("input_quantity_list"),
        "outputEPCList": _uris("output_epc_list"),
        "outputQuantityList": _quantities("output_quantity_list"),
        "transformationID": Field("transformation_id", r.uri),
        **_ILMD,
    },
    "AssociationEvent": {**_COMMON, **_ACTION, **_CHILDREN},
}

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "ObjectEvent": ("eventTime", "eventTimeZoneOffset", "action"),
    "AggregationEvent": ("eventTime", "eventTimeZoneOffset", "action"),
    "TransactionEvent": ("eventTime", "eventTimeZoneOffset", "action", "bizTransactionList"),
    "TransformationEvent": ("eventTime", "eventTimeZoneOffset"),
    "AssociationEvent": ("eventTime", "eventTimeZoneOffset", "action", "parentID"),
}


def identifier_fault(kind: str, found: Mapping[str, Json]) -> str:
    """What an event of this type still needs to say which things took part; "" when nothing.

    Reads the JSON members only for being there and not empty.
    """
    return _IDENTIFIER_RULES[kind](found, str(found.get("action")))


def _any(found: Mapping[str, Json], *names: str) -> bool:
    return any(found.get(name) for name in names)


def _object_fault(found: Mapping[str, Json], action: str) -> str:
    if _any(found, "epcList", "quantityList", "sensorElementList"):
        return ""
    return "An object event names its objects in epcList or quantityList."


def _container_fault(found: Mapping[str, Json], action: str) -> str:
    if action != "OBSERVE" and not _any(found, "parentID"):
        return "Adding to or taking out of a container names the container in parentID."
    return _children_fault(found, action)


def _children_fault(found: Mapping[str, Json], action: str) -> str:
    if _any(found, "childEPCs", "childQuantityList"):
        return ""
    # DELETE without children means all of them; OBSERVE may report the parent alone.
    if action == "DELETE" or (action == "OBSERVE" and _any(found, "parentID")):
        return ""
    return "The children are named in childEPCs or childQuantityList."


def _transaction_fault(found: Mapping[str, Json], action: str) -> str:
    if action == "DELETE":
        return ""
    if _any(found, "epcList", "quantityList", "parentID", "sensorElementList"):
        return ""
    return "A transaction event names its objects in epcList or quantityList."


def _transformation_fault(found: Mapping[str, Json], action: str) -> str:
    inputs = _any(found, "inputEPCList", "inputQuantityList")
    outputs = _any(found, "outputEPCList", "outputQuantityList")
    if inputs and outputs:
        return ""
    if not _any(found, "transformationID"):
        return "A transformation without transformationID names its inputs and its outputs."
    return "" if inputs or outputs else "A transformation names an input or an output."


_IDENTIFIER_RULES: Mapping[str, Callable[[Mapping[str, Json], str], str]] = {
    "ObjectEvent": _object_fault,
    "AggregationEvent": _container_fault,
    "TransactionEvent": _transaction_fault,
    "TransformationEvent": _transformation_fault,
    "AssociationEvent": _children_fault,
}
