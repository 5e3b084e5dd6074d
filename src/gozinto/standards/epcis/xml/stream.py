"""An XML document read piece by piece: its events come out whole and are freed one by one.

Hostile XML is refused before it can do harm: no document type (so no entities, no bombs), nothing
fetched, depth and bytes bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from lxml import etree

from gozinto.errors import GozintoError, Malformed, TooLarge
from gozinto.standards.epcis.events import EVENT_TYPES
from gozinto.standards.epcis.limits import Limits, Source, part_too_large
from gozinto.standards.epcis.xml.names import attributes_of, local_of

CHUNK = 1 << 16
LOOK_AHEAD = 1 << 16
"""Bytes in which the root element must begin: declaration and comments come before it."""

# XML 1.0 section 2.8: what may stand before the root, up to a document type.
_PROLOG_WITH_TYPE = re.compile(
    rb"(?s)(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*+"
    # Each step can be read in one way only, so that nothing is ever read again.
    rb"(?:<\?[^?]*+(?:\?(?!>)[^?]*+)*\?>\s*+|<!--[^-]*+(?:-(?!->)[^-]*+)*-->\s*+)*<!(?!--)"
)
# libxml2's xmlParserErrors.
_ENCODING_ERRORS = frozenset((31, 32, 81))
"""An encoding that is unknown or not supported, and bytes that are not of it."""
_DEPTH_ERRORS = frozenset((1, 114))
"""A limit of its own was passed: what older and newer versions call it."""
_BODIES = frozenset(("EPCISBody", "resultsBody"))


class XmlStream:
    """Feeds a parser and hands out the children of the event list as they become whole."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._head = self._look_ahead()
        self.root_tag, self.root_attributes, self.nsmap = _root_of(self._head)
        self._parser = _parser("{*}EventList")
        self._event_list: etree._Element | None = None
        self._since_whole = 0
        self.root: etree._Element | None = None

    @property
    def is_event(self) -> bool:
        """Whether the document is one event alone."""
        return local_of(self.root_tag) in EVENT_TYPES

    @property
    def event_list(self) -> etree._Element | None:
        """The list of events, None where it did not begin yet."""
        return self._event_list

    def children(self) -> Iterator[etree._Element]:
        """Every child of the event list, whole; it is freed when the next one is asked for.

        Raises Malformed and TooLarge, after all children that stand before what is wrong.
        """
        failure: GozintoError | None = None
        chunk = self._head
        while chunk and failure is None:
            failure = self._feed(chunk)
            yield from self._whole(leave=1)
            if failure is None:
                self._bound(len(chunk))
                chunk = self._source.take(CHUNK)
        if failure is None:
            failure = self._close()
        if failure is not None:
            raise failure
        yield from self._whole(leave=0)

    def _look_ahead(self) -> bytes:
        head = b""
        while len(head) < LOOK_AHEAD and (more := self._source.take(LOOK_AHEAD - len(head))):
            head += more
        return head

    def _feed(self, chunk: bytes) -> GozintoError | None:
        failure = _feed(self._parser, chunk)
        if self._event_list is None:
            self._find_list()
        return failure

    def _close(self) -> GozintoError | None:
        try:
            self.root = self._parser.close()
        except etree.XMLSyntaxError as error:
            return _not_xml(str(error.msg).partition(", line")[0], *error.position)
        return None

    def _find_list(self) -> None:
        for element in _started(self._parser):
            parent = element.getparent()
            if parent is not None and local_of(parent.tag) in _BODIES:
                self._event_list = element
                return

    def _whole(self, *, leave: int) -> Iterator[etree._Element]:
        """The children that are whole: all but the last, which may still be growing."""
        found = self._event_list
        while found is not None and len(found) > leave:
            self._since_whole = 0
            yield found[0]
            del found[0]

    def _bound(self, fed: int) -> None:
        self._since_whole += fed
        if self._since_whole > self._limits.part_bytes:
            raise part_too_large(self._limits)


def _parser(tag: str | None = None) -> etree.XMLPullParser:
    """A parser that takes nothing from anywhere but the document's own elements."""
    return etree.XMLPullParser(
        events=("start",),
        tag=tag,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def _started(parser: etree.XMLPullParser) -> Iterator[etree._Element]:
    """The elements that began since the last time."""
    return (element for _, element in parser.read_events() if isinstance(element, etree._Element))


def _root_of(head: bytes) -> tuple[str, dict[str, str], dict[str | None, str]]:
    """The root's tag, attributes and prefixes. Raises Malformed for a document type."""
    # Without the NULs UTF-16 reads as ASCII does.
    if _PROLOG_WITH_TYPE.match(head.replace(b"\0", b"")):
        raise _document_type()
    parser = _parser()
    for start in range(0, len(head), 1024):
        failure = _feed(parser, head[start : start + 1024])
        for root in _started(parser):
            # An encoding that hides the document type from the expression above ends here.
            if root.getroottree().docinfo.internalDTD is not None:
                raise _document_type()
            return root.tag, dict(attributes_of(root)), dict(root.nsmap)
        if failure is not None:
            raise failure
    raise Malformed("This is not XML: the root element is missing.", code="not_xml")


def _document_type() -> Malformed:
    return Malformed(
        "The document declares a document type.",
        code="document_type",
        next_step="Send it without DOCTYPE and entities; EPCIS needs neither.",
    )


def _feed(parser: etree.XMLPullParser, chunk: bytes) -> GozintoError | None:
    """Feeds a piece and answers the first error in it.

    The log is asked and not the exception: of some errors, such as an entity that nobody
    declared, lxml makes none and goes on as if the document were at its end.
    """
    log = cast(Any, parser)  # the published types leave its log out
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        if not log.feed_error_log:
            return _not_xml(str(error.msg).partition(", line")[0], *error.position)
    for entry in log.feed_error_log:
        if entry.level >= etree.ErrorLevels.ERROR:
            return _failure(entry.type, entry.message, entry.line, entry.column)
    return None


def _failure(kind: int, message: str, line: int, column: int) -> GozintoError:
    if kind in _DEPTH_ERRORS and "depth" in message:
        return TooLarge(
            "The document is nested too deep.",
            code="too_deep",
            next_step="Send flat data: EPCIS needs fewer than twenty levels.",
        )
    if kind in _ENCODING_ERRORS:
        return Malformed(
            f"The document is not in the encoding it claims: {message}.",
            code="bad_encoding",
            line=line,
            column=column,
        )
    return _not_xml(message, line, column)


def _not_xml(message: str, line: int, column: int) -> Malformed:
    return Malformed(
        f"This is not XML: {message.strip()} at line {line}, column {column}.",
        code="not_xml",
        line=line,
        column=column,
    )
