"""Runs taken apart for the widths proven and possible, where times are spans.

As in `lowering` a run becomes ports and edges, but an edge has two times: a path whose label is
not above `limit` may take it, and its label behind is at least `least` (`order` says what a label
is). Of a link these are the ends of its span, the one way round in possible and the other in
proven; at an exact time both are the same, and the edge is a moment.

In possible, labels do not remember that two links of one event are one instant. So an edge bears
the `mark` of its happening, if that is not known exactly: a way that meets no mark twice is one
that a history holds (`widths` says why). Where the links that meet are next to each other, into
a run and out of it, they are lowered as the one instant that they are, and marked once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from gozinto.genealogy.crossing import Kind, inherits
from gozinto.genealogy.graph import ALWAYS, EVER, Link, Presence, Slot
from gozinto.genealogy.lowering import Numbers, begins, stacked, table
from gozinto.genealogy.order import POSSIBLE, PROVEN, Width, kind_of

WIDE: Mapping[str, Width] = {width.name: width for width in (PROVEN, POSSIBLE)}
NO_MARK = -1
PERHAPS = frozenset({"inferred", "unknown"})
_LINKS_OF_A_RUN = 1 << 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Widened:
    """Runs as ports and edges in one width. Ports are named by their places.

    `ports`: run, and 1 where a label is forgotten. `entries`: an object, a port, limit, least and
    mark; `exits`: a port, an object and so on; `passings`: a port, a port and so on. `tangled`:
    objects that one event put out and took in again, beyond what edges can say.
    """

    ports: Numbers
    entries: Numbers
    exits: Numbers
    passings: Numbers
    tangled: frozenset[int] = frozenset()

    @classmethod
    def joined(cls, parts: Sequence[Widened]) -> Widened:
        """Several as one."""
        first = begins(len(part.ports) for part in parts)
        both = list(zip(parts, first, strict=True))
        return cls(
            ports=stacked([part.ports for part in parts], 2),
            entries=stacked([part.entries + np.array([0, at, 0, 0, 0]) for part, at in both], 5),
            exits=stacked([part.exits + np.array([at, 0, 0, 0, 0]) for part, at in both], 5),
            passings=stacked([part.passings + np.array([at, at, 0, 0, 0]) for part, at in both], 5),
            tangled=frozenset(one for part in parts for one in part.tangled),
        )

    def without(self, runs: Collection[int]) -> Widened:
        """The same without these runs' edges; what nothing leads to any more keeps its place."""
        gone = np.isin(self.ports[:, 0], np.fromiter(runs, dtype=np.int64))
        return replace(
            self,
            entries=self.entries[~gone[self.entries[:, 1]]],
            exits=self.exits[~gone[self.exits[:, 0]]],
            passings=self.passings[~gone[self.passings[:, 0]]],
        )


def widened(links: Iterable[Link], presences: Iterable[Presence] = (), *, width: str) -> Widened:
    """All runs of these links and presences in the width proven or possible.

    Of an event that is not known exactly, all links are to be given at once.
    """
    rules = WIDE[width]
    runs: dict[int, _Run] = defaultdict(_Run)
    for link in {(link.id, link.run): link for link in links}.values():
        if link.certainty not in rules.excluded:
            side = runs[link.run].inputs if link.role == "input" else runs[link.run].outputs
            side.append(link)
    for presence in {(one.id, one.run): one for one in presences}.values():
        if presence.certainty not in rules.excluded:
            runs[presence.run].presences.append(presence)
    loose = _loose(runs.values())
    made = _Made()
    for number in sorted(runs):
        _Widening(made, number, runs[number], width=rules, loose=loose).write()
    return Widened(
        ports=table(made.ports, 2),
        entries=table(made.entries, 5),
        exits=table(made.exits, 5),
        passings=table(made.passings, 5),
        tangled=frozenset(_tangled(runs.values(), loose, width=rules)),
    )


def is_settled(links: Iterable[Link], presences: Iterable[Presence], *, width: str) -> bool:
    """Whether this width says of one run what the recorded one says, if all that happened in it
    is known to the instant.

    `links` and `presences` are those that the record tells in this width.
    """
    outputs = set()
    for link in links:
        if link.certainty in PERHAPS or link.earliest < link.latest or link.replaces_perhaps:
            return False
        if link.role == "output":
            outputs.add(link.at)
    for one in presences:
        first, last = one.off_bounds
        if one.certainty in PERHAPS or one.on_earliest < one.on_latest or first < last:
            return False
        # at the very instant of its end it is still there in some histories: for what came out
        # then, and in a batch for what came in
        is_met = one.off is not None and (not one.continuous or one.off in outputs)
        if is_met and width == POSSIBLE.name:
            return False
    return True


