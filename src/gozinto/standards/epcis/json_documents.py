"""EPCIS documents as JSON-LD: events one by one, whatever the size of the document.

Source: EPCIS 2.0 section 10. A context that stands after the events is found by reading twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from gozinto.errors import Malformed, Violation
from gozinto.standards.epcis import envelopes, jsonld
from gozinto.standards.epcis.envelopes import Envelope
from gozinto.standards.epcis.events import EVENT_TYPES, Json
from gozinto.standards.epcis.json_window import Repeated, Window
from gozinto.standards.epcis.limits import Limits, Source, too_many_events
from gozinto.standards.epcis.namespaces import OUTSIDE, Scope
from gozinto.standards.epcis.reading import Path, Reading
from gozinto.standards.epcis.reports import Read

_LISTS = frozenset(
    (("epcisBody", "eventList"), ("epcisBody", "queryResults", "resultsBody", "eventList"))
)
_WAYS = frozenset(way[:length] for way in _LISTS for length in range(1, len(way)))
_IDS_SHOWN = 200


class JsonDocument:
    """Reads a document once through; `envelope` and `faults` are whole after its last event."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits
        self.envelope = Envelope(kind="event")
        self.faults: tuple[Violation, ...] = ()

    def __iter__(self) -> Iterator[Read]:
        start = self._stream.tell()
        walk = _Walk(self._stream, self._limits)
        for path, obj in walk.items():
            if walk.context is None:
                for _ in walk.items_left:
                    pass  # on to the end: the context may come there
                break
            yield self._read(walk, path, obj)
        else:
            yield from self._end(walk)
            return
        self._stream.seek(start)
        again = _Walk(self._stream, self._limits, context=walk.context, repeats=walk.repeats)
        for path, obj in again.items():
            yield self._read(again, path, obj)
        yield from self._end(again)

    def _read(self, walk: _Walk, path: Path, obj: Json) -> Read:
        here = Reading(OUTSIDE.prefixes)
        if walk.window.has_repeated:
            walk.window.has_repeated = False
            _note_repeated(here, obj, path)
        event = jsonld.read_in(here, obj, scope=walk.scope(), path=path)
        walk.count += 1
        if walk.count > self._limits.events:
            raise too_many_events(self._limits)
        return Read(
            index=walk.count - 1,
            event=None if here.faults else event,
            faults=tuple(here.faults),
            event_id=_sent_id(obj),
        )

    def _end(self, walk: _Walk) -> Iterator[Read]:
        """The envelope; and the event, where the document is one alone."""
        found = {name: value for (name, *rest), value in walk.found.items() if not rest}
        if str(found.get("type")) in EVENT_TYPES and not walk.count:
            walk.window.has_repeated = True  # it may have: looked for in one event alone
            yield self._read(walk, "$", found)
            return
        here = Reading(OUTSIDE.prefixes)
        for way in walk.repeats:
            _note_again(here, way)
        for name, value in found.items():
            _note_repeated(here, value, ("$", name))
        scope = jsonld.inner_scope(here, found.get("@context"), scope=OUTSIDE, path="$")
        here.prefixes = here.names = scope.prefixes
        if not walk.is_listed:
            way = ("epcisBody", "eventList")
            here.fault("required", (("$", way[0]), way[1]), "The list of events is missing.")
        if not walk.count and not scope.is_epcis:
            here.fault("missing_context", ("$", "@context"), "The EPCIS context is missing.")
        results = {
            way[-1]: value
            for way, value in walk.found.items()
            if way[:-1] == ("epcisBody", "queryResults")
        }
        self.envelope = envelopes.read(
            here, found, results=results, versions=("2.",), namespaces=scope.declared
        )
        self.faults = tuple(here.faults)


class _Walk:
    """Goes through the members of a document and comes out at each event."""

    def __init__(
        self,
        stream: BinaryIO,
        limits: Limits,
        *,
        context: Json = None,
        repeats: list[tuple[str, ...]] | None = None,
    ) -> None:
        self.window = Window(Source(stream, limits), limits)
        self.found: dict[tuple[str, ...], Any] = {}
        self.repeats: list[tuple[str, ...]] = []
        self.count = 0
        self.is_listed = False
        self._context = context
        self._scope: Scope | None = None
        self.items_left: Iterator[tuple[Path, Json]] = iter(())

    @property
    def context(self) -> Json:
        """The context of the document, None where it did not come yet."""
        return self.found.get(("@context",), self._context)

    def scope(self) -> Scope:
        """What the document's context says; what is wrong with it is told with the envelope."""
        if self._scope is None:
            quiet = Reading(OUTSIDE.prefixes)
            self._scope = jsonld.inner_scope(quiet, self.context, scope=OUTSIDE, path="$")
        return self._scope

    def items(self) -> Iterator[tuple[Path, Json]]:
        """Every event's path and JSON."""
        if self.window.peek() != "{":
            self.window.value()  # what is no JSON at all is told first
            raise Malformed("A document is an object.", code="not_an_object")
        self.items_left = self._members((), "$")
        yield from self.items_left
        self.window.end()

    def _members(self, way: tuple[str, ...], path: Path) -> Iterator[tuple[Path, Json]]:
        for name in self.window.names():
            inside = (*way, name)
            if inside in self.found:
                self.repeats.append(inside)
            begins = self.window.peek()
            if inside in _LISTS and begins == "[":
                self.is_listed = True
                self.found[inside] = None
                for index, obj in enumerate(self.window.items()):
                    yield ((path, name), index), obj
            elif inside in _WAYS and begins == "{":
                self.found[inside] = None
                yield from self._members(inside, (path, name))
            else:
                self.found[inside] = self.window.value()


def _sent_id(obj: Json) -> str:
    found = obj.get("eventID", "") if isinstance(obj, dict) else ""
    return found[:_IDS_SHOWN] if isinstance(found, str) else ""


def _note_again(here: Reading, way: tuple[str, ...]) -> None:
    path: Path = "$"
    for name in way:
        path = (path, name)
    here.fault("duplicate_key", path, f"The member {way[-1]!r} stands twice.", value=way[-1])


def _note_repeated(here: Reading, value: Json, path: Path) -> None:
    if isinstance(value, Repeated):
        for name in value.again:
            here.fault(
                "duplicate_key", (path, name), f"The member {name!r} stands twice.", value=name
            )
    inside: Mapping[str | int, Json] = {}
    if isinstance(value, dict):
        inside = value
    elif isinstance(value, list):
        inside = dict(enumerate(value))
    for step, item in inside.items():
        _note_repeated(here, item, (path, step))
