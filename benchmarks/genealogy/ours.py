"""The engine `gozinto`: the product's kernels, called as the product calls them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.genealogy.plant import Graph
from benchmarks.genealogy.questions import Answer, Direction, Question
from gozinto.genealogy.arrays import Arrays, EdgeList, Side, build
from gozinto.genealogy.walker import Walker

OBJECT_LAYER, RUN_LAYER = 0, 3


def arrays_of(graph: Graph) -> Arrays:
    """The arrays of a plant whose runs are all plain: each is one port."""
    return build(
        layer=np.where(graph.is_run, RUN_LAYER, OBJECT_LAYER),
        forgets=graph.is_batch,
        moments=EdgeList(
            source=graph.source,
            target=graph.target,
            time=graph.time,
            link=np.arange(graph.links, dtype=np.int32),
        ),
        carries=EdgeList.of(),
    )


def bytes_held(arrays: Arrays) -> int:
    """How large the arrays are, both directions and the nodes together."""
    sides = (arrays.forward, arrays.backward, arrays.carry_forward, arrays.carry_backward)
    columns: list[NDArray[Any]] = [arrays.layer, arrays.forgets]
    for side in sides:
        columns += [side.start, side.far, side.time, side.link]
    return sum(column.nbytes for column in columns)


class Gozinto:
    """Asks the kernels. Where times are ignored, the same graph with all at one instant."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._walkers = {True: Walker(arrays)}

    def prepared(self, question: Question) -> Callable[[], int] | None:
        """The question as one call that answers how many nodes, or objects, there are."""
        walker = self._walker(in_time=question.in_time)
        ahead = question.direction == "forward"
        if question.each:
            return lambda: int(
                walker.reach_each(question.origins, ahead=ahead, lists=True).counts.sum()
            )
        return lambda: len(walker.reach(question.origins, ahead=ahead).nodes)

    def answer(self, question: Question) -> Answer:
        """The whole answer."""
        walker = self._walker(in_time=question.in_time)
        ahead = question.direction == "forward"
        if question.each:
            return Answer(counts=walker.reach_each(question.origins, ahead=ahead).counts)
        reached = walker.reach(question.origins, ahead=ahead)
        return Answer.of(nodes=reached.nodes, labels=reached.times if question.in_time else None)

    def size_of(self, direction: Direction, node: int) -> int:
        """How many nodes one node reaches in time."""
        walker = self._walker(in_time=True)
        return len(walker.reach([node], ahead=direction == "forward").nodes)

    def close(self) -> None:
        """Nothing is held beyond this object."""

    def _walker(self, *, in_time: bool) -> Walker:
        if in_time not in self._walkers:
            forward, backward = (
                _at_one_instant(side) for side in (self._arrays.forward, self._arrays.backward)
            )
            self._walkers[in_time] = Walker(
                replace(self._arrays, forward=forward, backward=backward)
            )
        return self._walkers[in_time]


def _at_one_instant(side: Side) -> Side:
    return replace(side, time=np.ones_like(side.time))
