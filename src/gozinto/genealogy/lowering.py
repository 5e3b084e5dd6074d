"""Expresses runs as ports and edges, so that the kernels know nothing of slots and of mounts.

A run in which every input reaches every output that time allows is one port. Where outputs fill
slots by themselves, or things are mounted while they come out, the run is taken apart: a port
for the inputs of each slot that some output does not inherit, one for each kind of outputs that
inherit the same, and one for each segment of a kind between two changes of what is mounted
(`arrays` says what an edge and a port mean).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.crossing import Kind, inherits, last_instant
from gozinto.genealogy.graph import ALWAYS, Link, Presence, Slot

INPUTS, KIND, SEGMENT = 1, 2, 3
"""The layers of ports; objects are layer 0."""


Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowered:
    """Runs as ports and edges. Ports, links and presences are named by their places.

    `ports`: run, layer, and 1 where the run is a batch, in which the clock does not count.
    `moments`: an object, a port, 1 where it went in, the time, and the link that says so.
    `passings`: from a port to a port of the same run. `lastings`: an object, the segment in
    which it was at work, its last instant there, and the presence that says so.
    `links`: their ids. `presences`: the id of each, and its run.
    """

    ports: Numbers
    moments: Numbers
    passings: Numbers
    lastings: Numbers
    links: list[int]
    presences: Numbers

    @classmethod
    def joined(cls, parts: Sequence[Lowered]) -> Lowered:
        """Several as one."""
        ports = begins(len(part.ports) for part in parts)
        links = begins(len(part.links) for part in parts)
        presences = begins(len(part.presences) for part in parts)
        return cls(
            ports=stacked([part.ports for part in parts], 3),
            moments=stacked(
                [
                    part.moments + np.array([0, port, 0, 0, link])
                    for part, port, link in zip(parts, ports, links, strict=True)
                ],
                5,
            ),
            passings=stacked(
                [part.passings + port for part, port in zip(parts, ports, strict=True)], 2
            ),
            lastings=stacked(
                [
                    part.lastings + np.array([0, port, 0, presence])
                    for part, port, presence in zip(parts, ports, presences, strict=True)
                ],
                4,
            ),
            links=[link for part in parts for link in part.links],
            presences=stacked([part.presences for part in parts], 2),
        )

    def without(self, runs: Collection[int]) -> Lowered:
        """The same without these runs' edges; what nothing leads to any more keeps its place."""
        gone = np.isin(self.ports[:, 0], np.fromiter(runs, dtype=np.int64))
        return replace(
            self,
            moments=self.moments[~gone[self.moments[:, 1]]],
            passings=self.passings[~gone[self.passings[:, 0]]],
            lastings=self.lastings[~gone[self.lastings[:, 1]]],
        )


def begins(lengths: Iterable[int]) -> list[int]:
    """Where each of several tables begins in what they are joined to."""
    return list(accumulate(lengths, initial=0))[:-1]


def stacked(tables: Sequence[Numbers], width: int) -> Numbers:
    """Tables of so many columns one below the other."""
    return np.concatenate([np.empty((0, width), dtype=np.int64), *tables])


def lowered(links: Iterable[Link], presences: Iterable[Presence] = ()) -> Lowered:
    """All runs of these links and presences; each link and presence at most once."""
    runs: dict[int, _Run] = defaultdict(_Run)
    for link in {(link.id, link.run): link for link in links}.values():
        runs[link.run].add(link)
    for presence in {(one.id, one.run): one for one in presences}.values():
        runs[presence.run].presences.append(presence)
    made = _Made()
    for number in sorted(runs):
        _Lowering(made, number, runs[number]).write()
    return Lowered(
        ports=table(made.ports, 3),
        moments=table(made.moments, 5),
        passings=table(made.passings, 2),
        lastings=table(made.lastings, 4),
        links=made.links,
        presences=table(made.presences, 2),
    )


def table(rows: Sequence[tuple[int, ...]], width: int) -> Numbers:
    """Rows as a table of so many columns, though there be none."""
    return np.array(rows, dtype=np.int64).reshape(len(rows), width)


