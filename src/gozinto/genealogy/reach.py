"""Time-respecting reach: what is in a unit, and what a unit is in, by the recorded times.

A link's own arrival does not depend on how early its source was reached, so every moment is
relaxed at most once, in any order, cycles included. Nodes are corrected as better arrivals
turn up, level by level, and each node's links are read once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from gozinto.genealogy.crossing import (
    BackwardCrossing,
    Crossing,
    ForwardCrossing,
    Shelf,
    Step,
)
from gozinto.genealogy.graph import ALWAYS, EVER, Link, Presence, Role, Source

Origins = Mapping[int, int | None] | AbstractSet[int]
_Key = tuple[int, int]


class Passage(NamedTuple):
    """From the first to the last time at which the material asked for passed a run."""

    first: int
    last: int

    def with_time(self, time: int) -> Passage:
        """The passage stretched to hold this time."""
        return Passage(min(self.first, time), max(self.last, time))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The answer to one question.

    `objects`: forward the earliest arrival at each object, backward the latest departure from
    it (ALWAYS and EVER at origins without a time). `runs`: the passage through each run, the
    hull of its outputs in the answer, or of its inputs where none is. `links` and `presences`:
    those that a time-respecting path uses. Depths count links, fewest first; an origin is 0.
    `truncated`: the limit of nodes was met, and there may be more.
    """

    objects: dict[int, int]
    runs: dict[int, Passage]
    links: tuple[Link, ...]
    presences: tuple[Presence, ...]
    object_depth: dict[int, int]
    run_depth: dict[int, int]
    truncated: bool
    _object_steps: Mapping[int, Step | None] = field(repr=False)
    _run_steps: Mapping[int, Step] = field(repr=False)

    def witness_of_object(self, object: int) -> tuple[Link | Presence, ...]:
        """One shortest time-respecting path, from the origin to this object."""
        return path_to(self._object_steps[object])

    def witness_of_run(self, run: int) -> tuple[Link | Presence, ...]:
        """One shortest time-respecting path, from the origin into this run."""
        return path_to(self._run_steps[run])


def forward(
    source: Source, origins: Origins, *, until: int | None = None, limit: int | None = None
) -> Reach:
    """Where these objects went: everything they are in.

    An origin's time, if it has one, is when it got the content asked for: what was taken from
    it before that does not count. Nothing later than `until` is looked at. `limit` is the
    largest number of nodes, objects and runs together.
    """
    return _Forward(source, until=until, limit=limit).walk(origins)


def backward(
    source: Source, origins: Origins, *, until: int | None = None, limit: int | None = None
) -> Reach:
    """Where these objects came from: everything that is in them.

    An origin's time, if it has one, is the moment at which its content is asked for: what was
    added to it after that does not count. Nothing later than `until` is looked at. `limit` is
    the largest number of nodes, objects and runs together.
    """
    return _Backward(source, until=until, limit=limit).walk(origins)


