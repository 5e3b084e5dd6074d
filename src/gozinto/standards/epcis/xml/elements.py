"""The element of one event to the tree that every syntax is read through (`tree`).

Source: EPCIS 2.0 and 1.2, XML binding. What 1.2 puts into `extension` and `baseExtension` stands
in the event itself here, wherever the sender wrapped it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from lxml import etree

from gozinto.standards.epcis.events import Json
from gozinto.standards.epcis.reading import Path, Reading
from gozinto.standards.epcis.xml import names as n
from gozinto.standards.epcis.xml.order import ORDER
from gozinto.standards.epcis.xml.values import Groups, Values

WRAPPERS = frozenset(("extension", "baseExtension"))

# XML Schema part 2, double, without NaN and infinity: no amount is either.
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


class Elements:
    """Turns the element of one event into its tree; what no tree can say is noted in `here`."""

    def __init__(self, here: Reading, namespaces: dict[str, str]) -> None:
        self._here = here
        self._values = Values(here, namespaces)

    @property
    def namespaces(self) -> dict[str, str]:
        """The prefixes of the event's extensions, wherever in it they were declared."""
        return self._values.namespaces

    def tree(self, element: etree._Element, *, path: Path, ordered: bool) -> dict[str, Json]:
        """The tree of an event. `ordered`: elements out of the schema's order are faults."""
        kind = n.local_of(element.tag)
        out: dict[str, Json] = {"type": kind}
        groups = Groups()
        self._collect(element, path, _EVENT, out, groups)
        if ordered:
            self._check_order(kind, element, path)
        return out | groups.members()

    def _collect(
        self,
        element: etree._Element,
        path: Path,
        parts: Mapping[str, _Part],
        out: dict[str, Json],
        groups: Groups,
    ) -> None:
        """Members of the standard into `out`, all else into `groups`."""
        if element.text and not element.text.isspace():
            self._here.fault(
                "stray_text", path, "Text stands between elements.", value=element.text.strip()
            )
        for child in element:
            name = n.name_of(child.tag)
            part = parts.get(name)
            if part is not None:
                self._put(out, name, part(self, child, (path, name)), path)
                tail = child.tail
                if tail and not tail.isspace():
                    self._values.check_tail(child, path)
            elif name in WRAPPERS:
                self._collect(child, path, parts, out, groups)
            else:
                self._values.add(groups, child, path=path)

    def _put(self, out: dict[str, Json], name: str, value: Json, path: Path) -> None:
        if value is None:
            return  # xsi:nil: it is there to say that it is not known
        if name not in out:
            out[name] = value
        elif name in _REPEATED:
            out[name] = [*out[name], *value]
        else:
            self._here.fault("duplicate_key", (path, name), f"{name} is given twice.", value=name)

    def _check_order(self, kind: str, element: etree._Element, path: Path) -> None:
        order, last = ORDER[kind], -1
        for child in element:
            place = order.get(n.name_of(child.tag))
            if place is None:
                continue
            if place < last:
                name = n.name_of(child.tag)
                self._here.fault(
                    "wrong_order",
                    (path, name),
                    f"{name} stands after an element that it must come before.",
                    value=name,
                    next_step="Send the elements in the order of the EPCIS 2.0 XML schema.",
                )
            last = max(last, place)

    def _text(self, element: etree._Element, path: Path) -> Json:
        if not len(element) and not element.keys():
            return (element.text or "").strip()
        return self._values.text(element, path)

    def _texts(self, element: etree._Element, path: Path) -> Json:
        return [self._text(element, path)]

    def _number(self, element: etree._Element, path: Path) -> Json:
        return number(self._text(element, path))

    def _object(self, parts: Mapping[str, _Part], element: etree._Element, path: Path) -> Json:
        out: dict[str, Json] = {}
        groups = Groups()
        self._collect(element, path, parts, out, groups)
        return out | groups.members()

    def _list(self, item: str, part: _Part, element: etree._Element, path: Path) -> Json:
        if element.text and not element.text.isspace():
            self._here.fault(
                "stray_text", path, "Text stands between elements.", value=element.text.strip()
            )
        out: list[Json] = []
        for child in element:
            if n.name_of(child.tag) != item:
                self._here.fault(
                    "unknown_field",
                    (path, n.local_of(child.tag)),
                    f"{n.local_of(child.tag)!r} does not belong here.",
                    value=n.local_of(child.tag),
                )
                continue
            out.append(part(self, child, (path, len(out))))
            tail = child.tail
            if tail and not tail.isspace():
                self._values.check_tail(child, path)
        return out

    def _reference(self, element: etree._Element, path: Path) -> Json:
        out: dict[str, Json] = {n.local_of(element.tag): (element.text or "").strip()}
        for key, value in n.attributes_of(element):
            if n.namespace_of(key) not in n.NOT_CONTENT:
                out[n.name_of(key)] = value
        for child in element:
            out[n.name_of(child.tag)] = (child.text or "").strip()
        return out

    def _attributes(self, element: etree._Element, path: Path) -> Json:
        groups = Groups()
        self._values.add_attributes(groups, element)
        self._collect(element, path, {}, {}, groups)
        return {
            name: _READ_ATTRIBUTE[name](value) if name in _READ_ATTRIBUTE else value
            for name, value in groups.members().items()
        }

    def _sensor_report(self, element: etree._Element, path: Path) -> Json:
        return [self._attributes(element, path)]


