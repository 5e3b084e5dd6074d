"""The one door for steps: a case is opened, taken on, and read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import uuid6
from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from gozinto.access.roles import Role
from gozinto.cases import standing
from gozinto.cases.kinds import MACHINES, Act, Machine
from gozinto.cases.kinds.machines import faults, is_text, kept, missing
from gozinto.cases.models import Case, CaseStep, CaseSubject, CaseTie
from gozinto.cases.standing import Signature as Signature
from gozinto.cases.standing import Standing as Standing
from gozinto.cases.standing import Step as Step
from gozinto.errors import Conflict, Forbidden, Outdated, Refused, Unknown, Violation
from gozinto.record import clock
from gozinto.record.models import Event
from gozinto.record.transactions import run_tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """Who takes a step, and what goes with it beside the act's own fields.

    `seen`: the last step that they saw, or None; `request`: by which it is known when it is sent
    again; `signed`: how they proved who they are; `made`: what the step brought about;
    `subjects`: things it is about, by role; `ties`: numbers of cases it leads to.
    """

    by: str
    roles: Collection[Role]
    seen: int | None = None
    request: UUID | None = None
    signed: Signature = ""
    made: Mapping[str, Any] = field(default_factory=dict)
    subjects: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ties: Sequence[str] = ()


def open_case(kind: str, *, title: str, told: Mapping[str, object], taking: Taking) -> Standing:
    """Open a case. The same request again answers the case as it stands.

    Raises Unknown for a kind that is none, Forbidden, Refused with all that is wrong.
    """
    check_opening(kind, title=title, told=told, taking=taking)
    machine = _machine(kind)
    act = machine.opening

    def body() -> Case:
        again = _again(taking)
        if again:
            return again.case
        now = clock.now()
        case = Case.objects.create(
            kind=kind,
            number=_next_number(machine, now),
            title=title.strip()[:300],
            at=now,
            by=taking.by,
        )
        _add(case, act=act, state=act.to, sequence=1, told=told, taking=taking)
        return case

    return find(run_tx(body).number)


def check_opening(
    kind: str,
    *,
    title: str,
    told: Mapping[str, object],
    taking: Taking,
    beside: Sequence[Violation] = (),
) -> None:
    """Raise what `open_case` would, together with what its kind found wrong beside that."""
    act = _machine(kind).opening
    wrong = _may(act, taking) + faults(act, told) + missing(act, taking.subjects)
    if not is_text(title) or not title.strip():
        wrong.append(_NO_TITLE)
    if wrong or beside:
        raise Refused([*wrong, *beside])


def take(number: str, act: str, *, told: Mapping[str, object], taking: Taking) -> Standing:
    """Take a case a step on. The same request again changes nothing.

    Raises Unknown (unknown_case, unknown_act), Forbidden, Outdated where somebody else took a
    step since `seen`, Refused (act_not_open, not_signed, and what is wrong with what was told).
    """
    check(number, act, told=told, taking=taking)

    def body() -> None:
        case = _case(number)
        _one_at_a_time(f"case {case.pk}")
        again = _again(taking)
        if again:
            if again.case_id != case.pk or again.act != act:
                raise Conflict("This request was another step.", code="request_reused")
            return
        last = _last(case)
        of_it = _open_act(case, last, act, taking)
        _add(
            case,
            act=of_it,
            state=of_it.to or last.state,
            sequence=last.sequence + 1,
            told=told,
            taking=taking,
        )

    run_tx(body)
    return find(number)


def check(number: str, act: str, *, told: Mapping[str, object], taking: Taking) -> None:
    """Raise what `take` would, before anything else is done for it. A repeat is in order."""
    case = _case(number)
    if _again(taking):
        return
    of_it = _open_act(case, _last(case), act, taking)
    wrong = _may(of_it, taking) + faults(of_it, told) + missing(of_it, taking.subjects)
    if wrong:
        raise Refused(wrong)


def is_taken(taking: Taking) -> bool:
    """Whether this request was a step already."""
    return _again(taking) is not None


def beside(taking: Taking, what: str) -> UUID:
    """An id for something that a step brings about: the same one when the step is sent again."""
    if taking.request is None:
        raise ValueError("what is sent without an id is not known when it is sent again")
    return uuid5(taking.request, what)


def find(number: str, *, kind: str = "") -> Standing:
    """A case as it stands, with all its steps.

    Raises Unknown (unknown_case), where a `kind` is asked for also for a case of another one.
    """
    case = _case(number)
    if kind and case.kind != kind:
        raise _unknown(f"{number[:40]} is no case of the kind {kind}.", number)
    return standing.of([case])[0]


def find_all(numbers: Iterable[str]) -> list[Standing]:
    """These cases as they stand, in the order asked; a fixed number of queries."""
    wanted = list(numbers)
    found = {one.number: one for one in Case.objects.filter(number__in=wanted)}
    return standing.of([found[number] for number in wanted if number in found])


def is_number(text: str) -> bool:
    """Whether a text may be the number of a case, such as RC-2026-0007."""
    prefix, _, rest = text.partition("-")
    is_written = bool(rest) and rest.isascii() and rest.replace("-", "").isdigit()
    return is_written and any(machine.prefix == prefix for machine in MACHINES.values())


def find_named(number: str) -> list[Case]:
    """The case of that number, or none. One query."""
    return list(Case.objects.filter(number=number)[:1])


def listed(kind: str, *, states: Collection[str] = ()) -> QuerySet[Case]:
    """Cases of a kind, the newest first, each with its `state` and when it came to it (`since`)."""
    last = CaseStep.objects.filter(case=OuterRef("pk")).order_by("-sequence")
    found = Case.objects.filter(kind=kind).annotate(
        state=Subquery(last.values("state")[:1]), since=Subquery(last.values("at")[:1])
    )
    return (found.filter(state__in=states) if states else found).order_by("-id")


def about(uris: Collection[str]) -> list[Standing]:
    """The cases that are about any of these things, the newest first; at most 100."""
    ids = CaseSubject.objects.filter(uri__in=uris).values("case")
    return standing.of(list(Case.objects.filter(pk__in=ids).order_by("-id")[:100]))


_NO_TITLE = Violation(
    code="field_missing",
    message="A case has a title.",
    next_step="Say in a few words what it is about.",
    path="title",
)


def _machine(kind: str) -> Machine:
    if kind not in MACHINES:
        raise Unknown(f"No case is a {kind[:40]}.", code="unknown_kind", near=sorted(MACHINES))
    return MACHINES[kind]


def _case(number: str) -> Case:
    found = Case.objects.filter(number=number).first() if is_text(number) else None
    if found is None:
        raise _unknown(f"No case has the number {number[:40]}.", number)
    return found


def _unknown(message: str, number: str) -> Unknown:
    return Unknown(
        message,
        code="unknown_case",
        next_step="Look at the list of cases; the number may be mistyped.",
        value=number[:40],
    )


def _last(case: Case) -> CaseStep:
    return case.steps.order_by("-sequence")[0]


def _again(taking: Taking) -> CaseStep | None:
    """The step that this request already was."""
    if taking.request is None:
        return None
    return CaseStep.objects.select_related("case").filter(request=taking.request).first()


def _open_act(case: Case, last: CaseStep, name: str, taking: Taking) -> Act:
    machine = MACHINES[case.kind]
    act = machine.find(name)
    if act is None or act is machine.opening:
        names = [one.name for one in machine.acts[1:]]
        raise Unknown(
            f"Nothing called {name[:40]} is done with it.", code="unknown_act", near=names
        )
    if taking.seen is not None and taking.seen != last.sequence:
        raise Outdated(
            f"{case.number} was taken on by {last.by} since you looked at it.",
            next_step="Look at it again; then say whether you still want to.",
            number=case.number,
            seen=taking.seen,
            last=last.sequence,
        )
    if last.state not in act.since:
        ways = [one.name for one in machine.open_to(last.state, taking.roles)]
        raise Refused(
            [
                Violation(
                    code="act_not_open",
                    message=f"{case.number} is {last.state}: {name} cannot be done now.",
                    next_step=f"What can be done: {', '.join(ways) or 'nothing by your roles'}.",
                    path="act",
                    value=name,
                    data={"state": last.state, "open": ways},
                )
            ]
        )
    return act


def _may(act: Act, taking: Taking) -> list[Violation]:
    if act.roles.isdisjoint(taking.roles):
        named = sorted(role.value for role in act.roles)
        raise Forbidden(
            "Your roles do not allow this.",
            next_step=f"Ask one of: {', '.join(named)}.",
            roles=named,
        )
    if act.signed and not taking.signed:
        return [
            Violation(
                code="not_signed",
                message=f"{act.name} is signed: say again who you are.",
                next_step="Give your password again with it.",
                path="signature",
            )
        ]
    return []


def _add(
    case: Case, *, act: Act, state: str, sequence: int, told: Mapping[str, object], taking: Taking
) -> None:
    step = CaseStep.objects.create(
        case=case,
        sequence=sequence,
        act=act.name,
        state=state,
        told=kept(act, told),
        made=dict(taking.made),
        by=taking.by,
        at=clock.now(),
        position=Event.objects.order_by("-position").values_list("position", flat=True).first()
        or 0,
        request=taking.request or uuid6.uuid7(),
        signed=taking.signed,
    )
    CaseSubject.objects.bulk_create(
        (
            CaseSubject(step=step, case=case, uri=uri, role=role)
            for role, uris in taking.subjects.items()
            for uri in dict.fromkeys(uris)
        ),
        ignore_conflicts=True,
    )
    if taking.ties:
        tied = Case.objects.filter(number__in=taking.ties)
        CaseTie.objects.bulk_create(
            (CaseTie(step=step, case=case, to=one) for one in tied), ignore_conflicts=True
        )


def _one_at_a_time(what: str) -> None:
    """Until this transaction ends, nobody else gets here for the same; no row may be locked for
    a change that nobody may make."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [what])


def _next_number(machine: Machine, now: datetime) -> str:
    """Such as RC-2026-0007: counted by kind and year, without gaps, whoever opens at once."""
    begin = f"{machine.prefix}-{now.year}-"
    _one_at_a_time(f"cases {begin}")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(substr(number, %s)::int), 0) + 1 FROM gozinto_case"
            " WHERE starts_with(number, %s)",
            [len(begin) + 1, begin],
        )
        ((count,),) = cursor.fetchall()
    return f"{begin}{count:04}"
