"""Imports that take their time: sent, mapped, checked, put right, written. Others do the work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction
from uuid6 import uuid7

from gozinto.errors import Malformed, TooLarge, Unknown
from gozinto.plant import changing
from gozinto.plant.importing import mapping
from gozinto.plant.importing.mapping import Table
from gozinto.plant.models import ImportFile, ImportJob

MOST_BYTES = 64 * 1_048_576
"""Of all files of an import together."""
KEPT = 50
"""Imports that are kept to be looked at; older ones that came to an end are forgotten."""
State = ImportJob.State
OPEN = frozenset({State.MAPPING, State.CHECKED})
"""States in which a person goes on."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that somebody sent."""

    name: str
    file: BinaryIO
    size: int


def start(files: Sequence[Sent], *, by: str) -> ImportJob:
    """An import of these files, each table with what it seems to be.

    Raises Malformed for what is no table, TooLarge past `MOST_BYTES`.
    """
    if not files:
        raise Malformed(
            "No file was sent.", code="empty_body", next_step="Choose a CSV, XLSX or ZIP file."
        )
    if sum(one.size for one in files) > MOST_BYTES:
        raise too_large()
    tables = [table for one in files for table in mapping.read(one.file, name=one.name)]
    if not tables:
        raise Malformed(
            "There is no table in what was sent.",
            code="empty_body",
            next_step="Write the names of the columns into the first row.",
        )
    _check_names(tables)
    with transaction.atomic():
        job = ImportJob.objects.create(
            id=uuid7(), by=by, sheets=[table.as_json() for table in tables]
        )
        for one in files:
            one.file.seek(0)
            ImportFile.objects.create(job=job, name=one.name[:200], content=one.file.read())
        _forget_old()
    return job


def too_large() -> TooLarge:
    """The error of files that are too large together."""
    return TooLarge(f"The files may have {MOST_BYTES:,} bytes together.", limit_bytes=MOST_BYTES)


def _check_names(tables: Iterable[Table]) -> None:
    """Two tables of one name could not be told apart. Raises Malformed."""
    names = [(table.source, table.sheet) for table in tables]
    if len(set(names)) < len(names):
        raise Malformed(
            "Two of the files have the same name.",
            code="same_name_twice",
            next_step="Give each file a name of its own.",
        )


def _forget_old() -> None:
    finished = ImportJob.objects.filter(state__in=(State.DONE, State.FAILED, *OPEN))
    old = finished.order_by("-at").values_list("pk", flat=True)[KEPT:]
    ImportJob.objects.filter(pk__in=list(old)).delete()


def get(job: UUID) -> ImportJob:
    """The import of that number. Raises Unknown."""
    found = ImportJob.objects.filter(pk=job).first()
    if found is None:
        raise Unknown(
            "There is no such import.",
            code="unknown_import",
            next_step="It was dropped, or is too old; send the files again.",
        )
    return found


def newest(*, limit: int = 20) -> list[ImportJob]:
    """The newest imports, newest first, without what the last look at each found."""
    return list(ImportJob.objects.order_by("-at").defer("report", "fixes")[:limit])


def tables(job: ImportJob) -> list[Table]:
    """The tables of an import."""
    return [mapping.of_json(kept) for kept in job.sheets]


def kinds(job: ImportJob) -> set[str]:
    """The kinds of which an import changes rows, or takes changes back."""
    named = {table.kind for table in tables(job) if table.kind}
    return named or (changing.kinds_of(job.batch) if job.batch else set())


def names(job: ImportJob) -> str:
    """The files of an import; of one without any, where what it takes back came from."""
    sources = dict.fromkeys(one.source for one in tables(job))
    if sources or job.batch is None:
        return ", ".join(sources)
    return changing.get_batch(job.batch).source


def map_as(job: ImportJob, said: Sequence[Table], *, manner: Mapping[str, Any]) -> None:
    """Keep what the tables are said to be; what was found and put right under another is void."""
    changed = [table.as_json() for table in said] != job.sheets
    with _open(job) as held:
        held.sheets = [table.as_json() for table in said]
        held.manner = dict(manner)
        held.report = {}
        held.fixes = {} if changed else held.fixes
        held.state = State.MAPPING
    job.refresh_from_db()


def check(job: ImportJob) -> None:
    """Have it found out what the import would do. Raises Malformed while that cannot be read."""
    said = tables(job)
    if not any(table.kind for table in said) or not all(table.is_whole for table in said):
        raise Malformed(
            "It is not said yet what all columns are.",
            code="not_mapped",
            next_step="Choose what each table holds, and a column for each part of its key.",
        )
    with _open(job) as held:
        held.state, held.report, held.done, held.total = State.CHECKING, {}, 0, 0
        held.attempts = 0


def fix(job: ImportJob, put_right: Mapping[str, Mapping[str, Mapping[str, str] | None]]) -> None:
    """Keep what somebody put right in cells, or which rows are left out; and check all again."""
    with _open(job) as held:
        for number, rows in put_right.items():
            kept = held.fixes.setdefault(number, {})
            for row, cells in rows.items():
                before = kept.get(row) or {}
                kept[row] = None if cells is None else {**before, **cells}
    job.refresh_from_db()
    check(job)


def write(job: ImportJob, *, by: str, why: str) -> None:
    """Have it done what was found to be sound. Raises Malformed for what was not."""
    if job.report.get("faults") or job.state != State.CHECKED:
        raise Malformed(
            "This import was not found to be sound.",
            code="not_checked",
            next_step="Put right what is listed, and check it again.",
        )
    with _open(job) as held:
        held.state, held.by, held.why, held.attempts = State.WRITING, by, why, 0


def undo(job: ImportJob, *, by: str, why: str) -> None:
    """Have what it wrote taken back. Raises Malformed for one that wrote nothing."""
    with _open(job, also=(State.DONE,)) as held:
        if held.batch is None:
            raise Malformed(
                "This import has written nothing.",
                code="not_written",
                next_step="There is nothing to take back.",
            )
        held.state, held.by, held.why, held.attempts = State.UNDOING, by, why, 0
        held.done, held.total = 0, 0


def take_back(batch: UUID, *, by: str, why: str) -> ImportJob:
    """Have a batch of changes taken back, however it was made: by the import that wrote it, or by
    one that has no tables. Raises Malformed while that import is being worked on.
    """
    job = ImportJob.objects.filter(batch=batch).order_by("-at").first()
    if job is None:
        return ImportJob.objects.create(
            id=uuid7(), by=by, why=why, batch=batch, state=State.UNDOING
        )
    undo(job, by=by, why=why)
    return get(job.pk)


def drop(job: ImportJob) -> None:
    """Forget an import that nobody works on; what it wrote stays."""
    with _open(job, also=(State.DONE, State.FAILED)) as held:
        held.delete()


@contextmanager
def _open(job: ImportJob, *, also: Iterable[str] = ()) -> Iterator[ImportJob]:
    """The import, locked and saved at the end, where it waits for a person. Raises Malformed."""
    with transaction.atomic():
        held = ImportJob.objects.select_for_update().filter(pk=job.pk).first()
        if held is None or held.state not in {*OPEN, *also}:
            raise Malformed(
                "This import is being worked on, or has come to its end.",
                code="import_under_way",
                next_step="Wait until it is done.",
            )
        yield held
        if held.pk is not None:  # it was not dropped
            held.save()
