"""What is wrong with an object, as its page shows it: each rule once, and what to do next.

What chance alone makes now and then stands apart from what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from gozinto.plant.models import Person, TraceableObject
from gozinto.record import findings
from gozinto.record.findings import Found, Group

SHOWN = 10
"""So many of one rule stand on the page, the newest first; the command and the API have all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One finding. `who` and `why`: of an override."""

    at: datetime
    message: str
    is_let_pass: bool
    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """All findings of one rule. `message`: what the newest says, as all of them do if
    `says_all`; `next_step` is "" where all were let pass, for nothing is left to do."""

    title: str
    message: str
    says_all: bool
    next_step: str
    count: int
    first: datetime
    last: datetime
    lines: tuple[Line, ...]

    @property
    def left(self) -> int:
        """How many more there are than stand on the page."""
        return self.count - len(self.lines)


@dataclass(frozen=True, slots=True)
class Card:
    """The findings of one object: what is `wrong`, how much of it is `open`, and what is none."""

    wrong: tuple[Block, ...]
    open: int
    signals: tuple[Block, ...]


def card(of: TraceableObject) -> Card | None:
    """What breaks a rule about this object; None where nothing does."""
    found = findings.groups(objects=[of.uri], each=SHOWN).groups
    if not found:
        return None
    names = _names(one for group in found for one in group.newest)
    return Card(
        wrong=tuple(_block(group, of, names) for group in found if not group.is_signal),
        open=sum(group.open for group in found if not group.is_signal),
        signals=tuple(_block(group, of, names) for group in found if group.is_signal),
    )


def _names(found: Iterable[Found]) -> Mapping[str, str]:
    let_pass = {one.overridden.person for one in found if one.overridden} - {""}
    if not let_pass:
        return {}
    known = Person.objects.filter(code__in=let_pass).exclude(name="")
    return dict(known.values_list("code", "name"))


def _block(group: Group, of: TraceableObject, names: Mapping[str, str]) -> Block:
    told = [findings.translated(one) for one in group.newest]
    lines = tuple(_line(one, of, names) for one in told)
    return Block(
        title=told[0].title,
        message=lines[0].message,
        says_all=len({line.message for line in lines}) == 1,
        next_step=told[0].next_step if group.open else "",
        count=group.count,
        first=group.first,
        last=group.last,
        lines=lines,
    )


def _line(one: Found, of: TraceableObject, names: Mapping[str, str]) -> Line:
    let_pass = one.overridden
    return Line(
        at=one.at,
        # The page says which object it is about.
        message=one.message.removeprefix(f"{of.number}: "),
        is_let_pass=let_pass is not None,
        who=names.get(let_pass.person, let_pass.person) if let_pass else "",
        why=let_pass.reason if let_pass else "",
    )
