"""A generation and what changed since as one graph to ask, in the record's own names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.graph import ALWAYS, EVER
from gozinto.genealogy.overlay import lay
from gozinto.genealogy.walker import Reached, Walker
from gozinto.trace.index import exporting
from gozinto.trace.index.answering import Walked
from gozinto.trace.index.delta import Beyond, Delta, beyond
from gozinto.trace.index.mapped import Mapped
from gozinto.trace.index.names import Names

Objects = NDArray[np.int64]
"""Ids of objects."""


class Graph:
    """What a generation says, but for the runs that changed since."""

    def __init__(self, mapped: Mapped, *, delta: Delta | None = None) -> None:
        self._mapped = mapped
        self._delta = Delta() if delta is None else delta
        self._beyond: Beyond | None = None
        self._walker = Walker(mapped.graph)
        self._more_names = Names.of([])
        if self._delta.replaced:
            self._lay()

    @property
    def number(self) -> int:
        """The generation's."""
        return self._mapped.number

    @property
    def changed(self) -> int:
        """How many runs changed since."""
        return len(self._delta.replaced)

    def take_in(self, runs: Collection[int]) -> None:
        """These runs changed: from now on they are as they stand in this transaction."""
        self._delta = self._delta.followed_by(runs, exporting.whole(sorted(runs)))
        self._lay()

    def apart(self) -> Graph:
        """The same graph with a walker of its own, that no other question waits for."""
        return Graph(self._mapped, delta=self._delta)

    def _lay(self) -> None:
        self._beyond = there = beyond(self._mapped, self._delta)
        self._more_names = Names.of(self._delta.runs.lowered.links)
        self._walker.lay(
            lay(
                nodes=len(self._mapped.id),
                layer=there.layer,
                forgets=there.forgets,
                dead=there.dead,
                moments=there.moments,
                carries=there.carries,
            )
        )

    def ask(self, origins: Collection[int], *, ahead: bool, limit: int | None) -> Walked | None:
        """What these objects reach; None where it meets what is only perhaps on record."""
        nodes = self._nodes_of(origins)
        found = self._walker.reach(list(nodes.values()), ahead=ahead, limit=limit, used=True)
        walked = self._in_names(found)
        # what has no links is all of its own answer
        alone = dict.fromkeys(origins - nodes.keys(), (ALWAYS if ahead else EVER, 0))
        walked.objects.update(alone)
        return None if self._is_doubted(found, walked) else walked

    def objects_of(self, origins: Collection[int], *, ahead: bool) -> Objects:
        """The objects that these reach together, ascending, themselves among them.

        What is only perhaps on record changes what is said about an answer of this width, and
        not which objects are in it: so nothing is left to the database here.
        """
        nodes = self._nodes_of(origins)
        found = self._walker.reach(list(nodes.values()), ahead=ahead).nodes
        is_object = self._column("layer", found) == 0
        alone = np.fromiter(origins - nodes.keys(), dtype=np.int64)
        return np.sort(np.concatenate([self._ids(found[is_object]), alone]))

    def objects_of_each(
        self,
        groups: Sequence[Collection[int]],
        *,
        ahead: bool,
        times: Mapping[int, int] | None = None,
    ) -> Iterator[Objects]:
        """For one group after the other what `objects_of` would say, in no order.

        `times`: of some objects since when, or until when, their content is asked for.
        """
        nodes = self._nodes_of({one for group in groups for one in group})
        known = [[nodes[one] for one in group if one in nodes] for group in groups]
        free, bound = ALWAYS if ahead else EVER, times or {}
        labels = [bound.get(one, free) for group in groups for one in group if one in nodes]
        pieces = self._walker.pieces_of_each(
            [one for some in known for one in some],
            ahead=ahead,
            starts=[0, *accumulate(map(len, known))],
            times=labels if times else None,
        )
        for piece in pieces:
            ids = self._ids(piece.objects)
            begin = 0
            for row, count in enumerate(piece.counts.tolist(), start=piece.first):
                found, begin = ids[begin : begin + count], begin + count
                if len(known[row]) < len(groups[row]):
                    alone = [one for one in groups[row] if one not in nodes]
                    found = np.concatenate([found, np.array(alone, dtype=np.int64)])
                yield found

    def _ids(self, nodes: NDArray[np.int32]) -> Objects:
        return self._column("id", nodes).astype(np.int64)

    def _nodes_of(self, objects: Collection[int]) -> dict[int, int]:
        nodes = self._mapped.nodes_of(objects)
        if self._beyond is not None:
            new = self._beyond.objects
            nodes |= {one: new[one] for one in objects if one in new}
        return nodes

    def _in_names(self, found: Reached) -> Walked:
        ids, layers = self._column("id", found.nodes), self._column("layer", found.nodes)
        rows = zip(
            ids.tolist(), layers.tolist(), found.times.tolist(), found.depths.tolist(), strict=True
        )
        objects: dict[int, tuple[int, int]] = {}
        runs: dict[int, int] = {}
        for one, layer, time, depth in rows:
            if layer == 0:
                objects[one] = (time, depth)
            else:
                # a run is many ports, and as near as the nearest of them
                runs[one] = min(depth, runs.get(one, depth))
        assert found.moments is not None
        assert found.presences is not None
        links = np.unique(found.moments.link)
        presences = np.unique(found.presences.link)
        return Walked(
            objects=objects,
            runs=runs,
            links=self._pairs(links),
            presences=self._mounts(presences[presences >= 0]),
            truncated=found.truncated,
        )

    def _column(self, name: str, nodes: NDArray[np.int32]) -> NDArray[Any]:
        """A column of the generation, or of what came beyond it, for these nodes."""
        here: NDArray[Any] = getattr(self._mapped, name)
        if self._beyond is None:
            return here[nodes]
        new: NDArray[Any] = getattr(self._beyond, name)
        is_new = nodes >= len(here)
        # what is new may need more bits than all that was there
        values = np.empty(len(nodes), dtype=np.result_type(here, new))
        values[~is_new] = here[nodes[~is_new]]
        values[is_new] = new[nodes[is_new] - len(here)]
        return values

    def _pairs(self, rows: NDArray[np.int32]) -> list[tuple[int, int]]:
        """The links in these rows of the table of links."""
        known = len(self._mapped.names)
        old, new = rows[rows < known], rows[rows >= known] - known
        return self._mapped.names.pairs(old) + self._more_names.pairs(new)

    def _mounts(self, rows: NDArray[np.int32]) -> list[tuple[int, int]]:
        known = len(self._mapped.presences)
        old, new = rows[rows < known], rows[rows >= known] - known
        more = self._delta.runs.lowered.presences[new]
        found = np.concatenate([self._mapped.presences[old], more]).tolist()
        return [(mount, run) for mount, run in found]

    def _is_doubted(self, found: Reached, walked: Walked) -> bool:
        here = found.nodes[found.nodes < len(self._mapped.id)]
        runs = self._delta.runs
        return bool(
            self._mapped.doubted[here].any()
            or self._mapped.doubted_alone & walked.objects.keys()
            or runs.doubted_objects & walked.objects.keys()
            or runs.doubted_runs & walked.runs.keys()
        )
