"""One print job from the queue to the paper: drawn, read back, begun, sent, and told of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import structlog

from gozinto.edges.printing import sending
from gozinto.edges.printing.outcomes import Lost, NothingSent, Undelivered, Unfit
from gozinto.edges.printing.sending import Target
from gozinto.errors import Conflict, GozintoError, Unavailable
from gozinto.labels.jobs import leasing
from gozinto.labels.jobs.leasing import Trouble
from gozinto.labels.jobs.models import PrintJob
from gozinto.plant.known.shapes import Printer

HOLDER = "worker"

Draw = Callable[[PrintJob, Printer], bytes]
"""What a printer is sent for a job, read back before anybody has it. Raises GozintoError."""

_TOLD: Mapping[type[Undelivered], Callable[..., PrintJob]] = {
    Unfit: leasing.unfit,
    NothingSent: leasing.put_back,
    Lost: leasing.lost,
}


def print_next(printer: Printer, *, draw: Draw, root: Path) -> bool:
    """Print the next job of a printer; False where none waits. `root`: of printers that are folders.

    Whatever goes wrong is told to the job: before its first byte it waits or fails, after it
    it is in doubt.
    """
    job = leasing.take([printer.code], holder=HOLDER)
    if job is None:
        return False
    assert job.lease is not None
    payload = drawn(job, printer, draw=draw)
    if payload is None:
        return True
    try:
        leasing.begin(job.pk, lease=job.lease, digest=sha256(payload).hexdigest())
    except Conflict:
        return True  # the lease ended while it was drawn: the job waits again, and nothing was sent
    _send(job, job.lease, target(printer, root=root), payload)
    return True


def drawn(job: PrintJob, printer: Printer, *, draw: Draw) -> bytes | None:
    """What the printer is to be sent; None where it cannot be drawn, which the job is then told."""
    assert job.lease is not None
    try:
        return draw(job, printer)
    except Unavailable:
        raise
    except GozintoError as problem:
        leasing.unfit(job.pk, lease=job.lease, trouble=trouble(problem))
    return None


def trouble(problem: GozintoError) -> Trouble:
    """What went wrong, as the queue shows it: the first of several faults gives the code."""
    faults = getattr(problem, "violations", ())
    first = faults[0] if faults else problem
    return Trouble(
        code=first.code, message=problem.message, next_step=first.next_step or problem.next_step
    )


def target(printer: Printer, *, root: Path) -> Target:
    """Where a printer is."""
    return Target(
        code=printer.code,
        connection=printer.connection,
        address=printer.address,
        language=printer.language,
        root=root,
    )


def _send(job: PrintJob, lease: UUID, where: Target, payload: bytes) -> None:
    try:
        sending.deliver(where, payload, name=f"label-{job.pk}")
    except Undelivered as problem:
        told = Trouble(
            code=problem.code, message=problem.message, next_step=problem.next_step
        )
        next(tell for kind, tell in _TOLD.items() if isinstance(problem, kind))(
            job.pk, lease=lease, trouble=told
        )
        log = structlog.get_logger("gozinto.printing")
        log.warning("not_printed", job=job.pk, printer=where.code, code=problem.code)
    else:
        leasing.delivered(job.pk, lease=lease)


def of_the_server(printers: Mapping[str, Printer], waiting: Collection[str]) -> list[str]:
    """Those of the waiting printers that the server itself prints at, and that are in use."""
    return [
        code
        for code in waiting
        if code in printers
        and printers[code].connection != "agent"
        and printers[code].state == "active"
    ]
