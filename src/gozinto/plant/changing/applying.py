"""The one door of master data: all rows or none, and all that is wrong with them at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal
from uuid import UUID

from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone
from uuid6 import uuid7

from gozinto.errors import InTheWay, Malformed, Outdated, Refused, Violation
from gozinto.plant.changing import checks, references, stored, writing
from gozinto.plant.changing.reading import Reader
from gozinto.plant.changing.rows import Change, Draft, Given, Mode, Outcome, Place, etag
from gozinto.plant.kinds import KINDS, Finding, find_kind
from gozinto.plant.models import MasterBatch

Progress = Callable[[int, int], None]

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('gozinto master data'))"
"""One change at a time: what a check saw is still so when the change is committed."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Steps:
    """How many steps of a change are done: one for reading a row, one for writing it."""

    def __init__(self, heard: Progress | None, *, total: int) -> None:
        self._heard, self._total, self._done = heard, total, 0

    def __call__(self, steps: int) -> None:
        self._done = min(self._done + steps, self._total)
        if self._heard is not None:
            self._heard(self._done, self._total)

    def finish(self) -> None:
        """All steps are done, whatever was left out on the way."""
        self(self._total - self._done)


def apply(
    rows: Iterable[Given],
    *,
    by: str,
    removed: Iterable[tuple[str, str]] = (),
    why: str = "",
    source: str = "",
    mode: Mode = "upsert",
    expected: Mapping[str, str] | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Create, change and remove rows; `dry_run` finds out what that would do, and does not do it.

    `removed`: kind and key of rows that go in the same batch.
    `mode`: "create" refuses keys that are there, "update" those that are not. `expected`: the
    etag of a row as the caller knows it, by key; "" where there should be none. `progress` is
    told how many steps are done, of how many.

    Raises Refused with every violation of every row, Outdated where a row is another than
    expected, Unknown and InTheWay as `remove` does.
    """
    listed = list(rows)
    told = Steps(progress, total=2 * len(listed))
    with transaction.atomic():
        lock()
        reader = Reader()
        reader.read(listed, told=told)
        reader.merge(mode=mode)
        if expected is not None:
            check_expected(reader.drafts, expected)
        done = carry_out(
            [*reader.drafts, *_going(removed)],
            violations=reader.violations,
            by=by,
            why=why,
            source=source,
            told=told,
            keep=not dry_run,
        )
        if dry_run:
            transaction.set_rollback(True)
    told.finish()
    return done


def remove(kind: str, key: str, *, by: str, why: str, expected: str = "") -> Outcome:
    """Remove one row. Raises Unknown, Outdated, and InTheWay with what still refers to it."""
    with transaction.atomic():
        lock()
        (draft,) = _going([(kind, key)])
        if expected:
            check_expected([draft], {key: expected})
        return carry_out([draft], violations=[], by=by, why=why, source="")


def _going(removed: Iterable[tuple[str, str]]) -> list[Draft]:
    """Rows that are to be removed, by kind and key; a query a kind. Raises Unknown."""
    keys: dict[str, list[str]] = defaultdict(list)
    for kind, key in removed:
        keys[kind].append(key)
    drafts: list[Draft] = []
    for kind, listed in keys.items():
        found = stored.of_keys(find_kind(kind), listed)
        for key in listed:
            if key not in found:
                raise stored.unknown(kind, key)
            pk, before = found[key]
            place = Place(source=f"{kind} {key}")
            drafts.append(Draft(kind=kind, key=key, place=place, pk=pk, before=before))
    return drafts


def lock() -> None:
    """Wait until no other change of master data is under way; until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)


def check_expected(drafts: Sequence[Draft], expected: Mapping[str, str]) -> None:
    """Raise Outdated where a row is not what its etag says."""
    for draft in drafts:
        known = expected.get(draft.key)
        if known is None:
            continue
        now = "" if draft.before is None else etag(draft.kind, draft.before)
        if known != now:
            raise Outdated(
                f"{draft.kind} {draft.key} is not what it was when you read it.",
                kind=draft.kind,
                key=draft.key,
            )


