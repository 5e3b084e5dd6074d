"""Print jobs for tests, in few words."""

from __future__ import annotations

from uuid import UUID

from gozinto.labels.jobs import asking, leasing
from gozinto.labels.jobs.asking import Asked
from gozinto.labels.jobs.leasing import Trouble
from gozinto.labels.jobs.models import PrintJob

PRINTER, WORKER = "ZD-1", "worker"
GONE = Trouble(code="printer_away", message="The printer does not answer.")


def ask(number: str = "4711", *, printer: str = PRINTER, reason: str = "", copies: int = 1) -> int:
    """The number of a job for the label of a lot."""
    asked = Asked(
        purpose="lot", subject=f"https://id.demo.example/class/HB/{number}", number=number
    )
    (job,) = asking.print_labels([asked], printer=printer, by="Cem", reason=reason, copies=copies)
    return job.pk


def take(*printers: str, holder: str = WORKER) -> PrintJob:
    """The next job, in hand."""
    job = leasing.take(printers or (PRINTER,), holder=holder)
    assert job is not None
    return job


def lease_of(job: PrintJob) -> UUID:
    """The lease of a job in hand."""
    assert job.lease is not None
    return job.lease


def begun(number: str = "4711") -> PrintJob:
    """A job whose first byte may have left."""
    ask(number)
    job = take()
    return leasing.begin(job.pk, lease=lease_of(job), digest="d")


def printed(number: str = "4711") -> PrintJob:
    """A job whose label is printed."""
    job = begun(number)
    return leasing.delivered(job.pk, lease=lease_of(job))


def state(job: int) -> str:
    """How a job stands now."""
    return PrintJob.objects.get(pk=job).state
