"""What became of master data: who changed what, when and why; and the name that is forgotten."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from uuid6 import uuid7

from gozinto.errors import Unknown
from gozinto.plant.changing import applying, stored, writing
from gozinto.plant.changing.rows import Draft, Place
from gozinto.plant.kinds import Row, find_kind
from gozinto.plant.models import MasterBatch, MasterChange, Person

ERASED = "(erased)"
"""What stands in the history where a person's name stood."""
AT_MOST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change of one row. `undone_by`: the batch that took it back; `undoes`: the one that
    this takes back.
    """

    id: int
    at: datetime
    by: str
    why: str
    source: str
    batch: UUID
    kind: str
    key: str
    before: Row | None
    after: Row | None
    undoes: UUID | None = None
    undone_by: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEntry:
    """Changes that were made together."""

    id: UUID
    at: datetime
    by: str
    why: str
    source: str
    changes: int
    undoes: UUID | None = None
    undone_by: UUID | None = None


def history(kind: str, key: str, *, limit: int = AT_MOST) -> list[Entry]:
    """What became of one row, newest first; also of one that is gone. Raises Unknown (kind)."""
    find_kind(kind)
    return _entries(MasterChange.objects.filter(kind=kind, key=key), limit=limit)


def changes(
    *, kind: str = "", key: str = "", batch: UUID | None = None, before: int = 0, limit: int = 100
) -> list[Entry]:
    """What was changed, newest first; `before`: older than the entry of that id."""
    found = MasterChange.objects.all()
    given = {"kind": kind, "key": key, "batch_id": batch, "id__lt": before}
    found = found.filter(**{name: value for name, value in given.items() if value})
    return _entries(found, limit=limit)


def _entries(found: QuerySet[MasterChange], *, limit: int) -> list[Entry]:
    listed = found.select_related("batch", "batch__undone_by").order_by("-id")[:limit]
    return [
        Entry(
            id=change.pk,
            kind=change.kind,
            key=change.key,
            before=change.before,
            after=change.after,
            batch=change.batch.pk,
            **_said(change.batch),
        )
        for change in listed
    ]


def _said(batch: MasterBatch) -> dict[str, Any]:
    undone = getattr(batch, "undone_by", None)
    return {
        "at": batch.at,
        "by": batch.by,
        "why": batch.why,
        "source": batch.source,
        "undoes": batch.undoes_id,
        "undone_by": undone.pk if undone is not None else None,
    }


def get_batch(batch: UUID) -> BatchEntry:
    """One batch. Raises Unknown."""
    found = MasterBatch.objects.select_related("undone_by").filter(pk=batch).first()
    if found is None:
        raise Unknown(f"There is no batch {batch}.", code="unknown_batch")
    return BatchEntry(id=found.pk, changes=found.changes.count(), **_said(found))


def list_batches(*, limit: int = 20, before: datetime | None = None) -> list[BatchEntry]:
    """The newest batches, newest first; with `before` those made earlier than that."""
    found = MasterBatch.objects.select_related("undone_by").order_by("-at", "-id")
    if before is not None:
        found = found.filter(at__lt=before)
    listed = found.annotate(rows=Count("changes"))[:limit]
    return [BatchEntry(id=b.pk, changes=b.rows, **_said(b)) for b in listed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """How many rows of a kind a batch changed, and the first of them by key."""

    kind: str
    rows: int
    key: str


def touched(batches: Collection[UUID]) -> dict[UUID, list[Touched]]:
    """What each of these batches changed, by kind, most rows first. One query."""
    found: dict[UUID, list[Touched]] = {one: [] for one in batches}
    counted = MasterChange.objects.filter(batch__in=found).values_list("batch", "kind")
    for batch, kind, rows, key in counted.annotate(rows=Count("pk"), key=Min("key")).order_by(
        "batch", "-rows", "kind"
    ):
        found[batch].append(Touched(kind=kind, rows=rows, key=key))
    return found


def kinds_of(batch: UUID) -> set[str]:
    """The kinds of which a batch changed rows."""
    found = MasterChange.objects.filter(batch=batch).order_by().values_list("kind", flat=True)
    return set(found.distinct())


_FORGET = """
UPDATE gozinto_masterchange SET
    before = CASE WHEN before->>'name' <> '' THEN jsonb_set(before, '{name}', %s) ELSE before END,
    after = CASE WHEN after->>'name' <> '' THEN jsonb_set(after, '{name}', %s) ELSE after END
WHERE kind = 'people' AND key = %s
"""


def erase_name(*, person: str, by: str, why: str) -> UUID:
    """Forget a person's name, here and in the history; the code stays, and so does the record.

    Answers the batch that says it was done. Raises Unknown. What was erased cannot be undone.
    """
    with transaction.atomic():
        applying.lock()
        applying.check_said(by=by, why=why)
        row = stored.get("people", person)
        Person.objects.filter(code=person).update(name="")
        draft = Draft(
            kind="people",
            key=person,
            place=Place(),
            before=row | {"name": ERASED if row["name"] else ""},
            after=row | {"name": ""},
        )
        batch = uuid7()
        writing.keep_history(
            [draft],
            batch=batch,
            at=timezone.now(),
            by=by,
            why=why,
            source="name erased",
            undoes=None,
        )
        with connection.cursor() as cursor:
            erased = f'"{ERASED}"'
            cursor.execute(_FORGET, [erased, erased, person])
    return batch
