"""Who has a job in hand, and until when: the way of a job from the queue to the printer.

Whoever prints takes a job, draws it, says that it begins, sends, and says what became of it.
Each word is one statement that also looks at the state and at the lease, so that of two who
believe that they have a job in hand one is told otherwise before its first byte.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Max, QuerySet
from django.utils import timezone

from gozinto.errors import Conflict, Unknown
from gozinto.labels.jobs.models import PrintedLabel, PrintJob
from gozinto.labels.jobs.states import IN_HAND, WHEN_A_LEASE_ENDS, Happening, State, after
from gozinto.record.transactions import run_tx

RENDERING_S = 60
"""How long somebody may take to draw a label and to say that it begins."""

SENDING_S = 180
"""How long a printer may take for one job, before nobody can say what became of it."""

FIRST_WAIT_S, LONGEST_WAIT_S = 2, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What went wrong: a stable code, words, and the next step for a person."""

    code: str
    message: str
    next_step: str = ""


class Told(Protocol):
    """A function that tells of a job what went wrong with it."""

    def __call__(self, job: int, *, lease: UUID, trouble: Trouble) -> PrintJob: ...


ENDED = Trouble(
    code="printer_unheard_of",
    message="Whoever printed this has not said what became of it.",
    next_step="Look at the printer: then say that it is printed, or print it again.",
)


def printers_waiting() -> list[str]:
    """The printers that a job could be sent to now."""
    now = timezone.now()
    waiting = PrintJob.objects.filter(state=State.QUEUED).exclude(not_before__gt=now)
    busy = PrintJob.objects.filter(state__in=IN_HAND).values("printer")
    return list(
        waiting.exclude(printer__in=busy)
        .order_by("printer")
        .values_list("printer", flat=True)
        .distinct()
    )


def take(printers: Collection[str], *, holder: str) -> PrintJob | None:
    """The oldest job of these printers, in hand of `holder`; None when there is none.

    A printer has one job in hand at a time, and its jobs keep their order.
    """

    def body() -> PrintJob | None:
        for printer in printers:
            transaction_lock(f"gozinto printer {printer}")
            job = _next_of(printer)
            if job is not None:
                job.lease, job.holder = uuid4(), holder
                job.tries += 1
                _move(job, Happening.TAKEN)
                return job
        return None

    return run_tx(body)