def number(text: Json) -> Json:
    """The decimal of a text that is one; any other text as it is, for the reader to refuse."""
    return Decimal(text) if isinstance(text, str) and _NUMBER.fullmatch(text) else text


def _flag(text: Json) -> Json:
    return _FLAGS.get(text, text) if isinstance(text, str) else text


_Part = Callable[[Elements, etree._Element, Path], Json]


def _objects(parts: Mapping[str, _Part]) -> _Part:
    return lambda self, element, path: self._object(parts, element, path)


def _lists(item: str, part: _Part) -> _Part:
    return lambda self, element, path: self._list(item, part, element, path)


_text: _Part = Elements._text
_texts: _Part = Elements._texts
_uris = _lists("epc", _text)
_quantities = _lists(
    "quantityElement", _objects({"epcClass": _text, "quantity": Elements._number, "uom": _text})
)
_place = _objects({"id": _text})
_sensor = _objects(
    {"sensorMetadata": Elements._attributes, "sensorReport": Elements._sensor_report}
)
_REPEATED = frozenset(("certificationInfo", "set", "unset", "sensorReport"))
"""Members that are a list because their element is repeated; the others stand once."""

_EVENT: Mapping[str, _Part] = {
    **dict.fromkeys(
        (
            *("eventTime", "recordTime", "eventTimeZoneOffset", "eventID", "action", "bizStep"),
            *("disposition", "parentID", "transformationID"),
        ),
        _text,
    ),
    "certificationInfo": _texts,
    "errorDeclaration": _objects(
        {
            "declarationTime": _text,
            "reason": _text,
            "correctiveEventIDs": _lists("correctiveEventID", _text),
        }
    ),
    **dict.fromkeys(("epcList", "childEPCs", "inputEPCList", "outputEPCList"), _uris),
    **dict.fromkeys(
        ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"),
        _quantities,
    ),
    **dict.fromkeys(("readPoint", "bizLocation"), _place),
    "bizTransactionList": _lists("bizTransaction", Elements._reference),
    "sourceList": _lists("source", Elements._reference),
    "destinationList": _lists("destination", Elements._reference),
    "persistentDisposition": _objects({"set": _texts, "unset": _texts}),
    "sensorElementList": _lists("sensorElement", _sensor),
    "ilmd": _objects({}),
}
_READ_ATTRIBUTE: Mapping[str, Callable[[Json], Json]] = {
    **dict.fromkeys(
        ("value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue"), number
    ),
    "booleanValue": _flag,
}
