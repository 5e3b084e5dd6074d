"""One walk over the graph: everything that time allows to be reached, level by level.

Labels are in *walking time*: the arrival where the walk goes forward, the mirrored departure
(minus the time) where it goes backward, so that smaller is always better. A label belongs to a
node; a *step* to a node in one level: who was reached or improved there, by which edge, and from
which step. Steps stand in order of discovery and are at once the queue of the walk.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.kernels.compiling import kernel

FIRST = -(2**62)
"""The best label: graph.ALWAYS forward, and backward graph.EVER mirrored."""
UNSET = -(2**31)
"""As `next` of a node: none of its moments was relaxed."""
NOWHERE = -1
"""As `before` of a step: the walk began here."""

NODE = np.dtype([("label", np.int64), ("next", np.int32), ("step", np.int32)])
"""What a walk knows of a node, in 16 bytes, so that one look into memory brings all of it.

`next` is the moment to be relaxed next; those before it, in the order of the walk, were. `step`
counts on from walk to walk: below the `base` of this walk it says that the node is not reached.
"""
STEP = np.dtype([("node", np.int32), ("before", np.int32), ("edge", np.int32), ("depth", np.int32)])
"""`edge` is the row of a moment, or ~row of a carry. `depth` is ~depth if the node was known."""

STEPS, FOUND, CUT, FULL = range(4)
"""In a tally: how many steps and nodes; whether the limit, or the room for steps, was met."""


class Rows(NamedTuple):
    """Moments or carries as the walk goes along them; see arrays.Side."""

    start: NDArray[np.int64]
    far: NDArray[np.int32]
    time: NDArray[np.int64]
    link: NDArray[np.int32]


class Graph(NamedTuple):
    """What a walk in one direction reads. `sign` is 1 forward and -1 backward."""

    sign: int
    moments: Rows
    carries: Rows
    forgets: NDArray[np.uint8]


class Walk(NamedTuple):
    """What a walk was asked, and where it writes."""

    origins: NDArray[np.int32]
    labels: NDArray[np.int64]
    limit: int
    nodes: NDArray[Any]
    steps: NDArray[Any]
    tally: NDArray[np.int64]
    base: int


@kernel
def spread(graph: Graph, walk: Walk) -> None:
    """Everything that can be reached from these origins with these labels."""
    walk.tally[:] = 0
    for row in range(len(walk.origins)):
        _offer(walk, walk.origins[row], walk.labels[row], NOWHERE, 0, 0, 0)
    first, depth = 0, 0
    while first < walk.tally[STEPS] and not walk.tally[FULL]:
        ports = walk.tally[STEPS]
        _leave_objects(graph, walk, first, ports, depth + 1)
        _cross_ports(graph, walk, ports, depth + 1)
        first, depth = walk.tally[STEPS], depth + 2
        _leave_ports(graph, walk, ports, first, depth)


@kernel
def _leave_objects(graph: Graph, walk: Walk, begin: int, end: int, depth: int) -> None:
    has_presences = graph.sign > 0 and len(graph.carries.far) > 0
    for step in range(begin, end):
        _relax(graph, walk, step, depth, end)
        if has_presences:
            node = walk.steps[step]["node"]
            label = walk.nodes[node]["label"]
            carries = graph.carries
            for edge in range(carries.start[node], carries.start[node + 1]):
                if meets(graph, edge, label):
                    _offer(walk, carries.far[edge], label, step, ~edge, depth, end)


@kernel
def meets(graph: Graph, edge: int, label: int) -> bool:
    """Whether a presence was there with the content, when something came out of its segment."""
    if graph.carries.time[edge] < label:
        return False
    port = graph.carries.far[edge]
    last = graph.moments.start[port + 1] - 1
    if last < graph.moments.start[port]:
        return False
    return bool(graph.forgets[port]) or graph.moments.time[last] >= label


@kernel
def _cross_ports(graph: Graph, walk: Walk, begin: int, depth: int) -> None:
    """Along the passes inside runs; ports entered on the way stand further on in the queue."""
    carries = graph.carries
    if len(carries.far) == 0:
        return
    step = begin
    while step < walk.tally[STEPS]:
        node = walk.steps[step]["node"]
        if graph.forgets[node]:
            walk.nodes[node]["label"] = FIRST
        label = walk.nodes[node]["label"]
        for edge in range(carries.start[node], carries.start[node + 1]):
            if carries.link[edge] < 0:
                _offer(walk, carries.far[edge], label, step, ~edge, depth, begin)
        step += 1


@kernel
def _leave_ports(graph: Graph, walk: Walk, begin: int, end: int, depth: int) -> None:
    has_presences = graph.sign < 0 and len(graph.carries.far) > 0
    for step in range(begin, end):
        node = walk.steps[step]["node"]
        if graph.forgets[node]:
            walk.nodes[node]["label"] = FIRST
        _relax(graph, walk, step, depth, end)
        if has_presences:
            label = walk.nodes[node]["label"]
            carries = graph.carries
            for edge in range(carries.start[node], carries.start[node + 1]):
                if carries.link[edge] >= 0:
                    left = max(label, -carries.time[edge])
                    _offer(walk, carries.far[edge], left, step, ~edge, depth, end)


@kernel
def _relax(graph: Graph, walk: Walk, step: int, depth: int, level: int) -> None:
    """Along the moments of a node that its label newly allows: from the far end of time."""
    sign, moments = graph.sign, graph.moments
    node = walk.steps[step]["node"]
    label, edge = walk.nodes[node]["label"], walk.nodes[node]["next"]
    first, end = moments.start[node], moments.start[node + 1]
    if edge == UNSET:
        edge = end - 1 if sign > 0 else first
    while first <= edge < end and sign * moments.time[edge] >= label:
        _offer(walk, moments.far[edge], sign * moments.time[edge], step, edge, depth, level)
        edge -= sign
    walk.nodes[node]["next"] = edge


@kernel
def _offer(
    walk: Walk, node: int, label: int, before: int, edge: int, depth: int, level: int
) -> None:
    """Takes the label if it is better. `level` is the first step of the level of the node."""
    known = walk.nodes[node]
    is_new = known["step"] < walk.base
    if not is_new:
        if label >= known["label"]:
            return
        standing = known["step"] - walk.base
        if standing >= level:
            known["label"] = label
            walk.steps[standing]["before"] = before
            walk.steps[standing]["edge"] = edge
            return
    elif walk.tally[FOUND] >= walk.limit:
        walk.tally[CUT] = 1
        return
    count = walk.tally[STEPS]
    if count == len(walk.steps):
        walk.tally[FULL] = 1
        return
    known["label"] = label
    known["step"] = walk.base + count
    step = walk.steps[count]
    step["node"], step["before"], step["edge"] = node, before, edge
    step["depth"] = ~depth
    if is_new:
        known["next"] = UNSET
        step["depth"] = depth
        walk.tally[FOUND] += 1
    walk.tally[STEPS] = count + 1
