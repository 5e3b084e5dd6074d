"""What is wrong with an object, as its page shows it: each rule once, and what to do next.

What chance alone makes now and then stands apart from what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from gozinto.plant.models import Person, TraceableObject
from gozinto.record import findings
from gozinto.record.findings import Found, Group

SHOWN = 10
"""So many of one rule stand on the page, the newest first; the command and the API have all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One finding. `word`: that somebody let it pass, or settled it since; `who` and `why`."""

    at: datetime
    message: str
    word: str
    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """All findings of one rule. `message`: what the newest says, as all of them do if
    `says_all`; `next_step` is "" where none is open, for nothing is left to do."""

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
    told = {who for one in found if (who := _told_by(one)[0])}
    if not told:
        return {}
    known = Person.objects.filter(code__in=told).exclude(name="")
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


def _told_by(one: Found) -> tuple[str, str]:
    """Who let it pass or settled it, and why; empty where nobody did."""
    told = one.overridden or one.settled
    return (told.person, told.reason) if told else ("", "")


def _line(one: Found, of: TraceableObject, names: Mapping[str, str]) -> Line:
    who, why = _told_by(one)
    return Line(
        at=one.at,
        # The page says which object it is about.
        message=one.message.removeprefix(f"{of.number}: "),
        word=_("let pass") if one.overridden else _("settled") if one.settled else "",
        who=names.get(who, who),
        why=why,
    )
