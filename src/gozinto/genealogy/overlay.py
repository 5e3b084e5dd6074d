"""What happened since the arrays were built: ports no longer valid, and edges beside theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gozinto.genealogy.arrays import EdgeList, Side, sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A small set of edges over a graph of `nodes` nodes; new nodes are numbered on from there.

    The sides are by rows: first the new nodes in turn, then the `old` nodes that have edges
    here, ascending. `marked` has a bit for each of those old nodes. The far ends are nodes.
    """

    nodes: int
    layer: NDArray[np.uint8]
    forgets: NDArray[np.uint8]
    dead: NDArray[np.int32]
    old: NDArray[np.int32]
    marked: NDArray[np.uint8]
    forward: Side
    backward: Side
    carry_forward: Side
    carry_backward: Side

    def rows_of(self, nodes: NDArray[np.int32]) -> NDArray[np.intp]:
        """The rows of nodes in the sides; -1 for those that have no edges here."""
        place = np.minimum(np.searchsorted(self.old, nodes), max(0, len(self.old) - 1))
        is_here = self.old[place] == nodes if len(self.old) else np.zeros(len(nodes), np.bool_)
        old = np.where(is_here, place + len(self.layer), -1)
        return np.where(nodes >= self.nodes, nodes - self.nodes, old)

    def beside(
        self, ours: NDArray[np.uint8], theirs: NDArray[np.uint8], *, nodes: NDArray[np.int32]
    ) -> NDArray[np.uint8]:
        """An attribute of nodes from that of the graph's own nodes and that of the new ones."""
        is_new = nodes >= self.nodes
        values = np.empty(len(nodes), np.uint8)
        values[~is_new] = ours[nodes[~is_new]]
        values[is_new] = theirs[nodes[is_new] - self.nodes]
        return values


def lay(
    *,
    nodes: int,
    layer: ArrayLike,
    forgets: ArrayLike,
    dead: ArrayLike,
    moments: EdgeList,
    carries: EdgeList,
) -> Overlay:
    """An overlay with these edges; `layer` and `forgets` are those of the new nodes.

    `dead` are ports of the arrays that no walk enters any more.
    """
    ends = [edges.source for edges in (moments, carries)]
    ends += [edges.target for edges in (moments, carries)]
    touched = np.unique(np.concatenate(ends))
    old = touched[touched < nodes]
    marked = np.zeros(nodes // 8 + 1, np.uint8)
    np.bitwise_or.at(marked, old >> 3, np.left_shift(1, old & 7).astype(np.uint8))
    layers = np.asarray(layer, dtype=np.uint8)
    forward, backward = _by_rows(moments, nodes=nodes, new=len(layers), old=old)
    carry_forward, carry_backward = _by_rows(carries, nodes=nodes, new=len(layers), old=old)
    return Overlay(
        nodes=nodes,
        layer=layers,
        forgets=np.asarray(forgets, dtype=np.uint8),
        dead=np.unique(np.asarray(dead, dtype=np.int32)),
        old=old,
        marked=marked,
        forward=forward,
        backward=backward,
        carry_forward=carry_forward,
        carry_backward=carry_backward,
    )


def no_overlay(nodes: int) -> Overlay:
    """What changes nothing, and costs nothing: not even a bit for each node."""
    nothing = lay(
        nodes=nodes,
        layer=(),
        forgets=(),
        dead=(),
        moments=EdgeList.of(),
        carries=EdgeList.of(),
    )
    return replace(nothing, marked=nothing.marked[:0])


def _by_rows(edges: EdgeList, *, nodes: int, new: int, old: NDArray[np.int32]) -> tuple[Side, Side]:
    rows = [
        np.where(ends >= nodes, ends - nodes, new + np.searchsorted(old, ends)).astype(np.int32)
        for ends in (edges.source, edges.target)
    ]
    of_rows = EdgeList(source=rows[0], target=rows[1], time=edges.time, link=edges.link)
    named = np.concatenate([np.arange(nodes, nodes + new, dtype=np.int32), old])
    both = sides(of_rows, nodes=len(named))
    forward, backward = (
        Side(start=side.start, far=named[side.far], time=side.time, link=side.link) for side in both
    )
    return forward, backward
