"""EPCIS documents in and out: JSON-LD 2.0 and XML 2.0 both ways, XML 1.2 in.

`read` tells of each event by itself and never stops at a fault; only what is no JSON or XML at
all, or passes a limit, ends it. Memory is in step with one event, not with the document.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import BinaryIO, Literal, Protocol, cast, get_args

from gozinto.errors import Malformed, Violation
from gozinto.standards.epcis import json_writing, jsonld
from gozinto.standards.epcis.envelopes import Envelope
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.json_documents import JsonDocument
from gozinto.standards.epcis.limits import Limits
from gozinto.standards.epcis.reports import Read
from gozinto.standards.epcis.xml import writing as xml_writing
from gozinto.standards.epcis.xml.documents import XmlDocument

Syntax = Literal["json", "xml"]

_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Document(Protocol):
    """A document that is being read: iterate once, then ask for what stood around the events."""

    envelope: Envelope
    faults: tuple[Violation, ...]

    def __iter__(self) -> Iterator[Read]:
        """Every event with its faults, in order."""
        ...


def read(
    source: bytes | BinaryIO, *, syntax: Syntax | None = None, limits: Limits | None = None
) -> Document:
    """A document to iterate over. `source`: bytes, or a file that can go back (a context may
    come last). `syntax` None: as its first character says.

    Iterating raises Malformed (not_json, not_xml, bad_encoding, document_type …) or TooLarge at
    the point where reading ends; the events before it were told by then.
    """
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    found = syntax or _syntax_of(stream)
    bounds = limits or Limits()
    return XmlDocument(stream, bounds) if found == "xml" else JsonDocument(stream, bounds)


def read_all(
    source: bytes | BinaryIO, *, syntax: Syntax | None = None, limits: Limits | None = None
) -> list[Event]:
    """All events of a document or none: raises Malformed with every fault of it."""
    document = read(source, syntax=syntax, limits=limits)
    events: list[Event] = []
    faults: list[Violation] = []
    for one in document:
        faults.extend(one.faults)
        if one.event is not None:
            events.append(one.event)
    faults = [*document.faults, *faults]
    return jsonld.refuse(faults) if faults else events


def syntax_of(media_type: str) -> Syntax:
    """The syntax that a media type names. Raises Malformed(code="unknown_media_type")."""
    bare = media_type.partition(";")[0].strip().lower()
    for syntax in get_args(Syntax):
        if bare.endswith((f"/{syntax}", f"+{syntax}")):
            return cast(Syntax, syntax)
    raise Malformed(
        f"{media_type[:80]!r} is neither JSON nor XML.",
        code="unknown_media_type",
        next_step="Send application/ld+json, application/json or application/xml.",
        value=media_type[:80],
    )


def write(
    events: Iterable[Event],
    *,
    to: BinaryIO,
    syntax: Syntax,
    envelope: Envelope | None = None,
) -> int:
    """Writes a document of these events as they come, and answers how many they were.

    `envelope` says what stands around them, "query" for a query's results; its creation time is
    now unless it has one. Raises Malformed for what cannot be written (a time without zone).
    """
    around = envelope or Envelope()
    created = around.created or datetime.now(UTC)
    writer = xml_writing.write if syntax == "xml" else json_writing.write
    return writer(events, to, envelope=around, created=created)


def _syntax_of(stream: BinaryIO) -> Syntax:
    start = stream.tell()
    head = stream.read(4096)
    stream.seek(start)
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return "xml" if head.replace(b"\0", b"").lstrip()[:1] == b"<" else "json"
