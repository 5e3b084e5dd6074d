"""Questions to the graph in arrays: what these nodes reach, as one question or each its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gozinto.genealogy.arrays import Arrays, Side, sealed
from gozinto.genealogy.graph import ALWAYS, EVER

_NO_LIMIT = 2**62


class Hop(NamedTuple):
    """One edge of an answer, `near` where the walk came from. A presence is no moment."""

    near: int
    far: int
    time: int
    link: int
    is_moment: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """Edges of one kind that lie on a path in time, as columns; a link may have two rows."""

    near: NDArray[np.int32]
    far: NDArray[np.int32]
    time: NDArray[np.int64]
    link: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
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
    sides: tuple[Side, Side]

    def to(self, row: int) -> list[Hop]:
        """One shortest path in time to the node in this row of the answer, from its origin.

        Passes inside a run are left out: they are no links.
        """
        moments, carries = self.sides
        hops: list[Hop] = []
        step = self.steps[self.first[row]]
        while step["before"] >= 0:
            before, edge = self.steps[step["before"]], int(step["edge"])
            side, place = (moments, edge) if edge >= 0 else (carries, ~edge)
            link = int(side.link[place])
            if link >= 0:
                near, far = int(before["node"]), int(step["node"])
                hops.append(Hop(near, far, int(side.time[place]), link, edge >= 0))
            step = before
        return hops[::-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedEach:
    """The answers to many questions: how many objects each origin reaches, itself among them.

    The objects of origin i, if they were asked for, are objects[offsets[i]:offsets[i + 1]].
    """

    counts: NDArray[np.int64]
    offsets: NDArray[np.int64] | None = None
    objects: NDArray[np.int32] | None = None


class Walker:
    """Asks one graph, one question after another; each thread needs a walker of its own.

    Its memory is kept: a question pays for what it reaches, never for the size of the graph.
    """

    def __init__(self, arrays: Arrays) -> None:
        from gozinto.genealogy.kernels import walking

        self._arrays = arrays
        forgets = sealed(arrays.forgets)
        ahead = (_rows(arrays.forward), _rows(arrays.carry_forward))
        back = (_rows(arrays.backward), _rows(arrays.carry_backward))
        self._graphs = {
            True: walking.Graph(1, *ahead, forgets),
            False: walking.Graph(-1, *back, forgets),
        }
        self._tally = np.zeros(4, np.int64)
        self._base = 1
        # np.zeros and np.empty take no memory for pages that nobody touches
        self._nodes = np.zeros(arrays.nodes, walking.NODE)
        self._steps = np.empty(2 * arrays.nodes + 1024, walking.STEP)

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
        from gozinto.genealogy.kernels import answering, walking

        walk, graph = (
            self._walk(origins, ahead=ahead, times=times, limit=limit),
            self._graphs[ahead],
        )
        walking.spread(graph, walk)
        while self._tally[walking.FULL]:
            walk = self._with_more_steps(walk)
            walking.spread(graph, walk)
        nodes, labels, depths, first = answering.collect(graph, walk)
        reached = Reached(
            nodes=nodes,
            times=labels,
            depths=depths,
            truncated=bool(self._tally[walking.CUT]),
            moments=_used(graph.moments, *answering.used_moments(graph, walk)) if used else None,
            presences=_used(graph.carries, *answering.used_carries(graph, walk)) if used else None,
            paths=self._paths(first, ahead=ahead) if paths else None,
        )
        self._base += int(self._tally[walking.STEPS])
        return reached

    def reach_each(
        self,
        origins: ArrayLike,
        *,
        ahead: bool,
        times: ArrayLike | None = None,
        lists: bool = False,
    ) -> ReachedEach:
        """What each of these objects reaches by itself: counts, and the objects with `lists`."""
        from gozinto.genealogy.kernels import answering

        graph = self._graphs[ahead]
        walk = self._walk(origins, ahead=ahead, times=times, limit=None)
        counts = np.zeros(len(walk.origins), np.int64)
        room = len(self._steps) if lists else 0
        pieces: list[NDArray[np.int32]] = []
        why, row = answering.NO_ROOM, 0
        while why != answering.DONE:
            objects = np.empty(room, np.int32)
            each = answering.Each(row, counts, objects, lists)
            why, row, written, base = answering.spread_each(graph, walk, each)
            self._base = base
            pieces.append(objects[:written].copy() if written < room // 2 else objects[:written])
            if why == answering.NO_STEPS:
                walk = self._with_more_steps(walk)
            else:
                walk = walk._replace(base=self._fresh_base(), nodes=self._nodes)
        if not lists:
            return ReachedEach(counts=counts)
        offsets = np.concatenate([[0], np.cumsum(counts)])
        return ReachedEach(counts=counts, offsets=offsets, objects=np.concatenate(pieces))

    def _walk(
        self, origins: ArrayLike, *, ahead: bool, times: ArrayLike | None, limit: int | None
    ) -> Any:
        from gozinto.genealogy.kernels import walking

        where = np.ascontiguousarray(origins, dtype=np.int32)
        if len(where) and not 0 <= where.min() <= where.max() < self._arrays.nodes:
            raise ValueError("an origin is no node of the graph")
        if times is None:
            labels = np.full(len(where), walking.FIRST)
        else:
            labels = np.array(times, dtype=np.int64) * (1 if ahead else -1)
        return walking.Walk(
            origins=where,
            labels=labels,
            limit=_NO_LIMIT if limit is None else limit,
            nodes=self._nodes,
            steps=self._steps,
            tally=self._tally,
            base=self._fresh_base(),
        )

    def _fresh_base(self) -> int:
        """The base of the next walk; once in two thousand million steps all is forgotten."""
        if self._base > 2**31 - 2 - len(self._steps):
            self._nodes = np.zeros(len(self._nodes), self._nodes.dtype)
            self._base = 1
        return self._base

    def _with_more_steps(self, walk: Any) -> Any:
        """The same question with room for twice as many steps."""
        self._base += len(self._steps)
        self._steps = np.empty(2 * len(self._steps), self._steps.dtype)
        return walk._replace(steps=self._steps, base=self._fresh_base(), nodes=self._nodes)

    def _paths(self, first: NDArray[np.int32], *, ahead: bool) -> Paths:
        from gozinto.genealogy.kernels import walking

        arrays = self._arrays
        ahead_sides = (arrays.forward, arrays.carry_forward)
        back_sides = (arrays.backward, arrays.carry_backward)
        return Paths(
            steps=self._steps[: self._tally[walking.STEPS]].copy(),
            first=first,
            sides=ahead_sides if ahead else back_sides,
        )


def _rows(side: Side) -> Any:
    from gozinto.genealogy.kernels.walking import Rows

    return Rows(sealed(side.start), sealed(side.far), sealed(side.time), sealed(side.link))


def _used(side: Any, near: NDArray[np.int32], rows: NDArray[np.int32]) -> Used:
    return Used(near=near, far=side.far[rows], time=side.time[rows], link=side.link[rows])


__all__ = ["ALWAYS", "EVER", "Hop", "Paths", "Reached", "ReachedEach", "Used", "Walker"]
