"""IPP messages as bytes (RFC 8010), as far as a client that prints needs them. Pure."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

VERSION = b"\x02\x00"
OPERATION_GROUP, JOB_GROUP, END = 0x01, 0x02, 0x03
_LAST_DELIMITER = 0x0F

INTEGER, ENUM, NAME, KEYWORD, URI, CHARSET, LANGUAGE, MIME = (
    *(0x21, 0x23, 0x42, 0x44),
    *(0x45, 0x47, 0x48, 0x49),
)
_NUMBERS = frozenset({INTEGER, ENUM})

Value = int | str


class NotIpp(Exception):
    """What came is no IPP message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One attribute of a request."""

    tag: int
    name: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response: its status, and the values of each attribute, whatever its group."""

    status: int
    values: Mapping[str, tuple[Value | bytes, ...]]

    def number(self, name: str) -> int | None:
        """The first value of an attribute, where it is a number."""
        return next((one for one in self.values.get(name, ()) if isinstance(one, int)), None)

    def texts(self, name: str) -> list[str]:
        """The values of an attribute that are texts."""
        return [one for one in self.values.get(name, ()) if isinstance(one, str)]


def request(
    operation: int, *, id: int, attributes: Iterable[Attribute], job: Iterable[Attribute] = ()
) -> bytes:
    """A request, without the document that may follow it."""
    parts = [VERSION, struct.pack(">HI", operation, id), bytes([OPERATION_GROUP])]
    parts += map(_attribute, attributes)
    template = list(job)
    if template:
        parts += [bytes([JOB_GROUP]), *map(_attribute, template)]
    return b"".join([*parts, bytes([END])])


def _attribute(one: Attribute) -> bytes:
    name = one.name.encode("ascii")
    is_number = isinstance(one.value, int)
    value = struct.pack(">i", one.value) if is_number else str(one.value).encode("utf-8")
    return (
        bytes([one.tag])
        + struct.pack(">H", len(name))
        + name
        + struct.pack(">H", len(value))
        + value
    )


def answer(message: bytes) -> Answer:
    """A response read. Raises NotIpp."""
    if len(message) < 9:
        raise NotIpp(f"{len(message)} bytes are no answer")
    (status,) = struct.unpack_from(">H", message, 2)
    found: dict[str, list[Value | bytes]] = {}
    last = ""
    for tag, name, value in _fields(message):
        last = name or last
        found.setdefault(last, []).append(_read(tag, value))
    return Answer(
        status=status,
        values=MappingProxyType({name: tuple(values) for name, values in found.items()}),
    )


def _fields(message: bytes) -> Iterator[tuple[int, str, bytes]]:
    """Tag, name and value of each attribute; a further value of one has no name."""
    place = 8
    while place < len(message):
        tag = message[place]
        place += 1
        if tag == END:
            return
        if tag <= _LAST_DELIMITER:
            continue
        name, place = _counted(message, place)
        value, place = _counted(message, place)
        yield tag, name.decode("ascii", "replace"), value
    raise NotIpp("it has no end")


def _counted(message: bytes, place: int) -> tuple[bytes, int]:
    if place + 2 > len(message):
        raise NotIpp("it ends in the middle")
    (length,) = struct.unpack_from(">H", message, place)
    end = place + 2 + length
    if end > len(message):
        raise NotIpp("it ends in the middle")
    return message[place + 2 : end], end


def _read(tag: int, value: bytes) -> Value | bytes:
    if tag in _NUMBERS and len(value) == 4:
        return int.from_bytes(value, "big", signed=True)
    if NAME - 1 <= tag <= MIME:
        return value.decode("utf-8", "replace")
    return value
