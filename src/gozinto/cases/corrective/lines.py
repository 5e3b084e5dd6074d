"""The actions of a case, each with its owner and its day: out of its steps alone. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from gozinto.cases.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One action. `number`: what it goes by in its case; `dropped`: why it is not done at all."""

    number: str
    action: str
    owner: str
    due_on: date
    done: str = ""
    done_by: str = ""
    done_at: datetime | None = None
    dropped: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.done_at is None and not self.dropped

    def is_overdue(self, today: date) -> bool:
        """Whether it should be done by now."""
        return self.is_open and self.due_on < today


def of(case: Standing) -> list[Line]:
    """The actions of a case in the order in which they were planned."""
    found: dict[str, Line] = {}
    for step in case.steps:
        told: Mapping[str, object] = step.told
        if step.act == "plan":
            number = str(step.sequence)
            found[number] = Line(
                number=number,
                action=str(told["action"]),
                owner=str(told["owner"]),
                due_on=date.fromisoformat(str(told["due_on"])),
            )
        line = found.get(str(told.get("line", "")))
        if line and step.act == "do":
            found[line.number] = replace(
                line, done=str(told["done"]), done_by=step.by, done_at=step.at
            )
        if line and step.act == "drop":
            found[line.number] = replace(line, dropped=str(told["because"]))
    return list(found.values())


def check_on(case: Standing) -> date | None:
    """The day on which its effect is to be checked; None where nothing waits for that."""
    told = case.told.get("check_on") if case.state == "done" else None
    return date.fromisoformat(str(told)) if told else None
