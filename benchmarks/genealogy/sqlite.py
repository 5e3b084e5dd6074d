"""The engine `sqlite-cte`: Python's own SQLite, in memory."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.genealogy.plant import Graph
from benchmarks.genealogy.questions import Answer, Question
from benchmarks.genealogy.statements import COLUMNS, COVERING, TABLES, Dialect, columns

CHUNK_ROWS = 100_000
STEPS_BETWEEN_LOOKS = 100_000
"""So many instructions of its machine it works before it looks at the clock."""


class SQLite:
    """A database with the links of one graph, indexed both ways and analysed."""

    def __init__(self, graph: Graph, *, patience_s: float) -> None:
        self._dialect = Dialect()
        self._patience_s, self._until = patience_s, float("inf")
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        for pragma in ("journal_mode = OFF", "temp_store = MEMORY", "threads = 2"):
            self._connection.execute(f"PRAGMA {pragma}")
        for table in TABLES:
            self._connection.execute(table.format(kind=""))
        places = ", ".join("?" for _ in COLUMNS)
        self._connection.execute("BEGIN")
        for begin in range(0, graph.links, CHUNK_ROWS):
            part = columns(graph, begin, begin + CHUNK_ROWS)
            rows = zip(*(column.tolist() for column in part.values()), strict=True)
            self._connection.executemany(f"INSERT INTO link VALUES ({places})", rows)
        self._connection.execute("COMMIT")
        for name, covered in COVERING.items():
            self._connection.execute(f"CREATE INDEX {name} ON link ({', '.join(covered)})")
        self._connection.execute("ANALYZE")
        self._connection.set_progress_handler(self._is_late, STEPS_BETWEEN_LOOKS)

    def prepared(self, question: Question) -> Callable[[], int] | None:
        """The question as one call; it raises TimeoutError when patience is at its end."""
        self._ask_of(question.origins)
        statement = self._dialect.count(question)
        return lambda: int(next(self._rows(statement))[0])

    def answer(self, question: Question) -> Answer:
        """The whole answer, fetched."""
        self._ask_of(question.origins)
        statement = self._dialect.rows(question)
        rows = np.array(list(self._rows(statement)), np.int64)
        return Answer.of_rows(question, rows[:, 0], rows[:, 1] if rows.shape[1] > 1 else None)

    def close(self) -> None:
        """Gives its memory back."""
        self._connection.close()

    def _rows(self, statement: str) -> Iterator[tuple[int, ...]]:
        self._until = time.monotonic() + self._patience_s
        try:
            yield from self._connection.execute(statement)
        except sqlite3.OperationalError as problem:
            if "interrupted" not in str(problem):
                raise
            raise TimeoutError(str(problem)) from problem
        finally:
            self._until = float("inf")

    def _is_late(self) -> bool:
        return time.monotonic() > self._until

    def _ask_of(self, origins: NDArray[np.int32]) -> None:
        self._connection.execute("DELETE FROM origin")
        self._connection.executemany(
            "INSERT INTO origin VALUES (?)", ((node,) for node in origins.tolist())
        )
