"""ZIP archives, judged before anything is unpacked and counted while it is."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from gozinto.errors import Malformed
from gozinto.standards.tables.limits import Budget, Counted, Limits, passed

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED, _PATCHED = 0x41, 0x20
_DAMAGE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error),
    *(EOFError, NotImplementedError, RuntimeError, ValueError, IndexError, OverflowError, OSError),
)
"""What the library raises for bytes that are no archive: whatever it happens to stumble over."""

# APPNOTE.TXT 4.3.16 and 4.3.14: the end of the central directory, and its 64-bit form.
_END, _END_SIZE = b"PK\x05\x06", 22
_END_64, _END_64_SIZE, _LOCATOR_SIZE = b"PK\x06\x06", 56, 20
_LONGEST_COMMENT = 65_535


class Archive:
    """The parts of an archive by name; all that is read of them is counted together."""

    def __init__(self, zipped: zipfile.ZipFile, *, size: int, limits: Limits) -> None:
        self._zipped = zipped
        self._budget = Budget(limits.unpacked_bytes, packed=size, ratio=limits.ratio)
        self.names = tuple(info.filename for info in zipped.infolist() if not info.is_dir())

    def open(self, name: str) -> io.RawIOBase:
        """The bytes of a part. Raises TooLarge as they are read; Malformed for no such part."""
        try:
            part = self._zipped.open(name)
        except (KeyError, *_DAMAGE) as problem:
            raise _broken(f"{name} cannot be read ({problem})") from None
        return _Part(cast(BinaryIO, part), self._budget)


class _Part(Counted):
    """The bytes of a part, which may turn out to be damaged."""

    def take(self, size: int) -> bytes:
        """At most so many bytes. Raises TooLarge, Malformed."""
        try:
            return super().take(size)
        except _DAMAGE as problem:
            raise _broken(str(problem) or "it ends too early") from None


@contextmanager
def opened(stream: BinaryIO, *, size: int, limits: Limits) -> Iterator[Archive]:
    """An archive that may be read. Raises Malformed and TooLarge for what must not be."""
    _check_directory(stream, size, limits)
    try:
        zipped = zipfile.ZipFile(stream)
    except _DAMAGE as problem:
        raise _broken(str(problem) or "it ends too early") from None
    with zipped:
        _check(zipped, limits)
        yield Archive(zipped, size=size, limits=limits)


def _check_directory(stream: BinaryIO, size: int, limits: Limits) -> None:
    """The list of parts is read whole by the library: how long it is must be known before."""
    tail = min(size, _LONGEST_COMMENT + _END_SIZE + _LOCATOR_SIZE + _END_64_SIZE)
    stream.seek(size - tail)
    end = stream.read(tail)
    at = end.rfind(_END)
    if at < 0 or len(end) - at < _END_SIZE:
        raise _broken("it has no directory, so it was cut off")
    length = struct.unpack_from("<L", end, at + 12)[0]
    at_64 = at - _LOCATOR_SIZE - _END_64_SIZE
    if at_64 >= 0 and end[at_64 : at_64 + 4] == _END_64:
        length = struct.unpack_from("<Q", end, at_64 + 40)[0]
    if length > limits.directory_bytes:
        raise passed(
            "The archive's list of parts has more bytes",
            limits.directory_bytes,
            code="too_many_parts",
        )


def _check(zipped: zipfile.ZipFile, limits: Limits) -> None:
    parts = zipped.infolist()
    if len(parts) > limits.entries:
        raise passed("The archive has more parts", limits.entries, code="too_many_parts")
    names = {part.filename for part in parts}
    if len(names) < len(parts) or "" in names:
        raise _broken("two of its parts have one name, or one has none")
    for part in parts:
        if part.flag_bits & _ENCRYPTED:
            raise Malformed(
                "The archive is locked with a password.",
                code="encrypted_table",
                next_step="Save it without a password.",
            )
        if part.compress_type not in _METHODS or part.flag_bits & _PATCHED:
            raise _broken(f"{part.filename} is packed in a way that tables are not")
    if sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise passed("The archive holds more bytes", limits.unpacked_bytes, code="table_too_large")


def _broken(why: str) -> Malformed:
    return Malformed(
        f"The archive cannot be read: {why}.",
        code="broken_archive",
        next_step="Pack or save it again.",
    )
