"""Taking a batch back: every row becomes what it was before, or nothing changes."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from gozinto.errors import InTheWay, Violation
from gozinto.plant.changing import applying, stored
from gozinto.plant.changing.applying import Progress
from gozinto.plant.changing.history import ERASED, Entry, get_batch, history
from gozinto.plant.changing.rows import Draft, Outcome, Place, violation
from gozinto.plant.kinds import KINDS, Finding, Row
from gozinto.plant.models import MasterBatch, MasterChange


def undo(batch: UUID, *, by: str, why: str, progress: Progress | None = None) -> Outcome:
    """Take back what a batch changed; that is a batch of its own, which can be undone too.

    `progress` is told how many rows are written, of how many.

    Raises Unknown, and InTheWay listing the rows that are no longer what the batch made of
    them, or that others refer to by now.
    """
    with transaction.atomic():
        applying.lock()
        asked = get_batch(batch)
        if asked.undone_by is not None:
            raise InTheWay(
                [
                    Violation(
                        code="already_undone",
                        message=f"Batch {batch} was undone by {asked.undone_by}.",
                        next_step="Undo that one to have the changes again.",
                    )
                ]
            )
        drafts, changed = _drafts(batch)
        if changed:
            raise InTheWay(changed)
        undone = applying.carry_out(
            drafts,
            violations=[],
            by=by,
            why=why,
            source=f"undo of {batch}",
            undoes=batch,
            told=applying.Steps(progress, total=len(drafts)),
        )
        if asked.undoes is not None:
            # What was done again may be undone again: it stands as if never taken back.
            MasterBatch.objects.filter(pk=batch).update(undoes=None)
    return undone


def _drafts(batch: UUID) -> tuple[list[Draft], list[Violation]]:
    """What each row of the batch would be again, and those that were changed since."""
    drafts: list[Draft] = []
    changed: list[Violation] = []
    for kind in KINDS.values():
        found = MasterChange.objects.filter(batch=batch, kind=kind.name).order_by("id")
        rows = {change.key: (change.before, change.after) for change in found}
        if not rows:
            continue
        now = stored.of_keys(kind, list(rows))
        for key, (before, after) in rows.items():
            pk, current = now.get(key, (0, None))
            if not _same(current, after):
                changed.append(_changed_since(kind.name, key))
                continue
            drafts.append(
                Draft(
                    kind=kind.name,
                    key=key,
                    place=Place(source=f"{kind.name} {key}"),
                    pk=pk,
                    before=current,
                    after=_restored(before, current, names=kind.names),
                )
            )
    return drafts, changed


def _same(current: Row | None, after: Row | None) -> bool:
    """Whether a row still is what a batch made of it; a name that was erased is no change."""
    if current is None or after is None:
        return current is after
    return all(
        current[name] == text or text == ERASED for name, text in after.items() if name in current
    )


def _restored(
    before: Row | None, current: Row | None, *, names: tuple[str, ...]
) -> dict[str, str] | None:
    """The row as it was; fields it had not then, and a name that was erased, stay as they are."""
    if before is None:
        return None
    now = current or dict.fromkeys(names, "")
    return {
        name: now[name] if before.get(name, ERASED) == ERASED else before[name] for name in names
    }


def _changed_since(kind: str, key: str) -> Violation:
    last: Entry | None = next(iter(history(kind, key, limit=1)), None)
    said = f" by {last.by} at {last.at:%Y-%m-%d %H:%M} UTC, batch {last.batch}" if last else ""
    finding = Finding(
        field="",
        code="changed_since",
        message=f"{kind} {key} was changed since{said}.",
        next_step="Undo what came after it first.",
    )
    return violation(finding, kind=kind, key=key)
