"""What a reader of documents tells of each event."""

from __future__ import annotations

from dataclasses import dataclass

from gozinto.errors import Violation
from gozinto.standards.epcis.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """One event of a document: read, or refused with every fault it has.

    `index`: its place, from 0; `event_id`: as it was sent, whatever that was, "" for none.
    """

    index: int
    event: Event | None
    faults: tuple[Violation, ...] = ()
    event_id: str = ""
