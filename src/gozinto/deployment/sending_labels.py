"""One print job from the queue to the paper: drawn, read back, begun, sent, and told of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import structlog

from gozinto.edges.printing import sending
from gozinto.edges.printing.outcomes import Lost, NothingSent, Undelivered, Unfit
from gozinto.edges.printing.sending import Target
from gozinto.errors import Conflict
from gozinto.labels.jobs import drawing, leasing
from gozinto.labels.jobs.drawing import Draw
from gozinto.labels.jobs.leasing import Trouble
from gozinto.labels.jobs.models import PrintJob
from gozinto.plant.known.shapes import Printer

HOLDER = "worker"

_TOLD: Mapping[type[Undelivered], leasing.Told] = {
    Unfit: leasing.unfit,
    NothingSent: leasing.put_back,
    Lost: leasing.lost,
}


def print_next(printer: Printer, *, draw: Draw, root: Path) -> bool:
    """Print the next job of a printer; False where none waits.

    `root`: where the folders are that are printers. Whatever goes wrong is told to the job:
    before its first byte it waits or fails, after it it is in doubt.
    """
    job = leasing.take([printer.code], holder=HOLDER)
    if job is None:
        return False
    assert job.lease is not None
    payload = drawing.payload(job, printer, draw=draw)
    if payload is None:
        return True
    try:
        leasing.begin(job.pk, lease=job.lease, digest=sha256(payload).hexdigest())
    except Conflict:
        return True  # the lease ended while it was drawn: the job waits again, and nothing was sent
    _send(job, job.lease, target(printer, root=root), payload)
    return True


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
        told = Trouble(code=problem.code, message=problem.message, next_step=problem.next_step)
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
