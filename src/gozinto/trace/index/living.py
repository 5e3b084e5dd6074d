"""One process's view of the index: a generation that all processes map, and what came since.

It answers as the record stands in the transaction that asks, or says that it cannot. What came
since the generation is first only *named*: the runs that changed, and the objects that may hang on
them. An answer that meets none of these is the same as it was. One that does is asked again with
the changed runs, as they stand now, in the place of the old ones.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from gozinto.genealogy import generations
from gozinto.genealogy.generations import Damaged
from gozinto.trace.index import changes
from gozinto.trace.index.answering import Walked
from gozinto.trace.index.changes import Touched, Watermark
from gozinto.trace.index.graph import Graph
from gozinto.trace.index.mapped import Mapped

MANY = 100_000
"""Changed runs that are too many to be held beside a generation: a new one is due first."""


class Living:
    """The index of one folder. All but `turn` is called by who has the turn."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._turn = threading.Lock()
        self._refused: set[int] = set()
        self._graph: Graph | None = None
        self._seen = Watermark("", (0, 0), "")
        self._unread = Touched(frozenset(), frozenset())

    @property
    def seen(self) -> Watermark:
        """The state of the record that the index knows of."""
        return self._seen

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Nobody else of this process asks meanwhile. Begin the transaction that asks inside.

        So the transactions of those who ask see one after the other what the index sees.
        """
        with self._turn:
            self._open_newest()
            yield

    def ask(
        self, origins: Collection[int], *, ahead: bool, limit: int | None = None
    ) -> Walked | None:
        """What these objects reach as this transaction sees the record; None: cannot say.

        It cannot where there is no generation yet, where too much changed since, or where the
        answer meets something that is only perhaps on record.
        """
        if self._graph is None or not self._catch_up():
            return None
        found = self._graph.ask(origins, ahead=ahead, limit=limit)
        if found is not None and not self._unread.meets(found):
            return found
        self._graph.take_in(self._unread.runs)
        self._unread = Touched(frozenset(), frozenset())
        return self._graph.ask(origins, ahead=ahead, limit=limit)

    def _catch_up(self) -> bool:
        """Take note of all that this transaction sees; False where the index cannot serve it."""
        assert self._graph is not None
        seen, positions = changes.since(self._seen)
        if not self._seen.goes_on_in(seen):
            self._refused.add(self._graph.number)
            self._graph = None
            return False
        self._unread = self._unread.with_more(changes.touched(positions))
        self._seen = seen
        return self._graph.changed + len(self._unread.runs) <= MANY

    def _open_newest(self) -> None:
        for number in reversed(generations.numbers(self._folder)):
            if self._graph is not None and number <= self._graph.number:
                return
            if number in self._refused:
                continue
            try:
                mapped = Mapped.of(generations.read(self._folder, number))
            except Damaged as problem:
                # whoever builds finds none, and makes it anew
                generations.discard(self._folder, number=number)
                structlog.get_logger("gozinto.index").warning(
                    "generation_damaged", number=number, reason=str(problem)
                )
                continue
            self._graph, self._seen = Graph(mapped), mapped.mark
            self._unread = Touched(frozenset(), frozenset())
            return
