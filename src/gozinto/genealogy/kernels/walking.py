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

from gozinto.genealogy.kernels.compiling import kernel, part
from gozinto.genealogy.kernels.prefetching import prefetch

FIRST = -(2**62)
"""The best label: graph.ALWAYS forward, and backward graph.EVER mirrored."""
UNSET = -(2**31)
"""As `next` of a node: none of its moments was relaxed."""
DEAD = 2**31 - 1
"""As `step` of a node: no walk may enter it. Its label is then BARRED, better than any other."""
BARRED = -(2**63)
NOWHERE = -1
"""As `before` of a step: the walk began here."""

NODE = np.dtype([("label", np.int64), ("next", np.int32), ("step", np.int32)], align=True)
"""What a walk knows of a node, in 16 bytes, so that one look into memory brings all of it.

`next` is the moment to be relaxed next; those before it, in the order of the walk, were. `step`
counts on from walk to walk: below the `base` of this walk it says that the node is not reached.
"""
STEP = np.dtype([(name, np.int32) for name in ("node", "before", "edge", "depth")], align=True)
"""`edge` is the row of a moment, or ~row of a carry. `depth` is ~depth if the node was known."""

OFFER = np.dtype(
    [("label", np.int64), ("node", np.int32), ("edge", np.int32), ("before", np.int32)], align=True
)
"""Something offered to a node, in the line where it waits until its node came from memory."""

STEPS, FOUND, CUT, FULL, IN, OUT = range(6)
"""In a tally: how many steps and nodes; whether the limit, or the room for steps, was met; how
many offers came into the line and went out."""
TALLY = 6
WAITING = 24
"""So many offers, and so many steps, lie between asking memory for something and using it."""
LINE = 32
"""The places of the line: a power of two above WAITING."""


class Rows(NamedTuple):
    """Moments or carries as the walk goes along them; see arrays.Side."""

    start: NDArray[np.int64]
    far: NDArray[np.int32]
    time: NDArray[np.int64]
    link: NDArray[np.int32]


class Laid(NamedTuple):
    """What an overlay adds; its edges stand by rows: first the `new` nodes, then `old` ones.

    `marked` has a bit for each node that has a row; it is empty where there is no overlay.
    """

    marked: NDArray[np.uint8]
    old: NDArray[np.int32]
    new: int
    forgets: NDArray[np.uint8]
    moments: Rows
    carries: Rows


class Graph(NamedTuple):
    """What a walk in one direction reads. `sign` is 1 forward and -1 backward."""

    sign: int
    moments: Rows
    carries: Rows
    forgets: NDArray[np.uint8]
    laid: Laid


class Walk(NamedTuple):
    """What a walk was asked, and where it writes. `laid_next` is `next` of the rows laid over."""

    origins: NDArray[np.int32]
    labels: NDArray[np.int64]
    limit: int
    nodes: NDArray[Any]
    steps: NDArray[Any]
    line: NDArray[Any]
    tally: NDArray[np.int64]
    laid_next: NDArray[np.int32]
    base: int


class Here(NamedTuple):
    """The step to go on from, the depth of what it leads to, and that level's first step."""

    step: int
    depth: int
    level: int


@kernel
def spread(graph: Graph, walk: Walk) -> None:
    """Everything that can be reached from these origins with these labels."""
    walk.tally[:] = 0
    for row in range(len(walk.origins)):
        _offer(walk, Here(NOWHERE, 0, 0), walk.origins[row], walk.labels[row], 0)
    has_carries = len(graph.carries.far) + len(graph.laid.carries.far) > 0
    first, depth = 0, 0
    while first < walk.tally[STEPS] and not walk.tally[FULL]:
        ports = walk.tally[STEPS]
        for step in range(first, ports):
            here = Here(step, depth + 1, ports)
            _look_ahead(graph, walk, step, ports)
            _relax(graph, walk, here)
            if has_carries and graph.sign > 0:
                _carry(graph, walk, here, False)
        _let_in(walk, depth + 1, ports, 0)
        step = ports
        # ports entered on the way through a run stand further on in the queue
        while has_carries and step < walk.tally[STEPS]:
            _settle(graph, walk, step)
            _carry(graph, walk, Here(step, depth + 1, ports), True)
            step += 1
        first, depth = walk.tally[STEPS], depth + 2
        for step in range(ports, first):
            here = Here(step, depth, first)
            _look_ahead(graph, walk, step, first)
            _settle(graph, walk, step)
            _relax(graph, walk, here)
            if has_carries and graph.sign < 0:
                _carry(graph, walk, here, False)
        _let_in(walk, depth, first, 0)


