"""A person settles findings by hand, opens them again, or says whose they are.

Nothing of what was found is changed: each act adds remarks (`FindingRemark`), which readers lay
over the findings. A finding that is settled is open again when somebody reopens it, and when the
fault is another one than was settled: judged with another amount, say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import uuid6
from django.db.models import QuerySet

from gozinto.access.roles import Role
from gozinto.errors import Forbidden, Malformed, Refused, Unknown, Violation
from gozinto.plant.models import Person
from gozinto.record import clock, remarks
from gozinto.record.findings import ABOUT
from gozinto.record.models import Finding, FindingRemark, RemarkKind
from gozinto.record.rules.table import RULES
from gozinto.record.transactions import run_tx

MOST_AT_ONCE = 10_000
LONGEST_TEXT = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """All findings of one rule about one thing, as a group of `findings.groups` names them.

    `upto`: the id of the last one that was seen; what is found after that is nobody's word yet.
    """

    rule: str
    about: str
    upto: int


@dataclass(frozen=True, slots=True)
class Said:
    """What was said at once: its batch, by which it can be taken back, and of how many."""

    batch: UUID
    count: int


def settlers(rule: str) -> frozenset[Role]:
    """Who may settle findings of this rule: quality, and who may let it pass as it happens."""
    found = RULES.get(rule)
    return frozenset({Role.QUALITY, *map(Role, found.overridden_by if found else ())})


SETTLERS: frozenset[Role] = frozenset().union(*map(settlers, RULES))
"""Who may settle findings of some rule."""


def settle(ids: Collection[int], *, reason: str, by: str, roles: Collection[Role]) -> Said:
    """Settle these findings: somebody saw to them, or knows why nothing is to be done.

    reason: why.  by: the person's code.  roles: those that the person holds now. All or none.
    Raises Refused (settled_without_reason, finding_not_open), Unknown (unknown_finding),
    Forbidden where the person holds no role that may.
    """
    return _settled(lambda: _locked(ids), reason=reason, by=by, roles=roles)


def settle_about(
    several: Sequence[About], *, reason: str, by: str, roles: Collection[Role]
) -> Said:
    """Settle all open findings of these groups. Raises as `settle`; nothing open is none to do."""
    return _settled(lambda: _open_of(several), reason=reason, by=by, roles=roles)


def assign_about(several: Sequence[About], *, to: str, note: str, by: str) -> Said:
    """Say whose the open findings of these groups are. Raises Unknown (unknown_person)."""
    return _assigned(lambda: _open_of(several), to=to, note=note, by=by)


def assign(ids: Collection[int], *, to: str, note: str = "", by: str) -> Said:
    """Say whose these findings are. to: the code of a person. Raises Unknown."""
    return _assigned(lambda: _locked(ids), to=to, note=note, by=by)


def reopen(ids: Collection[int], *, reason: str, by: str, roles: Collection[Role]) -> Said:
    """Open settled findings again. Raises Unknown, Forbidden, Refused (finding_not_settled)."""

    def body() -> Said:
        found = _locked(ids)
        _may(found, roles)
        settled = [remark for one in found if (remark := _settling_of(one)) is not None]
        if len(settled) < len(found):
            raise Refused([_NOT_SETTLED])
        return _reopened(settled, reason=reason, by=by)

    return run_tx(body)


def take_back(batch: UUID, *, by: str, roles: Collection[Role]) -> Said:
    """Undo what was settled at once: what of it still is settled is open again.

    Raises Refused (finding_not_settled) where nothing of it is, Forbidden as `settle`.
    """

    def body() -> Said:
        said = FindingRemark.objects.filter(batch=batch, kind=RemarkKind.SETTLED, reopened=None)
        settled = list(said.order_by("id"))
        if not settled:
            raise Refused([_NOT_SETTLED])
        _may(settled, roles)
        return _reopened(settled, reason="", by=by)

    return run_tx(body)


def count_settled(batch: UUID) -> int:
    """Of what was settled at once, how many still are. One query."""
    said = FindingRemark.objects.filter(batch=batch, kind=RemarkKind.SETTLED, reopened=None)
    return said.count()


_NOT_SETTLED = Violation(
    code="finding_not_settled",
    message="It is not settled, so it cannot be opened again.",
    next_step="Look at the inbox: it is open there, or was found no more.",
)


def _settled(
    find: Callable[[], list[Finding]], *, reason: str, by: str, roles: Collection[Role]
) -> Said:
    why = reason.strip()[:LONGEST_TEXT]
    if not why:
        raise Refused([_WITHOUT_REASON])

    def body() -> Said:
        found = find()
        _may(found, roles)
        return _said(RemarkKind.SETTLED, found, text=why, by=by)

    return run_tx(body)


_WITHOUT_REASON = Violation(
    code="settled_without_reason",
    message="A finding is settled for a reason.",
    next_step="Say what was done about it, or why nothing is to be done.",
    path="reason",
)


def _assigned(find: Callable[[], list[Finding]], *, to: str, note: str, by: str) -> Said:
    if not Person.objects.filter(code=to, state=Person.State.ACTIVE).exists():
        raise Unknown(f"Nobody who works here goes by {to[:80]}.", code="unknown_person", value=to)

    def body() -> Said:
        text = note.strip()[:LONGEST_TEXT]
        return _said(RemarkKind.ASSIGNED, find(), person=to, text=text, by=by)

    return run_tx(body)


def _locked(ids: Collection[int]) -> list[Finding]:
    """Open findings of these ids, which nobody else settles meanwhile."""
    if not 0 < len(ids) <= MOST_AT_ONCE:
        raise Malformed(f"Name 1 to {MOST_AT_ONCE:,} findings.", code="bad_value")
    found = list(_for_update(Finding.objects.filter(id__in=ids)))
    if len(found) < len(set(ids)):
        raise Unknown(
            "There is no such finding any more.",
            code="unknown_finding",
            next_step="Read the findings again: what is judged anew may be found no more.",
        )
    return found


def _open_of(several: Sequence[About]) -> list[Finding]:
    found: list[Finding] = []
    for one in several:
        of_it = Finding.objects.annotate(about=ABOUT).filter(
            remarks.IS_OPEN, rule=one.rule, about=one.about, id__lte=one.upto
        )
        found += _for_update(of_it)[: MOST_AT_ONCE + 1 - len(found)]
    if len(found) > MOST_AT_ONCE:
        raise Malformed(f"These are more than {MOST_AT_ONCE:,} findings.", code="bad_value")
    return found


def _for_update(found: QuerySet[Finding]) -> QuerySet[Finding]:
    return found.order_by("id").select_for_update(of=("self",))


def _may(found: Iterable[Finding | FindingRemark], roles: Collection[Role]) -> None:
    for rule in {one.rule for one in found}:
        may = settlers(rule)
        if may.isdisjoint(roles):
            raise Forbidden(
                f"Your roles do not allow to settle findings of {rule}.",
                next_step=f"Ask somebody of: {', '.join(sorted(may))}.",
                roles=sorted(may),
            )


def _settling_of(one: Finding) -> FindingRemark | None:
    of_it = {name: getattr(one, name) for name in remarks.FAULT}
    found = FindingRemark.objects.filter(**of_it, kind=RemarkKind.SETTLED, reopened=None)
    return found.order_by("-id").first()


def _said(
    kind: RemarkKind, found: Sequence[Finding], *, by: str, text: str, person: str = ""
) -> Said:
    batch, now = uuid6.uuid7(), clock.now()
    if kind == RemarkKind.SETTLED:
        _all_open(found)
    FindingRemark.objects.bulk_create(
        FindingRemark(
            kind=kind,
            **_fault(one),
            person=person,
            text=text,
            by=by,
            at=now,
            batch=batch,
        )
        for one in found
    )
    return Said(batch, len(found))


def _fault(one: Finding | FindingRemark) -> dict[str, Any]:
    """What makes it the fault that it is (`remarks.FAULT`)."""
    return {
        "event_id": one.event_id,
        "scope": one.scope,
        "subject": one.subject,
        "rule": one.rule,
        "value": one.value,
        "data": one.data,
    }


def _all_open(found: Sequence[Finding]) -> None:
    ids = {one.pk for one in found}
    still = Finding.objects.filter(remarks.IS_OPEN, id__in=ids).count()
    if still < len(ids):
        raise Refused(
            [
                Violation(
                    code="finding_not_open",
                    message="A finding that was settled or let pass already is not settled again.",
                    next_step="Read the findings again; settle those that are open.",
                )
            ]
        )


def _reopened(settled: Sequence[FindingRemark], *, reason: str, by: str) -> Said:
    batch, now = uuid6.uuid7(), clock.now()
    FindingRemark.objects.bulk_create(
        FindingRemark(
            kind=RemarkKind.REOPENED,
            reopens=one,
            **_fault(one),
            text=reason.strip()[:LONGEST_TEXT],
            by=by,
            at=now,
            batch=batch,
        )
        for one in settled
    )
    return Said(batch, len(settled))
