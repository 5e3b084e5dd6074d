"""Rows of master data into the database: one statement for thousands of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field as Column

from gozinto.plant import enterprise
from gozinto.plant.changing import stored
from gozinto.plant.changing.rows import Draft
from gozinto.plant.identifiers import canonical
from gozinto.plant.kinds import KINDS, Kind
from gozinto.plant.models import MasterBatch, MasterChange

Keys = Mapping[str, Mapping[str, int]]
"""By kind: the primary key that each key stands for."""
Written = Callable[[int], None]


def new_pks(kind: Kind, count: int) -> list[int]:
    """Primary keys for rows that are to come; the one row of a kind without a key has 1."""
    if not kind.key:
        return [1] * count
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [kind.model._meta.db_table, count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def insert(kind: Kind, drafts: Sequence[Draft], *, keys: Keys, told: Written) -> None:
    """New rows, with the primary keys that they were given."""
    names = [*kind.names, *(["uri"] if kind.uri else [])]
    columns = [kind.column(name) for name in names]
    listed = ", ".join(f'"{column.column}"' for column in columns)
    types = ", ".join(f"%s::{_array(column)}" for column in columns)
    statement = (
        f'INSERT INTO "{kind.model._meta.db_table}" (id, {listed})'
        f" SELECT * FROM unnest(%s::bigint[], {types})"
    )
    domain = enterprise.get().domain if kind.uri else ""
    for some in stored.batches(drafts):
        values = [_values(kind, name, some, keys=keys) for name in kind.names]
        if kind.uri:
            values.append(
                [canonical(kind.uri(domain, code=_after(draft)["code"])) for draft in some]
            )
        _execute(statement, [[draft.pk for draft in some], *values])
        told(len(some))


def update(kind: Kind, drafts: Sequence[Draft], *, keys: Keys, told: Written) -> None:
    """Other values for rows that are there."""
    names = [name for name in kind.names if name not in kind.key]
    if not names or not drafts:
        return
    table = kind.model._meta.db_table
    columns = [kind.column(name) for name in names]
    for column in columns:
        if column.unique:  # two rows may exchange their values; one statement would see both
            _execute(
                f'UPDATE "{table}" SET "{column.column}" = NULL WHERE id = ANY(%s)',
                [[draft.pk for draft in drafts if _differs(draft, column.name)]],
            )
    setting = ", ".join(f'"{column.column}" = n."{column.column}"' for column in columns)
    listed = ", ".join(f'"{column.column}"' for column in columns)
    types = ", ".join(f"%s::{_array(column)}" for column in columns)
    statement = (
        f'UPDATE "{table}" t SET {setting}'
        f" FROM unnest(%s::bigint[], {types}) AS n(id, {listed}) WHERE t.id = n.id"
    )
    for some in stored.batches(drafts):
        values = [_values(kind, name, some, keys=keys) for name in names]
        _execute(statement, [[draft.pk for draft in some], *values])
        told(len(some))


def delete(kind: Kind, drafts: Sequence[Draft]) -> None:
    """Rows that are no more."""
    for some in stored.batches(drafts):
        _execute(
            f'DELETE FROM "{kind.model._meta.db_table}" WHERE id = ANY(%s)',
            [[draft.pk for draft in some]],
        )


def keep_history(
    drafts: Sequence[Draft], *, batch: UUID, at: datetime, by: str, why: str, source: str,
    undoes: UUID | None,
) -> None:  # fmt: skip
    """The batch, and each of its rows before and after."""
    MasterBatch.objects.create(id=batch, at=at, by=by, why=why, source=source, undoes_id=undoes)
    statement = (
        f'INSERT INTO "{MasterChange._meta.db_table}" (batch_id, kind, key, before, after)'
        " SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::jsonb[], %s::jsonb[])"
    )
    for some in stored.batches(drafts):
        _execute(
            statement,
            [
                batch,
                [draft.kind for draft in some],
                [draft.key for draft in some],
                [_json(draft.before) for draft in some],
                [_json(draft.after) for draft in some],
            ],
        )


def by_kind(drafts: Iterable[Draft]) -> dict[str, list[Draft]]:
    """The drafts of each kind, kinds in order of dependency."""
    found: dict[str, list[Draft]] = {name: [] for name in KINDS}
    for draft in drafts:
        found[draft.kind].append(draft)
    return {name: listed for name, listed in found.items() if listed}


def _execute(statement: str, parameters: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def _array(column: Column[object, object]) -> str:
    # Without its length, for a cast to varchar(80) would cut what is longer, and say nothing.
    plain = (column.db_type(connection) or "text").partition("(")[0]
    return f"{plain}[]"


def _after(draft: Draft) -> dict[str, str]:
    assert draft.after is not None, "a row that is to be written has values"
    return draft.after


def _differs(draft: Draft, name: str) -> bool:
    return draft.before is None or draft.before[name] != _after(draft)[name]


def _values(
    kind: Kind, name: str, drafts: Sequence[Draft], *, keys: Keys
) -> list[str | int | None]:
    column, field = kind.column(name), kind.field(name)
    absent = None if column.null else ""
    if column.is_relation:
        known = keys[field.refers_to]
        targets = [stored.target(field, _after(draft)) for draft in drafts]
        return [known[key] if key else None for key in targets]
    return [_after(draft)[name] or absent for draft in drafts]


def _json(row: Mapping[str, str] | None) -> str | None:
    return None if row is None else json.dumps(row, ensure_ascii=False)
