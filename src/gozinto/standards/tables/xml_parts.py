"""The XML inside a workbook, read as a stream that never holds more than one token."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO
from xml.parsers import expat

from gozinto.errors import Malformed

CHUNK = 65_536
_LONGEST_TOKEN = 4_000_000

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]


def broken(message: str) -> Malformed:
    """A workbook that no spreadsheet program made so."""
    return Malformed(
        f"The workbook cannot be read: {message}.",
        code="broken_workbook",
        next_step="Open it in a spreadsheet program, save it again, or send it as CSV.",
    )


def parsed(
    stream: BinaryIO, *, start: Start, end: End, data: Callable[[str], None]
) -> Iterator[None]:
    """Tell the three of what is there, as it is read; yields between chunks.

    Names are "namespace local". Raises Malformed for what is not well-formed, and for a DOCTYPE,
    where entities would come from.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    fed = 0
    try:
        while chunk := stream.read(CHUNK):
            fed += len(chunk)
            parser.Parse(chunk, False)
            if fed - parser.CurrentByteIndex > _LONGEST_TOKEN:
                raise broken("it has an element of several million characters")
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as problem:
        raise broken(f"its XML is damaged ({problem})") from None
    yield


def elements(stream: BinaryIO) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """(name of the parent, name, attributes) of each element of a small part, in order.

    Names without namespaces; attributes without theirs too.
    """
    found: list[tuple[str, str, Mapping[str, str]]] = []
    open_names: list[str] = [""]

    def start(name: str, attributes: Mapping[str, str]) -> None:
        local = _local(name)
        found.append((open_names[-1], local, {_local(k): v for k, v in attributes.items()}))
        open_names.append(local)

    def end(_name: str) -> None:
        open_names.pop()

    for _ in parsed(stream, start=start, end=end, data=_ignore):
        yield from found
        found.clear()


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _ignore(_text: str) -> None:
    """Text between the elements says nothing."""


def _refuse_doctype(*_: object) -> None:
    raise broken("it has a DOCTYPE")
