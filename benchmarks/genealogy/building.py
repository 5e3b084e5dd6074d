"""How long the arrays take to build, and how much memory they are."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.genealogy import measuring, ours, plant
from benchmarks.genealogy.measuring import Figure
from benchmarks.genealogy.plant import Graph
from gozinto.genealogy import generations
from gozinto.genealogy.arrays import Arrays

RUNS = 3


@dataclass(frozen=True, slots=True)
class Site:
    """What is built from, and where to."""

    graph: Graph
    arrays: Arrays
    folder: Path


def _publish(site: Site) -> int:
    return generations.publish(site.folder, generations.of_graph(site.arrays), about={})


def _read_last(site: Site) -> Arrays:
    last = generations.numbers(site.folder)[-1]
    return generations.graph_of(generations.read(site.folder, last).columns)


WAYS: Mapping[str, Callable[[Site], object]] = {
    "build, from columns to arrays": lambda site: ours.arrays_of(site.graph),
    "build, published on disk": _publish,
    "build, checked and mapped again": _read_last,
}
"""What is done with the links of a plant, in this order, by the name of the case."""


def measured(graph: Graph) -> tuple[list[Figure], Arrays]:
    """A figure for each way, and the arrays; what has to be compiled is compiled before."""
    ours.arrays_of(plant.generate(1000))
    arrays = ours.arrays_of(graph)
    with tempfile.TemporaryDirectory(prefix="gozinto-bench-") as folder:
        site = Site(graph, arrays, Path(folder))
        figures = [
            measuring.figure(
                case,
                measuring.PRODUCT,
                [_seconds(way, site) for _ in range(RUNS)],
                nodes=graph.nodes,
                links=graph.links,
            )
            for case, way in WAYS.items()
        ]
    return figures, arrays


def peak_mb() -> int:
    """The most memory that this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _seconds(way: Callable[[Site], object], site: Site) -> float:
    begun = time.perf_counter()
    way(site)
    return time.perf_counter() - begun
