"""A generation as it is asked: its graph, and which node and which row is what on record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy import generations
from gozinto.genealogy.arrays import Arrays
from gozinto.genealogy.generations import Damaged, Generation
from gozinto.genealogy.widening import WIDE
from gozinto.trace.index.changes import Watermark
from gozinto.trace.index.names import Names
from gozinto.trace.index.wide_runs import WideRuns

Nodes = NDArray[np.int32]
Ids = NDArray[Any]
"""Of 32 or of 64 bits, as they need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """The columns of a generation by their meaning."""

    number: int
    mark: Watermark
    graph: Arrays
    id: Ids
    object_ids: Ids
    object_nodes: Nodes
    run_ids: Ids
    run_nodes: Nodes
    doubted: NDArray[np.uint8]
    doubted_alone: frozenset[int]
    names: Names
    presences: NDArray[np.int64]
    wide: Mapping[str, WideRuns]

    @classmethod
    def of(cls, generation: Generation) -> Mapped:
        """What a generation says. Raises Damaged where it lacks a column of today's index."""
        columns = generation.columns
        try:
            return cls(
                number=generation.number,
                mark=mark_of(generation.about),
                graph=generations.graph_of(columns),
                id=columns["id"],
                object_ids=columns["object_ids"],
                object_nodes=columns["object_nodes"],
                run_ids=columns["run_ids"],
                run_nodes=columns["run_nodes"],
                doubted=columns["doubted"],
                doubted_alone=frozenset(columns["doubted_alone"].tolist()),
                names=Names(columns["link_id"], columns["link_also"]),
                presences=np.column_stack([columns["presence_mount"], columns["presence_run"]]),
                wide={width: WideRuns.of_columns(width, columns) for width in WIDE},
            )
        except KeyError as missing:
            raise Damaged(f"generation {generation.number} has no {missing}") from missing

    @property
    def layer(self) -> NDArray[np.uint8]:
        """0 for objects."""
        return self.graph.layer

    def nodes_of(self, objects: Collection[int]) -> dict[int, int]:
        """The nodes of those of these objects that have one."""
        wanted = self._as(self.object_ids, objects)
        places = np.searchsorted(self.object_ids, wanted)
        return {
            int(one): int(self.object_nodes[place])
            for one, place in zip(wanted, places, strict=True)
            if place < len(self.object_ids) and self.object_ids[place] == one
        }

    @staticmethod
    def _as(column: Ids, wanted: Collection[int]) -> Ids:
        # of the column's own type: else the search would copy the column. What does not fit
        # into it is in none of its rows.
        largest = np.iinfo(column.dtype).max
        return np.fromiter((one for one in wanted if one <= largest), dtype=column.dtype)

    def ports_of(self, runs: Collection[int]) -> Nodes:
        """All ports of these runs."""
        wanted = np.sort(self._as(self.run_ids, runs))
        first = np.searchsorted(self.run_ids, wanted, side="left")
        last = np.searchsorted(self.run_ids, wanted, side="right")
        rows = [np.arange(a, b) for a, b in zip(first, last, strict=True) if a < b]
        return self.run_nodes[np.concatenate(rows)] if rows else np.empty(0, dtype=np.int32)


def mark_of(about: Mapping[str, Any]) -> Watermark:
    """As of when a generation is."""
    link, run_event = about["first"]
    return Watermark(about["database"], (link, run_event), about["snapshot"])
