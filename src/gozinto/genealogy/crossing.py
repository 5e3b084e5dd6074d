"""How a run passes on what entered it: which outputs an input reaches, and the mirror of it.

A run is never expanded into input times output. Outputs that inherit the same things stand on
one shelf in order of time, inputs of one slot likewise, and every link leaves its shelf once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from gozinto.genealogy.graph import ALWAYS, EVER, Link, Presence, Slot


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a path, the instant at which the path passes it, and the step before it."""

    link: Link | Presence
    time: int
    after: Step | None


class Kind(NamedTuple):
    """What decides which inputs of its run an output inherits, beside its time."""

    replaces: frozenset[Slot]
    equipment: str
    position: str


class Shelf:
    """Links in order of time, each taken at most once whatever ranges are asked for."""

    def __init__(self, links: Iterable[Link]) -> None:
        self._links = sorted(links, key=lambda link: (link.at, link.id))
        self._times = [link.at for link in self._links]
        # _next[i] leads to the first link from i on that still stands on the shelf
        self._next = list(range(len(self._links) + 1))

    def __iter__(self) -> Iterator[Link]:
        """All its links, taken or not."""
        return iter(self._links)

    def holds(self, *, first: int, last: int) -> bool:
        """Whether any link, taken or not, has a time in [first, last]."""
        return bisect_left(self._times, first) < bisect_right(self._times, last)

    def take(self, *, first: int, last: int) -> Iterator[Link]:
        """The links with a time in [first, last] that nobody took before."""
        index = self._standing(bisect_left(self._times, first))
        while index < len(self._links) and self._times[index] <= last:
            self._next[index] = index + 1
            yield self._links[index]
            index = self._standing(index + 1)

    def _standing(self, index: int) -> int:
        while self._next[index] != index:
            self._next[index] = self._next[self._next[index]]
            index = self._next[index]
        return index


class Crossed(NamedTuple):
    """The entries that belong to the answer, and the steps by which the run is left."""

    entered: list[Step]
    left: list[Step]


class Crossing(Protocol):
    """One run seen in one direction."""

    def pass_on(self, entries: Iterable[Step]) -> Crossed:
        """What these entries newly open on the other side of the run."""


class ForwardCrossing:
    """From the inputs of a run to its outputs."""

    def __init__(self, outputs: Iterable[Link]) -> None:
        kinds: dict[Kind, list[Link]] = defaultdict(list)
        for output in outputs:
            kinds[Kind(output.replaces, output.equipment, output.position)].append(output)
        self._shelves = {kind: Shelf(links) for kind, links in sorted(kinds.items(), key=_by_text)}
        self._since: dict[Slot | None, int] = {}

    def pass_on(self, entries: Iterable[Step]) -> Crossed:
        """The outputs newly reached; a presence that meets no output is not in the answer."""
        crossed = Crossed([], [])
        for entry in sorted(entries, key=order_of):
            if isinstance(entry.link, Presence):
                self._pass_presence(entry, presence=entry.link, crossed=crossed)
            else:
                self._pass_moment(entry, moment=entry.link, crossed=crossed)
        return crossed

    def _pass_moment(self, entry: Step, *, moment: Link, crossed: Crossed) -> None:
        crossed.entered.append(entry)
        # In a continuous run what went in after a unit came out is not in that unit; in a
        # batch run every input is in every output, whatever the clock says.
        first = moment.at if moment.continuous else ALWAYS
        if first >= self._since.get(moment.slot, EVER + 1):
            return
        self._since[moment.slot] = first
        for kind, shelf in self._shelves.items():
            if moment.slot is None or moment.slot not in kind.replaces:
                reached = shelf.take(first=first, last=EVER)
                crossed.left.extend(Step(out, out.at, entry) for out in reached)

    def _pass_presence(self, entry: Step, *, presence: Presence, crossed: Crossed) -> None:
        first = entry.time if presence.continuous else presence.on
        last = last_instant(presence)
        met = False
        for kind, shelf in self._shelves.items():
            if inherits(kind, presence=presence) and shelf.holds(first=first, last=last):
                met = True
                reached = shelf.take(first=first, last=last)
                crossed.left.extend(Step(out, out.at, entry) for out in reached)
        if met:
            crossed.entered.append(entry)


class BackwardCrossing:
    """From the outputs of a run to its inputs."""

    def __init__(self, inputs: Iterable[Link], *, presences: Iterable[Presence]) -> None:
        slots: dict[Slot | None, list[Link]] = defaultdict(list)
        for link in inputs:
            slots[link.slot].append(link)
        self._shelves = {slot: Shelf(links) for slot, links in sorted(slots.items(), key=_by_text)}
        self._presences = sorted(presences, key=lambda presence: (presence.on, presence.id))
        self._until: dict[frozenset[Slot], int] = {}

    def pass_on(self, entries: Iterable[Step]) -> Crossed:
        """The inputs newly reached, and each presence as late as it may have been left."""
        crossed = Crossed(sorted(entries, key=order_of), [])
        kinds: dict[Kind, list[Step]] = defaultdict(list)
        for entry in crossed.entered:
            output = entry.link
            if isinstance(output, Link):
                kinds[Kind(output.replaces, output.equipment, output.position)].append(entry)
        for kind, steps in kinds.items():
            self._open_moments(steps[-1], kind=kind, crossed=crossed)
            self._open_presences(steps, kind=kind, crossed=crossed)
        return crossed

    def _open_moments(self, latest: Step, *, kind: Kind, crossed: Crossed) -> None:
        # The mirror of ForwardCrossing: only what had gone in by then, or, in a batch, all.
        until = latest.time if latest.link.continuous else EVER
        if until <= self._until.get(kind.replaces, ALWAYS - 1):
            return
        self._until[kind.replaces] = until
        for slot, shelf in self._shelves.items():
            if slot is None or slot not in kind.replaces:
                taken = shelf.take(first=ALWAYS, last=until)
                crossed.left.extend(Step(link, link.at, latest) for link in taken)

    def _open_presences(self, steps: Sequence[Step], *, kind: Kind, crossed: Crossed) -> None:
        times = [step.time for step in steps]
        for presence in self._presences:
            if not inherits(kind, presence=presence):
                continue
            index = bisect_right(times, last_instant(presence)) - 1
            if index < 0 or times[index] < presence.on:
                continue
            # A continuous run needs the object there by the time of the output; a batch run
            # needs it there at any time of the presence.
            departure = times[index] if presence.continuous else last_instant(presence)
            crossed.left.append(Step(presence, departure, steps[index]))


def last_instant(presence: Presence) -> int:
    """The last microsecond at which the object was still there; EVER while it is."""
    return EVER if presence.off is None else presence.off - 1


def order_of(step: Step) -> tuple[int, int, int, int]:
    """A key that puts steps in order of time, the same however the links were delivered."""
    return (step.time, int(isinstance(step.link, Presence)), step.link.id, step.link.run)


def inherits(kind: Kind, *, presence: Presence) -> bool:
    """Whether outputs of this kind come from where the presence is, and do not replace it."""
    return (
        (presence.slot is None or presence.slot not in kind.replaces)
        and _same_place(presence.equipment, kind.equipment)
        and _same_place(presence.position, kind.position)
    )


def _same_place(one: str, other: str) -> bool:
    # an unnamed place is any place
    return not one or not other or one == other


def _by_text(item: tuple[object, object]) -> str:
    key = item[0]
    if isinstance(key, Kind):
        key = (sorted(key.replaces), key.equipment, key.position)
    return repr(key)
