"""Rows of master data into the database: one statement for thousands of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

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
    listed = ", ".join(f'"{kind.column(name).column}"' for name in names)
    statement = (
        f'INSERT INTO "{kind.model._meta.db_table}" (id, {listed})'
        f" SELECT id, {listed} FROM {_record(kind, names)}"
    )
    domain = enterprise.get().domain if kind.uri else ""
    for some in stored.batches(drafts):
        rows = _columns(kind, kind.names, some, keys=keys)
        if kind.uri:
            for row, draft in zip(rows, some, strict=True):
                row["uri"] = canonical(kind.uri(domain, code=_after(draft)["code"]))
        _execute(statement, rows)
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
            exchanging = [draft.pk for draft in drafts if _differs(draft, column.name)]
            with connection.cursor() as cursor:
                cursor.execute(
                    f'UPDATE "{table}" SET "{column.column}" = NULL WHERE id = ANY(%s)',
                    [exchanging],
                )
    setting = ", ".join(f'"{column.column}" = n."{column.column}"' for column in columns)
    statement = f'UPDATE "{table}" t SET {setting} FROM {_record(kind, names)} WHERE t.id = n.id'
    for some in stored.batches(drafts):
        _execute(statement, _columns(kind, names, some, keys=keys))
        told(len(some))


def delete(kind: Kind, drafts: Sequence[Draft]) -> None:
    """Rows that are no more."""
    for some in stored.batches(drafts):
        with connection.cursor() as cursor:
            cursor.execute(
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
        " SELECT batch_id, kind, key, before, after FROM json_to_recordset(%s)"
        " AS n(batch_id uuid, kind text, key text, before jsonb, after jsonb)"
    )
    for some in stored.batches(drafts):
        _execute(
            statement,
            [
                {
                    "batch_id": str(batch),
                    "kind": draft.kind,
                    "key": draft.key,
                    "before": draft.before,
                    "after": draft.after,
                }
                for draft in some
            ],
        )


def by_kind(drafts: Iterable[Draft]) -> dict[str, list[Draft]]:
    """The drafts of each kind, kinds in order of dependency."""
    found: dict[str, list[Draft]] = {name: [] for name in KINDS}
    for draft in drafts:
        found[draft.kind].append(draft)
    return {name: listed for name, listed in found.items() if listed}


def _execute(statement: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """The statement over these rows: as one text, which costs less than arrays of their values."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(rows, ensure_ascii=False)])


def _record(kind: Kind, names: Sequence[str]) -> str:
    """What reads such a text as rows `n` of an id and these fields."""
    # Types without their lengths: a cast to varchar(80) would cut what is longer, and say nothing.
    typed = ", ".join(
        f'"{column.column}" {(column.db_type(connection) or "text").partition("(")[0]}'
        for column in map(kind.column, names)
    )
    return f"json_to_recordset(%s) AS n(id bigint, {typed})"


def _after(draft: Draft) -> dict[str, str]:
    assert draft.after is not None, "a row that is to be written has values"
    return draft.after


def _differs(draft: Draft, name: str) -> bool:
    return draft.before is None or draft.before[name] != _after(draft)[name]


def _columns(
    kind: Kind, names: Sequence[str], drafts: Sequence[Draft], *, keys: Keys
) -> list[dict[str, Any]]:
    """The rows as the database's columns have them."""
    rows: list[dict[str, Any]] = [{"id": draft.pk} for draft in drafts]
    for name in names:
        column, field = kind.column(name), kind.field(name)
        if column.is_relation:
            known = keys[field.refers_to]
            for row, draft in zip(rows, drafts, strict=True):
                key = stored.target(field, _after(draft))
                row[str(column.column)] = known[key] if key else None
            continue
        absent = None if column.null else ""
        for row, draft in zip(rows, drafts, strict=True):
            row[str(column.column)] = _after(draft)[name] or absent
    return rows
