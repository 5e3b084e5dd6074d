"""How much a document may ask of the machine that reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from gozinto.errors import TooLarge


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What a reader refuses. `part_bytes`: one event, or the header; memory is in step with it."""

    document_bytes: int = 100_000_000
    part_bytes: int = 8_000_000
    events: int = 1_000_000
    depth: int = 64


class Source:
    """The bytes of a document, counted."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits
        self._count = 0

    def take(self, size: int) -> bytes:
        """The next bytes, b"" at the end. Raises TooLarge past the limit."""
        found = self._stream.read(size)
        self._count += len(found)
        if self._count > self._limits.document_bytes:
            raise TooLarge(
                f"The document has more than {self._limits.document_bytes:,} bytes.",
                limit=self._limits.document_bytes,
            )
        return found


def part_too_large(limits: Limits) -> TooLarge:
    """One event or header that is larger than what may be held in memory at once."""
    return TooLarge(
        f"One event or header has more than {limits.part_bytes:,} bytes.",
        code="part_too_large",
        next_step="Send fewer objects in one event.",
        limit=limits.part_bytes,
    )


def too_many_events(limits: Limits) -> TooLarge:
    """More events than one document may have."""
    return TooLarge(
        f"The document has more than {limits.events:,} events.",
        code="too_many_events",
        limit=limits.events,
    )
