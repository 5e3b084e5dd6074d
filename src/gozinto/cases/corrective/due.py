"""What corrective actions wait for: actions whose day has come, and effects to be checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db.models import Exists, OuterRef, QuerySet, Subquery, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from gozinto.cases import standing, stepping
from gozinto.cases.corrective import lines
from gozinto.cases.models import CaseStep
from gozinto.cases.standing import Standing
from gozinto.plant import known as plant
from gozinto.record import clock

SOON_DAYS = 7
"""So long before its day it is told."""
_WAITING = ("planned", "done")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An action that somebody has to do (`what` "action"), or an effect to be checked ("check").

    `number`: of the case; `line`: of the action in it.
    """

    what: Literal["action", "check"]
    number: str
    title: str
    text: str
    owner: str
    due_on: date
    is_past: bool
    line: str = ""


def due(*, days: int = SOON_DAYS) -> list[Due]:
    """All of it that is due within so many days, what is longest overdue first. Four queries."""
    today = plant.now().day(clock.now())
    listed = list(stepping.listed("action", states=_WAITING)[:1000])
    cases = standing.of(listed) if listed else []
    found = [one for case in cases for one in _of(case, today)]
    last = today + timedelta(days=days)
    return sorted(
        (one for one in found if one.due_on <= last),
        key=lambda one: (one.due_on, one.number, one.line),
    )


def late_actions() -> QuerySet[CaseStep]:
    """The steps that planned what should be done by now, and is not."""
    settled = CaseStep.objects.annotate(line=KeyTextTransform("line", "told")).filter(
        case=OuterRef("case"),
        act__in=("do", "drop"),
        line=Cast(OuterRef("sequence"), TextField()),
    )
    return _late("plan", "due_on", _WAITING).filter(~Exists(settled))


def late_checks() -> QuerySet[CaseStep]:
    """The steps that said when an effect is to be checked, which was not done by then."""
    later = CaseStep.objects.filter(
        case=OuterRef("case"), act="carry_out", sequence__gt=OuterRef("sequence")
    )
    return _late("carry_out", "check_on", ("done",)).filter(~Exists(later))


def _late(act: str, day: str, states: Sequence[str]) -> QuerySet[CaseStep]:
    """The steps of this act whose day is over, in cases that stand so."""
    today = plant.now().day(clock.now()).isoformat()
    last = CaseStep.objects.filter(case=OuterRef("case")).order_by("-sequence").values("state")
    told = CaseStep.objects.filter(case__kind="action", act=act)
    return told.annotate(last=Subquery(last[:1]), day=KeyTextTransform(day, "told")).filter(
        day__lt=today, last__in=states
    )


def _of(case: Standing, today: date) -> Sequence[Due]:
    found = [
        Due(
            what="action",
            number=case.number,
            title=case.title,
            text=line.action,
            owner=line.owner,
            due_on=line.due_on,
            is_past=line.is_overdue(today),
            line=line.number,
        )
        for line in lines.of(case)
        if line.is_open
    ]
    day = lines.check_on(case)
    if day:
        found.append(
            Due(
                what="check",
                number=case.number,
                title=case.title,
                text=str(case.told.get("done", "")),
                owner=str(case.told.get("lead", "")) or case.opened_by,
                due_on=day,
                is_past=day < today,
            )
        )
    return found