@dataclass(slots=True)
class _Made:
    ports: list[tuple[int, int]] = field(default_factory=list)
    entries: list[tuple[int, ...]] = field(default_factory=list)
    exits: list[tuple[int, ...]] = field(default_factory=list)
    passings: list[tuple[int, ...]] = field(default_factory=list)


@dataclass(slots=True)
class _Run:
    inputs: list[Link] = field(default_factory=list)
    outputs: list[Link] = field(default_factory=list)
    presences: list[Presence] = field(default_factory=list)

    @property
    def moments(self) -> list[Link]:
        return [*self.inputs, *self.outputs]

    @property
    def is_batch(self) -> bool:
        return not (
            any(one.continuous for one in self.moments)
            or any(one.continuous for one in self.presences)
        )

    @property
    def is_one_event(self) -> bool:
        """Whether all that it does is one instant."""
        events = {link.event for link in self.moments}
        return not self.presences and len(events) == 1 and None not in events


def _loose(runs: Iterable[_Run]) -> set[int]:
    """The events of which some link or end is not known to the instant."""
    found: set[int | None] = set()
    for run in runs:
        found.update(link.event for link in run.moments if link.earliest < link.latest)
        for one in run.presences:
            if one.on_earliest < one.on_latest:
                found.add(one.on_event)
            if one.off_bounds[0] < one.off_bounds[1]:
                found.add(one.off_event)
    return {event for event in found if event is not None}


def _tangled(runs: Iterable[_Run], loose: set[int], *, width: Width) -> Iterable[int]:
    """What one event put out and took in, in proven; in possible the marks tell.

    And what was mounted or taken off within bounds by no event that anybody named.
    """
    taken: set[tuple[int, int]] = set()
    given: set[tuple[int, int]] = set()
    for run in runs:
        for one in run.presences:
            is_unnamed = one.on_event is None and one.on_earliest < one.on_latest
            if is_unnamed or (one.off_event is None and one.off_bounds[0] < one.off_bounds[1]):
                yield one.object
        if width is not PROVEN:
            continue
        taken.update((link.event, link.object) for link in run.inputs if link.event in loose)
        given.update(
            (link.event, head) for link in run.outputs if link.event in loose for head in link.heads
        )
    yield from (one for _, one in taken & given)


_Groups = Mapping[Slot | None, Sequence[Link]]
_Kinds = Mapping[Kind, Sequence[Link]]


