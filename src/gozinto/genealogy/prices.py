"""What doubts cost: how many objects are in an answer only because something is not known well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TypeVar

from gozinto.genealogy.graph import Link, Presence, Source
from gozinto.genealogy.memory import Memory

PERHAPS = frozenset({"inferred", "unknown"})
"""Links that some histories do without."""

Happening = tuple[str, int, int]
"""An event; or one link or one end of a presence, where no event is named."""
_Ask = Callable[[Source], AbstractSet[int]]
_Either = TypeVar("_Either", Link, Presence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One happening that is not known well, and those of its links that make it so."""

    happening: Happening
    about: tuple[Link | Presence, ...]


def doubts(links: Iterable[Link], presences: Iterable[Presence]) -> list[Doubt]:
    """What is not known well among these, by event: it happened at one instant, which one record
    would have settled.
    """
    found: dict[Happening, list[Link | Presence]] = defaultdict(list)
    for link in links:
        if link.certainty in PERHAPS or link.earliest < link.latest or link.replaces_perhaps:
            found[_of_link(link)].append(link)
    for one in presences:
        if one.certainty in PERHAPS or one.on_earliest < one.on_latest:
            found[_on(one)].append(one)
        if one.off_bounds[0] < one.off_bounds[1]:
            found[_off(one)].append(one)
    return [Doubt(happening=name, about=tuple(about)) for name, about in sorted(found.items())]


def price(
    doubt: Doubt,
    *,
    objects: AbstractSet[int],
    links: Iterable[Link],
    presences: Iterable[Presence],
    ask: _Ask,
) -> int:
    """How many of these objects the answer would lose if this had been known as recorded.

    Times become the recorded ones, and what was only inferred or unknown is not. `links` and
    `presences` are all that the answer read; `ask` gives the objects that a source leads to.
    """
    return len(lost([doubt], objects=objects, links=links, presences=presences, ask=ask))


def lost(
    doubts: Iterable[Doubt],
    *,
    objects: AbstractSet[int],
    links: Iterable[Link],
    presences: Iterable[Presence],
    ask: _Ask,
) -> AbstractSet[int]:
    """Which of these objects the answer would lose if all of this had been known as recorded."""
    happenings = {doubt.happening for doubt in doubts}
    settled = Memory(
        (one for link in links for one in _settled_link(link, happenings)),
        (one for each in presences for one in _settled_presence(each, happenings)),
    )
    return objects - ask(settled)


def gained(
    doubts: Iterable[Doubt],
    *,
    objects: AbstractSet[int],
    links: Iterable[Link],
    presences: Iterable[Presence],
    ask: _Ask,
) -> AbstractSet[int]:
    """Which objects an answer in the width proven would gain if all of this had been scanned."""
    happenings = {doubt.happening for doubt in doubts}
    found = [_scanned(link) if _of_link(link) in happenings else link for link in links]
    settled = Memory(
        (one for link in found for one in _settled_link(link, happenings)),
        (
            one
            for each in presences
            for one in _settled_presence(
                _scanned(each) if _on(each) in happenings else each, happenings
            )
        ),
    )
    return ask(settled) - objects


def _scanned(one: _Either) -> _Either:
    return replace(one, certainty="scanned") if one.certainty == "inferred" else one


def _of_link(link: Link) -> Happening:
    return ("link", link.id, link.run) if link.event is None else ("event", link.event, 0)


def _on(presence: Presence) -> Happening:
    event = presence.on_event
    return ("on", presence.id, 0) if event is None else ("event", event, 0)


def _off(presence: Presence) -> Happening:
    event = presence.off_event
    return ("off", presence.id, 0) if event is None else ("event", event, 0)


def _settled_link(link: Link, happenings: AbstractSet[Happening]) -> Iterable[Link]:
    if _of_link(link) not in happenings:
        yield link
    elif link.certainty not in PERHAPS:
        yield replace(link, earliest=link.at, latest=link.at, replaces_perhaps=frozenset())


def _settled_presence(presence: Presence, happenings: AbstractSet[Happening]) -> Iterable[Presence]:
    one = presence
    if _on(one) in happenings:
        if one.certainty in PERHAPS:
            return
        one = replace(one, on_earliest=one.on, on_latest=one.on)
    if _off(one) in happenings:
        one = replace(one, off_earliest=one.off, off_latest=one.off)
    yield one
