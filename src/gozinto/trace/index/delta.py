"""The runs that changed since a generation, as they stand now, in the place of the old ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.arrays import PASS, EdgeList
from gozinto.genealogy.lowering import Lowered
from gozinto.genealogy.numbering import NOTHING_PLAIN, numbered
from gozinto.trace.index.exporting import Runs
from gozinto.trace.index.mapped import Mapped

NOTHING = Runs(Lowered.joined([]), frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Delta:
    """What changed. `replaced`: the runs whose ports in the generation are no longer asked."""

    runs: Runs = NOTHING
    replaced: frozenset[int] = frozenset()

    def followed_by(self, changed: Collection[int], runs: Runs) -> Delta:
        """The delta after these runs changed again, or for the first time."""
        return Delta(
            Runs(
                Lowered.joined([self.runs.lowered.without(changed), runs.lowered]),
                self.runs.doubted_objects | runs.doubted_objects,
                self.runs.doubted_runs - frozenset(changed) | runs.doubted_runs,
            ),
            self.replaced | frozenset(changed),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """A delta as nodes: what the generation has keeps its number there, all else comes after.

    `layer`, `forgets` and `id` are those of the new nodes. Links and presences are rows after
    those of the generation. `objects`: the nodes of all objects here, new or known.
    """

    layer: NDArray[np.uint8]
    forgets: NDArray[np.uint8]
    id: NDArray[np.int64]
    objects: dict[int, int]
    dead: NDArray[np.int32]
    moments: EdgeList
    carries: EdgeList


def beyond(mapped: Mapped, delta: Delta) -> Beyond:
    """The delta in the numbers of a generation."""
    here = numbered(NOTHING_PLAIN, delta.runs.lowered, first_link=len(mapped.names))
    known = mapped.nodes_of(here.object_ids.tolist())
    is_new = np.ones(len(here.layer), dtype=np.bool_)
    there = np.empty(len(here.layer), dtype=np.int32)
    for one, node in zip(here.object_ids.tolist(), here.object_nodes.tolist(), strict=True):
        if one in known:
            is_new[node], there[node] = False, known[one]
    there[is_new] = np.arange(is_new.sum(), dtype=np.int32) + len(mapped.id)
    moments, carries = _led(here.moments, there), _led(here.carries, there)
    rows = np.where(carries.link == PASS, PASS, carries.link + len(mapped.presences))
    return Beyond(
        layer=here.layer[is_new],
        forgets=here.forgets[is_new],
        id=here.id[is_new],
        objects=dict(zip(here.object_ids.tolist(), there[here.object_nodes].tolist(), strict=True)),
        dead=mapped.ports_of(delta.replaced),
        moments=moments,
        carries=replace(carries, link=rows.astype(np.int32)),
    )


def _led(edges: EdgeList, nodes: NDArray[np.int32]) -> EdgeList:
    return replace(edges, source=nodes[edges.source], target=nodes[edges.target])
