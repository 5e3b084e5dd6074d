"""Does what was asked for, one thing after another; one worker at a time has a job in hand."""

from __future__ import annotations

import time

from django.utils import timezone

from gozinto.errors import GozintoError, Refused, Unknown
from gozinto.operations.bulk.acts import ACTS, Act
from gozinto.operations.bulk.models import BulkItem, BulkJob, ItemState
from gozinto.plant.models import TraceableObject
from gozinto.record.models import ObjectState

BUDGET_S = 2.0
"""How long one look works, before the worker looks whether it is to end."""


def is_waiting() -> bool:
    """Whether anything is to be done."""
    return BulkJob.objects.filter(finished_at=None).exists()


def work(*, budget_s: float = BUDGET_S) -> int:
    """Do what waits, oldest first, for so many seconds; answers how many things were looked at.

    Each thing is done under an event id of its own: who is killed in the middle does it again
    with the same answer.
    """
    looked_at, until = 0, time.monotonic() + budget_s
    for job in BulkJob.objects.filter(finished_at=None).order_by("id"):
        for item in job.items.filter(state=BulkItem.State.WAITING).order_by("id"):
            if time.monotonic() > until:
                return looked_at
            _do(job, item)
            looked_at += 1
        BulkJob.objects.filter(pk=job.pk).update(finished_at=timezone.now())
    return looked_at


def _do(job: BulkJob, item: BulkItem) -> None:
    act = ACTS[job.act]
    left = act.spared(_standing(item.subject), _undone(job, item))
    if left is not None and not _is_ours(item):
        _settle(item, BulkItem.State.LEFT, code=left.code, problem=left.message)
        return
    try:
        _call(act, job, item)
    except GozintoError as error:
        first = error.violations[0] if isinstance(error, Refused) and error.violations else error
        _settle(
            item,
            BulkItem.State.REFUSED,
            code=first.code,
            problem=first.message,
            next_step=first.next_step,
        )
    else:
        _settle(item, BulkItem.State.DONE)


def _call(act: Act, job: BulkJob, item: BulkItem) -> None:
    if not TraceableObject.objects.filter(uri=item.subject).exists():
        raise Unknown("Nothing here goes by this name.", value=item.subject)
    act.do([item.subject], reason=job.reason, by=job.by, live=True, event_id=item.event_id)


def _standing(subject: str) -> ObjectState | None:
    return ObjectState.objects.filter(object__uri=subject).first()


def _undone(job: BulkJob, item: BulkItem) -> str:
    """The event that is taken back with this thing; "" where the job takes nothing back."""
    if job.undoes_id is None:
        return ""
    before = BulkItem.objects.filter(job_id=job.undoes_id, subject=item.subject)
    return before.values_list("event_id", flat=True).first() or ""


def _is_ours(item: BulkItem) -> bool:
    """Whether it stands so because of this very item, whose worker was killed before it said so."""
    state = _standing(item.subject)
    return state is not None and state.held_event == item.event_id


def _settle(
    item: BulkItem, state: ItemState, *, code: str = "", problem: str = "", next_step: str = ""
) -> None:
    BulkItem.objects.filter(pk=item.pk).update(
        state=state, code=code, problem=problem, next_step=next_step
    )
