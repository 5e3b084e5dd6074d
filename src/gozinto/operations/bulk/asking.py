"""Asks for something to be done to many things; whoever works does it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from django.utils import timezone

from gozinto.access.roles import Role
from gozinto.errors import Conflict, Forbidden, Malformed, Unknown
from gozinto.operations.bulk.acts import ACTS, Act
from gozinto.operations.bulk.models import BulkItem, BulkJob
from gozinto.record.transactions import run_tx

MOST = 5_000
"""Things of one job."""
_LONGEST = 2_000


def ask(
    act: str, *, subjects: Sequence[str], reason: str, by: str, roles: Collection[Role]
) -> BulkJob:
    """Something is to be done to the things of these URIs, for a reason. `roles`: those of `by`.

    Raises Malformed: unknown_act, no_things, too_many_things, reason_missing; Forbidden.
    """
    _check(act, roles=roles, reason=reason, subjects=subjects)
    return run_tx(lambda: _write(act, subjects=subjects, reason=reason, by=by))


def undo(job: int, *, reason: str, by: str, roles: Collection[Role]) -> BulkJob:
    """What a job did is to be taken back, where it still stands as the job left it.

    Raises Unknown for no such job, Conflict (not_finished, undone_already), and what `ask` raises.
    """
    found = BulkJob.objects.filter(pk=job).first()
    if found is None:
        raise Unknown("There is no such job.", code="unknown_bulk_job", value=str(job))
    if found.finished_at is None:
        raise Conflict(
            "It is still being done.", code="not_finished", next_step="Wait until it is done."
        )
    done = found.items.filter(state=BulkItem.State.DONE).order_by("id")
    subjects = list(done.values_list("subject", flat=True))
    back = ACTS[found.act].back
    _check(back, roles=roles, reason=reason, subjects=subjects)

    def body() -> BulkJob:
        one = BulkJob.objects.select_for_update().get(pk=job)
        if one.undone_by.exists():
            raise Conflict(
                "It was taken back already.",
                code="undone_already",
                next_step="Look at what took it back.",
            )
        return _write(back, subjects=subjects, reason=reason, by=by, undoes=one)

    return run_tx(body)


def _check(act: str, *, roles: Collection[Role], reason: str, subjects: Sequence[str]) -> None:
    known: Act | None = ACTS.get(act)
    if known is None:
        raise Malformed("This can be done to no object.", code="unknown_act", value=act)
    if not known.roles & frozenset(roles):
        named = sorted(role.value for role in known.roles)
        raise Forbidden("Your roles do not allow this.", roles=named)
    if not subjects:
        raise Malformed(
            "Nothing is marked.", code="no_things", next_step="Mark at least one row of the list."
        )
    if len(subjects) > MOST:
        raise Malformed(
            f"More than {MOST:,} things are marked.",
            code="too_many_things",
            next_step="Filter the list, and do it in parts.",
        )
    if not reason.strip() or len(reason) > _LONGEST or "\0" in reason:
        raise Malformed("Say why in a few words.", code="reason_missing")


def _write(
    act: str, *, subjects: Sequence[str], reason: str, by: str, undoes: BulkJob | None = None
) -> BulkJob:
    job = BulkJob.objects.create(
        act=act, reason=reason.strip(), by=by, undoes=undoes, asked_at=timezone.now()
    )
    BulkItem.objects.bulk_create(
        BulkItem(job=job, subject=one, event_id=f"urn:uuid:{uuid.uuid4()}")
        for one in dict.fromkeys(subjects)
    )
    return job
