"""What an element or attribute is called: the standard's bare word, or an extension's full name.

An extension's full name is its namespace followed by its local name, as JSON-LD expands it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import cast

from lxml import etree

from gozinto.errors import Malformed
from gozinto.standards.epcis.gozinto import NAMESPACE
from gozinto.standards.epcis.namespaces import split
from gozinto.standards.epcis.vocabulary import DEFAULT_PREFIXES

EPCIS = "urn:epcglobal:epcis:xsd:2"
QUERY = "urn:epcglobal:epcis-query:xsd:2"
SBDH = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XSD = "http://www.w3.org/2001/XMLSchema"
XML = "http://www.w3.org/XML/1998/namespace"
MARKS = NAMESPACE.rstrip("#") + "/json#"
"""Ours: says what JSON an element was where XML alone cannot (see `values`)."""

STANDARD = frozenset(
    (
        *("", EPCIS, QUERY, "urn:epcglobal:epcis:xsd:1", "urn:epcglobal:epcis-query:xsd:1"),
        *("urn:epcglobal:xsd:1", "urn:epcglobal:xsd:2"),
    )
)
"""Namespaces of the standard's own elements; they stand in none, yet many senders qualify them."""
NOT_CONTENT = frozenset((XSI, XML, MARKS))
"""Namespaces of attributes that speak about their element and are no member of it."""

# The XML schemas name this namespace without the colon that JSON-LD needs at its end.
_WITH_COLON = {"urn:epcglobal:cbv:mda": "urn:epcglobal:cbv:mda:"}
_WITHOUT_COLON = {full: short for short, full in _WITH_COLON.items()}
_NOT_KEPT = STANDARD | NOT_CONTENT | {XSD, SBDH}
# XML 1.0 section 2.3, without the colon: Namespaces in XML section 3.
_START = (
    r"A-Z_a-z\xC0-\xD6\xD8-\xF6\xF8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_LOCAL = re.compile(rf"[{_START}][{_START}0-9.\xB7\u0300-\u036F\u203F\u2040-]*")


def local_of(tag: str) -> str:
    """The local part of a tag."""
    return tag.rpartition("}")[2]


def namespace_of(tag: str) -> str:
    """The namespace of a tag, "" for none."""
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def attributes_of(element: etree._Element) -> list[tuple[str, str]]:
    """The attributes of an element; never bytes, as they came from a parser."""
    return cast("list[tuple[str, str]]", element.items())


@lru_cache(maxsize=4096)
def name_of(tag: str) -> str:
    """The member that an element or attribute is: a bare word of the standard or a full name."""
    namespace = namespace_of(tag)
    if namespace in STANDARD:
        return local_of(tag)
    return _WITH_COLON.get(namespace, namespace) + local_of(tag)


def kept(nsmap: Mapping[str | None, str]) -> dict[str, str]:
    """The prefixes of a document that its extensions may use, as JSON-LD would declare them."""
    return {
        prefix: _WITH_COLON.get(uri, uri)
        for prefix, uri in nsmap.items()
        if prefix and uri not in _NOT_KEPT and ":" in uri
    }


class Tags:
    """Gives every full name its tag, and says which prefixes an event declares for that.

    `preferred`: the prefixes its sender gave; their namespaces decide where a name is split.
    """

    def __init__(self, names: Iterable[str], preferred: Mapping[str, str]) -> None:
        self._tags: dict[str, str] = {}
        known = {uri: prefix for prefix, uri in DEFAULT_PREFIXES.items()}
        known |= {uri: prefix for prefix, uri in preferred.items() if is_local(prefix)}
        known[NAMESPACE] = "gozinto"
        by_length = sorted(known, key=lambda uri: (-len(uri), uri))
        used: dict[str, str] = {}
        for name in names:
            uri, local = _split(name, by_length)
            bare = _WITHOUT_COLON.get(uri, uri)
            if not is_local(local) or uri in _NOT_KEPT or not _is_writable(bare):
                continue  # no element can be called so: `values` writes it as a named member
            self._tags[name] = f"{{{bare}}}{local}"
            used.setdefault(bare, known.get(uri, ""))
        self.declared: dict[str, str] = {}
        for uri in sorted(used):
            prefix = used[uri]
            if not prefix or prefix in self.declared or prefix in _RESERVED:
                prefix = _free(self.declared.keys() | set(used.values()))
            self.declared[prefix] = uri

    @property
    def nsmap(self) -> dict[str, str]:
        """What the element around these names declares."""
        return {**self.declared, "xsi": XSI, "xsd": XSD, "json": MARKS}

    def find(self, name: str) -> str | None:
        """The tag of a full name or of a bare one inside an extension; None where none can be."""
        if ":" in name:
            return self._tags.get(name)
        return name if is_local(name) else None


_RESERVED = frozenset(("epcis", "epcisq", "xml", "xmlns", "xsi", "xsd", "json", "sbdh"))


def is_local(name: str) -> bool:
    """Whether an element can be called so."""
    return _LOCAL.fullmatch(name) is not None


@lru_cache(maxsize=1024)
def _is_writable(namespace: str) -> bool:
    """Whether the writer takes this namespace: it takes less than its parser does."""
    try:
        etree.Element(f"{{{namespace}}}name")
    except ValueError:
        return False
    return True


def _split(name: str, known: Iterable[str]) -> tuple[str, str]:
    for uri in known:
        if name.startswith(uri) and is_local(name[len(uri) :]):
            return uri, name[len(uri) :]
    try:
        return split(name)
    except Malformed:
        return "", ""


def _free(taken: Iterable[str]) -> str:
    used = set(taken)
    return next(f"ext{n}" for n in range(1, len(used) + 2) if f"ext{n}" not in used)
