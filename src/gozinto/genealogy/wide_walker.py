"""Questions in the widths proven and possible to a graph in arrays, with spans laid over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.arrays import Arrays, Side
from gozinto.genealogy.kernels import compiled
from gozinto.genealogy.kernels.sealing import sealed
from gozinto.genealogy.widening import Widened

EFFORT = 50_000_000
"""So many marks are compared before a way counts as one that meets a mark twice."""

Nodes = NDArray[np.int32]


class Found(NamedTuple):
    """The nodes that a walk came to. `repeats`: which of them it reached by a way that meets a
    mark twice, so that in possible nobody knows yet whether a history holds it."""

    nodes: Nodes
    repeats: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Runs of one width as edges over a graph: `nodes` of that, then new objects, then ports.

    `objects`: the ids of the new objects in turn. `dead`: ports of the graph that no walk enters.
    """

    nodes: int
    objects: NDArray[np.int64]
    forgets: NDArray[np.uint8]
    dead: Nodes
    source: Nodes
    target: Nodes
    limit: NDArray[np.int64]
    least: NDArray[np.int64]
    mark: NDArray[np.int64]


def lay(widened: Widened, *, ids: NDArray[Any], numbers: Nodes, nodes: int, dead: Nodes) -> Laid:
    """These runs over a graph of so many nodes. `ids`, ascending, are its objects; beside them
    their node `numbers`."""
    entries, exits, passings = widened.entries, widened.exits, widened.passings
    named, place = np.unique(np.concatenate([entries[:, 0], exits[:, 1]]), return_inverse=True)
    known = np.minimum(np.searchsorted(ids, named), max(0, len(ids) - 1))
    is_known = ids[known] == named if len(ids) else np.zeros(len(named), dtype=np.bool_)
    node = np.empty(len(named), dtype=np.int64)
    node[is_known] = numbers[known[is_known]]
    fresh = int((~is_known).sum())
    node[~is_known] = np.arange(nodes, nodes + fresh)
    port = nodes + fresh
    objects = node[place.reshape(-1)]
    source = np.concatenate([objects[: len(entries)], exits[:, 0] + port, passings[:, 0] + port])
    target = np.concatenate([entries[:, 1] + port, objects[len(entries) :], passings[:, 1] + port])
    times = np.concatenate([entries[:, 2:], exits[:, 2:], passings[:, 2:]])
    forgets = np.concatenate([np.zeros(fresh, dtype=np.int64), widened.ports[:, 1]])
    return Laid(
        nodes=nodes,
        objects=named[~is_known],
        forgets=forgets.astype(np.uint8),
        dead=dead,
        source=source.astype(np.int32),
        target=target.astype(np.int32),
        limit=np.ascontiguousarray(times[:, 0]),
        least=np.ascontiguousarray(times[:, 1]),
        mark=np.ascontiguousarray(times[:, 2]),
    )


class WideWalker:
    """Asks one graph in one width; each thread needs a walker of its own."""

    def __init__(self, arrays: Arrays, laid: Laid) -> None:
        compiled.warm()
        from gozinto.genealogy.kernels.walking import Rows
        from gozinto.genealogy.kernels.widening import Wide

        def rows(side: Side) -> Rows:
            return Rows(sealed(side.start), sealed(side.far), sealed(side.time), sealed(side.link))

        self._laid = laid
        self._room = 1024
        self._wide = Wide(
            moments=rows(arrays.forward),
            carries=rows(arrays.carry_forward),
            forgets=sealed(arrays.forgets),
            laid_forgets=sealed(laid.forgets),
            spans=_spans(laid),
        )

    def forward(self, origins: Nodes) -> Found:
        """All that these nodes are in, themselves among it."""
        from gozinto.genealogy.kernels.walking import BARRED, NODE
        from gozinto.genealogy.kernels.widening import FULL, STEP, STEPS, TALLY, Trail, widen

        count = self._laid.nodes + len(self._laid.forgets)
        while True:
            # zeros take no memory for pages that nobody touches
            nodes = np.zeros(count, NODE)
            nodes["step"][self._laid.dead] = 1
            nodes["label"][self._laid.dead] = BARRED
            trail = Trail(nodes, np.empty(self._room, STEP), np.zeros(TALLY, np.int64))
            widen(self._wide, trail, np.ascontiguousarray(origins, dtype=np.int32))
            if not trail.tally[FULL]:
                return _found(trail.steps[: trail.tally[STEPS]])
            self._room *= 4


def _found(steps: NDArray[Any]) -> Found:
    from gozinto.genealogy.kernels.widening import NO_MARK, note_repeats

    repeats = np.zeros(len(steps), np.uint8)
    if (steps["mark"] != NO_MARK).any():
        note_repeats(steps, np.empty(len(steps), np.int32), repeats, EFFORT)
    # of a node that was improved, the first step shows it too
    nodes, first = np.unique(steps["node"], return_index=True)
    return Found(nodes, repeats[first].astype(np.bool_))


def _spans(laid: Laid) -> Any:
    from gozinto.genealogy.kernels.widening import Spans

    new = len(laid.forgets)
    old = np.unique(laid.source[laid.source < laid.nodes])
    marked = np.zeros(laid.nodes // 8 + 1, np.uint8)
    np.bitwise_or.at(marked, old >> 3, np.left_shift(1, old & 7).astype(np.uint8))
    is_new = laid.source >= laid.nodes
    row = np.where(is_new, laid.source - laid.nodes, new + np.searchsorted(old, laid.source))
    order = np.argsort(row, kind="stable")
    start = np.zeros(new + len(old) + 1, np.int64)
    np.cumsum(np.bincount(row, minlength=new + len(old)), out=start[1:])
    return Spans(
        start=sealed(start),
        far=sealed(laid.target[order]),
        limit=sealed(laid.limit[order]),
        least=sealed(laid.least[order]),
        mark=sealed(laid.mark[order]),
        old=sealed(old),
        marked=sealed(marked),
    )
