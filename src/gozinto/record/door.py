"""The one door: what happened enters the record here, whole and durable, or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import uuid6
from django.db import connection

from gozinto import roundtrips
from gozinto.errors import Conflict, Refused, Violation
from gozinto.record import applying, clock, effects, storage
from gozinto.record.copying import copy
from gozinto.record.entries import Entry, Known, Opened, key_of, opened
from gozinto.record.group_commit import GroupCommit
from gozinto.record.models import Event as EventRow
from gozinto.record.models import OutboxRow
from gozinto.record.projections import project
from gozinto.record.projections.project import Halves, Locked
from gozinto.record.projections.rows import Placed
from gozinto.record.projections.standing import instant
from gozinto.record.rules import form
from gozinto.record.transactions import run_tx
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.event_hash import HASH_NAME, event_hash
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.gozinto import NAMESPACE

BULK_SIZE = 1000


@dataclass(frozen=True, slots=True)
class Captured:
    """An event on record. `position` is 0 while a `bulk()` block has not written it yet.

    `beside`: the ids of the events that went on record before it for the same request.
    """

    event_id: str
    position: int
    repeated: bool = False
    beside: tuple[str, ...] = ()


class _Buffer:
    """Events that a `bulk()` block has taken and not written yet."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        if len(self.entries) >= BULK_SIZE:
            self.flush()

    def flush(self) -> None:
        entries, self.entries = self.entries, []
        if entries:
            _transaction(entries, live=False)


_bulk: ContextVar[_Buffer | None] = ContextVar("bulk", default=None)


def capture(
    event: Event,
    *,
    live: bool = False,
    source: str = "",
    source_seq: int | None = None,
    is_time_ours: bool = False,
    is_read: bool = False,
) -> Captured:
    """Put one event on record, with everything derived from it, and answer after the commit.

    `live`: a request about something that is to happen now, which rules may refuse; otherwise a
    report of something done, refused only when it is not well-formed. A repeat (same event id,
    or same source and sequence number) is harmless and answers the same. `is_time_ours`: nobody
    told the event time, the clock did, so a repeat of it differs there and is one all the same.
    `is_read`: the codec has just read it, so its form is not looked at again.
    Raises Refused with all violations, Conflict for the same id with other content, StorageFull.
    """
    _refuse(form.malformed(event, is_read=is_read))
    entry = replace(_entry(event, source, source_seq), is_time_ours=is_time_ours)
    buffer = _bulk.get()
    if buffer is not None and not live:
        buffer.add(entry)
        return Captured(entry.event.event_id, 0)
    storage.check_space()
    return _put([entry], live=live)[0]


def capture_all(
    events: Sequence[Event],
    *,
    live: bool = False,
    source: str = "",
    is_time_ours: bool = False,
    is_read: bool = False,
) -> list[Captured]:
    """All of `events` in one transaction, or none. Raises as `capture`, with the event's id."""
    _refuse([fault for event in events for fault in form.named(event, is_read=is_read)])
    entries = [replace(_entry(event, source, None), is_time_ours=is_time_ours) for event in events]
    storage.check_space()
    return _put(entries, live=live)


def _put(entries: Sequence[Entry], *, live: bool) -> list[Captured]:
    """Through the group, where this thread is not in a transaction or at a time of its own."""
    if connection.in_atomic_block or clock.is_set():
        return _transaction(entries, live=live)
    return list(_group.put(entries, live=live))


def _transaction(
    entries: Sequence[Entry], *, live: bool, lock_timeout_ms: int = 0
) -> list[Captured]:
    return run_tx(lambda: _write(entries, live=live, lock_timeout_ms=lock_timeout_ms))


_group = GroupCommit(_transaction)


@contextmanager
def bulk() -> Iterator[None]:
    """Within the block, reports are written a thousand at a time: for generated plants and loads.

    An event counts as acknowledged only when the block has ended.
    """
    buffer = _Buffer()
    token = _bulk.set(buffer)
    try:
        yield
        buffer.flush()
    finally:
        _bulk.reset(token)


