"""What is asked: from which nodes, in which direction, and how an answer is compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.genealogy.plant import Graph

Direction = Literal["forward", "backward"]

LOTS = 10_000
"""As many as one recall asks for at once, an answer each."""
TYPICAL, HOT = 300, 40
"""So many typical and so many wide-reaching origins are tried for each direction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`in_time`: only along paths that time allows. `each`: an answer for each origin alone."""

    case: str
    direction: Direction
    origins: NDArray[np.int32]
    in_time: bool = True
    each: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Nodes in order of number, with arrivals or departures where time counts.

    Of a question with `each`: how many objects there are for each origin.
    """

    nodes: NDArray[np.int64] | None = None
    labels: NDArray[np.int64] | None = None
    counts: NDArray[np.int64] | None = None

    @classmethod
    def of(cls, *, nodes: NDArray[Any], labels: NDArray[Any] | None) -> Answer:
        """The same answer whatever the order in which the nodes were found."""
        order = np.argsort(nodes, kind="stable")
        return cls(
            nodes=nodes[order].astype(np.int64),
            labels=None if labels is None else labels[order].astype(np.int64),
        )

    @classmethod
    def of_rows(
        cls, question: Question, nodes: NDArray[Any], labels: NDArray[Any] | None
    ) -> Answer:
        """From the rows of a database: see `statements.Dialect.rows`."""
        if not question.each:
            return cls.of(nodes=nodes, labels=labels)
        assert labels is not None
        return cls(counts=labels[np.argsort(nodes)].astype(np.int64))

    @property
    def size(self) -> int:
        """How many nodes, or how many objects in all."""
        if self.counts is not None:
            return int(self.counts.sum())
        return 0 if self.nodes is None else len(self.nodes)

    def equals(self, other: Answer) -> bool:
        """Whether it is the same to the last node and label."""
        return all(
            np.array_equal(mine, theirs)
            if mine is not None and theirs is not None
            else mine is theirs
            for mine, theirs in (
                (self.nodes, other.nodes),
                (self.labels, other.labels),
                (self.counts, other.counts),
            )
        )


def wanted_sizes(links: int) -> tuple[int, ...]:
    """The sizes of answers that are asked for: two for a trace, two for a recall gone wide."""
    return 100, 4_500, links * 4 // 100, links * 3 // 10


def chosen(
    graph: Graph, *, size_of: Callable[[Direction, int], int], seed: int
) -> Iterator[Question]:
    """The questions to one graph: origins by `seed`, those whose answers fit the sizes best.

    `size_of(direction, node)` is how many nodes an origin reaches in time.
    """
    draw = np.random.default_rng(seed)
    candidates_of: dict[Direction, NDArray[np.int32]] = {
        "backward": _backward_candidates(graph, draw),
        "forward": _forward_candidates(graph, draw),
    }
    for direction, candidates in candidates_of.items():
        sizes = np.array([size_of(direction, int(node)) for node in candidates])
        nearest_to = [int(np.argmin(np.abs(np.log(sizes / n)))) for n in wanted_sizes(graph.links)]
        for nearest in dict.fromkeys(nearest_to):
            origins = candidates[nearest : nearest + 1].astype(np.int32)
            case = f"{direction}, {rounded(int(sizes[nearest]))} nodes"
            for in_time in (True, False):
                yield Question(
                    case=case if in_time else f"{case}, times ignored",
                    direction=direction,
                    origins=origins,
                    in_time=in_time,
                )
    lots = draw.choice(graph.raw, min(LOTS, len(graph.raw)), replace=False)
    yield Question(
        case=f"forward, {len(lots):,} lots, an answer each",
        direction="forward",
        origins=np.sort(lots).astype(np.int32),
        each=True,
    )


def rounded(number: int) -> str:
    """A size in two digits: 4,480 is 4.5 k."""
    for unit, name in ((1_000_000, " M"), (1_000, " k")):
        if number >= unit:
            return (
                f"{number / unit:.2g}{name}" if number < 100 * unit else f"{number // unit}{name}"
            )
    return str(number)


def _backward_candidates(graph: Graph, draw: np.random.Generator) -> NDArray[np.int32]:
    """Products, and the lots made of many products that came back."""
    return np.concatenate([_some(graph.made, TYPICAL, draw), _some(graph.reclaimed, 2 * HOT, draw)])


def _forward_candidates(graph: Graph, draw: np.random.Generator) -> NDArray[np.int32]:
    """Bought lots, and the objects that are used most often."""
    uses = np.bincount(graph.source[~graph.is_run[graph.source]], minlength=graph.nodes)
    return np.concatenate([_some(graph.raw, TYPICAL, draw), np.argsort(-uses, kind="stable")[:HOT]])


def _some(nodes: NDArray[np.int32], count: int, draw: np.random.Generator) -> NDArray[np.int32]:
    return draw.choice(nodes, min(count, len(nodes)), replace=False)
