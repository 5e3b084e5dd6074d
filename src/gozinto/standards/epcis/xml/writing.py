"""Events to XML 2.0: each as an element of its own, with the prefixes it uses.

Source: EPCIS 2.0, XML binding. The words of the standard are written as the URNs that every
reader of EPCIS XML knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import BinaryIO
from xml.sax.saxutils import escape

from lxml import etree

from gozinto.standards.epcis import envelopes, tree
from gozinto.standards.epcis import vocabulary as v
from gozinto.standards.epcis.envelopes import Envelope
from gozinto.standards.epcis.events import Event, Json
from gozinto.standards.epcis.parts import write_time
from gozinto.standards.epcis.xml import headers, values
from gozinto.standards.epcis.xml import names as n
from gozinto.standards.epcis.xml.order import SEQUENCES
from gozinto.standards.quantities import format_decimal

_NEEDED: Mapping[str, str] = {"ObjectEvent": "epcList", "AggregationEvent": "childEPCs"}
"""Lists that the XML schema asks for even where they are empty."""


def write(events: Iterable[Event], to: BinaryIO, *, envelope: Envelope, created: datetime) -> int:
    """Writes the document and answers how many events it has."""
    begin, end = _around(envelope, created)
    to.write(begin)
    count = 0
    for event in events:
        to.write(b"\n")
        to.write(etree.tostring(element(event), encoding="utf-8"))
        count += 1
    to.write(end)
    return count


def element(event: Event) -> etree._Element:
    """The element of one event. Raises Malformed for a time without zone."""
    found = tree.of(event)
    kind = str(found.pop("type"))
    names: set[str] = set()
    tree.names_in(found, names=names, schemes=set())
    tags = n.Tags(sorted(names), event.namespaces)
    out = etree.Element(kind, nsmap=tags.nsmap if names else None)
    for name in SEQUENCES[kind]:
        if name in found:
            _PARTS[name](out, name, found.pop(name), tags)
        elif _NEEDED.get(kind) == name:
            etree.SubElement(out, name)
    _extensions(out, found, tags)
    return out


_Writer = Callable[[etree._Element, str, Json, n.Tags], None]


def _extensions(parent: etree._Element, found: Mapping[str, Json], tags: n.Tags) -> None:
    for name, value in found.items():
        values.append(parent, value, name=name, tags=tags)


def _text(parent: etree._Element, name: str, value: Json, tags: n.Tags) -> None:
    etree.SubElement(parent, name).text = value


def _texts(parent: etree._Element, name: str, value: Json, tags: n.Tags) -> None:
    for item in value if isinstance(value, list) else [value]:
        etree.SubElement(parent, name).text = item


def _word(of: Callable[[str], str]) -> _Writer:
    def write(parent: etree._Element, name: str, value: Json, tags: n.Tags) -> None:
        for item in value if isinstance(value, list) else [value]:
            etree.SubElement(parent, name).text = of(item)

    return write


def _list(item: str, write: _Writer) -> _Writer:
    def each(parent: etree._Element, name: str, value: Json, tags: n.Tags) -> None:
        inside = etree.SubElement(parent, name)
        for one in value:
            write(inside, item, one, tags)

    return each


def _object(parts: Mapping[str, _Writer]) -> _Writer:
    def write(parent: etree._Element, name: str, value: Json, tags: n.Tags) -> None:
        inside = etree.SubElement(parent, name)
        for member, part in parts.items():
            if member in value:
                part(inside, member, value[member], tags)
        _extensions(inside, {k: one for k, one in value.items() if k not in parts}, tags)

    return write


def _reference(of: Callable[[str], str]) -> _Writer:
    def write(parent: etree._Element, name: str, value: Json, tags: n.Tags) -> None:
        inside = etree.SubElement(parent, name)
        if kind := value.get("type"):
            inside.set("type", of(kind))
        inside.text = value[name]

    return write


def _number(parent: etree._Element, name: str, value: Json, tags: n.Tags) -> None:
    etree.SubElement(parent, name).text = _digits(value)


def _attributes(parent: etree._Element, name: str, value: Json, tags: n.Tags) -> None:
    inside = etree.SubElement(parent, name)
    for member, one in value.items():
        if ":" not in member:
            one = _ATTRIBUTES.get(member, _same)(one)
        tag = tags.find(member)
        if tag is not None and values.is_attribute(one):
            inside.set(tag, one)
        else:
            values.append(inside, one, name=member, tags=tags)


def _reports(parent: etree._Element, name: str, value: Json, tags: n.Tags) -> None:
    for one in value:
        _attributes(parent, name, one, tags)


def _same(value: Json) -> Json:
    return value


def _digits(value: Json) -> str:
    return format_decimal(value if isinstance(value, Decimal) else Decimal(value))


def _flag(value: Json) -> Json:
    return "true" if value else "false"


def _urn(vocabulary: v.Vocabulary, kind: str) -> Callable[[str], str]:
    known = {word: f"urn:epcglobal:cbv:{kind}:{word}" for word in vocabulary.words}
    return lambda word: known.get(word, word)


def _prefixed(vocabulary: v.Vocabulary, prefix: str) -> Callable[[str], str]:
    known = {word: prefix + word for word in vocabulary.words}
    return lambda word: known.get(word, word)


_ATTRIBUTES: Mapping[str, Callable[[Json], Json]] = {
    "type": _prefixed(v.MEASUREMENT_TYPE, "gs1:"),
    "exception": _prefixed(v.SENSOR_ALERT, "gs1:"),
    "component": _prefixed(v.COMPONENT, "cbv:Comp-"),
    "booleanValue": _flag,
    **dict.fromkeys(
        ("value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue"), _digits
    ),
}
_disposition = _word(_urn(v.DISPOSITION, "disp"))
_party = _urn(v.SOURCE_DESTINATION_TYPE, "sdt")
_place = _object({"id": _text})
_uris = _list("epc", _text)
_quantities = _list(
    "quantityElement", _object({"epcClass": _text, "quantity": _number, "uom": _text})
)

_PARTS: Mapping[str, _Writer] = {
    **dict.fromkeys(
        (
            *("eventTime", "recordTime", "eventTimeZoneOffset", "eventID", "action", "parentID"),
            "transformationID",
        ),
        _text,
    ),
    "certificationInfo": _texts,
    "errorDeclaration": _object(
        {
            "declarationTime": _text,
            "reason": _word(_urn(v.ERROR_REASON, "er")),
            "correctiveEventIDs": _list("correctiveEventID", _text),
        }
    ),
    "bizStep": _word(_urn(v.BIZ_STEP, "bizstep")),
    "disposition": _disposition,
    **dict.fromkeys(("readPoint", "bizLocation"), _place),
    **dict.fromkeys(("epcList", "childEPCs", "inputEPCList", "outputEPCList"), _uris),
    **dict.fromkeys(
        ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"),
        _quantities,
    ),
    "bizTransactionList": _list("bizTransaction", _reference(_urn(v.BIZ_TRANSACTION_TYPE, "btt"))),
    "sourceList": _list("source", _reference(_party)),
    "destinationList": _list("destination", _reference(_party)),
    "persistentDisposition": _object({"unset": _disposition, "set": _disposition}),
    "sensorElementList": _list(
        "sensorElement", _object({"sensorMetadata": _attributes, "sensorReport": _reports})
    ),
    "ilmd": _object({}),
}


def _around(envelope: Envelope, created: datetime) -> tuple[bytes, bytes]:
    """What is written before the events and after them."""
    prefix, root, namespace = "epcis", "EPCISDocument", n.EPCIS
    way: tuple[str, ...] = ("EPCISBody", "EventList")
    results = ""
    if envelope.kind == "query":
        prefix, root, namespace = "epcisq", "EPCISQueryDocument", n.QUERY
        way = ("EPCISBody", "epcisq:QueryResults", "resultsBody", "EventList")
        results = "".join(
            f"<{name}>{escape(str(text))}</{name}>"
            for name, text in envelopes.write_results(envelope).items()
        )
    begin = "".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n',
            f'<{prefix}:{root} xmlns:{prefix}="{namespace}" schemaVersion="2.0"',
            f' creationDate="{write_time(created)}">',
            *(etree.tostring(e, encoding="unicode") for e in headers.write(envelope, created)),
            *(f"<{name}>{results if name == way[1] else ''}" for name in way),
        )
    )
    end = "".join(("\n", *(f"</{name}>" for name in reversed(way)), f"</{prefix}:{root}>\n"))
    return begin.encode(), end.encode()