class _Widening:
    """One run."""

    def __init__(
        self, made: _Made, number: int, run: _Run, *, width: Width, loose: set[int]
    ) -> None:
        self._made = made
        self._number = number
        self._run = run
        self._width = width
        self._is_possible = width is POSSIBLE
        self._loose = loose
        self._forgets = run.is_batch and not run.is_one_event
        self._unnamed: dict[int, int] = {}

    def write(self) -> None:
        kinds: dict[Kind, list[Link]] = defaultdict(list)
        for output in self._run.outputs:
            kinds[kind_of(output, width=self._width)].append(output)
        slots = {link.slot for link in self._run.inputs}
        replaced = {slot for kind in kinds for slot in kind.replaces if slot in slots}
        groups: dict[Slot | None, list[Link]] = defaultdict(list)
        for link in self._run.inputs:
            groups[link.slot if link.slot in replaced else None].append(link)
        if self._run.is_one_event:
            self._one_instant(groups, kinds)
            return
        if not self._run.is_batch:
            for event in self._shared():
                self._one_instant(
                    {slot: [o for o in some if o.event == event] for slot, some in groups.items()},
                    {kind: [o for o in some if o.event == event] for kind, some in kinds.items()},
                )
        self._in_order(groups, kinds)

    def _shared(self) -> list[int]:
        """The events that put in and took out here, and are not known to the instant."""
        events = {link.event for link in self._run.inputs}
        events &= {link.event for link in self._run.outputs}
        return sorted(event for event in events if event in self._loose)

    def _one_instant(self, groups: _Groups, kinds: _Kinds) -> None:
        """What went in, and what came out with it: in order, however wide the bounds."""
        entrances = self._entrances(groups, forgets=False)
        for kind, outputs in kinds.items():
            if outputs:
                port = self._port()
                self._pass([p for s, p in entrances.items() if s not in kind.replaces], [port])
                for output in outputs:
                    # in possible the instant was chosen on the way in
                    least = ALWAYS if self._is_possible else output.latest
                    self._exits(output, port, EVER, least, NO_MARK)

    def _in_order(self, groups: _Groups, kinds: _Kinds) -> None:
        entrances = self._entrances(groups, forgets=self._forgets)
        mounted = [self._mounted(one) for one in self._run.presences]
        for kind, outputs in kinds.items():
            segments: list[int] = []
            for met, some in self._segments(kind, outputs).items():
                segments.append(self._port())
                for output in some:
                    limit, least = self._times(output)
                    self._exits(output, segments[-1], limit, least, self._mark(output))
                for place in met:
                    self._at_work(mounted[place], segments[-1], self._run.presences[place])
            inherited = [port for slot, port in entrances.items() if slot not in kind.replaces]
            self._pass(inherited, segments)

    def _segments(self, kind: Kind, outputs: Sequence[Link]) -> dict[tuple[int, ...], list[Link]]:
        """The outputs of a kind by what was at work when they came out."""
        near = [
            (place, one)
            for place, one in enumerate(self._run.presences)
            if inherits(kind, presence=one)
        ]
        found: dict[tuple[int, ...], list[Link]] = defaultdict(list)
        for output in outputs:
            met = tuple(place for place, one in near if self._width.miss(one, output) <= 0)
            found[met].append(output)
        return found

    def _entrances(self, groups: _Groups, *, forgets: bool) -> dict[Slot | None, int]:
        """A port for the inputs of each slot that some output replaces, one for all others."""
        ports: dict[Slot | None, int] = {}
        for slot, links in groups.items():
            if not links:
                continue
            ports[slot] = self._port(forgets=forgets)
            for link in links:
                limit, least = self._times(link)
                self._made.entries.append(
                    (link.object, ports[slot], limit, least, self._mark(link))
                )
        return ports

    def _mounted(self, one: Presence) -> int:
        """The port of something at work, entered while it is there."""
        port = self._port(forgets=self._forgets)
        ended = one.off_bounds[1 if self._is_possible else 0]
        if not self._is_possible:
            ended = ended - 1 if self._forgets else EVER
        mark = self._mark_of(one.off_event)
        self._made.entries.append((one.object, port, ended, ALWAYS, mark))
        return port

    def _at_work(self, mounted: int, port: int, one: Presence) -> None:
        least = one.on_earliest if self._is_possible else ALWAYS
        mark = self._mark_of(one.on_event)
        self._made.passings.append((mounted, port, EVER, least, mark))

    def _times(self, link: Link) -> tuple[int, int]:
        if self._is_possible:
            return link.latest, link.earliest
        return link.earliest, link.latest

    def _mark(self, link: Link) -> int:
        if link.event is not None:
            return self._mark_of(link.event)
        if not self._is_possible or link.earliest == link.latest:
            return NO_MARK
        # its instant is that of no event: no other link has it
        place = self._unnamed.setdefault(link.id, len(self._unnamed))
        return -2 - self._number * _LINKS_OF_A_RUN - place

    def _mark_of(self, event: int | None) -> int:
        if event is None or event not in self._loose or not self._is_possible:
            return NO_MARK
        return event

    def _exits(self, output: Link, port: int, limit: int, least: int, mark: int) -> None:
        self._made.exits.extend((port, head, limit, least, mark) for head in output.heads)

    def _pass(self, sources: Sequence[int], targets: Sequence[int]) -> None:
        """From each source to each target; by one port between them where both are many."""
        if len(sources) > 1 and len(targets) > 1:
            middle = self._port()
            self._pass(sources, [middle])
            sources = [middle]
        self._made.passings.extend(
            (source, target, EVER, ALWAYS, NO_MARK) for source in sources for target in targets
        )

    def _port(self, *, forgets: bool = False) -> int:
        self._made.ports.append((self._number, int(forgets)))
        return len(self._made.ports) - 1
