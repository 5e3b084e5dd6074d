"""EPCIS documents as XML, 2.0 and 1.2: events one by one, whatever the size of the document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from gozinto.errors import Violation
from gozinto.standards.epcis import tree
from gozinto.standards.epcis.envelopes import Envelope
from gozinto.standards.epcis.events import EVENT_TYPES, Json
from gozinto.standards.epcis.limits import Limits, Source, too_many_events
from gozinto.standards.epcis.reading import Path, Reading
from gozinto.standards.epcis.reports import Read
from gozinto.standards.epcis.vocabulary import DEFAULT_PREFIXES
from gozinto.standards.epcis.xml import headers
from gozinto.standards.epcis.xml import names as n
from gozinto.standards.epcis.xml.elements import WRAPPERS, Elements
from gozinto.standards.epcis.xml.places import locator
from gozinto.standards.epcis.xml.stream import XmlStream

_IDS_SHOWN = 200
_FULL = tree.FullNames()


class XmlDocument:
    """Reads a document once through; `envelope` and `faults` are whole after its last event."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream = XmlStream(Source(stream, limits), limits)
        self._limits = limits
        self._count = 0
        self._scopes: dict[tuple[tuple[str | None, str], ...], _Scope] = {}
        self.envelope = Envelope(kind="event")
        self.faults: tuple[Violation, ...] = ()

    def __iter__(self) -> Iterator[Read]:
        stream = self._stream
        root = f"/{n.local_of(stream.root_tag)}"
        at = ""
        for position, child in enumerate(stream.children(), start=1):
            at = at or _path_to(child)
            yield from self._events(child, f"{at}/*[{position}]")
        if stream.is_event and stream.root is not None:
            yield self._read(stream.root, root)
            return
        here = Reading(_FULL, locate=lambda path: _envelope_place(root, path))
        self.envelope = headers.read(here, stream, namespaces=n.kept(stream.nsmap))
        self.faults = tuple(here.faults)

    def _events(self, element: etree._Element, at: str) -> Iterator[Read]:
        """The event of a child of the list; of 1.2's wrappers each event inside."""
        if n.name_of(element.tag) in WRAPPERS:
            for child in element:
                yield from self._events(child, f"{at}/{n.local_of(child.tag)}")
            return
        yield self._read(element, at)

    def _read(self, element: etree._Element, at: str) -> Read:
        if self._count >= self._limits.events:
            raise too_many_events(self._limits)
        self._count += 1
        scope = self._scope(element)
        here = Reading(scope.prefixes, names=_FULL, locate=locator(element, at))
        kind = n.name_of(element.tag)
        found: dict[str, Json] = {"type": kind}
        namespaces = scope.namespaces
        if kind in EVENT_TYPES:
            elements = Elements(here, namespaces)
            found = elements.tree(element, path="", ordered=self._is_ordered)
            namespaces = elements.namespaces
        event = tree.read(here, found, path="", namespaces=namespaces)
        sent = found.get("eventID", "")
        return Read(
            index=self._count - 1,
            event=None if here.faults else event,
            faults=tuple(here.faults),
            event_id=sent[:_IDS_SHOWN] if isinstance(sent, str) else "",
        )

    @property
    def _is_ordered(self) -> bool:
        """Only the schema of 2.0 is a sequence that is held to: 1.2 wraps what came later."""
        return n.namespace_of(self._stream.root_tag) in (n.EPCIS, n.QUERY)

    def _scope(self, element: etree._Element) -> _Scope:
        nsmap = element.nsmap
        key = tuple(nsmap.items())
        found = self._scopes.get(key)
        if found is None:
            if len(self._scopes) > 1000:
                self._scopes.clear()
            found = self._scopes[key] = _Scope(n.kept(nsmap))
        return found


class _Scope:
    """What prefixes mean in an event: those of values, and those to keep."""

    __slots__ = ("namespaces", "prefixes")

    def __init__(self, namespaces: dict[str, str]) -> None:
        self.namespaces = namespaces
        self.prefixes = {**DEFAULT_PREFIXES, **namespaces}


def _path_to(child: etree._Element) -> str:
    steps = [n.local_of(one.tag) for one in child.iterancestors()]
    return "".join(f"/{step}" for step in reversed(steps))


def _envelope_place(root: str, path: Path) -> str:
    steps: list[str] = []
    while not isinstance(path, str):
        path, step = path
        steps.append(f"[{step + 1}]" if isinstance(step, int) else _ENVELOPE.get(step, f"/{step}"))
    return root + "".join(reversed(steps))


_ENVELOPE = {
    "type": "",  # the root element itself
    "schemaVersion": "/@schemaVersion",
    "creationDate": "/@creationDate",
    "epcisHeader": "/EPCISHeader",
}
