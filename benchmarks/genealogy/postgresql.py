"""The engine `postgresql-cte`: the product's own embedded server, in a home that is thrown away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg import sql
from tests import homes

from benchmarks.genealogy.plant import Graph
from benchmarks.genealogy.questions import Answer, Question
from benchmarks.genealogy.statements import COVERING, TABLES, Dialect, columns
from gozinto.deployment import database, postgres

CHUNK_ROWS = 1_000_000
SETTINGS = {"work_mem": "512MB", "random_page_cost": "1.1", "effective_cache_size": "8GB"}
"""As somebody sets them who knows that all of it is in memory; the rest is the product's."""

_SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"


class PostgreSQL:
    """A database with the links of one graph, indexed both ways and analysed."""

    def __init__(self, graph: Graph, *, patience_s: float) -> None:
        self._dialect = Dialect()
        self._patience_ms = round(patience_s * 1000)
        with ExitStack() as stack:
            home = stack.enter_context(homes.temporary())
            server = stack.enter_context(postgres.running(home))
            roles = database.prepared(server.owner.of("gozinto_bench"), home=home)
            self._connection = stack.enter_context(
                psycopg.connect(**roles.owner.psycopg(), autocommit=True)
            )
            for name, value in SETTINGS.items():
                self._set(name, value)
            self._load(graph)
            self._stack = stack.pop_all()

    def prepared(self, question: Question) -> Callable[[], int] | None:
        """The question as one call; it raises TimeoutError when patience is at its end."""
        self._ask_of(question.origins)
        statement = self._dialect.count(question)

        def ask() -> int:
            try:
                row = self._connection.execute(statement).fetchone()
            except psycopg.errors.QueryCanceled as problem:
                raise TimeoutError(str(problem)) from problem
            assert row is not None
            return int(row[0])

        return ask

    def answer(self, question: Question) -> Answer:
        """The whole answer, fetched."""
        self._ask_of(question.origins)
        statement = self._dialect.rows(question)
        kinds = [("node", np.int32), ("label", np.int64)][: 1 if "label" not in statement else 2]
        try:
            with self._connection.cursor().copy(
                f"COPY ({statement}) TO STDOUT (FORMAT binary)"
            ) as copy:
                data = b"".join(bytes(block) for block in copy)
        except psycopg.errors.QueryCanceled as problem:
            raise TimeoutError(str(problem)) from problem
        rows = np.frombuffer(data[len(_SIGNATURE) : -len(_END)], _row(kinds))
        return Answer.of_rows(question, rows["node"], rows["label"] if len(kinds) > 1 else None)

    def close(self) -> None:
        """Stops the server and removes its home."""
        self._stack.close()

    def _set(self, name: str, value: str) -> None:
        self._connection.execute("SELECT set_config(%s, %s, false)", [name, value])

    def _load(self, graph: Graph) -> None:
        for table in TABLES:
            self._connection.execute(table.format(kind="UNLOGGED"))
        for begin in range(0, graph.links, CHUNK_ROWS):
            part = columns(graph, begin, begin + CHUNK_ROWS)
            self._copy("link", part)
        for name, (first, *others) in COVERING.items():
            time, *carried = others
            self._connection.execute(
                sql.SQL("CREATE INDEX {} ON link ({}, {}) INCLUDE ({})").format(
                    *map(sql.Identifier, (name, first, time)),
                    sql.SQL(", ").join(map(sql.Identifier, carried)),
                )
            )
        # so that an index alone answers: no page has rows that somebody may not see
        self._connection.execute("VACUUM (ANALYZE) link")

    def _ask_of(self, origins: NDArray[np.int32]) -> None:
        self._set("statement_timeout", "0")
        self._connection.execute("TRUNCATE origin")
        self._copy("origin", {"node": origins})
        self._connection.execute("ANALYZE origin")
        self._set("statement_timeout", str(self._patience_ms))

    def _copy(self, table: str, part: Mapping[str, NDArray[Any]]) -> None:
        kinds = [(name, column.dtype.type) for name, column in part.items()]
        rows = np.zeros(len(next(iter(part.values()))), _row(kinds))
        rows["columns"] = len(part)
        for name, column in part.items():
            rows[f"{name} bytes"], rows[name] = column.itemsize, column
        with self._connection.cursor().copy(
            sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))
        ) as copy:
            copy.write(_SIGNATURE)
            copy.write(rows.tobytes())
            copy.write(_END)


def _row(kinds: Sequence[tuple[str, type]]) -> np.dtype[np.void]:
    """A row as COPY writes it: how many columns, then of each its length and its value."""
    fields: list[tuple[str, str]] = [("columns", ">i2")]
    for name, kind in kinds:
        fields += [(f"{name} bytes", ">i4"), (name, f">i{np.dtype(kind).itemsize}")]
    return np.dtype(fields)
