"""What is wrong with an object, as its page shows it: each finding, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gozinto.plant.models import Person, TraceableObject
from gozinto.record import findings

SHOWN = 10
"""So many stand on the page, the newest first; the command and the API have all of them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One finding. `who` and `why`: of an override; `next_step` is "" then, for nothing is left."""

    at: datetime
    rule: str
    message: str
    next_step: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Card:
    """The findings of one object; `is_more`: not all of them are listed."""

    lines: tuple[Line, ...]
    open: int
    is_more: bool


def card(of: TraceableObject) -> Card | None:
    """What breaks a rule about this object; None where nothing does."""
    page = findings.page(objects=[of.uri], size=SHOWN)
    if not page.findings:
        return None
    let_pass = {one.overridden.person for one in page.findings if one.overridden}
    known = Person.objects.filter(code__in=let_pass - {""}).exclude(name="")
    names = dict(known.values_list("code", "name")) if let_pass else {}
    lines = tuple(
        Line(
            at=one.at,
            rule=one.title,
            # The page says which object it is about.
            message=one.message.removeprefix(f"{of.number}: "),
            next_step="" if one.overridden else one.next_step,
            who=names.get(one.overridden.person, one.overridden.person) if one.overridden else "",
            why=one.overridden.reason if one.overridden else "",
        )
        for one in page.findings
    )
    open_ = sum(not line.why for line in lines)
    return Card(lines, open_, page.after is not None)
