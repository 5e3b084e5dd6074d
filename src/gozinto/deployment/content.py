"""What a database contains, as hashes that the database itself computes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import psycopg
from django.apps import apps
from psycopg import sql

from gozinto.deployment.database import declared

AS_TEXT = (
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL DateStyle = 'ISO, YMD'",
    "SET LOCAL IntervalStyle = 'postgres'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 1",
)
"""How values are written as text, whatever the server's own settings say."""

WORDS = 4
"""A row's SHA-256 in words of 64 bits."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table and the columns that are kept of it."""

    name: str
    columns: tuple[str, ...]
    is_record: bool


@dataclass(frozen=True, kw_only=True)
class Content:
    """How many rows a table has, and a hash over all of them in any order."""

    rows: int
    digest: str


def tables() -> list[Table]:
    """What is kept of this database, by name. Projections too: a restore is ready at once."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:
            continue
        columns = tuple(
            f.column for f in model._meta.concrete_fields if f.column and not f.generated
        )
        kind = declared(model)
        if kind == "version":
            continue  # written anew as the tables that it speaks of are filled
        found.append(Table(name=model._meta.db_table, columns=columns, is_record=kind == "record"))
    return sorted(found, key=lambda table: table.name)


def measure(connection: psycopg.Connection, name: str, *, columns: Sequence[str]) -> Content:
    """The content of one table in the current transaction, which `AS_TEXT` must have begun.

    The digest is the sum, word by word modulo 2^64, of the SHA-256 of each row's text: a hash of
    a multiset, so rows need no order and the database needs no memory. Bellare and Micciancio,
    "A New Paradigm for Collision-Free Hashing" (1997), AdHash.
    """
    row = sql.SQL("sha256(convert_to(ROW({})::text, 'UTF8'))").format(
        sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    word = "mod(sum(('x' || substr(h, {at}, 16))::bit(64)::bigint::numeric), 18446744073709551616)"
    sums = sql.SQL(", ").join(sql.SQL(word.format(at=1 + 16 * i)) for i in range(WORDS))
    found = connection.execute(
        sql.SQL(
            "SELECT count(*), {} FROM (SELECT encode({}, 'hex') AS h FROM {}) AS hashed"
        ).format(sums, row, sql.Identifier(name))
    ).fetchone()
    assert found is not None  # an aggregate always answers one row
    rows, *words = found
    digest = "".join(f"{int(word or 0) % 2**64:016x}" for word in words)
    return Content(rows=rows, digest=digest)


def combined(contents: Mapping[str, Content]) -> str:
    """One hash over the contents of several tables."""
    lines = (f"{name} {c.rows} {c.digest}\n" for name, c in sorted(contents.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def begin(connection: psycopg.Connection) -> None:
    """Begins a transaction that sees one moment and writes values as text in one way."""
    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    for setting in AS_TEXT:
        connection.execute(setting)
