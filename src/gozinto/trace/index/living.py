"""One process's view of the index: a generation that all processes map, and what came since.

It answers as the record stands in the transaction that asks, or says that it cannot.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import structlog

from gozinto.genealogy import generations
from gozinto.genealogy.generations import Damaged
from gozinto.trace.index import changes
from gozinto.trace.index.answering import Walked
from gozinto.trace.index.changes import Touched, Watermark
from gozinto.trace.index.current import Current
from gozinto.trace.index.graph import Graph
from gozinto.trace.index.mapped import Mapped
from gozinto.trace.index.wide import Objects, WideCurrent

MANY = 100_000
"""Changed runs that are too many to be held beside a generation: a new one is due first."""


class Living:
    """The index of one folder. All but `turn` is called by who has the turn."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._turn = threading.Lock()
        self._refused: set[int] = set()
        self._current: Current | None = None
        self._mapped: Mapped | None = None
        self._wide: dict[str, WideCurrent] = {}
        self._touched: list[Touched] = []
        self._mark = self._seen = Watermark("", (0, 0), "")

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
        current = self._caught_up()
        return None if current is None else current.ask(origins, ahead=ahead, limit=limit)

    def reached(self, origins: Collection[int], *, width: str) -> Objects | None:
        """The objects that these are in, in the width proven or possible; None: cannot say.

        As with `ask`; and it cannot where only the links themselves say whether a history holds
        what was found.
        """
        current = self._caught_up()
        if current is None or self._mapped is None:
            return None
        if width not in self._wide:
            self._wide[width] = WideCurrent(self._mapped, width=width, unread=self._touched)
        found = self._wide[width].ask(origins)
        if found is None or not len(found.unsure):
            return None if found is None else found.objects
        # what was written down is one history
        recorded = current.ask_each([list(origins)], ahead=True).together
        return None if len(np.setdiff1d(found.unsure, recorded)) else found.objects

    def apart(self) -> Current | None:
        """The index as this transaction sees it, for many questions; None: it cannot serve it.

        It may be asked without the turn: nobody waits for a long question.
        """
        current = self._caught_up()
        return None if current is None else current.apart()

    def _caught_up(self) -> Current | None:
        """After taking note of all that this transaction sees."""
        if self._current is None:
            return None
        seen, positions = changes.since(self._seen)
        if not self._seen.goes_on_in(seen):
            # after a crash of the server the generation is sound, only what was heard since is not
            if not self._mark.goes_on_in(seen):
                self._refused.add(self._current.number)
            self._current = None
            return None
        self._note(changes.touched(positions))
        self._seen = seen
        return self._current if self._current.changed <= MANY else None

    def _note(self, touched: Touched) -> None:
        assert self._current is not None
        self._current.note(touched)
        if touched.runs:
            self._touched.append(touched)
            for wide in self._wide.values():
                wide.note(touched)

    def _open_newest(self) -> None:
        for number in reversed(generations.numbers(self._folder)):
            if self._current is not None and number <= self._current.number:
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
            self._current, self._mapped = Current(Graph(mapped)), mapped
            self._wide, self._touched = {}, []
            self._mark = self._seen = mapped.mark
            return