class Walk(ABC):
    """One walk over the graph; the two directions differ in the hooks at its end."""

    into: Role
    out_of: Role
    without_time: int

    def __init__(self, source: Source, *, until: int | None, limit: int | None) -> None:
        self.source = source
        self.until = EVER if until is None else until
        self.limit = EVER if limit is None else limit
        self.truncated = False
        self.objects: dict[int, int] = {}
        self.reached_by: dict[int, Step | None] = {}
        self.object_steps: dict[int, Step | None] = {}
        self.object_depth: dict[int, int] = {}
        self.run_steps: dict[int, Step] = {}
        self.run_depth: dict[int, int] = {}
        self.links: dict[_Key, Link] = {}
        self.presences: dict[_Key, Presence] = {}
        self.shelves: dict[int, Shelf] = {}
        self.mounted: dict[int, list[Presence]] = {}
        self.crossings: dict[int, Crossing] = {}

    def walk(self, origins: Origins) -> Reach:
        """Level by level until nothing improves."""
        times = origins if isinstance(origins, Mapping) else dict.fromkeys(origins)
        improved: set[int] = set()
        for origin in sorted(times):
            time = times[origin]
            if self._room() <= 0:
                self.truncated = True
                break
            self.objects[origin] = self.without_time if time is None else time
            self.object_steps[origin] = self.reached_by[origin] = None
            self.object_depth[origin] = 0
            improved.add(origin)
        depth = 0
        while improved:
            entries = self._enter_runs(improved)
            improved = self._cross_runs(entries, depth=depth + 1)
            depth += 2
        return self._answer()

    def _room(self) -> int:
        return self.limit - len(self.objects) - len(self.run_depth)

    def _enter_runs(self, improved: Collection[int]) -> dict[int, list[Step]]:
        self._read_objects([node for node in improved if node not in self.shelves])
        entries: dict[int, list[Step]] = defaultdict(list)
        for node in sorted(improved):
            for step in self.steps_from(node):
                entries[step.link.run].append(step)
        return entries

    def _cross_runs(self, entries: Mapping[int, list[Step]], *, depth: int) -> set[int]:
        self._read_runs(entries, depth=depth)
        improved: set[int] = set()
        for run in sorted(entries):
            if run not in self.crossings:
                continue
            crossed = self.crossings[run].pass_on(entries[run])
            if not crossed.entered:
                continue
            if run not in self.run_depth:
                if self._room() <= 0:
                    self.truncated = True
                    continue
                self.run_depth[run] = depth
                self.run_steps[run] = crossed.entered[0]
            for step in crossed.entered:
                self._use(step.link)
            for step in crossed.left:
                improved |= self._arrive(step, depth=depth + 1)
        return improved

    def _arrive(self, step: Step, *, depth: int) -> set[int]:
        """The heads of a link that are new or better than before; counts the link as used."""
        improved: set[int] = set()
        for head in step.link.heads:
            if head not in self.objects:
                if self._room() <= 0:
                    self.truncated = True
                    continue
                self.object_depth[head] = depth
                self.object_steps[head] = step
            elif not self.better(step.time, than=self.objects[head]):
                self._use(step.link)
                continue
            self._use(step.link)
            self.objects[head] = step.time
            self.reached_by[head] = step
            improved.add(head)
        return improved

    def _use(self, link: Link | Presence) -> None:
        if isinstance(link, Presence):
            self.presences[link.id, link.run] = link
        else:
            self.links[link.id, link.run] = link

    def _read_objects(self, objects: Collection[int]) -> None:
        if not objects:
            return
        links, presences = self.source.links_of_objects(objects, role=self.into)
        found: dict[int, dict[_Key, Link]] = {node: {} for node in objects}
        for link in self._known(links):
            for tail in link.heads:
                if tail in found:
                    found[tail][link.id, link.run] = link
        mounted: dict[int, dict[_Key, Presence]] = defaultdict(dict)
        for presence in self._seen(presences):
            mounted[presence.object][presence.id, presence.run] = presence
        self.shelves |= {node: Shelf(links.values()) for node, links in found.items()}
        self.mounted |= {node: list(ones.values()) for node, ones in mounted.items()}

    def _read_runs(self, entries: Mapping[int, list[Step]], *, depth: int) -> None:
        fresh = sorted(run for run in entries if run not in self.crossings)
        # material first: whether a presence meets an output is not known before reading
        fresh.sort(key=lambda run: all(isinstance(step.link, Presence) for step in entries[run]))
        if len(fresh) > max(0, self._room()):
            self.truncated = True
            fresh = fresh[: max(0, self._room())]
        if not fresh:
            return
        links, presences = self.source.links_of_runs(fresh, role=self.out_of)
        moments: dict[int, dict[_Key, Link]] = {run: {} for run in fresh}
        lasting: dict[int, dict[_Key, Presence]] = {run: {} for run in fresh}
        for link in self._known(links):
            moments[link.run][link.id, link.run] = link
        for presence in self._seen(presences):
            lasting[presence.run][presence.id, presence.run] = presence
        for run in fresh:
            self.crossings[run] = self.crossing(
                moments[run].values(), presences=lasting[run].values()
            )

    def _known(self, links: Iterable[Link]) -> Iterable[Link]:
        return (link for link in links if link.at <= self.until)

    def _seen(self, presences: Iterable[Presence]) -> Iterable[Presence]:
        for presence in presences:
            if presence.on > self.until:
                continue
            if presence.off is not None and presence.off > self.until:
                yield replace(presence, off=None, off_earliest=None, off_latest=None)
            else:
                yield presence

    def _answer(self) -> Reach:
        links = sorted(self.links.values(), key=lambda link: (link.at, link.id, link.run))
        presences = sorted(self.presences.values(), key=lambda one: (one.on, one.id, one.run))
        return Reach(
            objects=self.objects,
            runs=passages(links, presences),
            links=tuple(links),
            presences=tuple(presences),
            object_depth=self.object_depth,
            run_depth=self.run_depth,
            truncated=self.truncated,
            _object_steps=self.object_steps,
            _run_steps=self.run_steps,
        )

    @abstractmethod
    def better(self, time: int, *, than: int) -> bool:
        """Whether arriving at this time leaves more ways to go on."""

    @abstractmethod
    def steps_from(self, object: int) -> Iterable[Step]:
        """The steps by which the walk newly goes on from an object into runs."""

    @abstractmethod
    def crossing(self, links: Iterable[Link], *, presences: Iterable[Presence]) -> Crossing:
        """A run whose far side has these links."""


