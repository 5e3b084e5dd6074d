"""The engines `networkx` and `rustworkx`: graphs in memory, which know no times."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import networkx
import numpy as np
import rustworkx

from benchmarks.genealogy.plant import Graph
from benchmarks.genealogy.questions import Answer, Question

CHUNK_LINKS = 500_000

Reach = Callable[[Any, int], set[int]]


@dataclass(frozen=True, slots=True)
class Library:
    """A graph of one library, and its functions for everything before and after a node."""

    graph: Any
    ancestors: Reach
    descendants: Reach

    def prepared(self, question: Question) -> Callable[[], int] | None:
        """The question as one call, if it is one without times and from one origin."""
        if question.in_time or question.each:
            return None
        reach, origin = self._asked(question)
        return lambda: len(reach(self.graph, origin))

    def answer(self, question: Question) -> Answer:
        """The whole answer; the libraries leave out where it began."""
        reach, origin = self._asked(question)
        nodes = reach(self.graph, origin) | {origin}
        return Answer.of(nodes=np.fromiter(nodes, np.int64, len(nodes)), labels=None)

    def close(self) -> None:
        """Nothing is held beyond this object."""

    def _asked(self, question: Question) -> tuple[Reach, int]:
        (origin,) = question.origins.tolist()
        return self.descendants if question.direction == "forward" else self.ancestors, origin


def with_networkx(graph: Graph) -> Library:
    """A `DiGraph` of the links. It cannot be interrupted."""
    made: networkx.DiGraph[int] = networkx.DiGraph()
    for pairs in _pairs(graph):
        made.add_edges_from(pairs)
    return Library(made, networkx.ancestors, networkx.descendants)


def with_rustworkx(graph: Graph) -> Library:
    """A `PyDiGraph` of the links. It cannot be interrupted."""
    made: rustworkx.PyDiGraph[None, None] = rustworkx.PyDiGraph(
        node_count_hint=graph.nodes, edge_count_hint=graph.links
    )
    made.add_nodes_from([None] * graph.nodes)
    for pairs in _pairs(graph):
        made.add_edges_from_no_data(pairs)
    return Library(made, rustworkx.ancestors, rustworkx.descendants)


def _pairs(graph: Graph) -> Iterator[list[tuple[int, int]]]:
    for begin in range(0, graph.links, CHUNK_LINKS):
        part = slice(begin, begin + CHUNK_LINKS)
        yield list(zip(graph.source[part].tolist(), graph.target[part].tolist(), strict=True))
