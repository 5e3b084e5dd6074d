"""The index as one transaction may ask it: a graph, and what changed since and was not read yet.

What came since the graph is first only *named*: the runs that changed, and the objects that may
hang on them. An answer that meets none of these is the same as it was. One that does is asked
again with the changed runs, as they stand now, in the place of the old ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gozinto.trace.index.answering import Walked
from gozinto.trace.index.changes import Touched
from gozinto.trace.index.graph import Graph, Objects

_NOTHING = Touched(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Each:
    """What each of many groups of objects reaches.

    `together`: the objects that any of them reaches, ascending. `apart`: those of one group after
    the other, in no order; they are found as they are asked for, so that they need not lie in
    memory all at once.
    """

    together: Objects
    apart: Iterator[Objects]


class Current:
    """What the record says to the transaction that asks, as long as all changes were noted."""

    def __init__(self, graph: Graph, *, unread: Touched = _NOTHING) -> None:
        self._graph = graph
        self._unread = unread

    @property
    def number(self) -> int:
        """The generation's."""
        return self._graph.number

    @property
    def changed(self) -> int:
        """How many runs changed since the generation."""
        return self._graph.changed + len(self._unread.runs)

    def note(self, touched: Touched) -> None:
        """These changed since what was noted last."""
        self._unread = self._unread.with_more(touched)

    def apart(self) -> Current:
        """The same, for as many questions of this transaction as it likes.

        Others may ask meanwhile: they share nothing that changes.
        """
        return Current(self._graph.apart(), unread=self._unread)

    def ask(self, origins: Collection[int], *, ahead: bool, limit: int | None) -> Walked | None:
        """What these objects reach; None where it meets what is only perhaps on record."""
        found = self._graph.ask(origins, ahead=ahead, limit=limit)
        if not self._unread.runs or (found is not None and not self._unread.meets(found)):
            return found
        self._take_in()
        return self._graph.ask(origins, ahead=ahead, limit=limit)

    def ask_each(
        self,
        groups: Sequence[Collection[int]],
        *,
        ahead: bool,
        times: Mapping[int, int] | None = None,
    ) -> Each:
        """What each of these groups of objects reaches by itself.

        `times`: of some objects since when, or until when, their content is asked for; `together`
        has what they reach whenever. What none of all reaches, no single one does: so only all
        together are asked twice.
        """
        origins = {one for group in groups for one in group}
        together = self._graph.objects_of(origins, ahead=ahead)
        # whoever entered a run did so from an object that hangs on it
        if not self._unread.objects.isdisjoint(together.tolist()):
            self._take_in()
            together = self._graph.objects_of(origins, ahead=ahead)
        return Each(together, self._graph.objects_of_each(groups, ahead=ahead, times=times))

    def _take_in(self) -> None:
        self._graph.take_in(self._unread.runs)
        self._unread = _NOTHING
