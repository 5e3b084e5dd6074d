"""How long the arrays take to build, and how much memory they are."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Mapping

from benchmarks.genealogy import measuring, ours, plant
from benchmarks.genealogy.measuring import Figure
from benchmarks.genealogy.plant import Graph

RUNS = 3

WAYS: Mapping[str, Callable[[Graph], object]] = {
    "build, from columns to arrays": ours.arrays_of,
}
"""What is built from the links of a plant, by the name of the case."""


def measured(graph: Graph) -> list[Figure]:
    """A figure for each way of building; the first run compiles and is not counted."""
    for build in WAYS.values():
        build(plant.generate(1000))
    return [
        measuring.figure(
            case,
            measuring.PRODUCT,
            [_seconds(build, graph) for _ in range(RUNS)],
            nodes=graph.nodes,
            links=graph.links,
        )
        for case, build in WAYS.items()
    ]


def peak_mb() -> int:
    """The most memory that this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _seconds(build: Callable[[Graph], object], graph: Graph) -> float:
    begun = time.perf_counter()
    build(graph)
    return time.perf_counter() - begun
