"""What a print agent is handed: labels for printers that the server cannot reach.

An agent asks for a job, says that it begins, and says what became of it. One that asks again for
a printer has nothing more in hand there: it was killed in between.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal
from uuid import UUID

from gozinto.errors import Refused, Violation
from gozinto.labels.jobs import devices, drawing, leasing
from gozinto.labels.jobs.drawing import Draw
from gozinto.labels.jobs.leasing import Trouble
from gozinto.labels.jobs.models import PrintJob

MOST_WAIT_S = 25
"""How long an agent is kept waiting for a job."""

WAITING_AT_ONCE = 4
"""Agents that wait in one web process; those beyond are answered at once and ask again."""

_LOOK_S = 0.5
_seats = threading.BoundedSemaphore(WAITING_AT_ONCE)

Outcome = Literal["delivered", "nothing_sent", "unfit", "lost"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A job in an agent's hand: its lease, the printer and its language, and what to send."""

    job: int
    lease: UUID
    printer: str
    language: str
    payload: bytes
    digest: str


def hand_out(
    printers: Collection[str], *, agent: str, wait_s: float = 0, draw: Draw | None = None
) -> Handed | None:
    """The next job of these printers, drawn and read back; None when none came in time.

    Raises Refused with each printer that no agent prints at.
    """
    _check(printers)
    leasing.release(holder=agent, printers=printers)
    handed = _next(printers, agent, draw)
    if handed is not None or wait_s <= 0 or not _seats.acquire(blocking=False):
        return handed
    try:
        until = time.monotonic() + min(wait_s, MOST_WAIT_S)
        while handed is None and time.monotonic() < until:
            time.sleep(_LOOK_S)  # what is captured elsewhere tells nobody here
            handed = _next(printers, agent, draw)
        return handed
    finally:
        _seats.release()


def _check(printers: Collection[str]) -> None:
    faults = [
        Violation(
            code="printer_not_of_agents",
            message=f"{code} is no printer that an agent prints at.",
            next_step="Give it the connection agent: `gozinto plant set printers`.",
            value=code,
            path="printers",
        )
        for code in printers
        if (found := devices.find(code)) is None or found.connection != devices.BY_AGENT
    ]
    if faults:
        raise Refused(faults)


def _next(printers: Collection[str], agent: str, draw: Draw | None) -> Handed | None:
    ready = [code for code in printers if devices.printer(code).state == devices.ACTIVE]
    while (job := leasing.take(ready, holder=agent)) is not None:
        printer = devices.printer(job.printer)
        payload = drawing.payload(job, printer, draw=draw or drawing.draw)
        if payload is not None and job.lease is not None:
            return Handed(
                job=job.pk,
                lease=job.lease,
                printer=printer.code,
                language=printer.language,
                payload=payload,
                digest=sha256(payload).hexdigest(),
            )
    return None


def ended(job: int, *, lease: UUID, outcome: Outcome, trouble: Trouble | None = None) -> PrintJob:
    """What an agent says became of a job. Raises Conflict, Refused and Unknown."""
    if outcome == "delivered":
        return leasing.delivered(job, lease=lease)
    return _TOLD[outcome](job, lease=lease, trouble=trouble or leasing.ENDED)


_TOLD: Mapping[str, leasing.Told] = {
    "nothing_sent": leasing.put_back,
    "unfit": leasing.unfit,
    "lost": leasing.lost,
}
