"""The text of an event that is hashed: its fields in one order, its values in one form.

Source: CBV 2.0 section 8.9. Where the standard's text leaves a choice, and where the published
examples differ from it, the examples are followed: a hash is good for nothing but being the
same at both ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import NamedTuple

from gozinto.standards.epcis.vocabulary import URN_NAMESPACES
from gozinto.standards.gs1 import digital_links, epc_urns


class Node(NamedTuple):
    """One field of an event. `name`: as the standard has it, or `{namespace}name` of others."""

    name: str
    text: str = ""
    children: tuple[Node, ...] = ()


Order = Mapping[str, "Order"]
"""Fields in the order they are written, each with the order of what is inside."""

_LEAF: Order = {}


def _in_order(text: str) -> Order:
    return dict.fromkeys(text.split(), _LEAF)


_EPCS: Order = {"epc": _LEAF}
_QUANTITIES: Order = {"quantityElement": _in_order("epcClass quantity uom")}
_SENSORS: Order = {
    "sensorElement": {
        "sensorMetadata": _in_order(
            """time startTime endTime deviceID deviceMetadata rawData dataProcessingMethod
            bizRules"""
        ),
        "sensorReport": _in_order(
            """type exception deviceID deviceMetadata rawData dataProcessingMethod time
            microorganism chemicalSubstance value component stringValue booleanValue
            hexBinaryValue uriValue minValue maxValue meanValue sDev percRank percValue uom
            coordinateReferenceSystem"""
        ),
    }
}
# What stands in no list (references to business partners and documents, ILMD, extensions, the
# business rules of a sensor report) follows in the order of its bytes, as all examples have it.
_EVENT: Order = {
    **_in_order("eventTime eventTimeZoneOffset certificationInfo"),
    "epcList": _EPCS,
    "parentID": _LEAF,
    "inputEPCList": _EPCS,
    "childEPCs": _EPCS,
    "quantityList": _QUANTITIES,
    "childQuantityList": _QUANTITIES,
    "inputQuantityList": _QUANTITIES,
    "outputEPCList": _EPCS,
    "outputQuantityList": _QUANTITIES,
    **_in_order("action transformationID bizStep disposition"),
    "persistentDisposition": _in_order("set unset"),
    "readPoint": _in_order("id"),
    "bizLocation": _in_order("id"),
    "sensorElementList": _SENSORS,
}
_REFERENCES = frozenset(("bizTransaction", "source", "destination"))
_TIMES = frozenset(("eventTime", "time", "startTime", "endTime"))
_LEFT_OUT = frozenset(
    (
        *("eventID", "recordTime", "errorDeclaration"),
        # A note to the reader of a document says nothing of the event.
        "{http://www.w3.org/2000/01/rdf-schema#}comment",
    )
)
_KEYS = frozenset(
    (
        *("00", "01", "253", "255", "401", "402", "414", "417"),
        *("8003", "8004", "8006", "8010", "8017", "8018"),
    )
)
"""Keys whose Digital Links are brought to their canonical form: CBV 2.0 section 8.9.2."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def pre_hash(event: Node, *, ignored: Iterable[str] = ()) -> str:
    """What is hashed. `event`: a node with the event's type as name and its fields as children.

    `ignored`: names of fields a document asks to leave out, as `{namespace}name`.
    """
    left_out = _LEFT_OUT.union(ignored)
    fields = [field for field in event.children if field.name not in left_out]
    unlisted = _joined(_unordered(node) for node in _rest(fields, _EVENT))
    return f"eventType={event.name}" + _ordered(fields, _EVENT) + unlisted


def _ordered(fields: Sequence[Node], order: Order) -> str:
    """The listed fields in their order, those of one name by their bytes."""
    found: dict[str, list[Node]] = {}
    for field in fields:
        found.setdefault(field.name, []).append(field)
    return "".join(
        _joined(_listed(field, inside) for field in found[name])
        for name, inside in order.items()
        if name in found
    )


def _listed(field: Node, order: Order) -> str:
    inside = _ordered(field.children, order)
    if order is not _LEAF:
        extensions = (child for child in field.children if child.name.startswith("{"))
        inside += _joined(map(_unordered, extensions))
    text = field.text.strip()
    if text:
        text = "=" + (_time(text) if field.name in _TIMES else canonical_value(text))
    return field.name + text + inside if text or inside else ""


def _rest(fields: Iterable[Node], order: Order) -> Iterable[Node]:
    """What no order lists, with the fields it stands in."""
    for field in fields:
        if field.name not in order:
            yield field
        elif order[field.name] is not _LEAF:
            inside = [c for c in field.children if not c.name.startswith("{")]
            unlisted = tuple(_rest(inside, order[field.name]))
            if unlisted:
                yield Node(field.name, "", unlisted)


def _unordered(field: Node) -> str:
    """A field in which everything stands by its bytes."""
    text = field.text.strip()
    if not text and not field.children and not field.name.startswith("{"):
        return ""  # an empty list of the standard says what no list says
    text = "=" + canonical_value(text) if text else ""
    if field.name in _REFERENCES:
        # The type first, and no name of the pair: the published form.
        return _joined(map(_unordered, field.children)) + field.name + text
    return field.name + text + _joined(map(_unordered, field.children))


def _joined(texts: Iterable[str]) -> str:
    # By code point, which is the order of the UTF-8 bytes.
    return "".join(sorted(texts))


def canonical_value(text: str) -> str:
    """A value as it is hashed: plain numbers, full words, canonical Digital Links."""
    if _NUMBER.fullmatch(text):
        return _number(text)
    if ":" not in text:
        return text
    namespace, colon, word = text.rpartition(":")
    if web := URN_NAMESPACES.get(namespace + colon):
        return web + word
    return _digital_link(text) or text


def _digital_link(text: str) -> str:
    if text.startswith("urn:epc:"):
        found = epc_urns.canonical(text)
    else:
        link = digital_links.parse(text)
        found = link.canonical if link and link.key in _KEYS else ""
    # The examples leave the apostrophe as it is, where a Digital Link encodes it.
    return found.replace("%27", "'")


def _number(text: str) -> str:
    # All numbers, and texts of digits too, go through a 64-bit float: what is longer than 15
    # digits is rounded. The examples have it so, and partners' software does.
    number = float(text)
    if not isfinite(number):
        return text
    return str(int(number)) if number.is_integer() else repr(number)


def _time(text: str) -> str:
    """In UTC with three decimals, the fourth rounded half up; unchanged where it is no time."""
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            return text
        rounded = at.astimezone(UTC) + timedelta(microseconds=500)
    except (ValueError, OverflowError):
        return text
    return rounded.isoformat(timespec="milliseconds").replace("+00:00", "Z")
