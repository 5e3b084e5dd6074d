"""What a person asks of the queue: print, print again, try again, decide a doubt, make void."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from gozinto.errors import Conflict, Refused, Violation
from gozinto.labels.jobs import devices
from gozinto.labels.jobs.leasing import locked, settle, transaction_lock
from gozinto.labels.jobs.models import PrintedLabel, PrintJob, VoidLabel
from gozinto.labels.jobs.states import Happening, State
from gozinto.labels.layouts import Purpose
from gozinto.record.transactions import run_tx

MOST_COPIES = 1_000
MOST_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One label that somebody wants: of what, and what people call it."""

    purpose: Purpose
    subject: str
    number: str = ""


def print_labels(
    asked: Sequence[Asked],
    *,
    printer: str,
    by: str,
    layout: str = "",
    copies: int = 1,
    reason: str = "",
) -> list[PrintJob]:
    """Queue a label of each of these; all or none.

    Raises Refused (copies_out_of_range, too_many_labels, reprint_without_reason): what was
    printed before, or waits already, is printed again for a reason alone.
    """
    faults = [*_copies(copies), *_how_many(asked)]
    if faults:
        raise Refused(faults)

    def body() -> list[PrintJob]:
        # Of two who ask for the same label at once, the second knows of the first.
        transaction_lock("gozinto labels asked")
        before = _known_before(asked)
        if before and not reason.strip():
            raise Refused([_without_reason(before)])
        now = timezone.now()
        return PrintJob.objects.bulk_create(
            PrintJob(
                purpose=one.purpose,
                subject=one.subject,
                number=one.number,
                layout=layout,
                printer=printer,
                copies=copies,
                why="reprint" if one.subject in before else "hand",
                reason=reason.strip(),
                by=by,
                at=now,
            )
            for one in asked
        )

    return run_tx(body)


def _copies(copies: int) -> Iterable[Violation]:
    if not 1 <= copies <= MOST_COPIES:
        yield Violation(
            code="copies_out_of_range",
            message=f"{copies} copies cannot be printed.",
            next_step=f"Ask for 1 to {MOST_COPIES:,}.",
            path="copies",
        )


def _how_many(asked: Sequence[Asked]) -> Iterable[Violation]:
    if not 1 <= len(asked) <= MOST_AT_ONCE:
        yield Violation(
            code="too_many_labels",
            message=f"{len(asked):,} labels cannot be asked for at once.",
            next_step=f"Ask for 1 to {MOST_AT_ONCE:,}.",
            path="ids",
        )


def _known_before(asked: Sequence[Asked]) -> set[str]:
    """Those whose label is printed, or waits, or may be printed: all but what is void."""
    of_them = PrintJob.objects.filter(
        subject__in={one.subject for one in asked}, purpose__in={one.purpose for one in asked}
    )
    standing = of_them.exclude(state__in=[State.VOID, State.FAILED])
    return set(standing.filter(printed_label__voided=None).values_list("subject", flat=True))


def _without_reason(subjects: Iterable[str]) -> Violation:
    named = sorted(subjects)
    return Violation(
        code="reprint_without_reason",
        message=f"{len(named):,} of these have a label already, or one that waits: {named[0]}.",
        next_step="Say why it is printed again, or make the first label void.",
        path="reason",
        value=named[0],
    )


def reprint(number: int, *, by: str, reason: str, printer: str = "", copies: int = 0) -> PrintJob:
    """Print a job's label again, with the reason. Of one in doubt the doubt is settled by it.

    Raises Refused (reprint_without_reason, print_job_state) and Unknown.
    """
    faults = [*_copies(copies)] if copies else []
    if not reason.strip():
        faults.append(
            Violation(
                code="reprint_without_reason",
                message="No reason was given.",
                next_step="Say why it is printed again.",
                path="reason",
            )
        )
    if faults:
        raise Refused(faults)
    where = devices.usable(printer).code if printer else ""

    def body() -> PrintJob:
        job = locked(number)
        if job.state != State.PRINTED:
            # In doubt, failed or waiting: this one ends here, and the next one is the label.
            settle(job, Happening.GIVEN_UP, by=by, because=reason.strip())
        return PrintJob.objects.create(
            purpose=job.purpose,
            subject=job.subject,
            number=job.number,
            layout=job.layout,
            printer=where or job.printer,
            copies=copies or job.copies,
            why="reprint",
            again=job,
            reason=reason.strip(),
            by=by,
            at=timezone.now(),
        )

    return run_tx(body)


def retry(number: int, *, by: str, printer: str = "") -> PrintJob:
    """Try a failed job again; `printer`: at another one. Raises Refused and Unknown."""

    where = devices.usable(printer).code if printer else ""

    def body() -> PrintJob:
        job = locked(number)
        job.printer = where or job.printer
        settle(job, Happening.RETRIED, by=by, because="")
        return job

    return run_tx(body)


def confirm(number: int, *, by: str, reason: str) -> PrintJob:
    """Say of a job in doubt that its label is there. Raises Refused and Unknown."""
    why = _reason(reason)

    def body() -> PrintJob:
        job = locked(number)
        settle(job, Happening.CONFIRMED, by=by, because=why)
        return job

    return run_tx(body)


def void(number: int, *, by: str, reason: str) -> PrintJob:
    """End a job that waits, failed or is in doubt; of a printed one say that its label is void.

    Raises Refused (void_without_reason, print_job_state), Conflict (label_void) and Unknown.
    """
    why = _reason(reason)

    def body() -> PrintJob:
        job = locked(number)
        if job.state == State.PRINTED:
            _void(job, why, by)
        else:
            settle(job, Happening.GIVEN_UP, by=by, because=why)
        return job

    return run_tx(body)


def _void(job: PrintJob, why: str, by: str) -> None:
    label = PrintedLabel.objects.get(pk=job.pk)
    try:
        with transaction.atomic():
            VoidLabel.objects.create(label=label, why=why, by=by, at=timezone.now())
    except IntegrityError as problem:
        raise Conflict(
            f"The label of print job {job.pk} is void already.",
            code="label_void",
            next_step="Nothing is left to do.",
        ) from problem


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused(
            [
                Violation(
                    code="decided_without_reason",
                    message="No reason was given.",
                    next_step="Say why, for whoever reads it later.",
                    path="reason",
                )
            ]
        )
    return reason.strip()
