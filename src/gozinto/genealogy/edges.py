"""Edges of one kind and direction, those of a graph and those laid over it, as columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.arrays import Side
from gozinto.genealogy.overlay import Overlay


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """Edges of one kind that lie on a path in time, as columns; a link may have two rows."""

    near: NDArray[np.int32]
    far: NDArray[np.int32]
    time: NDArray[np.int64]
    link: NDArray[np.int32]

    def at(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> Used:
        """Some of the edges, or all in another order."""
        return Used(
            near=self.near[rows], far=self.far[rows], time=self.time[rows], link=self.link[rows]
        )


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges of one kind and direction; rows count through the graph, then through the overlay."""

    side: Side
    laid: Side

    def at(self, row: int) -> tuple[int, int, int]:
        """Far node, time and link of one edge."""
        side, place = (self.side, row) if row < len(self.side.far) else (self.laid, row)
        place -= 0 if row < len(self.side.far) else len(self.side.far)
        return int(side.far[place]), int(side.time[place]), int(side.link[place])

    def used(self, near: NDArray[np.int32], rows: NDArray[np.int32]) -> Used:
        """These edges as columns."""
        is_laid = rows >= len(self.side.far)
        ours, theirs = rows[~is_laid], rows[is_laid] - len(self.side.far)

        def column(name: str) -> NDArray[Any]:
            values = np.empty(len(rows), getattr(self.side, name).dtype)
            values[~is_laid] = getattr(self.side, name)[ours]
            values[is_laid] = getattr(self.laid, name)[theirs]
            return values

        return Used(near=near, far=column("far"), time=column("time"), link=column("link"))

    def of(self, nodes: NDArray[np.int32], *, near: NDArray[np.int32], laid: Overlay) -> Used:
        """All edges of these nodes, put down to the nodes `near` beside them."""
        is_old = nodes < laid.nodes
        ours, which = _places(self.side, nodes[is_old])
        owners = near[is_old][which]
        laid_rows = laid.rows_of(nodes)
        theirs, which = _places(self.laid, laid_rows[laid_rows >= 0])
        laid_owners = near[laid_rows >= 0][which]
        rows = np.concatenate([ours, theirs + len(self.side.far)])
        return self.used(np.concatenate([owners, laid_owners]), rows)


def _places(side: Side, nodes: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """The places of all edges of these nodes, and beside each which of the nodes it is of."""
    counts = side.start[nodes + 1] - side.start[nodes]
    which = np.repeat(np.arange(len(nodes)), counts)
    shift = side.start[nodes] - (np.cumsum(counts) - counts)
    return np.arange(len(which)) + shift[which], which
