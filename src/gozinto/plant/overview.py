"""How many rows there are: of every kind, and of those that refer to one row. One query each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Model, Q, QuerySet

from gozinto.plant.changing import stored
from gozinto.plant.kinds import KEY_SEPARATOR, KINDS, Field, Kind, Row

MOST = 1_000
"""Rows that are counted: of more than these it is only said that there are more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referring:
    """Rows of a kind that name a row in a field: how many, and by which values they are found."""

    kind: Kind
    field: Field
    count: int
    found_by: Mapping[str, str]

    @property
    def is_more(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > MOST


def counts() -> dict[str, int]:
    """How many rows each kind has, by its name; `MOST` + 1 where there are more."""
    asked = [(kind.name, kind.model._default_manager.all()) for kind in KINDS.values()]
    return dict(zip([name for name, _ in asked], _counted([q for _, q in asked]), strict=True))


def referring(kind: Kind, row: Row) -> list[Referring]:
    """What may refer to a row of a kind: each field of each kind, and how many rows do."""
    asked = [
        (other, field, dict(_found_by(kind, field, row)))
        for other in KINDS.values()
        for field in other.references
        if field.refers_to == kind.name
    ]
    queries = [_naming(other, found_by) for other, _, found_by in asked]
    return [
        Referring(kind=other, field=field, count=count, found_by=found_by)
        for (other, field, found_by), count in zip(asked, _counted(queries), strict=True)
    ]


def _found_by(kind: Kind, field: Field, row: Row) -> Iterator[tuple[str, str]]:
    """The values of a referring row: those along the way, and what names the row itself."""
    parts = kind.key_of(row).split(KEY_SEPARATOR)
    yield from zip([*field.along, field.name], parts, strict=True)


def _naming(kind: Kind, found_by: Mapping[str, str]) -> QuerySet[Model]:
    named = {stored.path(kind, name): value for name, value in found_by.items()}
    return kind.model._default_manager.filter(Q(**named))


def _counted(queries: list[QuerySet[Model]]) -> list[int]:
    """How many rows each of these finds, up to `MOST` + 1, in one statement."""
    if not queries:
        return []
    parts: list[str] = []
    values: list[Any] = []
    for number, query in enumerate(queries):
        text, given = query.order_by().values("pk")[: MOST + 1].query.sql_with_params()
        parts.append(f"SELECT {number} AS place, count(*) FROM ({text}) AS found_{number}")
        values += given
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts) + " ORDER BY place", values)
        return [count for _, count in cursor.fetchall()]