@dataclass(slots=True)
class _Made:
    ports: list[tuple[int, int, int]] = field(default_factory=list)
    moments: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    passings: list[tuple[int, int]] = field(default_factory=list)
    lastings: list[tuple[int, int, int, int]] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    presences: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Run:
    inputs: list[Link] = field(default_factory=list)
    outputs: list[Link] = field(default_factory=list)
    presences: list[Presence] = field(default_factory=list)

    def add(self, link: Link) -> None:
        (self.inputs if link.role == "input" else self.outputs).append(link)

    @property
    def is_batch(self) -> bool:
        links = [*self.inputs, *self.outputs]
        return not any(
            [*(one.continuous for one in links), *(one.continuous for one in self.presences)]
        )


class _Lowering:
    """One run."""

    def __init__(self, made: _Made, number: int, run: _Run) -> None:
        self._made = made
        self._number = number
        self._run = run
        self._forgets = run.is_batch
        self._rows: dict[int, int] = {}

    def write(self) -> None:
        kinds: dict[Kind, list[Link]] = defaultdict(list)
        for output in self._run.outputs:
            kinds[Kind(output.replaces, output.equipment, output.position)].append(output)
        slots = {link.slot for link in self._run.inputs}
        replaced = {slot for kind in kinds for slot in kind.replaces if slot in slots}
        if not replaced and not self._run.presences:
            port = self._port(SEGMENT)
            for link in [*self._run.inputs, *self._run.outputs]:
                self._moment(link, port)
            return
        entrances = self._entrances(replaced)
        for kind, outputs in kinds.items():
            self._kind(kind, outputs, entrances)

    def _entrances(self, replaced: set[Slot]) -> dict[Slot | None, int]:
        """A port for each slot that some output replaces, one for all other inputs."""
        ports: dict[Slot | None, int] = {}
        for link in self._run.inputs:
            slot = link.slot if link.slot in replaced else None
            if slot not in ports:
                ports[slot] = self._port(INPUTS)
            self._moment(link, ports[slot])
        return ports

    def _kind(self, kind: Kind, outputs: Sequence[Link], entrances: dict[Slot | None, int]) -> None:
        mounted = [one for one in self._run.presences if inherits(kind, presence=one)]
        changes = sorted({end for one in mounted for end in (one.on, last_instant(one) + 1)})
        segments: dict[int, int] = {}
        for output in outputs:
            place = bisect_right(changes, output.at)
            if place not in segments:
                segments[place] = self._port(SEGMENT)
            self._moment(output, segments[place])
        for place, port in segments.items():
            begin = changes[place - 1] if place else ALWAYS
            for one in mounted:
                if one.on <= begin <= last_instant(one):
                    self._lasting(one, port)
        inherited = [port for slot, port in entrances.items() if slot not in kind.replaces]
        self._pass(inherited, list(segments.values()))

    def _pass(self, sources: Sequence[int], targets: Sequence[int]) -> None:
        """From each source to each target; by one port between them where both are many."""
        if len(sources) > 1 and len(targets) > 1:
            middle = self._port(KIND)
            self._made.passings.extend((source, middle) for source in sources)
            sources = [middle]
        self._made.passings.extend((s, t) for s in sources for t in targets)

    def _port(self, layer: int) -> int:
        self._made.ports.append((self._number, layer, int(self._forgets)))
        return len(self._made.ports) - 1

    def _moment(self, link: Link, port: int) -> None:
        row = len(self._made.links)
        self._made.links.append(link.id)
        went_in = int(link.role == "input")
        self._made.moments.extend((head, port, went_in, link.at, row) for head in link.heads)

    def _lasting(self, presence: Presence, port: int) -> None:
        if presence.id not in self._rows:
            self._rows[presence.id] = len(self._made.presences)
            self._made.presences.append((presence.id, presence.run))
        row = self._rows[presence.id]
        self._made.lastings.append((presence.object, port, last_instant(presence), row))