def flush() -> None:
    """Inside a `bulk()` block: write what is waiting now, so that it can be read."""
    buffer = _bulk.get()
    if buffer is not None:
        buffer.flush()


@contextmanager
def unbuffered() -> Iterator[None]:
    """Within the block a `bulk()` around it has no effect: for what must read what it writes."""
    flush()
    token = _bulk.set(None)
    try:
        yield
    finally:
        _bulk.reset(token)


def _entry(event: Event, source: str, source_seq: int | None) -> Entry:
    if not event.event_id:
        # The same source and number must give the same id, so that a repeat is recognised.
        made = (
            uuid6.uuid7()
            if source_seq is None
            else uuid.uuid5(uuid.NAMESPACE_URL, f"{source}#{source_seq}")
        )
        event = replace(event, event_id=f"urn:uuid:{made}")
    return Entry(event, *_kept(event), source, source_seq)


def _kept(event: Event) -> tuple[bytes, str]:
    """What tells a repeat from other content, and the text that is kept.

    An event that is named by the hash of what it says is the same whatever form it came in: with
    lists in another order, or a time in another zone.
    """
    names_itself = event.event_id.startswith(HASH_NAME) and event.error_declaration is None
    document, fingerprint = jsonld.stored(event)
    if names_itself and event_hash(event) == event.event_id:
        fingerprint = sha256(event.event_id.encode()).digest()
    return fingerprint, document


def _refuse(violations: Sequence[Violation]) -> None:
    if violations:
        raise Refused(violations)


def _write(entries: Sequence[Entry], *, live: bool, lock_timeout_ms: int) -> list[Captured]:
    entries = _by_number(entries)
    begun = opened(entries, lock_timeout_ms=lock_timeout_ms)
    known = begun.known
    halves = {key: one.half for key, one in known.items() if one.half}
    new: list[Entry] = []
    for entry in entries:
        key = key_of(entry.event)
        if key in known:
            _check_same(entry, known[key])
        else:
            known[key] = Known(entry.fingerprint, event=entry.event)
            new.append(entry)
    written = _append(new, begun, live=live, earlier=halves) if new else {}
    return [
        Captured(
            entry.event.event_id,
            halves[key].position if key in halves else written[key],
            repeated=key in halves,
        )
        for entry in entries
        for key in (key_of(entry.event),)
    ]


