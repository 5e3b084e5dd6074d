"""Who was at which machine, from when to when: badges in and out, read as intervals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

LONGEST = timedelta(hours=24)
"""Who forgot to badge out was not there for ever."""


class Badge(NamedTuple):
    """One badge event of a person at a machine."""

    at: datetime
    is_in: bool
    equipment: str
    person: str
    role: str


class Presence(NamedTuple):
    """A person at a machine, from badging in until badging out, or `LONGEST` after."""

    equipment: str
    person: str
    role: str
    first: datetime
    last: datetime

    def overlaps(self, first: datetime, last: datetime) -> bool:
        """Whether the person was there at any time of [first, last]."""
        return self.first <= last and first <= self.last


def of(badges: Iterable[Badge]) -> list[Presence]:
    """The presences that these badges tell, by the time they begin; badges in any order.

    Who badges in twice was there all along; a badge out without one in says nothing. To see all
    of [first, last], read the badges from `LONGEST` before it to `LONGEST` after.
    """
    open_: dict[tuple[str, str], Badge] = {}
    found: list[Presence] = []

    def close(badge: Badge, at: datetime) -> None:
        end = min(at, badge.at + LONGEST)
        found.append(Presence(badge.equipment, badge.person, badge.role, badge.at, end))

    for badge in sorted(badges):
        begun = open_.pop((badge.equipment, badge.person), None)
        if begun is not None:
            close(begun, badge.at)
        if badge.is_in:
            open_[badge.equipment, badge.person] = badge
    for badge in open_.values():
        close(badge, badge.at + LONGEST)
    return sorted(found, key=lambda presence: presence.first)
