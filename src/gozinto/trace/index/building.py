"""Builds a generation of the index from the record, beside everybody who asks and writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np

from gozinto.genealogy import arrays, generations
from gozinto.genealogy.arrays import Arrays
from gozinto.genealogy.generations import Column
from gozinto.genealogy.numbering import Numbered, numbered
from gozinto.genealogy.widening import WIDE
from gozinto.record.transactions import snapshot
from gozinto.trace.index import changes, exporting, wide_runs
from gozinto.trace.index.changes import Watermark
from gozinto.trace.index.exporting import Runs
from gozinto.trace.index.names import Names
from gozinto.trace.index.wide_runs import WideRuns


def build(folder: Path) -> int:
    """Read the whole record as it stands and publish it; answers the generation's number.

    Raises OSError when the disk does. Nothing that is published is ever half.
    """
    with snapshot():
        mark = changes.now()
        special = exporting.special()
        plain, ids = exporting.plain(but=special)
        runs = exporting.whole(special)
        wide = {width: wide_runs.all_of(width) for width in WIDE}
        mark = changes.settled(mark)
    nodes = numbered(plain, runs.lowered, first_link=len(ids))
    graph = arrays.build(
        layer=nodes.layer, forgets=nodes.forgets, moments=nodes.moments, carries=nodes.carries
    )
    names = Names.of(runs.lowered.links).after(ids)
    return publish(folder, mark, nodes=nodes, graph=graph, names=names, runs=runs, wide=wide)


def publish(
    folder: Path,
    mark: Watermark,
    *,
    nodes: Numbered,
    graph: Arrays,
    names: Names,
    runs: Runs,
    wide: Mapping[str, WideRuns],
) -> int:
    """Write what was built as the newest generation, and remove what is too old to be asked."""
    columns: dict[str, Column] = {
        **generations.of_graph(graph),
        "id": generations.narrow(nodes.id),
        "object_ids": generations.narrow(nodes.object_ids),
        "object_nodes": nodes.object_nodes,
        "run_ids": generations.narrow(nodes.run_ids),
        "run_nodes": nodes.run_nodes,
        "doubted": doubted(nodes, runs),
        "doubted_alone": doubted_alone(nodes, runs),
        "link_id": generations.narrow(names.id),
        "link_also": names.also,
        "presence_mount": np.ascontiguousarray(runs.lowered.presences[:, 0]),
        "presence_run": np.ascontiguousarray(runs.lowered.presences[:, 1]),
    }
    for width, some in wide.items():
        columns |= some.as_columns(width)
    number = generations.publish(folder, columns, about=asdict(mark))
    generations.tidy(folder)
    return number


def doubted(nodes: Numbered, runs: Runs) -> Column:
    """1 for each object and port of a run where something is only perhaps."""
    objects = np.fromiter(runs.doubted_objects, dtype=np.int64)
    numbers = np.fromiter(runs.doubted_runs, dtype=np.int64)
    is_object = nodes.layer == 0
    found: Column = np.where(is_object, np.isin(nodes.id, objects), np.isin(nodes.id, numbers))
    return found.astype(np.uint8)


def doubted_alone(nodes: Numbered, runs: Runs) -> Column:
    """The objects that have no node, for all that is said of them is only perhaps; ascending."""
    objects = np.array(sorted(runs.doubted_objects), dtype=np.int64)
    return generations.narrow(objects[~np.isin(objects, nodes.object_ids)])
