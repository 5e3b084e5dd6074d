"""The widths proven and possible of the index: which objects are reached, and no more than that.

A generation keeps beside its graph the runs that a width has otherwise. They lie over the graph
in the place of the recorded ones, and what changed since lies over both. Where the edges cannot
say whether a history holds a way, nothing is answered, and the record is to be asked.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.wide_walker import Laid, WideWalker, lay
from gozinto.trace.index import wide_runs
from gozinto.trace.index.changes import Touched
from gozinto.trace.index.mapped import Mapped

Objects = NDArray[np.int64]
"""Ids of objects, ascending."""


class Reached(NamedTuple):
    """The objects that others reach. `unsure`: those to which no way is known that a history
    surely holds; if the recorded width reaches them too, one does."""

    objects: Objects
    unsure: Objects


class WideCurrent:
    """What the record says in one width to the transaction that asks, if all changes were noted."""

    def __init__(self, mapped: Mapped, *, width: str, unread: Collection[Touched]) -> None:
        self._mapped = mapped
        self._width = width
        self._runs = mapped.wide[width]
        self._unread = list(unread)
        self._lay()

    def note(self, touched: Touched) -> None:
        """These changed since what was noted last."""
        self._unread.append(touched)

    def ask(self, origins: Collection[int]) -> Reached | None:
        """All that these objects are in; None where the record must be asked."""
        found = self._ask(origins)
        changed = {one for touched in self._unread for one in touched.objects}
        # whoever entered a run did so from an object that hangs on it
        if not changed.isdisjoint(found.objects.tolist()):
            self._take_in()
            found = self._ask(origins)
        tangled = self._runs.widened.tangled
        return None if tangled and not tangled.isdisjoint(found.objects.tolist()) else found

    def _take_in(self) -> None:
        runs = {run for touched in self._unread for run in touched.runs}
        fresh = wide_runs.whole(sorted(runs), width=self._width)
        self._runs = self._runs.followed_by(runs, fresh)
        self._unread = []
        self._lay()

    def _lay(self) -> None:
        here = self._mapped
        replaced = np.fromiter(self._runs.replaced, dtype=here.run_ids.dtype)
        self._laid: Laid = lay(
            self._runs.widened,
            ids=here.object_ids,
            numbers=here.object_nodes,
            nodes=len(here.id),
            dead=here.run_nodes[np.isin(here.run_ids, replaced)],
        )
        self._walker = WideWalker(here.graph, self._laid)

    def _ask(self, origins: Collection[int]) -> Reached:
        wanted = np.unique(np.fromiter(origins, dtype=np.int64))
        known, alone = self._nodes_of(wanted)
        found = self._walker.forward(known)
        objects = self._objects(found.nodes)
        return Reached(
            np.union1d(objects, alone), np.unique(self._objects(found.nodes[found.repeats]))
        )

    def _nodes_of(self, wanted: Objects) -> tuple[NDArray[np.int32], Objects]:
        """The nodes of these, and those that have none: each is all of its own answer."""
        here, new = self._mapped, self._laid.objects
        nodes = here.nodes_of(wanted.tolist())
        place = np.searchsorted(new, wanted)
        for one, at in zip(wanted.tolist(), place.tolist(), strict=True):
            if at < len(new) and new[at] == one:
                nodes[one] = len(here.id) + at
        alone = np.array([one for one in wanted.tolist() if one not in nodes], dtype=np.int64)
        return np.array(list(nodes.values()), dtype=np.int32), alone

    def _objects(self, nodes: NDArray[np.int32]) -> Objects:
        here, new = self._mapped, self._laid.objects
        old = nodes[nodes < len(here.id)]
        old = old[here.layer[old] == 0]
        fresh = nodes[nodes >= len(here.id)] - len(here.id)
        return np.concatenate([here.id[old].astype(np.int64), new[fresh[fresh < len(new)]]])