@part
def _look_ahead(graph: Graph, walk: Walk, step: int, end: int) -> None:
    """Asks memory for a later step's node, and for the moments of one that comes sooner."""
    if step + 2 * WAITING < end:
        node = walk.steps[step + 2 * WAITING]["node"]
        if node < len(graph.forgets):
            prefetch(graph.moments.start, node)
            prefetch(graph.forgets, node)
        prefetch(walk.nodes, node)
    if step + WAITING < end:
        node = walk.steps[step + WAITING]["node"]
        if node < len(graph.forgets):
            edge = graph.moments.start[node]
            prefetch(graph.moments.far, edge)
            prefetch(graph.moments.time, edge)


@part
def _queue(walk: Walk, here: Here, node: int, label: int, edge: int) -> None:
    """Lets an offer wait in the line."""
    _let_in(walk, here.depth, here.level, WAITING - 1)
    offer = walk.line[walk.tally[IN] & (LINE - 1)]
    offer["label"], offer["node"], offer["edge"], offer["before"] = label, node, edge, here.step
    walk.tally[IN] += 1
    prefetch(walk.nodes, node)


@part
def _let_in(walk: Walk, depth: int, level: int, waiting: int) -> None:
    """Takes offers from the line until no more than so many wait."""
    while walk.tally[IN] - walk.tally[OUT] > waiting:
        offer = walk.line[walk.tally[OUT] & (LINE - 1)]
        walk.tally[OUT] += 1
        here = Here(offer["before"], depth, level)
        _offer(walk, here, offer["node"], offer["label"], offer["edge"])


@part
def row_of(graph: Graph, node: int) -> int:
    """The row of a node in the overlay, or -1."""
    laid = graph.laid
    if len(laid.marked) == 0:
        return -1
    if node >= len(graph.forgets):
        return node - len(graph.forgets)
    if not laid.marked[node >> 3] & (1 << (node & 7)):
        return -1
    low, high = 0, len(laid.old) - 1
    while low < high:
        middle = (low + high) // 2
        if laid.old[middle] < node:
            low = middle + 1
        else:
            high = middle
    return laid.new + low


@part
def _settle(graph: Graph, walk: Walk, step: int) -> None:
    """A port of a batch takes any time for the best one."""
    node = walk.steps[step]["node"]
    if _forgets(graph, node):
        walk.nodes[node]["label"] = FIRST


@part
def _forgets(graph: Graph, node: int) -> bool:
    if node < len(graph.forgets):
        return bool(graph.forgets[node])
    return bool(graph.laid.forgets[node - len(graph.forgets)])


@part
def _relax(graph: Graph, walk: Walk, here: Here) -> None:
    """Along the moments of a node that its label newly allows."""
    node = walk.steps[here.step]["node"]
    known = walk.nodes[node]
    is_first = known["next"] == UNSET
    if node < len(graph.forgets):
        known["next"] = _go(graph, walk, here, graph.moments, node, known["next"], 0)
    else:
        known["next"] = 0
    row = row_of(graph, node)
    if row >= 0:
        edge = UNSET if is_first else walk.laid_next[row]
        shift = len(graph.moments.far)
        walk.laid_next[row] = _go(graph, walk, here, graph.laid.moments, row, edge, shift)