def carry_out(
    drafts: Sequence[Draft],
    *,
    violations: list[Violation],
    by: str,
    why: str,
    source: str,
    undoes: UUID | None = None,
    told: Callable[[int], None] = lambda _: None,
    keep: bool = True,
) -> Outcome:
    """Write what changes, check the plant as it then is, and keep the history of it.

    Within a transaction that holds the lock; whoever calls it rolls back. Raises Refused with
    `violations` and all that is found beside them, InTheWay where rows cannot go.
    """
    check_said(by=by, why=why, source=source)
    index = {(draft.kind, draft.key): draft for draft in drafts}
    refuse_all(_taken(drafts), violations)
    _give_keys(drafts)
    targets = references.Targets(index)
    refuse_all(targets.look_up([draft for draft in drafts if draft.differs]), violations)
    changing = [draft for draft in drafts if draft.changes]
    removed = [draft for draft in changing if draft.after is None]
    try:
        with transaction.atomic():
            # A change before this one in the same transaction has asked for its own already.
            _constraints("DEFERRED")
            _write(changing, targets.keys, told=told)
            if standing := references.in_use(removed):
                raise InTheWay(standing)
            for name, listed in reversed(writing.by_kind(removed).items()):
                writing.delete(KINDS[name], listed)
                told(len(listed))
            violations += checks.find_all(index)
            if violations:
                raise Refused(violations)
            _constraints("IMMEDIATE")
    except (IntegrityError, DataError) as error:
        raise Refused([*violations, _of_constraint(error)]) from error
    batch = uuid7() if changing else None
    if batch is not None and keep:
        writing.keep_history(
            changing, batch=batch, at=timezone.now(), by=by, why=why, source=source, undoes=undoes
        )
    return Outcome(
        batch=batch if keep else None,
        changes=tuple(
            Change(kind=d.kind, key=d.key, before=d.before, after=d.after) for d in changing
        ),
        unchanged=len(drafts) - len(changing),
        dry_run=not keep,
    )


def check_said(*, by: str, why: str = "", source: str = "") -> None:
    """Raise Malformed where it is not said who changes master data, or cannot be kept."""
    if not by.strip():
        raise Malformed(
            "A change of master data needs to say by whom.",
            code="missing_by",
            next_step="Say who makes the change.",
        )
    for name, text in (("by", by), ("why", why), ("source", source)):
        longest = getattr(MasterBatch._meta.get_field(name), "max_length", None)
        if longest and len(text) > longest:
            raise Malformed(
                f"{name} has {len(text)} characters; {longest} is the most.", code="too_long"
            )
        if _CONTROL.search(text):
            raise Malformed(f"{name} holds a character that cannot be printed.", code="bad_text")


def refuse_all(found: Iterable[tuple[Draft, Finding]], violations: list[Violation]) -> None:
    """Tell what is wrong with drafts, which then are not written."""
    for draft, finding in found:
        draft.sound = False
        violations.append(draft.violation(finding))


def _taken(drafts: Sequence[Draft]) -> list[tuple[Draft, Finding]]:
    """Values that only one row may have, beside the key, and that two would."""
    found: list[tuple[Draft, Finding]] = []
    for name, listed in writing.by_kind(draft for draft in drafts if draft.changes).items():
        kind = KINDS[name]
        kept = {draft.key for draft in listed}
        for field in kind.fields:
            if not kind.column(field.name).unique or field.name in kind.key:
                continue
            holders: dict[str, list[Draft]] = defaultdict(list)
            for draft in listed:
                if draft.after is not None and draft.after[field.name]:
                    holders[draft.after[field.name]].append(draft)
            others = _holding(name, field.name, list(holders))
            for value, drafts_of in holders.items():
                first = others.get(value, "")
                first = drafts_of[0].key if first in kept else first or drafts_of[0].key
                found += [
                    (draft, _is_taken(field.name, value, first))
                    for draft in drafts_of
                    if draft.key != first
                ]
    return found


def _holding(kind: str, field: str, values: Sequence[str]) -> dict[str, str]:
    """The key of the row that has each of these values now."""
    held: dict[str, str] = {}
    asked = KINDS[kind]
    for some in stored.batches(values):
        found = asked.model._default_manager.filter(**{f"{field}__in": some})
        held |= {row[field]: asked.key_of(row) for _, row in stored.read(asked, found)}
    return held


def _is_taken(field: str, value: str, holder: str) -> Finding:
    return Finding(
        field=field,
        code="value_taken",
        message=f"{holder} has the {field} {value} already.",
        next_step="Only one can have it; correct one of the two.",
    )


def _give_keys(drafts: Sequence[Draft]) -> None:
    new = [draft for draft in drafts if draft.changes and draft.before is None]
    for name, listed in writing.by_kind(new).items():
        for draft, pk in zip(listed, writing.new_pks(KINDS[name], len(listed)), strict=True):
            draft.pk = pk


def _constraints(when: Literal["DEFERRED", "IMMEDIATE"]) -> None:
    """Let references between rows be checked when all are written, or now."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL {when}")


def _write(drafts: Sequence[Draft], keys: writing.Keys, *, told: Callable[[int], None]) -> None:
    for name, listed in writing.by_kind(drafts).items():
        new = [draft for draft in listed if draft.before is None]
        other = [draft for draft in listed if draft.before is not None and draft.after is not None]
        writing.insert(KINDS[name], new, keys=keys, told=told)
        writing.update(KINDS[name], other, keys=keys, told=told)


def _of_constraint(error: IntegrityError | DataError) -> Violation:
    """What the database refused although no check had found it."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or type(error.__cause__).__name__
    return Violation(
        code="constraint_broken",
        message=f"The database refuses this: {name}.",
        next_step="Compare the rows with each other; please report it, a check is missing.",
        data={"detail": getattr(diagnosis, "message_detail", None) or ""},
    )