def _by_number(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, where a source repeats a number under the id that it first had.

    A device that makes an id anew for each try still repeats its number. Raises Conflict where
    the content differs.
    """
    numbers = {e.source_seq for e in entries if e.source_seq is not None}
    rows = (
        EventRow.objects.filter(
            source_seq__in=numbers, source__in={e.source for e in entries}
        ).values_list("source", "source_seq", "event_id", "fingerprint")
        if numbers
        else ()
    )
    sent = {(source, number): (name, bytes(print_)) for source, number, name, print_ in rows}
    found = []
    for entry in entries:
        if entry.source_seq is not None:
            first, content = sent.setdefault(
                (entry.source, entry.source_seq), (entry.event.event_id, entry.fingerprint)
            )
            entry = _under(first, entry)
            if entry.fingerprint != content:
                raise _other_of_that_number(entry)
        found.append(entry)
    return found


def _under(event_id: str, entry: Entry) -> Entry:
    # A declaration's id says which event is wrong: that is content.
    if entry.event.event_id == event_id or entry.event.error_declaration is not None:
        return entry
    event = replace(entry.event, event_id=event_id)
    fingerprint, document = _kept(event)
    return replace(entry, event=event, fingerprint=fingerprint, document=document)


def _other_of_that_number(entry: Entry) -> Conflict:
    return Conflict(
        f"{entry.source} has already sent another event as number {entry.source_seq}.",
        code="source_sequence_conflict",
        source=entry.source,
        source_seq=entry.source_seq,
    )


def _check_same(entry: Entry, known: Known) -> None:
    if entry.fingerprint == known.fingerprint:
        return
    if not (entry.is_time_ours and _is_same_later(entry.event, known)):
        where = "came before it" if known.event else "is already on record"
        raise Conflict(
            f"An event {entry.event.event_id} with other content {where}.",
            code="event_id_conflict",
            event_id=entry.event.event_id,
        )


def _is_same_later(event: Event, known: Known) -> bool:
    """Whether only the time differs, which was ours to fill in: a request sent again."""
    told = known.event
    if told is None:
        row = EventRow.objects.get(event_id=event.event_id, is_declaration=False)
        told = jsonld.loads(row.document)
    at, offset = told.event_time, told.event_time_zone_offset
    then = replace(event, event_time=at, event_time_zone_offset=offset)
    return _kept(then)[0] == known.fingerprint


def _append(
    entries: Sequence[Entry], begun: Opened, *, live: bool, earlier: Halves
) -> dict[tuple[str, bool], int]:
    ids = begun.ids
    read = [begun.effects[key_of(entry.event)] for entry in entries]
    locked = project.locked(read, ids, answers=begun.locked)
    # After the locks: an answer given while this waited for them must not seem to know of it.
    now = clock.now()
    in_turn = _in_turn(entries, locked, now=now)
    if in_turn is not entries:
        entries, read = in_turn, [effects.of(entry.event) for entry in in_turn]
    placed = [
        Placed(position, now, one, entry.event.error_declaration is not None, live)
        for position, entry, one in zip(begun.positions, entries, read, strict=False)
    ]
    outbox = [(one.position, "captured", now, 0) for one in placed]
    rows = [_row(entry, one) for entry, one in zip(entries, placed, strict=True)]
    with roundtrips.together():
        copy(EventRow, columns=_COLUMNS, rows=rows)
        applying.apply(placed, ids=ids, locked=locked, earlier=earlier)
        copy(OutboxRow, columns=("event_id", "topic", "created_at", "attempts"), rows=outbox)
    return {key_of(e.event): p.position for e, p in zip(entries, placed, strict=True)}


def _in_turn(entries: Sequence[Entry], locked: Locked, *, now: datetime) -> Sequence[Entry]:
    """The entries, those whose time the clock told at a later one if others came before them.

    Who waits for another's work on the same lot is not told at a time before that: what was there
    then is not what is there now, and the whole history would be judged again for it.
    """
    ours = [entry.event.event_time for entry in entries if _may_wait(entry)]
    last = max((state.standing.last[0] for state in locked.states.values()), default="")
    if not ours or instant(min(ours)) >= last or now <= max(ours):
        return entries
    wait = now - max(ours)
    return [_told_later(entry, wait) if _may_wait(entry) else entry for entry in entries]


def _may_wait(entry: Entry) -> bool:
    event = entry.event
    is_bound = not {NAMESPACE + "earliest", NAMESPACE + "latest"}.isdisjoint(event.extensions)
    is_named_by_it = event.event_id.startswith(HASH_NAME) or event.error_declaration is not None
    return entry.is_time_ours and not is_bound and not is_named_by_it


def _told_later(entry: Entry, wait: timedelta) -> Entry:
    event = replace(entry.event, event_time=entry.event.event_time + wait)
    fingerprint, document = _kept(event)
    return replace(entry, event=event, fingerprint=fingerprint, document=document)


_COLUMNS = (
    *(
        "position",
        "event_id",
        "is_declaration",
        "is_live",
        "type",
        "action",
        "biz_step",
        "disposition",
    ),
    *("event_time", "record_time", "source", "source_seq", "fingerprint", "document"),
)


def _row(entry: Entry, placed: Placed) -> tuple[Any, ...]:
    event = entry.event
    return (
        placed.position,
        event.event_id,
        placed.is_declaration,
        placed.is_live,
        event.type,
        getattr(event, "action", ""),
        event.biz_step,
        event.disposition,
        event.event_time,
        placed.record_time,
        entry.source,
        entry.source_seq,
        entry.fingerprint,
        entry.document,
    )
