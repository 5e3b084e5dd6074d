"""Questions to the graph in arrays: what these nodes reach, as one question or each its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gozinto.genealogy.arrays import OBJECT, SEGMENT, Arrays, Side
from gozinto.genealogy.edges import Edges, Used
from gozinto.genealogy.kernels import compiled
from gozinto.genealogy.kernels.sealing import sealed
from gozinto.genealogy.overlay import Overlay, no_overlay

_NO_LIMIT = 2**62
_NO_LABELS = np.empty(0, np.int64)


class Hop(NamedTuple):
    """One edge of an answer, `near` where the walk came from. A presence is no moment."""

    near: int
    far: int
    time: int
    link: int
    is_moment: bool


class Reached(NamedTuple):
    """The answer to one question: nodes in order of discovery, and columns beside them.

    `times`: forward the earliest arrival, backward the latest departure (ALWAYS and EVER where
    nothing bounds them). `depths` count links, fewest first: objects are at even depths.
    `truncated`: the limit of nodes was met. `moments` and `presences` are there if asked for.
    """

    nodes: NDArray[np.int32]
    times: NDArray[np.int64]
    depths: NDArray[np.int32]
    truncated: bool
    moments: Used | None = None
    presences: Used | None = None
    paths: Paths | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """By which edge each node was reached, and improved, from which step before."""

    steps: NDArray[Any]
    first: NDArray[np.int32]
    moments: Edges
    carries: Edges

    def to(self, row: int) -> list[Hop]:
        """One shortest path in time to the node in this row of the answer, from its origin.

        Passes inside a run are left out: they are no links.
        """
        hops: list[Hop] = []
        step = self.steps[self.first[row]]
        while step["before"] >= 0:
            before, edge = self.steps[step["before"]], int(step["edge"])
            _, time, link = self.moments.at(edge) if edge >= 0 else self.carries.at(~edge)
            if link >= 0:
                hops.append(Hop(int(before["node"]), int(step["node"]), time, link, edge >= 0))
            step = before
        return hops[::-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedEach:
    """The answers to many questions: how many objects each reaches, its origins among them.

    The objects of question i, if they were asked for, are objects[offsets[i]:offsets[i + 1]].
    """

    counts: NDArray[np.int64]
    offsets: NDArray[np.int64] | None = None
    objects: NDArray[np.int32] | None = None


class Piece(NamedTuple):
    """The answers to some of many questions, from `first` on: counts, and the objects in turn."""

    first: int
    counts: NDArray[np.int64]
    objects: NDArray[np.int32]


class Walker:
    """Asks one graph, one question after another; each thread needs a walker of its own.

    Its memory is kept: a question pays for what it reaches, never for the size of the graph.
    """

    def __init__(self, arrays: Arrays, *, overlay: Overlay | None = None) -> None:
        compiled.warm()
        from gozinto.genealogy.kernels import asking, walking

        self._ask = asking.ask
        self._arrays = arrays
        self._tally = np.zeros(walking.TALLY, np.int64)
        self._line = np.empty(walking.LINE, walking.OFFER)
        self._base = 1
        self._bound: dict[bool, Any] = {}
        # np.zeros and np.empty take no memory for pages that nobody touches
        self._nodes = np.zeros(arrays.nodes, walking.NODE)
        self._steps = np.empty(2 * arrays.nodes + 1024, walking.STEP)
        self._laid = no_overlay(arrays.nodes)
        self.lay(overlay)

    def lay(self, overlay: Overlay | None) -> None:
        """From now on answers as if this overlay were part of the graph; None takes it off."""
        from gozinto.genealogy.kernels.walking import Graph

        laid = no_overlay(self._arrays.nodes) if overlay is None else overlay
        if laid.nodes != self._arrays.nodes:
            raise ValueError("the overlay was made for another graph")
        self._nodes["step"][self._laid.dead] = 0
        self._laid = laid
        if len(self._nodes) < laid.nodes + len(laid.layer):
            self._nodes = np.zeros(laid.nodes + 2 * len(laid.layer), self._nodes.dtype)
            self._base = 1
        self._bar()
        self._laid_next = np.empty(len(laid.forward.start) - 1, np.int32)
        self._bound.clear()
        arrays, forgets = self._arrays, sealed(self._arrays.forgets)
        self._edges = {
            (True, "moments"): Edges(arrays.forward, laid.forward),
            (True, "carries"): Edges(arrays.carry_forward, laid.carry_forward),
            (False, "moments"): Edges(arrays.backward, laid.backward),
            (False, "carries"): Edges(arrays.carry_backward, laid.carry_backward),
        }
        self._graphs = {
            ahead: Graph(
                1 if ahead else -1,
                _rows(self._edges[ahead, "moments"].side),
                _rows(self._edges[ahead, "carries"].side),
                forgets,
                self._laid_rows(ahead=ahead),
            )
            for ahead in (True, False)
        }

    def reach(
        self,
        origins: ArrayLike,
        *,
        ahead: bool,
        times: ArrayLike | None = None,
        limit: int | None = None,
        used: bool = False,
        paths: bool = False,
    ) -> Reached:
        """All that these objects are in (`ahead`), or all that is in them, as one question.

        `times`, one for each origin, say since when or until when its content is asked for;
        ALWAYS and EVER are no bound. `limit` is the largest number of nodes.
        """
        where = np.ascontiguousarray(origins, dtype=np.int32)
        labels = _NO_LABELS if times is None else _labels(times, ahead=ahead)
        asked = self._asked(where, labels, _NO_LIMIT if limit is None else limit, ahead)
        moments, presences = self._used(ahead=ahead) if used else (None, None)
        way = self._paths(asked.steps, ahead=ahead) if paths else None
        self._base += asked.steps
        found = asked.found
        return Reached(
            found.nodes, found.times, found.depths, asked.is_cut, moments, presences, way
        )

    def reach_each(
        self,
        origins: ArrayLike,
        *,
        ahead: bool,
        times: ArrayLike | None = None,
        lists: bool = False,
    ) -> ReachedEach:
        """What each of these objects reaches by itself: counts, and the objects with `lists`."""
        pieces = list(self.pieces_of_each(origins, ahead=ahead, times=times, lists=lists))
        counts = np.concatenate([np.empty(0, np.int64), *(piece.counts for piece in pieces)])
        if not lists:
            return ReachedEach(counts=counts)
        offsets = np.concatenate([[0], np.cumsum(counts)])
        objects = np.concatenate([np.empty(0, np.int32), *(piece.objects for piece in pieces)])
        return ReachedEach(counts=counts, offsets=offsets, objects=objects)

    def pieces_of_each(
        self,
        origins: ArrayLike,
        *,
        ahead: bool,
        starts: ArrayLike | None = None,
        times: ArrayLike | None = None,
        lists: bool = True,
    ) -> Iterator[Piece]:
        """The answers to many questions one after the other, a bounded number at a time.

        Question i is about origins[starts[i]:starts[i + 1]] together; without `starts` each
        origin is one. No piece has more objects than twice the nodes of the graph. Others may be
        asked in between.
        """
        from gozinto.genealogy.kernels import answering

        walk = self._walk(origins, ahead=ahead, times=times, limit=None)
        bounds = np.arange(len(walk.origins) + 1) if starts is None else np.asarray(starts)
        bounds = np.ascontiguousarray(bounds, dtype=np.int64)
        counts = np.zeros(len(bounds) - 1, np.int64)
        why, row = answering.NO_ROOM, 0
        while why != answering.DONE:
            # no answer has more objects than steps
            objects = np.empty(len(self._steps) if lists else 0, np.int32)
            each = answering.Each(row, bounds, counts, objects, lists)
            first = row
            why, row, written, base = answering.spread_each(self._graphs[ahead], walk, each)
            self._base = base
            if why == answering.NO_STEPS:
                self._more_steps()
            if row > first:
                yield Piece(first, counts[first:row].copy(), objects[:written].copy())
            # who asked in between may have brought new memory
            walk = walk._replace(base=self._fresh_base(), nodes=self._nodes, steps=self._steps)

    def entering(self, nodes: NDArray[np.int32]) -> Used:
        """All that ever went into these objects and ports, whenever; `near` are the nodes.

        Into a port that outputs leave goes what entered the ports that passes lead from.
        """
        near = nodes[np.isin(self.layer_of(nodes), (OBJECT, SEGMENT))]
        entries = [(near, near)]
        for _ in range(2):
            near, inside = entries[-1]
            passes = self._edges[False, "carries"].of(inside, near=near, laid=self._laid)
            passes = passes.at((passes.link < 0) & ~np.isin(passes.far, self._laid.dead))
            pairs = np.unique(np.stack([passes.near, passes.far]), axis=1)
            entries.append((pairs[0], pairs[1]))
        near, inside = (np.concatenate(column) for column in zip(*entries, strict=True))
        moments = self._edges[False, "moments"].of(inside, near=near, laid=self._laid)
        return moments.at(~np.isin(moments.far, self._laid.dead))

    def layer_of(self, nodes: NDArray[np.int32]) -> NDArray[np.uint8]:
        """The layers of nodes, old or new."""
        return self._laid.beside(self._arrays.layer, self._laid.layer, nodes=nodes)

    def forgets(self, nodes: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Which of these nodes, old or new, are ports of batches."""
        forgets = self._laid.beside(self._arrays.forgets, self._laid.forgets, nodes=nodes)
        return forgets.astype(np.bool_)

    def _asked(
        self, origins: NDArray[np.int32], labels: NDArray[np.int64], limit: int, ahead: bool
    ) -> Any:
        """The answer of the kernel, with as much room as it takes."""
        base = self._fresh_base()  # first: it may bring new memory
        asked = self._ask(self._bound.get(ahead) or self._bind(ahead), origins, labels, limit, base)
        while asked.is_full:
            self._base += asked.steps
            self._more_steps()
            base = self._fresh_base()
            asked = self._ask(self._bind(ahead), origins, labels, limit, base)
        if asked.is_foreign:
            raise ValueError("an origin is no node of the graph")
        return asked

    def _bind(self, ahead: bool) -> Any:
        """Binds the graph to this walker's memory as it is now."""
        from gozinto.genealogy.kernels import asking

        self._bound[ahead] = asking.bind(self._graphs[ahead], self._memory(base=self._base))
        return self._bound[ahead]

    def _used(self, *, ahead: bool) -> tuple[Used, Used]:
        """The moments and the presences along which the last walk went."""
        from gozinto.genealogy.kernels import answering

        graph, walk = self._graphs[ahead], self._memory(base=self._base)
        moments, carries = self._edges[ahead, "moments"], self._edges[ahead, "carries"]
        return (
            _used(answering.note_moments, graph, walk, moments),
            _used(answering.note_presences, graph, walk, carries),
        )

    def _paths(self, count: int, *, ahead: bool) -> Paths:
        """How the last walk went, which made so many steps."""
        steps = self._steps[:count].copy()
        return Paths(
            steps=steps,
            # the others improved what was found already
            first=np.flatnonzero(steps["depth"] >= 0).astype(np.int32),
            moments=self._edges[ahead, "moments"],
            carries=self._edges[ahead, "carries"],
        )

    def _walk(
        self, origins: ArrayLike, *, ahead: bool, times: ArrayLike | None, limit: int | None
    ) -> Any:
        """What a kernel is asked, with this walker's memory."""
        from gozinto.genealogy.kernels import walking

        where = np.ascontiguousarray(origins, dtype=np.int32)
        nodes = self._laid.nodes + len(self._laid.layer)
        # as unsigned numbers those below 0 are above all nodes
        if len(where) and where.view(np.uint32).max() >= nodes:
            raise ValueError("an origin is no node of the graph")
        free = np.full(len(where), walking.FIRST)
        labels = free if times is None else _labels(times, ahead=ahead)
        memory = self._memory(base=self._fresh_base())
        return memory._replace(
            origins=where, labels=labels, limit=_NO_LIMIT if limit is None else limit
        )

    def _memory(self, *, base: int) -> Any:
        """A walk from nowhere: its memory alone."""
        from gozinto.genealogy.kernels import walking

        return walking.Walk(
            origins=np.empty(0, np.int32),
            labels=_NO_LABELS,
            limit=_NO_LIMIT,
            nodes=self._nodes,
            steps=self._steps,
            line=self._line,
            tally=self._tally,
            laid_next=self._laid_next,
            base=base,
        )

    def _fresh_base(self) -> int:
        """The base of the next walk; once in two thousand million steps all is forgotten."""
        if self._base > 2**31 - 2 - len(self._steps):
            self._nodes = np.zeros(len(self._nodes), self._nodes.dtype)
            self._base = 1
            self._bar()
            self._bound.clear()
        return self._base

    def _more_steps(self) -> None:
        self._steps = np.empty(2 * len(self._steps), self._steps.dtype)
        self._bound.clear()

    def _bar(self) -> None:
        """Marks the dead ports as reached already, and as well as can be."""
        from gozinto.genealogy.kernels import walking

        self._nodes["step"][self._laid.dead] = walking.DEAD
        self._nodes["label"][self._laid.dead] = walking.BARRED

    def _laid_rows(self, *, ahead: bool) -> Any:
        from gozinto.genealogy.kernels.walking import Laid

        laid = self._laid
        return Laid(
            sealed(laid.marked),
            sealed(laid.old),
            len(laid.layer),
            sealed(laid.forgets),
            _rows(self._edges[ahead, "moments"].laid),
            _rows(self._edges[ahead, "carries"].laid),
        )


def _labels(times: ArrayLike, *, ahead: bool) -> NDArray[np.int64]:
    """Times as the kernels walk along them."""
    return np.array(times, dtype=np.int64) * (1 if ahead else -1)


def _rows(side: Side) -> Any:
    from gozinto.genealogy.kernels.walking import Rows

    return Rows(sealed(side.start), sealed(side.far), sealed(side.time), sealed(side.link))


def _used(note: Callable[..., int], graph: Any, walk: Any, edges: Edges) -> Used:
    """Counts the edges, makes room, and has them noted."""
    from gozinto.genealogy.kernels.answering import Notes

    nothing = np.empty(0, np.int32)
    count = note(graph, walk, Notes(nothing, nothing))
    notes = Notes(np.empty(count, np.int32), np.empty(count, np.int32))
    note(graph, walk, notes)
    return edges.used(*notes)