class _Recorded(Walk):
    """Every moment is relaxed once, at its recorded time."""

    def __init__(self, source: Source, *, until: int | None, limit: int | None) -> None:
        super().__init__(source, until=until, limit=limit)
        self.entered: set[_Key] = set()

    def steps_from(self, object: int) -> Iterable[Step]:
        after = self.reached_by[object]
        for link in self.taken_from(object):
            # a link of a serial and its lot hangs on both, and is entered once
            if (link.id, link.run) not in self.entered:
                self.entered.add((link.id, link.run))
                yield Step(link, link.at, after)
        for presence in self.mounted.get(object, ()):
            time = self.usable_from(presence, arrival=self.objects[object])
            if time is not None:
                yield Step(presence, time, after)

    @abstractmethod
    def taken_from(self, object: int) -> Iterable[Link]:
        """The links by which the walk newly goes on from an object into runs."""

    @abstractmethod
    def usable_from(self, presence: Presence, *, arrival: int) -> int | None:
        """When the object was first there with the content asked for; None if never."""


class _Forward(_Recorded):
    into: Role = "input"
    out_of: Role = "output"
    without_time = ALWAYS

    def better(self, time: int, *, than: int) -> bool:
        return time < than

    def taken_from(self, object: int) -> Iterable[Link]:
        return self.shelves[object].take(first=self.objects[object], last=EVER)

    def usable_from(self, presence: Presence, *, arrival: int) -> int | None:
        if presence.off is not None and presence.off <= arrival:
            return None
        return max(presence.on, arrival)

    def crossing(self, links: Iterable[Link], *, presences: Iterable[Presence]) -> Crossing:
        return ForwardCrossing(links)


class _Backward(_Recorded):
    into: Role = "output"
    out_of: Role = "input"
    without_time = EVER

    def better(self, time: int, *, than: int) -> bool:
        return time > than

    def taken_from(self, object: int) -> Iterable[Link]:
        return self.shelves[object].take(first=ALWAYS, last=self.objects[object])

    def usable_from(self, presence: Presence, *, arrival: int) -> int | None:
        return None  # presences are inputs: nothing leaves a run by one

    def crossing(self, links: Iterable[Link], *, presences: Iterable[Presence]) -> Crossing:
        return BackwardCrossing(links, presences=presences)


def passages(links: Iterable[Link], presences: Iterable[Presence]) -> dict[int, Passage]:
    """The passage through each run, by the links and presences of an answer."""
    hulls: dict[Role, dict[int, Passage]] = {"input": {}, "output": {}}
    for link in links:
        hull = hulls[link.role].get(link.run)
        hulls[link.role][link.run] = hull.with_time(link.at) if hull else Passage(link.at, link.at)
    # only where the limit cut off all that a presence reaches does its run show no link
    mounted = {presence.run: Passage(presence.on, presence.on) for presence in presences}
    return mounted | hulls["input"] | hulls["output"]


def path_to(step: Step | None) -> tuple[Link | Presence, ...]:
    """The links of a path from the origin up to this step."""
    path: list[Link | Presence] = []
    while step is not None:
        path.append(step.link)
        step = step.after
    return tuple(reversed(path))
