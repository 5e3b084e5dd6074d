"""The engine `duckdb-cte`: columns in memory, and recursion that keeps one row a node."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from benchmarks.genealogy.plant import Graph
from benchmarks.genealogy.questions import Answer, Question
from benchmarks.genealogy.statements import TABLES, Dialect, columns

AGAIN_S = 0.01
"""After this a statement is interrupted again: one that had not quite begun heard nothing."""


class DuckDB:
    """A database with the links of one graph. Its indexes serve no join, so it has none."""

    def __init__(self, graph: Graph, *, patience_s: float) -> None:
        self._dialect = Dialect(keyed=True)
        self._patience_s = patience_s
        self._connection = duckdb.connect()
        for table in TABLES:
            self._connection.execute(table.format(kind=""))
        self._insert("link", columns(graph, 0, graph.links))
        # Recursion gains nothing from a second thread here (measured at a million links), and with
        # two, DuckDB 2.0.0 now and then never comes back from being interrupted.
        self._connection.execute("SET threads = 1")

    def prepared(self, question: Question) -> Callable[[], int] | None:
        """The question as one call; it raises TimeoutError when patience is at its end."""
        self._ask_of(question.origins)
        statement = self._dialect.count(question)
        return lambda: int(self._fetched(statement)["count_star()"][0])

    def answer(self, question: Question) -> Answer:
        """The whole answer, fetched."""
        self._ask_of(question.origins)
        found = self._fetched(self._dialect.rows(question))
        return Answer.of_rows(question, found["node"], found.get("label"))

    def close(self) -> None:
        """Gives its memory back."""
        self._connection.close()

    def _fetched(self, statement: str) -> dict[str, NDArray[Any]]:
        answered = threading.Event()
        watch = threading.Thread(target=self._interrupt_unless, args=(answered,), daemon=True)
        watch.start()
        try:
            found: dict[str, NDArray[Any]] = self._connection.execute(statement).fetchnumpy()
        except duckdb.InterruptException as problem:
            raise TimeoutError(str(problem)) from problem
        finally:
            answered.set()
            watch.join()
        return found

    def _interrupt_unless(self, answered: threading.Event) -> None:
        patience_s = self._patience_s
        while not answered.wait(patience_s):
            self._connection.interrupt()
            patience_s = AGAIN_S

    def _ask_of(self, origins: NDArray[np.int32]) -> None:
        self._connection.execute("DELETE FROM origin")
        self._insert("origin", {"node": origins})

    def _insert(self, table: str, part: dict[str, NDArray[Any]]) -> None:
        self._connection.register("part", part)
        self._connection.execute(f"INSERT INTO {table} SELECT * FROM part")
        self._connection.unregister("part")
