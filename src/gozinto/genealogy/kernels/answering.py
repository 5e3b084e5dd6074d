"""What a walk found, taken out of its scratch memory."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.kernels.compiling import kernel
from gozinto.genealogy.kernels.walking import (
    FOUND,
    FULL,
    STEPS,
    UNSET,
    Graph,
    Walk,
    meets,
    spread,
)

DONE, NO_STEPS, NO_ROOM, WORN = range(4)
"""Why `spread_each` stopped: at the end; steps, list or count of steps were used up."""


class Each(NamedTuple):
    """Where the answers of many questions are written; `objects` may be left empty."""

    first: int
    counts: NDArray[np.int64]
    objects: NDArray[np.int32]
    are_listed: bool


@kernel
def collect(
    graph: Graph, walk: Walk
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """The nodes in order of discovery, their times, depths and first steps."""
    found = walk.tally[FOUND]
    nodes, times = np.empty(found, np.int32), np.empty(found, np.int64)
    depths, steps = np.empty(found, np.int32), np.empty(found, np.int32)
    row = 0
    for step in range(walk.tally[STEPS]):
        depth = walk.steps[step]["depth"]
        if depth >= 0:
            node = walk.steps[step]["node"]
            nodes[row], depths[row], steps[row] = node, depth, step
            times[row] = graph.sign * walk.nodes[node]["label"]
            row += 1
    return nodes, times, depths, steps


@kernel
def used_moments(graph: Graph, walk: Walk) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The moments that the walk went along: their near nodes and their rows.

    They need no notes on the way: of each node they are those up to `next`.
    """
    moments = graph.moments
    count = 0
    for is_counted in (False, True):
        near, rows = np.empty(count, np.int32), np.empty(count, np.int32)
        count = 0
        for step in range(walk.tally[STEPS]):
            node = walk.steps[step]["node"]
            stop = walk.nodes[node]["next"]
            if walk.steps[step]["depth"] < 0 or stop == UNSET:
                continue
            first, end = moments.start[node], moments.start[node + 1]
            if graph.sign > 0:
                first = stop + 1
            else:
                end = stop
            for edge in range(first, end):
                if walk.nodes[moments.far[edge]]["step"] >= walk.base:
                    if is_counted:
                        near[count], rows[count] = node, edge
                    count += 1
    return near, rows


@kernel
def used_carries(graph: Graph, walk: Walk) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The presences that the walk went along: their near nodes and their rows.

    What one label of a node allowed, every better one allows: the last tells all.
    """
    carries = graph.carries
    count = 0
    for is_counted in (False, True):
        near, rows = np.empty(count, np.int32), np.empty(count, np.int32)
        count = 0
        for step in range(walk.tally[STEPS]):
            node = walk.steps[step]["node"]
            if walk.steps[step]["depth"] < 0 or len(carries.far) == 0:
                continue
            label = walk.nodes[node]["label"]
            for edge in range(carries.start[node], carries.start[node + 1]):
                is_used = carries.link[edge] >= 0
                is_used &= walk.nodes[carries.far[edge]]["step"] >= walk.base
                if is_used and (graph.sign < 0 or meets(graph, edge, label)):
                    if is_counted:
                        near[count], rows[count] = node, edge
                    count += 1
    return near, rows


@kernel
def spread_each(graph: Graph, walk: Walk, each: Each) -> tuple[int, int, int, int]:
    """One walk for each origin alone, until all are done or something is used up.

    Answers why it stopped, at which origin, how many objects it wrote, and the next base.
    """
    base, written = walk.base, 0
    for row in range(each.first, len(walk.origins)):
        if base > 2**31 - 2 - len(walk.steps):
            return WORN, row, written, base
        one = Walk(
            walk.origins[row : row + 1],
            walk.labels[row : row + 1],
            walk.limit,
            walk.nodes,
            walk.steps,
            walk.tally,
            base,
        )
        spread(graph, one)
        base += walk.tally[STEPS]
        if walk.tally[FULL]:
            return NO_STEPS, row, written, base
        count = 0
        for step in range(walk.tally[STEPS]):
            # what lies at an even depth is an object
            if walk.steps[step]["depth"] >= 0 and walk.steps[step]["depth"] % 2 == 0:
                if each.are_listed:
                    if written + count == len(each.objects):
                        return NO_ROOM, row, written, base
                    each.objects[written + count] = walk.steps[step]["node"]
                count += 1
        each.counts[row] = count
        written += count if each.are_listed else 0
    return DONE, len(walk.origins), written, base
