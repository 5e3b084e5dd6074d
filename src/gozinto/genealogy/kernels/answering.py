"""What a walk found, taken out of its scratch memory."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.kernels.compiling import kernel, part
from gozinto.genealogy.kernels.prefetching import prefetch
from gozinto.genealogy.kernels.walking import (
    FULL,
    STEPS,
    WAITING,
    Graph,
    Rows,
    Walk,
    is_found,
    meets,
    row_of,
    spread,
)

DONE, NO_STEPS, NO_ROOM, WORN = range(4)
"""Why `spread_each` stopped: at the end; steps, list or count of steps were used up."""


class Each(NamedTuple):
    """Where the answers of many questions are written; `objects` may be left empty.

    Question i is about origins[starts[i]:starts[i + 1]]; `first` is the one to begin with.
    """

    first: int
    starts: NDArray[np.int64]
    counts: NDArray[np.int64]
    objects: NDArray[np.int32]
    are_listed: bool


class Found(NamedTuple):
    """The nodes in order of discovery, their times and depths."""

    nodes: NDArray[np.int32]
    times: NDArray[np.int64]
    depths: NDArray[np.int32]


@kernel
def collect(sign: int, steps: NDArray[Any], nodes: NDArray[Any], found: Found) -> None:
    """Writes what a walk of these steps found; there must be room for exactly that."""
    row = 0
    for step in range(len(steps)):
        if step + WAITING < len(steps):
            prefetch(nodes, steps[step + WAITING]["node"])
        depth = steps[step]["depth"]
        if depth >= 0:
            node = steps[step]["node"]
            found.nodes[row], found.depths[row] = node, depth
            found.times[row] = sign * nodes[node]["label"]
            row += 1


class Notes(NamedTuple):
    """Edges as their near nodes and their rows. While they are but counted there is no room."""

    near: NDArray[np.int32]
    rows: NDArray[np.int32]


@kernel
def note_moments(graph: Graph, walk: Walk, notes: Notes) -> int:
    """Notes the moments that the walk went along; answers how many they are.

    They were not written down on the way: of each node they are those before `next`.
    """
    count, shift = 0, len(graph.moments.far)
    for step in range(walk.tally[STEPS]):
        if walk.steps[step]["depth"] < 0:
            continue
        node = walk.steps[step]["node"]
        if node < len(graph.forgets):
            stop = walk.nodes[node]["next"]
            count = _note_moments_of(graph, walk, notes, count, step, graph.moments, node, stop, 0)
        row = row_of(graph, node)
        if row >= 0:
            stop, moments = walk.laid_next[row], graph.laid.moments
            count = _note_moments_of(graph, walk, notes, count, step, moments, row, stop, shift)
    return count


@part
def _note_moments_of(
    graph: Graph,
    walk: Walk,
    notes: Notes,
    count: int,
    step: int,
    moments: Rows,
    place: int,
    stop: int,
    shift: int,
) -> int:
    first, end = moments.start[place], stop
    if graph.sign > 0:
        first, end = stop + 1, moments.start[place + 1]
    for edge in range(first, end):
        if is_found(walk, moments.far[edge]):
            _note(walk, notes, count, step, edge + shift)
            count += 1
    return count


@kernel
def note_presences(graph: Graph, walk: Walk, notes: Notes) -> int:
    """Notes the presences that the walk went along; answers how many they are.

    What one label of a node allowed, every better one allows: the last tells all.
    """
    count, shift = 0, len(graph.carries.far)
    for step in range(walk.tally[STEPS]):
        if walk.steps[step]["depth"] < 0:
            continue
        node = walk.steps[step]["node"]
        if node < len(graph.forgets):
            count = _note_presences_of(graph, walk, notes, count, step, graph.carries, node, 0)
        row = row_of(graph, node)
        if row >= 0:
            carries = graph.laid.carries
            count = _note_presences_of(graph, walk, notes, count, step, carries, row, shift)
    return count


@part
def _note_presences_of(
    graph: Graph,
    walk: Walk,
    notes: Notes,
    count: int,
    step: int,
    carries: Rows,
    place: int,
    shift: int,
) -> int:
    label = walk.nodes[walk.steps[step]["node"]]["label"]
    for edge in range(carries.start[place], carries.start[place + 1]):
        if is_found(walk, carries.far[edge]) and meets(graph, carries, edge, label):
            _note(walk, notes, count, step, edge + shift)
            count += 1
    return count


@part
def _note(walk: Walk, notes: Notes, count: int, step: int, row: int) -> None:
    if len(notes.rows):
        notes.near[count], notes.rows[count] = walk.steps[step]["node"], row


@kernel
def spread_each(graph: Graph, walk: Walk, each: Each) -> tuple[int, int, int, int]:
    """One walk for each question alone, until all are done or something is used up.

    Answers why it stopped, at which question, how many objects it wrote, and the next base.
    """
    base, written = walk.base, 0
    for row in range(each.first, len(each.counts)):
        if base > 2**31 - 2 - len(walk.steps):
            return WORN, row, written, base
        one = Walk(
            walk.origins[each.starts[row] : each.starts[row + 1]],
            walk.labels[each.starts[row] : each.starts[row + 1]],
            walk.limit,
            walk.nodes,
            walk.steps,
            walk.line,
            walk.tally,
            walk.laid_next,
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
    return DONE, len(each.counts), written, base