def transaction_lock(name: str) -> None:
    """Wait until nobody else has the lock of that name, and keep it to the transaction's end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])


def _next_of(printer: str) -> PrintJob | None:
    of_it = PrintJob.objects.filter(printer=printer)
    if of_it.filter(state__in=IN_HAND).exists():
        return None
    first = of_it.filter(state=State.QUEUED).select_for_update().order_by("id").first()
    # The first that waits keeps the others waiting: labels come out in the order of what happened.
    if first is None or (first.not_before is not None and first.not_before > timezone.now()):
        return None
    return first


def begin(job: int, *, lease: UUID, digest: str) -> PrintJob:
    """Say that the first byte may leave now. Raises Conflict where the lease is no more."""
    return _told(job, lease, Happening.BEGUN, digest=digest)


def delivered(job: int, *, lease: UUID) -> PrintJob:
    """Say that the printer has all of it: a label is printed. Harmless when said again."""
    return _told(job, lease, Happening.DELIVERED)


def lost(job: int, *, lease: UUID, trouble: Trouble) -> PrintJob:
    """Say that some of it was sent, and nobody knows what became of it."""
    return _told(job, lease, Happening.LOST, trouble=trouble)


def put_back(job: int, *, lease: UUID, trouble: Trouble) -> PrintJob:
    """Say that nothing was sent: it is tried again, each time later."""
    return _told(job, lease, Happening.PUT_BACK, trouble=trouble)


def unfit(job: int, *, lease: UUID, trouble: Trouble) -> PrintJob:
    """Say that it cannot be printed as it is, however often it is tried; nothing was sent."""
    return _told(job, lease, Happening.UNFIT, trouble=trouble)


def _told(
    number: int,
    lease: UUID,
    happening: Happening,
    *,
    digest: str = "",
    trouble: Trouble | None = None,
) -> PrintJob:
    def body() -> PrintJob:
        job = locked(number)
        if job.lease != lease:
            raise _not_in_hand(job)
        if happening == Happening.DELIVERED and job.state == State.PRINTED:
            return job
        if happening == Happening.BEGUN and job.state != State.RENDERING:
            raise _not_in_hand(job)
        job.digest = digest or job.digest
        _move(job, happening, trouble=trouble)
        return job

    return run_tx(body)


def get(number: int) -> PrintJob:
    """The job of that number. Raises Unknown."""
    return _there(PrintJob.objects.all(), number)


def locked(number: int) -> PrintJob:
    """The job, which nobody else changes until the transaction ends. Raises Unknown."""
    return _there(PrintJob.objects.select_for_update(), number)


def _there(jobs: QuerySet[PrintJob], number: int) -> PrintJob:
    job = jobs.filter(pk=number).first()
    if job is None:
        raise Unknown(
            f"There is no print job {number}.",
            code="unknown_print_job",
            next_step="Look at the queue: `gozinto labels queue`.",
        )
    return job


def _not_in_hand(job: PrintJob) -> Conflict:
    return Conflict(
        f"Print job {job.pk} is not in your hand any more.",
        code="print_lease_ended",
        next_step="Send nothing of it to the printer; ask for the next job.",
        state=job.state,
    )


def release(*, holder: str = "", printers: Collection[str] = ()) -> int:
    """Let go of jobs whose lease ended, or of all that `holder`, who is gone, had in hand.

    `printers`: of these alone.
    What was not begun waits again; what was begun is in doubt. Answers how many.
    """

    def body() -> int:
        held = PrintJob.objects.filter(state__in=IN_HAND)
        if printers:
            held = held.filter(printer__in=printers)
        now = timezone.now()
        ended = held.filter(holder=holder) if holder else held.filter(lease_until__lte=now)
        jobs = list(ended.select_for_update(skip_locked=True).order_by("id"))
        for job in jobs:
            _move(job, WHEN_A_LEASE_ENDS[State(job.state)], trouble=ENDED, is_at_once=True)
        return len(jobs)

    return run_tx(body)


def settle(job: PrintJob, happening: Happening, *, by: str, because: str) -> None:
    """Do what a person decided about a job that is locked."""
    job.settled_by, job.settled_because = by, because
    _move(job, happening)


def _move(
    job: PrintJob,
    happening: Happening,
    *,
    trouble: Trouble | None = None,
    is_at_once: bool = False,
) -> None:
    """Bring a locked job to the state that follows, with all that goes with it."""
    now = timezone.now()
    state = after(State(job.state), happening, job=job.pk)
    job.state = state.value
    job.lease_until = _lease(state, now)
    job.code, job.problem, job.next_step = (
        (trouble.code, trouble.message, trouble.next_step) if trouble else ("", "", "")
    )
    job.not_before = None
    if happening == Happening.PUT_BACK and not is_at_once:
        job.not_before = now + timedelta(seconds=_wait_s(job.tries))
    if happening == Happening.RETRIED:
        job.tries = 0
    if state in (State.PRINTED, State.VOID):
        job.settled_at = now
    job.save()
    if state == State.PRINTED:
        _register(job, now)


def _lease(state: State, now: datetime) -> datetime | None:
    lasts_s = {State.RENDERING: RENDERING_S, State.SENDING: SENDING_S}.get(state)
    return now + timedelta(seconds=lasts_s) if lasts_s else None


def _wait_s(tries: int) -> int:
    return min(LONGEST_WAIT_S, FIRST_WAIT_S << min(max(tries - 1, 0), 16))


def _register(job: PrintJob, now: datetime) -> None:
    of_it = PrintedLabel.objects.filter(purpose=job.purpose, subject=job.subject)
    transaction_lock(f"gozinto label {job.subject}")
    last: int = of_it.aggregate(last=Max("serial"))["last"] or 0
    PrintedLabel.objects.create(
        job=job,
        purpose=job.purpose,
        subject=job.subject,
        serial=last + 1,
        copies=job.copies,
        printer=job.printer,
        digest=job.digest,
        reason=job.reason,
        by=job.by,
        at=now,
    )
