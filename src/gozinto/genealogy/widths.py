"""The widths of one reach, and why what lies next to it is not in it.

`reach` answers the recorded one faster, and says the same; here it has its separations too.

A history picks for each event, and for each on and off of a presence, an instant within its
bounds, and for each inferred or unknown link whether it exists. *Possible* is what is reached in
some history, exactly; *proven* is reached in every history, by one path that holds in all.

**Why one label a node is enough.** Take a path whose links belong to different events. Instants
t1 ≤ t2 ≤ … within their bounds exist exactly if no `latest` lies before an `earliest` further
up the path: then each t can be the running maximum of `earliest`. So the running maximum decides
what may come next, a smaller one allows whatever a greater one does and stays the smaller (`after`
is monotone in the label), and a batch run forgets it. Hence the smallest label of each node
decides, cycles included: labels are natural bounds of finitely many links and only sink. In
proven the label is the `latest` of the last link alone, for certain order is transitive.

**Where it is not.** A path may pass one event, or the end of one presence that is the beginning
of another, twice, and then both are one instant. The label does not remember that, so it lets
too much through, never too little. `consistency` therefore checks the witness of each node, and
seeks another one where the check fails: a node that no consistent path reaches is taken out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from gozinto.genealogy import consistency
from gozinto.genealogy.consistency import Transfer
from gozinto.genealogy.crossing import Crossing, Step, inherits
from gozinto.genealogy.graph import ALWAYS, EVER, Link, Presence, Role, Source
from gozinto.genealogy.order import POSSIBLE, PROVEN, RECORDED, Span, Width, kind_of
from gozinto.genealogy.passing import WideCrossing
from gozinto.genealogy.reach import Reach, Walk, path_to
from gozinto.genealogy.separations import Key, Separation, Separator, key_of
from gozinto.genealogy.written import Written

WIDTHS: Mapping[str, Width] = {width.name: width for width in (PROVEN, RECORDED, POSSIBLE)}


@dataclass(frozen=True, slots=True, kw_only=True)
class WideReach(Reach):
    """A reach, and why what lies next to it is not in it.

    `objects`: forward, the earliest possible or the latest proven arrival; backward, the latest
    possible or the earliest proven departure.
    """

    _separations: Callable[[], Iterable[Separation]] = field(repr=False, compare=False)
    _separator: Separator = field(repr=False, compare=False)

    @property
    def separations(self) -> tuple[Separation, ...]:
        """One for each link that hangs on the answer and was not taken."""
        return tuple(sorted(self._separations(), key=lambda one: key_of(one.link)))

    def between(self, presence: Presence, *, output: Link) -> Separation:
        """What separates something mounted from one thing that came out of its run."""
        return self._separator.in_run(presence, others=[output])


def forward(
    source: Source,
    origins: Collection[int],
    *,
    width: str,
    until: int | None = None,
    limit: int | None = None,
) -> WideReach:
    """Where these objects went, in one of the three widths; see `reach.forward`."""
    return _Ahead(source, width=WIDTHS[width], until=until, limit=limit).answer(origins)


def backward(
    source: Source,
    origins: Collection[int],
    *,
    width: str,
    until: int | None = None,
    limit: int | None = None,
) -> WideReach:
    """Where these objects came from, in one of the three widths."""
    return _Back(source, width=WIDTHS[width], until=until, limit=limit).answer(origins)


class _Wide(Walk):
    """A walk whose labels are in walking time: the smaller, the better, either way."""

    without_time = ALWAYS
    ahead: bool

    def __init__(
        self, source: Source, *, width: Width, until: int | None, limit: int | None
    ) -> None:
        read = Written(source) if width is RECORDED else source
        super().__init__(read, until=until, limit=limit)
        self.width = width
        self.labels: dict[Key, int] = {}
        self.events: dict[int, dict[int, Step]] = defaultdict(dict)
        self.leaving: dict[int, set[int]] = {}
        self.far: dict[int, WideCrossing] = {}
        self.excluded: dict[Key, Link | Presence] = {}
        self.dropped: dict[Key, Link | Presence] = {}

    def answer(self, origins: Collection[int]) -> WideReach:
        """The walk, what it rests on, and what it left out."""
        reach = self.walk(set(origins))
        separator = Separator(self.width, ahead=self.ahead, labels=self.labels)
        return WideReach(
            objects={
                node: label if self.ahead else -label for node, label in reach.objects.items()
            },
            runs=reach.runs,
            links=reach.links,
            presences=reach.presences,
            object_depth=reach.object_depth,
            run_depth=reach.run_depth,
            truncated=reach.truncated,
            _object_steps=self.object_steps,
            _run_steps=self.run_steps,
            _separations=lambda: self._separations(reach, separator),
            _separator=separator,
        )

    def _separations(self, reach: Reach, separator: Separator) -> Iterable[Separation]:
        for one in self.excluded.values():
            yield Separation(link=one, reason="certainty")
        for one in self.dropped.values():
            yield Separation(link=one, reason="history")
        both: list[Link | Presence] = [*reach.links, *reach.presences]
        taken = {key_of(link) for link in both} | self.dropped.keys()
        near: dict[int, list[Link | Presence]] = defaultdict(list)
        for link in both:
            if (isinstance(link, Presence) or link.role == "input") == self.ahead:
                near[link.run].append(link)
        found: dict[Key, Separation] = {}
        for node in reach.objects:
            for link in self._hanging(node):
                if key_of(link) in taken:
                    continue
                fact: Separation | None
                if isinstance(link, Link):
                    fact = separator.from_object(
                        link, label=self.objects[node], path=path_to(self.reached_by[node])
                    )
                else:
                    fact = separator.in_run(link, others=self._beyond(link.run))
                if fact is not None:
                    found[key_of(link)] = fact
        for run in reach.run_depth:
            for far in self._beyond(run):
                if key_of(far) not in taken:
                    found[key_of(far)] = separator.in_run(far, others=near[run])
        yield from found.values()

    def better(self, time: int, *, than: int) -> bool:
        return time < than

    def steps_from(self, object: int) -> Iterable[Step]:
        arrival = self.objects[object]
        for link in self.shelves[object]:
            span = Span.of(link) if self.ahead else Span.of(link).mirrored
            after = self.reached_by[object]
            if arrival > self.width.limit(span):
                # What one event put out and took in is in order, however wide its bounds.
                after = self.events[object].get(link.event) if link.event is not None else None
                if after is None:
                    continue
            yield from self._entering(link, self.width.after(arrival, span), after)
        for presence in self.mounted.get(object, ()):
            yield from self._entering(presence, arrival, self.reached_by[object])

    def _entering(self, link: Link | Presence, label: int, after: Step | None) -> Iterable[Step]:
        key = key_of(link)
        if label < self.labels.get(key, EVER + 1):
            self.labels[key] = label
            yield Step(link, label, after)

    def crossing(self, links: Iterable[Link], *, presences: Iterable[Presence]) -> Crossing:
        crossing = WideCrossing(links, presences=presences, width=self.width, ahead=self.ahead)
        for link in crossing.links:
            self.far[link.run] = crossing
        for presence in crossing.presences:
            self.far[presence.run] = crossing
        return crossing

    def _arrive(self, step: Step, *, depth: int) -> set[int]:
        improved = super()._arrive(step, depth=depth)
        link = step.link
        if isinstance(link, Link) and link.event is not None:
            for head in link.heads:
                if head in self.objects and link.event not in self.events[head]:
                    self.events[head][link.event] = step
                    if link.event in self.leaving.get(head, ()):
                        improved.add(head)
        return improved

    def _read_objects(self, objects: Collection[int]) -> None:
        super()._read_objects(objects)
        for node in objects:
            events = {link.event for link in self.shelves[node]}
            self.leaving[node] = {event for event in events if event is not None}

    def _known(self, links: Iterable[Link]) -> Iterable[Link]:
        return (link for link in super()._known(links) if self._is_admitted(link))

    def _seen(self, presences: Iterable[Presence]) -> Iterable[Presence]:
        return (one for one in super()._seen(presences) if self._is_admitted(one))

    def _is_admitted(self, link: Link | Presence) -> bool:
        if link.certainty not in self.width.excluded:
            return True
        self.excluded[key_of(link)] = link
        return False

    def _beyond(self, run: int) -> list[Link | Presence]:
        crossing = self.far.get(run)
        return [] if crossing is None else [*crossing.links, *crossing.presences]

    def _hanging(self, node: int) -> list[Link | Presence]:
        return [*self.shelves.get(node, ()), *self.mounted.get(node, ())]

    def _answer(self) -> Reach:
        if self.width is POSSIBLE:
            self._keep_consistent()
        return super()._answer()

    def _keep_consistent(self) -> None:
        doubtful = {
            node
            for node, step in self.object_steps.items()
            if not consistency.holds(_transfers(path_to(step), ahead=self.ahead))
        }
        if not doubtful:
            return
        origins = [node for node, depth in self.object_depth.items() if depth == 0]
        search = consistency.Search(self._next, ahead=self.ahead)
        found = search.paths(origins, wanted=doubtful)
        for node in doubtful:
            if node in found:
                self._stand_on(node, found[node])
            elif not search.gave_up:
                del self.objects[node], self.object_steps[node], self.object_depth[node]
        self._drop_what_hangs_on_nothing()

    def _next(self, node: int) -> Iterable[tuple[Transfer, tuple[int, ...]]]:
        """The ways through one run from an object, and the objects they lead to."""
        for near in self._hanging(node):
            crossing = self.far.get(near.run)
            if crossing is None:
                continue
            for far in crossing.links:
                entry, output = (near, far) if self.ahead else (far, near)
                assert isinstance(output, Link)
                if isinstance(entry, Presence):
                    is_open = inherits(kind_of(output, width=self.width), presence=entry)
                else:
                    is_open = entry.slot is None or entry.slot not in self.width.replaced(output)
                if is_open:
                    yield (entry, output), far.heads
            if not self.ahead:
                assert isinstance(near, Link)
                kind = kind_of(near, width=self.width)
                for presence in crossing.presences:
                    if inherits(kind, presence=presence):
                        yield (presence, near), presence.heads

    def _stand_on(self, node: int, path: tuple[Transfer, ...]) -> None:
        step: Step | None = None
        for entry, output in path if self.ahead else reversed(path):
            for link in (entry, output) if self.ahead else (output, entry):
                step = Step(link, ALWAYS, step)
                self._use(link)
        self.object_steps[node] = step
        self.object_depth[node] = 2 * len(path)

    def _drop_what_hangs_on_nothing(self) -> None:
        """Links between what is left: a link that no kept object or entered run holds goes."""
        for link in list(self.links.values()):
            if not any(head in self.objects for head in link.heads):
                self._drop(link)
        for presence in list(self.presences.values()):
            if presence.object not in self.objects:
                self._drop(presence)
        entered = {link.run for link in self.links.values() if link.role == self.into}
        entered |= {one.run for one in self.presences.values() if self.ahead}
        for link in list(self.links.values()):
            if link.run not in entered:
                self._drop(link)
        for presence in list(self.presences.values()):
            if presence.run not in entered:
                self._drop(presence)
        for run in set(self.run_depth) - entered:
            del self.run_depth[run], self.run_steps[run]

    def _drop(self, link: Link | Presence) -> None:
        self.dropped[key_of(link)] = link
        if isinstance(link, Presence):
            del self.presences[link.id, link.run]
        else:
            del self.links[link.id, link.run]


class _Ahead(_Wide):
    into: Role = "input"
    out_of: Role = "output"
    ahead = True


class _Back(_Wide):
    into: Role = "output"
    out_of: Role = "input"
    ahead = False


def _transfers(path: tuple[Link | Presence, ...], *, ahead: bool) -> tuple[Transfer, ...]:
    """A path as pairs of entry and output, in the order in which the material went."""
    onward = path if ahead else path[::-1]
    pairs = zip(onward[::2], onward[1::2], strict=True)
    return tuple((entry, output) for entry, output in pairs if isinstance(output, Link))
