"""The work of imports, one after the other: all rows read and looked at, or written."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from gozinto.errors import GozintoError, InTheWay, Refused, Violation
from gozinto.plant import changing
from gozinto.plant.changing import Change, Outcome
from gozinto.plant.importing import jobs, loading, mapping
from gozinto.plant.importing.gathering import Gathered, Manner
from gozinto.plant.importing.jobs import State
from gozinto.plant.importing.loading import Source
from gozinto.plant.models import ImportFile, ImportJob

Tell = Callable[[UUID, int, int], None]
"""Told how far an import is: what is done, and of how much; of 0 while rows are counted."""

WORK = (State.CHECKING, State.WRITING, State.UNDOING)
"""States in which an import waits for the worker, or is in its hand."""

ATTEMPTS = 3
"""How often an import is begun that takes the worker down with it."""
FAULTY = 200
"""Rows with faults of which all cells are kept, to be put right."""
CHANGES = 50
"""Changes that are shown before they are made."""


def waits() -> bool:
    """Whether an import waits to be carried out."""
    return _waiting().exists()


def keep_progress(job: UUID, *, done: int, total: int) -> None:
    """Keep how far an import is, for whoever looks at it."""
    _waiting().filter(pk=job).update(done=done, total=total)


def _waiting() -> QuerySet[ImportJob]:
    return ImportJob.objects.filter(state__in=WORK)


def work_one(*, tell: Tell) -> bool:
    """Carry out the import that waits longest; answers whether there was one.

    One worker at a time calls this.
    """
    job = _waiting().order_by("at").first()
    if job is None:
        return False
    job.attempts += 1
    if job.attempts > ATTEMPTS:
        job.state = State.FAILED
        job.save(update_fields=["state", "attempts"])
        return True
    job.save(update_fields=["attempts"])
    if job.state == State.UNDOING:
        _undone(job, tell=tell)
        return True
    report = _written(job, tell=tell) if job.state == State.WRITING else _checked(job, tell=tell)
    if report is not None:
        job.report, job.state = report, State.CHECKED
        job.save(update_fields=["report", "state"])
    return True


def _checked(job: ImportJob, *, tell: Tell) -> dict[str, Any]:
    """What the import would do, or what is wrong with it."""
    gathered = Gathered()
    try:
        gathered = _read(job, tell=tell)
        loaded = _carry_out(job, gathered, tell=tell, dry_run=True)
    except Refused as refused:
        return _wrong(refused.violations, gathered=gathered, job=job)
    except GozintoError as error:
        fault = Violation(code=error.code, message=error.message, next_step=error.next_step)
        return _wrong([fault], gathered=gathered, job=job)
    return _would(loaded.outcome)


def _written(job: ImportJob, *, tell: Tell) -> dict[str, Any] | None:
    """Do it, and say so in the same transaction; or answer what is wrong by now."""
    gathered = Gathered()
    try:
        with transaction.atomic():
            gathered = _read(job, tell=tell)
            outcome = _carry_out(job, gathered, tell=tell, dry_run=False).outcome
            job.state, job.batch, job.report = State.DONE, outcome.batch, _would(outcome)
            job.save(update_fields=["state", "batch", "report"])
            ImportFile.objects.filter(job=job).delete()
    except Refused as refused:
        return _wrong(refused.violations, gathered=gathered, job=job)
    return None


def _undone(job: ImportJob, *, tell: Tell) -> None:
    """Take back what it wrote, and say so in the same transaction; or keep what stands in the
    way.
    """
    assert job.batch is not None, "only what was written is taken back"
    above: list[dict[str, Any]] = []
    try:
        with transaction.atomic():
            changing.undo(job.batch, by=job.by, why=job.why, progress=_heard(job, tell))
            job.state = State.DONE
            job.save(update_fields=["state"])
    except InTheWay as error:
        above = [_fault(fault) for fault in error.violations[:FAULTY]]
    job.report, job.state = {**job.report, "above": above}, State.DONE
    job.save(update_fields=["report", "state"])


def _read(job: ImportJob, *, tell: Tell) -> Gathered:
    manner = Manner(
        mapped=mapping.mapped(jobs.tables(job), job.fixes),
        trust_numbers=bool(job.manner.get("trust_numbers")),
        decimal_comma=bool(job.manner.get("decimal_comma")),
    )
    files = job.files.order_by("pk")
    sources = (Source(tables=io.BytesIO(bytes(one.content)), name=one.name) for one in files)
    return loading.read(sources, manner=manner, progress=_heard(job, tell))


def _carry_out(job: ImportJob, gathered: Gathered, *, tell: Tell, dry_run: bool) -> loading.Loaded:
    names = job.files.order_by("pk").values_list("name", flat=True)
    return loading.carry_out(
        gathered,
        by=job.by,
        why=job.why,
        source="import of " + ", ".join(names),
        dry_run=dry_run,
        progress=_heard(job, tell),
    )


def _heard(job: ImportJob, tell: Tell) -> Callable[[int, int], None]:
    return lambda done, total: tell(job.pk, done, total)


def _would(outcome: Outcome) -> dict[str, Any]:
    return {
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "by_kind": dict(Counter(change.kind for change in outcome.changes)),
        "changes": [_change(change) for change in outcome.changes[:CHANGES]],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "key": change.key,
        "before": dict(change.before) if change.before else None,
        "after": dict(change.after) if change.after else None,
    }


def _wrong(
    violations: Iterable[Violation], *, gathered: Gathered, job: ImportJob
) -> dict[str, Any]:
    """Every fault counted; the first faulty rows with all of their cells, the others left out."""
    numbers = {(table.source, table.sheet): number for number, table in enumerate(jobs.tables(job))}
    alone = {source: number for (source, _), number in numbers.items()}
    rows: dict[tuple[int, int], dict[str, Any]] = {}
    above: list[dict[str, Any]] = []
    count = 0
    for fault in violations:
        count += 1
        source, sheet = str(fault.data.get("source", "")), str(fault.data.get("sheet", ""))
        number = numbers.get((source, sheet), alone.get(source))
        row = fault.data.get("row")
        if not isinstance(row, int) or not row or number is None:
            above.append(_fault(fault))
        elif (number, row) in rows or len(rows) < FAULTY:
            found = rows.setdefault((number, row), {"table": number, "row": row, "faults": []})
            found["faults"].append(_fault(fault))
    _fill(rows, gathered, numbers, alone)
    return {"faults": count, "rows": list(rows.values()), "above": above[:FAULTY]}


def _fault(fault: Violation) -> dict[str, Any]:
    return {
        "column": str(fault.data.get("column", "")),
        "code": fault.code,
        "message": fault.message,
        "next_step": fault.next_step,
        "value": fault.value,
        "path": fault.path,
        "meant": list(fault.data.get("meant", ())),
    }


def _fill(
    rows: Mapping[tuple[int, int], dict[str, Any]],
    gathered: Gathered,
    numbers: Mapping[tuple[str, str], int],
    alone: Mapping[str, int],
) -> None:
    """Give the faulty rows the texts of their cells; a cell that could not be read has its own."""
    for given in gathered.in_order():
        place = given.place
        number = numbers.get((place.source, place.sheet), alone.get(place.source))
        if number is not None and (number, place.row) in rows:
            rows[number, place.row]["values"] = dict(given.values)
    for found in rows.values():
        values = found["values"] = found.get("values", {})
        for fault in found["faults"]:
            values.setdefault(fault["column"], fault["value"])
