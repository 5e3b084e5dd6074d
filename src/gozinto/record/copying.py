"""Rows into a table: a few with other statements in one round trip, many by COPY."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models

from gozinto import roundtrips

FEW = 100
"""Rows for which COPY, which needs round trips of its own, takes longer than it saves."""


def copy(
    model: type[models.Model], *, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Add `rows`, the values of `columns` each, to the table of `model`; no rows, no statement.

    Values are what PostgreSQL reads from text: a time in ISO 8601 is one, `array` makes another.
    Raises django.db.IntegrityError as an INSERT would.
    """
    if not rows:
        return
    if len(rows) <= FEW:
        statement = _insert(model._meta.db_table, tuple(columns))
        roundtrips.tell(*((statement, row) for row in rows))
        return
    statement = f'COPY "{model._meta.db_table}" ({", ".join(columns)}) FROM STDIN'
    roundtrips.ask()  # what waits comes first
    # Django wraps the errors of what it executes itself, and COPY is not that.
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(statement) as into,
    ):
        for row in rows:
            into.write_row(row)


@lru_cache(maxsize=256)
def _insert(table: str, columns: tuple[str, ...]) -> str:
    values = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    return f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({values})'


Texts = tuple["str | Texts", ...]


@lru_cache(maxsize=4096)
def array(items: Texts) -> str:
    """A text array, of one dimension or more, as PostgreSQL writes it: `{"mix","oil"}`."""
    return roundtrips.array(items)
