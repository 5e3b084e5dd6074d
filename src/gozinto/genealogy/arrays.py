"""The graph in arrays: nodes are dense numbers, each node's edges stand together by time.

Objects and ports of runs are nodes of one range. An edge is a *moment* (an input or output at an
instant) or a *carry* (what is there all the while: a pass inside a run, or a presence). Both are
kept in both directions as compressed sparse rows, so that a walk reads what leaves a node in one
stretch of memory. The arrays may be maps of files and are never written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gozinto.genealogy.kernels import compiled
from gozinto.genealogy.kernels.sealing import sealed

OBJECT, IN_PORT, KIND, SEGMENT = range(4)
"""Layers: objects; ports that inputs enter, or that outputs leave, and those between them."""

PASS = -1
"""The `link` of a carry inside a run."""

MOST_EDGES = 2**31 - 2
"""Of one kind; the kernels count edges in 32 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeList:
    """Edges as columns, in any order: from `source` to `target` at `time`, by row `link`."""

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    time: NDArray[np.int64]
    link: NDArray[np.int32]

    @classmethod
    def of(
        cls,
        *,
        source: ArrayLike = (),
        target: ArrayLike = (),
        time: ArrayLike = (),
        link: ArrayLike = (),
    ) -> EdgeList:
        """The columns with their types; without any, no edges."""
        return cls(
            source=np.asarray(source, dtype=np.int32),
            target=np.asarray(target, dtype=np.int32),
            time=np.asarray(time, dtype=np.int64),
            link=np.asarray(link, dtype=np.int32),
        )

    def __len__(self) -> int:
        return len(self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The edges of one kind in one direction: those of node v are start[v]:start[v + 1]."""

    start: NDArray[np.int64]
    far: NDArray[np.int32]
    time: NDArray[np.int64]
    link: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrays:
    """A whole graph: two attributes a node, moments and carries seen from either end."""

    layer: NDArray[np.uint8]
    forgets: NDArray[np.uint8]
    forward: Side
    backward: Side
    carry_forward: Side
    carry_backward: Side

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.layer)


def build(*, layer: ArrayLike, forgets: ArrayLike, moments: EdgeList, carries: EdgeList) -> Arrays:
    """The arrays of a graph; each node's edges in order of time, then of link."""
    layers = np.asarray(layer, dtype=np.uint8)
    forward, backward = sides(moments, nodes=len(layers))
    carry_forward, carry_backward = sides(carries, nodes=len(layers))
    return Arrays(
        layer=layers,
        forgets=np.asarray(forgets, dtype=np.uint8),
        forward=forward,
        backward=backward,
        carry_forward=carry_forward,
        carry_backward=carry_backward,
    )


def sides(edges: EdgeList, *, nodes: int) -> tuple[Side, Side]:
    """The edges seen from their sources, and seen from their targets.

    Sorted by time once, then dealt out to their nodes: a counting sort keeps that order.
    """
    if len(edges) > MOST_EDGES:
        raise ValueError(f"{len(edges)} edges are more than {MOST_EDGES}")
    for column in (edges.source, edges.target):
        if len(column) and not 0 <= column.min() <= column.max() < nodes:
            raise ValueError(f"an edge leads to a node outside 0..{nodes - 1}")
    order = _by_time(edges)
    time, link = _taken(edges.time, order), _taken(edges.link, order)
    source, target = _taken(edges.source, order), _taken(edges.target, order)
    return (
        _dealt((source, target, time, link), nodes=nodes),
        _dealt((target, source, time, link), nodes=nodes),
    )


def _dealt(columns: tuple[NDArray[Any], ...], *, nodes: int) -> Side:
    compiled.warm()
    from gozinto.genealogy.kernels.dealing import Columns, Dealt, deal

    near, far, time, link = (sealed(column) for column in columns)
    start = np.zeros(nodes + 1, np.int64)
    dealt = Dealt(start, np.empty_like(far), np.empty_like(time), np.empty_like(link))
    deal(Columns(near, far, time, link), dealt)
    return Side(**dealt._asdict())


def _by_time(edges: EdgeList) -> NDArray[np.intp] | None:
    """The order of the edges by time, then link; None where they stand in it already."""
    earlier, later = edges.time[:-1], edges.time[1:]
    in_order = (earlier < later) | ((earlier == later) & (edges.link[:-1] <= edges.link[1:]))
    return None if in_order.all() else np.lexsort((edges.link, edges.time))


def _taken(column: NDArray[Any], order: NDArray[np.intp] | None) -> NDArray[Any]:
    return column if order is None else column[order]
