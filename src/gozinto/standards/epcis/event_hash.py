"""The event hash of CBV 2.0: one name for what an event says, in whatever form it came.

Source: CBV 2.0 section 8.9. It leaves out the event's id, its record time and its error
declaration, so an event and its declaration have the same hash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from gozinto.standards.epcis import vocabulary as v
from gozinto.standards.epcis.events import (
    Event,
    Json,
    PersistentDisposition,
    Place,
    QuantityElement,
    SensorElement,
    TypedReference,
)
from gozinto.standards.epcis.pre_hash import Node, pre_hash
from gozinto.standards.quantities import format_decimal

_LOCAL = re.compile("[^/#:]+")
_NAME = re.compile(r"(?s)(.*[/#])([^/#]+)|(.*:)([^:]+)")


HASH_NAME = "ni:///sha-256;"
"""How the URI of a hash begins."""


def event_hash(event: Event, *, ignored: Iterable[str] = ()) -> str:
    """The hash of an event as a URI, `ni:///sha-256;…?ver=CBV2.0` (RFC 6920).

    `ignored`: full names of extensions that a document asks to leave out.
    """
    names = _Names(event.namespaces)
    return hash_of(tree(event), ignored=map(names, ignored))


def hash_of(event: Node, *, ignored: Iterable[str] = ()) -> str:
    """The hash of an event that is a tree already; arguments as `pre_hash`."""
    text = pre_hash(event, ignored=ignored).encode("utf-8", "surrogatepass")
    return f"{HASH_NAME}{sha256(text).hexdigest()}?ver=CBV2.0"


def tree(event: Event) -> Node:
    """The event as its fields, words written in full, extensions as `{namespace}name`."""
    fields = [
        node
        for attribute, name, write in _FIELDS
        if (value := getattr(event, attribute, None)) not in (None, "", (), {})
        for node in write(name, value)
    ]
    return _named(
        Node(event.type, "", (*fields, *_members(event.extensions))), _Names(event.namespaces)
    )


def _text(name: str, value: str) -> Iterator[Node]:
    yield Node(name, value)


def _time(name: str, value: datetime) -> Iterator[Node]:
    yield Node(name, value.astimezone(UTC).isoformat())


def _texts(name: str, values: Iterable[str]) -> Iterator[Node]:
    for value in values:
        yield Node(name, value)


def _word(vocabulary: v.Vocabulary) -> Callable[[str, str], Iterator[Node]]:
    return lambda name, value: _text(name, vocabulary.full(value))


def _epcs(name: str, values: Iterable[str]) -> Iterator[Node]:
    yield Node(name, "", tuple(_texts("epc", values)))


def _quantities(name: str, values: Iterable[QuantityElement]) -> Iterator[Node]:
    yield Node(name, "", tuple(Node("quantityElement", "", tuple(_quantity(q))) for q in values))


def _quantity(element: QuantityElement) -> Iterator[Node]:
    yield Node("epcClass", element.epc_class)
    if element.quantity is not None:
        yield Node("quantity", format_decimal(element.quantity))
    if element.uom:
        yield Node("uom", element.uom)


def _place(name: str, place: Place) -> Iterator[Node]:
    yield Node(name, "", (Node("id", place.id), *_members(place.extensions)))


def _persistent(name: str, found: PersistentDisposition) -> Iterator[Node]:
    children = [Node("set", v.DISPOSITION.full(word)) for word in found.set]
    children += [Node("unset", v.DISPOSITION.full(word)) for word in found.unset]
    yield Node(name, "", tuple(children))


def _references(
    member: str, vocabulary: v.Vocabulary
) -> Callable[[str, Iterable[TypedReference]], Iterator[Node]]:
    def one(found: TypedReference) -> Node:
        kind = (Node("type", vocabulary.full(found.type)),) if found.type else ()
        return Node(member, found.value, kind)

    def write(name: str, values: Iterable[TypedReference]) -> Iterator[Node]:
        yield Node(name, "", tuple(map(one, values)))

    return write


_SENSOR_WORDS: Mapping[str, v.Vocabulary] = {
    "type": v.MEASUREMENT_TYPE,
    "exception": v.SENSOR_ALERT,
    "component": v.COMPONENT,
}


def _sensors(name: str, elements: Iterable[SensorElement]) -> Iterator[Node]:
    yield Node(name, "", tuple(map(_sensor, elements)))


def _sensor(element: SensorElement) -> Node:
    children = [Node("sensorReport", "", _reading(report)) for report in element.sensor_report]
    if element.sensor_metadata:
        children.append(Node("sensorMetadata", "", _reading(element.sensor_metadata)))
    return Node("sensorElement", "", (*children, *_members(element.extensions)))


def _reading(members: Mapping[str, Json]) -> tuple[Node, ...]:
    return _members(
        {
            name: _SENSOR_WORDS[name].full(value) if name in _SENSOR_WORDS else value
            for name, value in members.items()
        }
    )


def _master_data(name: str, members: Mapping[str, Json]) -> Iterator[Node]:
    yield Node(name, "", _members(members))


def _members(members: Mapping[str, Json]) -> tuple[Node, ...]:
    return tuple(node for name, value in members.items() for node in _json(name, value))


def _json(name: str, value: Json) -> Iterator[Node]:
    """A member of JSON: a list is the same member several times."""
    if isinstance(value, Mapping):
        yield Node(name, "", _members(value))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _json(name, item)
    else:
        yield Node(name, _plain(value))


def _plain(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return format_decimal(value) if isinstance(value, Decimal) else str(value)


class _Names:
    """Full names as `{namespace}name`, divided where the event's sender divided them.

    A name alone does not tell: `https://maker.example/epcis` and `colour` are written together.
    """

    def __init__(self, declared: Mapping[str, str]) -> None:
        self._declared = sorted(declared.values(), key=lambda namespace: -len(namespace))

    def __call__(self, name: str) -> str:
        match = _NAME.fullmatch(name)
        if match is None:
            return name  # of the standard, or without any namespace
        namespace, local = match[1] or match[3], match[2] or match[4]
        if namespace not in self._declared:
            for known in self._declared:
                rest = name.removeprefix(known)
                if rest != name and _LOCAL.fullmatch(rest):
                    namespace, local = known, rest
                    break
        return f"{{{namespace}}}{local}"


def _named(node: Node, names: _Names) -> Node:
    if ":" in node.name:
        name = names(node.name)
    elif node.children:
        name = node.name
    else:
        return node
    return Node(name, node.text, tuple(_named(child, names) for child in node.children))


_FIELDS: tuple[tuple[str, str, Callable[[str, Any], Iterator[Node]]], ...] = (
    ("event_time", "eventTime", _time),
    ("event_time_zone_offset", "eventTimeZoneOffset", _text),
    ("certification_info", "certificationInfo", _texts),
    ("epc_list", "epcList", _epcs),
    ("parent_id", "parentID", _text),
    ("input_epc_list", "inputEPCList", _epcs),
    ("child_epcs", "childEPCs", _epcs),
    ("quantity_list", "quantityList", _quantities),
    ("child_quantity_list", "childQuantityList", _quantities),
    ("input_quantity_list", "inputQuantityList", _quantities),
    ("output_epc_list", "outputEPCList", _epcs),
    ("output_quantity_list", "outputQuantityList", _quantities),
    ("action", "action", _text),
    ("transformation_id", "transformationID", _text),
    ("biz_step", "bizStep", _word(v.BIZ_STEP)),
    ("disposition", "disposition", _word(v.DISPOSITION)),
    ("persistent_disposition", "persistentDisposition", _persistent),
    ("read_point", "readPoint", _place),
    ("biz_location", "bizLocation", _place),
    (
        "biz_transaction_list",
        "bizTransactionList",
        _references("bizTransaction", v.BIZ_TRANSACTION_TYPE),
    ),
    ("source_list", "sourceList", _references("source", v.SOURCE_DESTINATION_TYPE)),
    (
        "destination_list",
        "destinationList",
        _references("destination", v.SOURCE_DESTINATION_TYPE),
    ),
    ("sensor_element_list", "sensorElementList", _sensors),
    ("ilmd", "ilmd", _master_data),
)
