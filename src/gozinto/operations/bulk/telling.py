"""How far a job is: what is done, what was left as it was, what was refused and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from gozinto.errors import Unknown
from gozinto.operations.bulk.acts import ACTS
from gozinto.operations.bulk.models import BulkItem, BulkJob
from gozinto.plant.models import TraceableObject

NAMED = 500
"""Things that were not done, of which each is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDone:
    """A thing to which it was not done, and why."""

    uri: str
    number: str
    code: str
    message: str
    next_step: str
    is_refused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A job as it stands. `left`: things that were so already; `undone_by`: what took it back."""

    id: int
    act: str
    reason: str
    by: str
    asked_at: datetime
    finished_at: datetime | None
    total: int
    done: int
    left: int
    refused: int
    not_done: tuple[NotDone, ...]
    back: str
    undoes: int | None
    undone_by: int | None

    @property
    def waiting(self) -> int:
        """Things that nobody has looked at yet."""
        return self.total - self.done - self.left - self.refused


def told(job: int) -> Told:
    """How far a job is, in four queries. Raises Unknown (unknown_bulk_job)."""
    found = BulkJob.objects.filter(pk=job).first()
    if found is None:
        raise Unknown("There is no such job.", code="unknown_bulk_job", value=str(job))
    counted = dict(found.items.values_list("state").annotate(number=Count("pk")).order_by())
    return Told(
        id=found.pk,
        act=found.act,
        reason=found.reason,
        by=found.by,
        asked_at=found.asked_at,
        finished_at=found.finished_at,
        total=sum(counted.values()),
        done=counted.get(BulkItem.State.DONE, 0),
        left=counted.get(BulkItem.State.LEFT, 0),
        refused=counted.get(BulkItem.State.REFUSED, 0),
        not_done=_not_done(found),
        back=ACTS[found.act].back,
        undoes=found.undoes_id,
        undone_by=found.undone_by.values_list("pk", flat=True).first(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """A job that somebody asked for a moment ago, and which still stands."""

    id: int
    act: str
    back: str
    total: int
    done: int
    is_over: bool


def lately(*, by: str, within: timedelta) -> Lately | None:
    """The newest job that somebody asked for within that time and that nobody took back; what
    takes one back is none. One query.
    """
    found = (
        BulkJob.objects.filter(
            by=by, undoes=None, undone_by=None, asked_at__gte=timezone.now() - within
        )
        .annotate(
            total=Count("items"),
            done_items=Count("items", filter=Q(items__state=BulkItem.State.DONE)),
        )
        .order_by("-pk")
        .first()
    )
    if found is None:
        return None
    return Lately(
        id=found.pk,
        act=found.act,
        back=ACTS[found.act].back,
        total=found.total,
        done=found.done_items,
        is_over=found.finished_at is not None,
    )


def _not_done(job: BulkJob) -> tuple[NotDone, ...]:
    states = (BulkItem.State.REFUSED, BulkItem.State.LEFT)
    items = list(job.items.filter(state__in=states).order_by("-state", "id")[:NAMED])
    uris = [one.subject for one in items]
    numbers = dict(TraceableObject.objects.filter(uri__in=uris).values_list("uri", "number"))
    return tuple(
        NotDone(
            uri=one.subject,
            number=numbers.get(one.subject, one.subject),
            code=one.code,
            message=one.problem,
            next_step=one.next_step,
            is_refused=one.state == BulkItem.State.REFUSED,
        )
        for one in items
    )