@part
def _go(
    graph: Graph, walk: Walk, here: Here, moments: Rows, place: int, edge: int, shift: int
) -> int:
    """Along moments in one place from the far end of time; where to go on when that improves."""
    sign, label = graph.sign, walk.nodes[walk.steps[here.step]["node"]]["label"]
    first, end = moments.start[place], moments.start[place + 1]
    if edge == UNSET:
        edge = end - 1 if sign > 0 else first
    while first <= edge < end and sign * moments.time[np.uintp(edge)] >= label:
        far, time = moments.far[np.uintp(edge)], moments.time[np.uintp(edge)]
        _queue(walk, here, far, sign * time, edge + shift)
        edge -= sign
    return edge


@part
def _carry(graph: Graph, walk: Walk, here: Here, passes: bool) -> None:
    """Along the passes of a port, or the presences of an object or (backward) of a port."""
    node = walk.steps[here.step]["node"]
    if node < len(graph.forgets):
        _carry_along(graph, walk, here, graph.carries, node, 0, passes)
    row = row_of(graph, node)
    if row >= 0:
        shift = len(graph.carries.far)
        _carry_along(graph, walk, here, graph.laid.carries, row, shift, passes)


@part
def _carry_along(
    graph: Graph, walk: Walk, here: Here, carries: Rows, place: int, shift: int, passes: bool
) -> None:
    label = walk.nodes[walk.steps[here.step]["node"]]["label"]
    for edge in range(carries.start[place], carries.start[place + 1]):
        if passes and carries.link[edge] < 0:
            _offer(walk, here, carries.far[edge], label, ~(edge + shift))
        elif not passes and meets(graph, carries, edge, label):
            left = label if graph.sign > 0 else max(label, -carries.time[edge])
            _offer(walk, here, carries.far[edge], left, ~(edge + shift))


@part
def meets(graph: Graph, carries: Rows, edge: int, label: int) -> bool:
    """Whether an edge is a presence that was there when something came out of its segment.

    Backward the segment was reached from what came out of it. Forward something must have
    come out after the content had arrived, and the object must have been there still.
    """
    if carries.link[edge] < 0 or graph.sign < 0:
        return bool(carries.link[edge] >= 0)
    if carries.time[edge] < label:
        return False
    port = carries.far[edge]
    if _forgets(graph, port):
        label = FIRST
    if port < len(graph.forgets) and _ends_after(graph.moments, port, label):
        return True
    row = row_of(graph, port)
    return row >= 0 and _ends_after(graph.laid.moments, row, label)


@part
def _ends_after(moments: Rows, place: int, time: int) -> bool:
    """Whether the last of the moments in this place is not before this time."""
    last = moments.start[place + 1] - 1
    return bool(last >= moments.start[place] and moments.time[last] >= time)


@part
def _offer(walk: Walk, here: Here, node: int, label: int, edge: int) -> None:
    """Takes the label if it is better than what the node has."""
    # an unsigned index: of a signed one numba asks first whether it counts from the end
    known = walk.nodes[np.uintp(node)]
    is_new = known["step"] < walk.base
    if not is_new:
        if label >= known["label"]:
            return
        standing = known["step"] - walk.base
        if standing >= here.level:
            known["label"] = label
            step = walk.steps[np.uintp(standing)]
            step["before"], step["edge"] = here.step, edge
            return
    elif walk.tally[FOUND] >= walk.limit:
        walk.tally[CUT] = 1
        return
    count = walk.tally[STEPS]
    if count == len(walk.steps):
        walk.tally[FULL] = 1
        return
    known["label"], known["step"] = label, walk.base + count
    step = walk.steps[np.uintp(count)]
    step["node"], step["before"], step["edge"] = node, here.step, edge
    step["depth"] = here.depth if is_new else ~here.depth
    if is_new:
        known["next"] = UNSET
        walk.tally[FOUND] += 1
    walk.tally[STEPS] = count + 1


@part
def is_found(walk: Walk, node: int) -> bool:
    """Whether the walk came to this node; to dead ports it never comes."""
    return bool(walk.base <= walk.nodes[node]["step"] < walk.base + walk.tally[STEPS])
