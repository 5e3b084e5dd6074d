"""One walk in the width proven or possible: forward along exact moments and along edges of spans.

Where times are exact an edge's label behind does not depend on the one before it; along a span it
is the greater of both, so a node may be improved more than once, and goes on again then. Steps
are kept in order of discovery, each with the step before it and the mark of its edge.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.kernels.compiling import kernel, part
from gozinto.genealogy.kernels.walking import FIRST, UNSET, Rows

STEP = np.dtype([("mark", np.int64), ("node", np.int32), ("before", np.int32)], align=True)
NO_MARK = -1
STEPS, FULL = range(2)
"""In a tally: how many steps; whether they had no room."""
TALLY = 2


class Spans(NamedTuple):
    """Edges by rows: first those of the `new` nodes, then those of `old` ones, ascending.

    `marked` has a bit for each node of the graph that has a row.
    """

    start: NDArray[np.int64]
    far: NDArray[np.int32]
    limit: NDArray[np.int64]
    least: NDArray[np.int64]
    mark: NDArray[np.int64]
    old: NDArray[np.int32]
    marked: NDArray[np.uint8]


class Wide(NamedTuple):
    """What a walk reads: the graph's moments and carries forward, and the edges laid over it.

    `forgets` of the graph's nodes, and `laid_forgets` of the new ones.
    """

    moments: Rows
    carries: Rows
    forgets: NDArray[np.uint8]
    laid_forgets: NDArray[np.uint8]
    spans: Spans


class Trail(NamedTuple):
    """Where a walk writes; `nodes` comes full of zeros but for those that nobody may enter."""

    nodes: NDArray[Any]
    steps: NDArray[Any]
    tally: NDArray[np.int64]


@kernel
def widen(wide: Wide, trail: Trail, origins: NDArray[np.int32]) -> None:
    """Everything that can be reached from these origins, whenever they were there."""
    trail.tally[:] = 0
    for origin in origins:
        _offer(wide, trail, -1, origin, FIRST, NO_MARK)
    here = 0
    while here < trail.tally[STEPS] and not trail.tally[FULL]:
        node = trail.steps[here]["node"]
        # who was improved since goes on from that later step
        if trail.nodes[node]["step"] == here + 1:
            if node < len(wide.forgets):
                _along_moments(wide, trail, here, node)
                _along_carries(wide, trail, here, node)
            _along_spans(wide, trail, here, node)
        here += 1


@part
def _along_moments(wide: Wide, trail: Trail, here: int, node: int) -> None:
    moments, label = wide.moments, trail.nodes[node]["label"]
    first, edge = moments.start[node], trail.nodes[node]["next"]
    if edge == UNSET:
        edge = moments.start[node + 1] - 1
    while edge >= first and moments.time[edge] >= label:
        _offer(wide, trail, here, moments.far[edge], moments.time[edge], NO_MARK)
        edge -= 1
    trail.nodes[node]["next"] = edge


@part
def _along_carries(wide: Wide, trail: Trail, here: int, node: int) -> None:
    carries, label = wide.carries, trail.nodes[node]["label"]
    for edge in range(carries.start[node], carries.start[node + 1]):
        if carries.time[edge] >= label:
            _offer(wide, trail, here, carries.far[edge], label, NO_MARK)


@part
def _along_spans(wide: Wide, trail: Trail, here: int, node: int) -> None:
    row, spans, label = _row_of(wide, node), wide.spans, trail.nodes[node]["label"]
    if row >= 0:
        for edge in range(spans.start[row], spans.start[row + 1]):
            if label <= spans.limit[edge]:
                behind = max(label, spans.least[edge])
                _offer(wide, trail, here, spans.far[edge], behind, spans.mark[edge])


@part
def _row_of(wide: Wide, node: int) -> int:
    """The row of a node among the edges laid over the graph, or -1."""
    spans = wide.spans
    if node >= len(wide.forgets):
        return node - len(wide.forgets)
    if not spans.marked[node >> 3] & (1 << (node & 7)):
        return -1
    low, high = 0, len(spans.old) - 1
    while low < high:
        middle = (low + high) // 2
        if spans.old[middle] < node:
            low = middle + 1
        else:
            high = middle
    return len(wide.laid_forgets) + low


@part
def _offer(wide: Wide, trail: Trail, here: int, node: int, label: int, mark: int) -> None:
    """Takes the label if it is better than what the node has."""
    known = trail.nodes[node]
    if node < len(wide.forgets):
        if wide.forgets[node]:
            label = FIRST
    elif wide.laid_forgets[node - len(wide.forgets)]:
        label = FIRST
    if known["step"] != 0:
        if label >= known["label"]:
            return
        standing = known["step"] - 1
        if standing > here:
            # nothing went on from there yet
            known["label"] = label
            step = trail.steps[standing]
            step["before"], step["mark"] = here, mark
            return
    else:
        known["next"] = UNSET
    count = trail.tally[STEPS]
    if count == len(trail.steps):
        trail.tally[FULL] = 1
        return
    known["label"], known["step"] = label, count + 1
    step = trail.steps[count]
    step["node"], step["before"], step["mark"] = node, here, mark
    trail.tally[STEPS] = count + 1


@kernel
def note_repeats(
    steps: NDArray[Any], up: NDArray[np.int32], repeats: NDArray[np.uint8], effort: int
) -> None:
    """Says of each step whether the way to it meets a mark twice, as far as so much effort goes.

    `up` is for notes: the nearest step on the way that bears a mark.
    """
    for here in range(len(steps)):
        before, mark = steps[here]["before"], steps[here]["mark"]
        up[here] = -1
        if before >= 0:
            repeats[here], up[here] = repeats[before], up[before]
        if mark == NO_MARK:
            continue
        other = up[here]
        while other >= 0 and not repeats[here]:
            effort -= 1
            if steps[other]["mark"] == mark or effort < 0:
                repeats[here] = 1
            before = steps[other]["before"]
            other = up[before] if before >= 0 else -1
        up[here] = here
