"""Counting sort: edges dealt out to their nodes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.kernels.compiling import kernel


class Columns(NamedTuple):
    """Edges: their near ends (or, dealt, where those of each node start) and all else."""

    near: NDArray[np.int32]
    far: NDArray[np.int32]
    time: NDArray[np.int64]
    link: NDArray[np.int32]


class Dealt(NamedTuple):
    """Edges by node: those of node v are to stand in start[v]:start[v + 1]."""

    start: NDArray[np.int64]
    far: NDArray[np.int32]
    time: NDArray[np.int64]
    link: NDArray[np.int32]


@kernel
def deal(edges: Columns, dealt: Dealt) -> None:
    """Writes each node's edges in the order in which they come. `start` comes full of zeros."""
    start = dealt.start
    nodes = len(start) - 1
    for node in edges.near:
        start[node + 1] += 1
    for node in range(nodes):
        start[node + 1] += start[node]
    # while dealing, start[v] is where the next edge of v goes; then it is where v + 1 starts
    for edge in range(len(edges.near)):
        node = edges.near[edge]
        to = start[node]
        start[node] = to + 1
        dealt.far[to] = edges.far[edge]
        dealt.time[to] = edges.time[edge]
        dealt.link[to] = edges.link[edge]
    for node in range(nodes, 0, -1):
        start[node] = start[node - 1]
    start[0] = 0
