"""The value of an extension, elements to JSON and back, so that nothing is lost on either way.

An element with text is a text; its members are elements; a list repeats its element. What XML
cannot say so is marked: numbers, booleans and null by `xsi:type` and `xsi:nil`, white space by
`xml:space`, the rest by an attribute of our own, `as`: "list" a list of this one, "array" a list
whose items stand inside, "object" an empty object, "escaped" a text with characters that XML
does not know. A member that no element can be called is `<json:member name="…">`.
An attribute in somebody's namespace is a member, as it is in the JSON of the same event.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from lxml import etree

from gozinto.standards.epcis.events import Json
from gozinto.standards.epcis.reading import Path, Reading
from gozinto.standards.epcis.xml import names as n
from gozinto.standards.quantities import format_decimal

MAX_DEPTH = 64
"""Levels of one extension: what is deeper is refused, not followed."""
TEXT = "@value"
"""The member that the text of an element with members or attributes becomes."""
MEMBER = f"{{{n.MARKS}}}member"

_AS, _ITEM = f"{{{n.MARKS}}}as", f"{{{n.MARKS}}}item"
_TYPE, _NIL = f"{{{n.XSI}}}type", f"{{{n.XSI}}}nil"
_SPACE = f"{{{n.XML}}}space"
# XML 1.0 section 2.2: the characters that no document can hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INTEGER = re.compile(r"[+-]?\d{1,400}", re.ASCII)
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


class Groups:
    """The extensions of one element, by name; a name that comes again is a list."""

    def __init__(self) -> None:
        self._found: dict[str, list[Json]] = {}

    def add(self, name: str, value: Json) -> None:
        """One more element or attribute of this name."""
        self._found.setdefault(name, []).append(value)

    def members(self) -> dict[str, Json]:
        """Everything that was added, as the members of an object."""
        return {
            name: values[0] if len(values) == 1 else values for name, values in self._found.items()
        }


class Values:
    """Reads the extensions of one event, and keeps the prefixes they were written with."""

    def __init__(self, here: Reading, namespaces: dict[str, str]) -> None:
        self._here = here
        self.namespaces = namespaces

    def add(self, groups: Groups, element: etree._Element, *, path: Path, depth: int = 0) -> None:
        """Adds an element to the extensions of what it stands in."""
        name = self._name(element)
        groups.add(name, self._read(element, (path, name), depth))
        self.check_tail(element, path)

    def add_attributes(self, groups: Groups, element: etree._Element) -> None:
        """Adds the attributes that say something about more than their element."""
        for key, value in n.attributes_of(element):
            if n.namespace_of(key) not in n.NOT_CONTENT:
                groups.add(n.name_of(key), value)

    def text(self, element: etree._Element, path: Path) -> Json:
        """The text of a member of the standard; an object, which no reader takes, for more."""
        if not len(element) and not element.keys():
            return (element.text or "").strip()
        return self._read(element, path, 0)

    def content(self, element: etree._Element) -> Json:
        """The value of an element whose own attributes are no part of it."""
        return self._read(element, "", 0, attributes=False)

    def check_tail(self, element: etree._Element, path: Path) -> None:
        """A text between elements is a fault: it belongs to nothing."""
        tail = element.tail
        if tail and not tail.isspace():
            self._here.fault(
                "stray_text", path, "Text stands between elements.", value=tail.strip()
            )

    def _name(self, element: etree._Element) -> str:
        tag = element.tag
        if tag == MEMBER and (name := element.get("name")) is not None:
            return _unescaped(name)
        prefix = element.prefix
        if prefix and prefix not in self.namespaces:
            self.namespaces.update(n.kept({prefix: n.namespace_of(tag)}))
        return n.name_of(tag)

    def _read(
        self, element: etree._Element, path: Path, depth: int, *, attributes: bool = True
    ) -> Json:
        if not len(element) and not element.keys():
            return (element.text or "").strip()
        if depth > MAX_DEPTH:
            self._here.fault("too_deep", path, f"An extension has at most {MAX_DEPTH} levels.")
            return None
        marks = element.get(_AS, "").split()
        value: Json
        if "array" in marks:
            value = [self._read(child, (path, i), depth + 1) for i, child in enumerate(element)]
        else:
            groups = Groups()
            if attributes and element.tag != MEMBER:
                self.add_attributes(groups, element)
            value = self._unlisted(element, path, marks, depth, groups)
        return [value] if "list" in marks else value

    def _unlisted(
        self,
        element: etree._Element,
        path: Path,
        marks: Sequence[str],
        depth: int,
        groups: Groups,
    ) -> Json:
        for child in element:
            self.add(groups, child, path=path, depth=depth + 1)
        text = element.text or ""
        found = groups.members()
        if not found and "object" not in marks:
            return _scalar(element, text, marks)
        if text and not text.isspace():
            groups.add(TEXT, text.strip())
            return groups.members()
        return found


def _scalar(element: etree._Element, text: str, marks: Sequence[str]) -> Json:
    if element.get(_NIL) in ("true", "1"):
        return None
    if "escaped" in marks:
        return _unescaped(text)
    if element.get(_SPACE) == "preserve":
        return text
    text = text.strip()
    kind = element.get(_TYPE)
    if kind is None:
        return text
    prefix, _, local = kind.rpartition(":")
    read = _TYPED.get(local) if element.nsmap.get(prefix or None) == n.XSD else None
    return text if read is None else read(text)


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"'))
    except ValueError:
        return text


def _escaped(text: str) -> str:
    plain = json.dumps(text, ensure_ascii=False)[1:-1]
    return _NOT_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", plain)


def _integer(text: str) -> Json:
    return int(text) if _INTEGER.fullmatch(text) else text


def _decimal(text: str) -> Json:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _boolean(text: str) -> Json:
    return _BOOLEANS.get(text, text)


_TYPED: Mapping[str, Callable[[str], Json]] = {
    **dict.fromkeys(("integer", "int", "long", "short", "nonNegativeInteger"), _integer),
    **dict.fromkeys(("decimal", "double", "float"), _decimal),
    "boolean": _boolean,
}


def append(parent: etree._Element, value: Json, *, name: str, tags: n.Tags) -> None:
    """Writes one extension as the elements that `Values` reads back to the same."""
    if not isinstance(value, list | tuple) or not value:
        fill(_element(parent, name, tags), value, tags=tags)
        return
    marks = ("list",) if len(value) == 1 else ()
    for item in value:
        fill(_element(parent, name, tags), item, marks=marks, tags=tags)


def is_attribute(value: Json) -> bool:
    """Whether an attribute can hold this value and give it back."""
    return isinstance(value, str) and _NOT_XML.search(value) is None


def _element(parent: etree._Element, name: str, tags: n.Tags) -> etree._Element:
    tag = tags.find(name)
    if tag is not None:
        return etree.SubElement(parent, tag)
    return etree.SubElement(parent, MEMBER, {"name": _escaped(name)})


def fill(
    element: etree._Element, value: Json, *, marks: tuple[str, ...] = (), tags: n.Tags
) -> None:
    """Writes a value as the content of its element; `marks`: what is said of it already."""
    if isinstance(value, str):
        if _NOT_XML.search(value):
            element.text, marks = _escaped(value), (*marks, "escaped")
        else:
            element.text = value
            if value != value.strip():
                element.set(_SPACE, "preserve")
    elif value is None:
        element.set(_NIL, "true")
    elif isinstance(value, bool | int | Decimal):
        kind, text = _typed(value)
        element.set(_TYPE, f"xsd:{kind}")
        element.text = text
    elif isinstance(value, list | tuple):
        marks = (*marks, "array")
        for item in value:
            fill(etree.SubElement(element, _ITEM), item, tags=tags)
    else:
        if not value:
            marks = (*marks, "object")
        for name, item in value.items():
            append(element, item, name=name, tags=tags)
    if marks:
        element.set(_AS, " ".join(marks))


def _typed(value: bool | int | Decimal) -> tuple[str, str]:
    if isinstance(value, bool):
        return "boolean", "true" if value else "false"
    if isinstance(value, int):
        return "integer", str(value)
    return "decimal", format_decimal(value)
