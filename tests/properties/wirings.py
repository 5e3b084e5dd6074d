"""Small random graphs in arrays, and a walk over them in a few plain lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from hypothesis import strategies as st

from gozinto.genealogy.arrays import PASS, Arrays, EdgeList, build
from gozinto.genealogy.graph import ALWAYS, EVER
from gozinto.genealogy.overlay import Overlay, lay

LAST = 7
times = st.integers(0, LAST)


class Edge(NamedTuple):
    """A moment or a carry."""

    source: int
    target: int
    time: int
    link: int
    is_moment: bool


class Wiring(NamedTuple):
    """A layer and a memory for each node, and edges."""

    layer: tuple[int, ...]
    forgets: tuple[bool, ...]
    edges: tuple[Edge, ...]

    @property
    def objects(self) -> list[int]:
        return [node for node, layer in enumerate(self.layer) if layer == 0]


class Answer(NamedTuple):
    times: dict[int, int]
    depths: dict[int, int]
    used: set[Edge]


def slow_walk(wiring: Wiring, origins: Mapping[int, int], *, ahead: bool) -> Answer:
    """Level by level, and in each level layer by layer; whatever can be offered is offered."""
    best, depths, used = dict(origins), dict.fromkeys(origins, 0), set()
    wave, depth = set(origins), 0
    while wave:
        improved: set[int] = set()
        for layer in (0, 1, 2, 3) if ahead else (0, 3, 2, 1):
            for node in sorted(wave if layer == 0 else improved):
                if wiring.layer[node] != layer:
                    continue
                for edge in leaving(wiring, node, ahead=ahead):
                    time = offered(wiring, edge, best[node], ahead=ahead)
                    if time is None:
                        continue
                    used.add(edge)
                    far = edge.target if ahead else edge.source
                    if far not in best or (time < best[far] if ahead else time > best[far]):
                        best[far] = time
                        improved.add(far)
                        depths.setdefault(far, depth + (1 if wiring.layer[far] else 2))
        wave, depth = {node for node in improved if wiring.layer[node] == 0}, depth + 2
    return Answer(best, depths, used)


def leaving(wiring: Wiring, node: int, *, ahead: bool) -> list[Edge]:
    return [edge for edge in wiring.edges if node == (edge.source if ahead else edge.target)]


def offered(wiring: Wiring, edge: Edge, label: int, *, ahead: bool) -> int | None:
    """What an edge offers its far node, if time lets the walk go along it."""
    far = edge.target if ahead else edge.source
    time = label
    if edge.is_moment:
        if edge.time < label if ahead else edge.time > label:
            return None
        time = edge.time
    elif not ahead:
        time = min(label, edge.time)
    elif edge.time < label:
        return None
    if wiring.forgets[far]:
        time = ALWAYS if ahead else EVER
    if ahead and not edge.is_moment and edge.link != PASS:
        outputs = [one for one in leaving(wiring, far, ahead=True) if one.is_moment]
        if not any(one.time >= time for one in outputs):
            return None
    return time


LEADS = {0: (1, 3), 1: (2,), 2: (3,), 3: (0,)}
"""From which layer to which edges lead."""


@st.composite
def wirings(draw: st.DrawFn) -> Wiring:
    """Runs of one port, runs of many, presences, cycles, self-links, equal times."""
    layer = [0, *draw(st.lists(st.sampled_from([0, 0, 0, 1, 2, 3, 3, 3]), max_size=10))]
    forgets = [node > 0 and draw(st.booleans()) for node in layer]
    pairs = [
        (one, other)
        for one, near in enumerate(layer)
        for other, far in enumerate(layer)
        if far in LEADS[near]
    ]
    edges: list[Edge] = []
    for number, (one, other) in enumerate(
        draw(st.lists(st.sampled_from(pairs), max_size=22)) if pairs else ()
    ):
        if layer[one] in (1, 2):
            edges.append(Edge(one, other, EVER, PASS, False))
        elif layer[one] == 0 and layer[other] == 3 and draw(st.booleans()):
            edges.append(Edge(one, other, draw(times | st.just(EVER)), number, False))
        else:
            # two moments may be one link: of a serial and of its lot
            link = draw(st.integers(max(0, number - 1), number))
            edges.append(Edge(one, other, draw(times), link, True))
    return Wiring(tuple(layer), tuple(forgets), tuple(dict.fromkeys(edges)))


@st.composite
def questions(draw: st.DrawFn, wiring: Wiring, *, ahead: bool) -> dict[int, int]:
    """Some objects, and since or until when their content is asked for."""
    unbound = ALWAYS if ahead else EVER
    some = st.sampled_from(wiring.objects)
    return draw(st.dictionaries(some, st.just(unbound) | times, max_size=3))


def columns(edges: Iterable[Edge], *, moments: bool) -> EdgeList:
    rows = [edge for edge in edges if edge.is_moment == moments]
    return EdgeList.of(
        source=[edge.source for edge in rows],
        target=[edge.target for edge in rows],
        time=[edge.time for edge in rows],
        link=[edge.link for edge in rows],
    )


def in_arrays(wiring: Wiring) -> Arrays:
    return build(
        layer=wiring.layer,
        forgets=wiring.forgets,
        moments=columns(wiring.edges, moments=True),
        carries=columns(wiring.edges, moments=False),
    )


class Split(NamedTuple):
    """A wiring as a graph and what happened since; `truth` is both together."""

    truth: Wiring
    arrays: Arrays
    overlay: Overlay


@st.composite
def splits(draw: st.DrawFn) -> Split:
    """The last nodes are new, some ports of the graph are dead, edges stand here or there."""
    whole = draw(wirings())
    nodes = draw(st.integers(0, len(whole.layer)))
    ports = [node for node in range(nodes) if whole.layer[node] > 0]
    dead = draw(st.frozensets(st.sampled_from(ports))) if ports else frozenset()
    truth = tuple(edge for edge in whole.edges if not dead & {edge.source, edge.target})
    base = [
        edge
        for edge in whole.edges
        if max(edge.source, edge.target) < nodes and (edge not in truth or draw(st.booleans()))
    ]
    since = [edge for edge in truth if edge not in base]
    old = Wiring(whole.layer[:nodes], whole.forgets[:nodes], tuple(base))
    overlay = lay(
        nodes=nodes,
        layer=whole.layer[nodes:],
        forgets=whole.forgets[nodes:],
        dead=sorted(dead),
        moments=columns(since, moments=True),
        carries=columns(since, moments=False),
    )
    return Split(whole._replace(edges=truth), in_arrays(old), overlay)


def ask(walker: Any, origins: Mapping[int, int], *, ahead: bool, **rest: Any) -> Any:
    return walker.reach(list(origins), ahead=ahead, times=list(origins.values()), **rest)
