"""How much a table may ask of the machine that reads it."""

from __future__ import annotations

import io
from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from gozinto.errors import TooLarge

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

EXCEL_CELL = 32_767
"""The most characters that Excel keeps in a cell."""

_RATIO_FROM = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What a reader refuses. Memory is in step with one row and with a workbook's shared texts.

    `unpacked_bytes` counts all that is read out of an archive; `ratio` is how much larger than
    the archive that may be; `entries` its parts; `directory_bytes` the list of them.
    """

    file_bytes: int = 100_000_000
    unpacked_bytes: int = 500_000_000
    ratio: int = 300
    entries: int = 2_000
    directory_bytes: int = 500_000
    sheets: int = 200
    rows: int = 1_000_000
    columns: int = 500
    cell: int = EXCEL_CELL
    shared_text: int = 100_000_000


def passed(what: str, limit: int, *, code: str, next_step: str = "") -> TooLarge:
    """The error of a limit: what has more than the limit."""
    return TooLarge(f"{what} than {limit:,}.", code=code, next_step=next_step, limit=limit)


class Budget:
    """The bytes that may still be read, of a file or of all parts of an archive together."""

    def __init__(self, limit: int, *, packed: int = 0, ratio: int = 0) -> None:
        self._limit = limit
        self._by_ratio = max(packed * ratio, _RATIO_FROM) if ratio else limit
        self._spent = 0

    def spend(self, count: int) -> None:
        """Count bytes that were read. Raises TooLarge."""
        self._spent += count
        if self._spent > self._limit:
            raise passed("The file holds more bytes", self._limit, code="table_too_large")
        if self._spent > self._by_ratio:
            raise TooLarge(
                "The archive unpacks to far more than a table would: it is made to fill a disk.",
                code="archive_bomb",
                next_step="Save the table again from a spreadsheet program, or send it as CSV.",
            )


class _Reader(io.RawIOBase):
    """Bytes by `take`."""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill `buffer`, and answer with how much."""
        view = memoryview(buffer).cast("B")
        found = self.take(len(view))
        view[: len(found)] = found
        return len(found)

    @abstractmethod
    def take(self, size: int) -> bytes:
        """At most so many bytes."""


class Counted(_Reader):
    """A stream whose bytes are counted as they are read; closing it closes what is below."""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def take(self, size: int) -> bytes:
        """At most so many bytes. Raises TooLarge."""
        found = self._stream.read(size)
        self._budget.spend(len(found))
        return found

    def close(self) -> None:
        """Close it, and the stream below."""
        if not self.closed:
            self._stream.close()
        super().close()


class Shared(_Reader):
    """A stream from its first byte that several read at once; it stays open for the others."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0

    def take(self, size: int) -> bytes:
        """At most so many bytes."""
        self._stream.seek(self._at)
        found = self._stream.read(size)
        self._at += len(found)
        return found
