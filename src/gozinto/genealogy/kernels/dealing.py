"""Counting sort: edges dealt out to their nodes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.kernels.compiling import kernel

Columns = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]]
"""Near node, far node, time, link."""


@kernel
def deal(
    edges: Columns, nodes: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]]:
    """Start, far node, time and link of each node's edges, in the order in which they came."""
    near, far, time, link = edges
    start = np.zeros(nodes + 1, np.int64)
    for node in near:
        start[node + 1] += 1
    for node in range(nodes):
        start[node + 1] += start[node]
    place = start[:-1].copy()
    dealt_far = np.empty(len(near), np.int32)
    dealt_time = np.empty(len(near), np.int64)
    dealt_link = np.empty(len(near), np.int32)
    for edge in range(len(near)):
        to = place[near[edge]]
        place[near[edge]] = to + 1
        dealt_far[to] = far[edge]
        dealt_time[to] = time[edge]
        dealt_link[to] = link[edge]
    return start, dealt_far, dealt_time, dealt_link
