"""What a printer is sent for a job: filled, drawn for its language, and read back."""

from __future__ import annotations

from collections.abc import Callable

from gozinto.errors import GozintoError, Unavailable
from gozinto.labels import content, library, rendering
from gozinto.labels.jobs import leasing
from gozinto.labels.jobs.leasing import Trouble
from gozinto.labels.jobs.models import PrintJob
from gozinto.plant.known.shapes import Printer

Draw = Callable[[PrintJob, Printer], bytes]
"""What a printer is sent for a job, read back before anybody has it. Raises GozintoError."""


def draw(job: PrintJob, printer: Printer) -> bytes:
    """The bytes for this printer: every label of them was read back from its own dots.

    Raises Refused with all that keeps it from being printed, and Unknown.
    """
    label = content.fill(library.find(job.layout, purpose=job.purpose), of=job.subject)
    if printer.language == "zpl":
        return rendering.zpl([label], dpmm=printer.dpmm) * job.copies
    return rendering.pdf([label] * job.copies)


def payload(job: PrintJob, printer: Printer, *, draw: Draw) -> bytes | None:
    """What the printer is to be sent for a job in hand.

    None where it cannot be drawn or read back: the job has failed then, and says why.
    """
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
