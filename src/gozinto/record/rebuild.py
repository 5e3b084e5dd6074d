"""Replays the record into empty projections: the master test, and the repair.

The check builds the projections anew in temporary tables of the same names, which come first on
the search path, so the very code that captures also rebuilds; then it compares both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, models, transaction

from gozinto import roundtrips
from gozinto.record import applying, effects, findings
from gozinto.record.identities import Identities
from gozinto.record.models import (
    Activity,
    Containment,
    DocumentMention,
    Event,
    Finding,
    Involvement,
    Link,
    Measurement,
    Membership,
    Mount,
    ObjectState,
    OverrideRow,
    Replacement,
    RunEvent,
    RunSum,
    StatePoint,
    Unused,
    Visit,
    Withdrawal,
)
from gozinto.record.projections import project
from gozinto.record.projections.rows import Placed
from gozinto.record.transactions import snapshot
from gozinto.standards.epcis import jsonld

PROJECTIONS: tuple[type[models.Model], ...] = (
    Involvement,
    Link,
    RunEvent,
    Visit,
    Activity,
    Unused,
    Replacement,
    Mount,
    Containment,
    Measurement,
    Membership,
    DocumentMention,
    Withdrawal,
    ObjectState,
    RunSum,
    OverrideRow,
    Finding,
)
_DERIVED: tuple[type[models.Model], ...] = (*PROJECTIONS, StatePoint)
"""With what helps to derive them: a replay begins without it, and need not leave the same."""
CHUNK = 1000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """A projection that is not what the record says: rows only live, rows only replayed."""

    projection: str
    only_live: int
    only_replayed: int
    example: str
    by_master_data: bool = False
    """Findings that only wait to be judged by the master data of today (`findings.recheck`)."""


def check(progress: Progress | None = None) -> list[Difference]:
    """The projections that differ from a replay of the record; empty when all is well.

    A replay judges by the master data of today: where that alone makes live findings differ, the
    difference says so. Reads one snapshot and changes nothing. `progress(done, of)` is called as
    events pass.
    """
    with snapshot(), connection.cursor() as cursor:
        schemas = _schemas(cursor)
        for model in _DERIVED:
            _shadow(cursor, model, schemas)
        roundtrips.forget()
        try:
            _replay(progress)
            found = {
                model: difference
                for model in PROJECTIONS
                if (difference := _compare(cursor, model, schemas))
            }
            if Finding in found:
                left = _judged_again(cursor, schemas)
                found[Finding] = left or replace(found[Finding], by_master_data=True)
        finally:
            roundtrips.forget()
            transaction.set_rollback(True)
    return list(found.values())


def _shadow(cursor: Any, model: type[models.Model], schemas: dict[str, str]) -> None:
    """An empty table in front of a projection's own."""
    table = model._meta.db_table
    cursor.execute(
        f'CREATE TEMP TABLE "{table}" (LIKE "{schemas[table]}"."{table}" INCLUDING ALL)'
        " ON COMMIT DROP"
    )


_REPLAYED = "gozinto_finding_replayed"


def _judged_again(cursor: Any, schemas: dict[str, str]) -> Difference | None:
    """How a copy of the live findings differs from the replayed ones once it is judged again."""
    table = Finding._meta.db_table
    for model in _DERIVED:
        if model is not Finding:
            cursor.execute(f'DROP TABLE pg_temp."{model._meta.db_table}"')
    cursor.execute(f'ALTER TABLE pg_temp."{table}" RENAME TO "{_REPLAYED}"')
    _shadow(cursor, Finding, schemas)
    cursor.execute(f'INSERT INTO pg_temp."{table}" SELECT * FROM "{schemas[table]}"."{table}"')
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence('pg_temp.{table}', 'id'),"
        f' (SELECT coalesce(max(id), 1) FROM pg_temp."{table}"))'
    )
    roundtrips.forget()
    judged: set[tuple[str, str]] = set()
    for rows in _chunks(findings.standing()):
        findings.judge_again(rows, judged=judged)
    return _compare(cursor, Finding, {table: "pg_temp"}, replayed=_REPLAYED)


def rebuild(progress: Progress | None = None) -> int:
    """Empty all projections and replay the record into them; answers the number of events.

    One transaction: until it commits everybody sees the old projections, writers wait.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        project.lock_record()
        for model in reversed(_DERIVED):
            cursor.execute(f'LOCK TABLE "{model._meta.db_table}" IN EXCLUSIVE MODE')
        for model in _DERIVED:
            model._default_manager.all()._raw_delete(connection.alias)
        return _replay(progress)


def _schemas(cursor: Any) -> dict[str, str]:
    cursor.execute(
        "SELECT relname, nspname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE relname = ANY(%s) AND pg_table_is_visible(c.oid)",
        [[m._meta.db_table for m in _DERIVED]],
    )
    return dict(cursor.fetchall())


def _chunks(events: models.QuerySet[Event]) -> Iterator[list[Event]]:
    after = 0
    while True:
        rows = list(events.filter(position__gt=after).order_by("position")[:CHUNK])
        if not rows:
            return
        yield rows
        after = rows[-1].position


def _replay(progress: Progress | None) -> int:
    total = Event.objects.count()
    done = 0
    for rows in _chunks(Event.objects.all()):
        read = [effects.of(jsonld.loads(row.document)) for row in rows]
        ids = Identities(read).load()
        locked = project.lock(read, ids)
        placed = [
            Placed(row.position, row.record_time, one, row.is_declaration, row.is_live)
            for row, one in zip(rows, read, strict=True)
        ]
        before = project.earlier({row.event_id for row in rows}, before=rows[0].position)
        applying.apply(placed, ids=ids, locked=locked, earlier=before, is_replay=True)
        done += len(rows)
        if progress:
            progress(done, total)
    return done


_NOT_SAID = {"id", "found_at"}
"""Columns about a row and not about what happened."""


def _compare(
    cursor: Any, model: type[models.Model], schemas: dict[str, str], *, replayed: str = ""
) -> Difference | None:
    table = model._meta.db_table
    columns = ", ".join(
        f'"{f.column}"' for f in model._meta.concrete_fields if f.column not in _NOT_SAID
    )
    live = f'SELECT {columns} FROM "{schemas[table]}"."{table}"'
    anew = f'SELECT {columns} FROM pg_temp."{replayed or table}"'
    counts, example = [], ""
    for one, other in ((live, anew), (anew, live)):
        cursor.execute(f"SELECT count(*), min(r::text) FROM ({one} EXCEPT ALL {other}) AS r")
        count, first = cursor.fetchone()
        counts.append(count)
        example = example or first or ""
    if not any(counts):
        return None
    return Difference(table, counts[0], counts[1], example)
