"""The one door: what happened enters the record here, whole and durable, or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import uuid6

from gozinto.errors import Conflict, Refused, Violation
from gozinto.record import applying, clock, effects, roundtrips, storage
from gozinto.record.copying import copy
from gozinto.record.effect_shapes import Effects
from gozinto.record.identities import Identities
from gozinto.record.models import Event as EventRow
from gozinto.record.models import OutboxRow
from gozinto.record.projections import project
from gozinto.record.projections import states as object_states
from gozinto.record.projections.project import Half, Halves
from gozinto.record.projections.rows import Placed
from gozinto.record.roundtrips import Rows
from gozinto.record.rules import form
from gozinto.record.transactions import run_tx
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.event_hash import HASH_NAME, event_hash
from gozinto.standards.epcis.events import Event

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


@dataclass(frozen=True, slots=True)
class _Entry:
    event: Event
    fingerprint: bytes
    document: str
    source: str = ""
    source_seq: int | None = None
    is_time_ours: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of an event id: on record (`half`), or earlier in the same batch (`event`)."""

    fingerprint: bytes
    half: Half | None = None
    event: Event | None = None


class _Buffer:
    """Events that a `bulk()` block has taken and not written yet."""

    def __init__(self) -> None:
        self.entries: list[_Entry] = []

    def add(self, entry: _Entry) -> None:
        self.entries.append(entry)
        if len(self.entries) >= BULK_SIZE:
            self.flush()

    def flush(self) -> None:
        entries, self.entries = self.entries, []
        if entries:
            run_tx(lambda: _write(entries, live=False))


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
    return run_tx(lambda: _write([entry], live=live))[0]


def capture_all(
    events: Sequence[Event],
    *,
    live: bool = False,
    source: str = "",
    is_time_ours: bool = False,
    is_read: bool = False,
) -> list[Captured]:
    """Put all of `events` on record in one transaction, or none. Raises as `capture` does."""
    _refuse([fault for event in events for fault in form.malformed(event, is_read=is_read)])
    entries = [replace(_entry(event, source, None), is_time_ours=is_time_ours) for event in events]
    storage.check_space()
    return run_tx(lambda: _write(entries, live=live))


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


def _entry(event: Event, source: str, source_seq: int | None) -> _Entry:
    if not event.event_id:
        # The same source and number must give the same id, so that a repeat is recognised.
        made = (
            uuid6.uuid7()
            if source_seq is None
            else uuid.uuid5(uuid.NAMESPACE_URL, f"{source}#{source_seq}")
        )
        event = replace(event, event_id=f"urn:uuid:{made}")
    return _Entry(event, *_kept(event), source, source_seq)


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


def _write(entries: Sequence[_Entry], *, live: bool) -> list[Captured]:
    entries = _by_number(entries)
    opened = _opened(entries)
    known = opened.known
    halves = {key: one.half for key, one in known.items() if one.half}
    new: list[_Entry] = []
    for entry in entries:
        key = _key(entry.event)
        if key in known:
            _check_same(entry, known[key])
        else:
            known[key] = _Known(entry.fingerprint, event=entry.event)
            new.append(entry)
    written = _append(new, opened, live=live, earlier=halves) if new else {}
    return [
        Captured(
            entry.event.event_id,
            halves[key].position if key in halves else written[key],
            repeated=key in halves,
        )
        for entry in entries
        for key in (_key(entry.event),)
    ]


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a transaction knows and holds as it begins: all by one round trip.

    `known`: what is known of the events' ids; `effects` by event and whether it is a declaration;
    `locked`: the rows of the states of all objects named; `positions` in the record, one an event.
    """

    known: dict[tuple[str, bool], _Known]
    effects: Mapping[tuple[str, bool], Effects]
    ids: Identities
    locked: Rows
    positions: Sequence[int]


def _opened(entries: Sequence[_Entry]) -> _Opened:
    """Lock, and then look: so an event and its declaration never pass each other unseen."""
    did: dict[tuple[str, bool], Effects] = {}
    for entry in entries:
        did.setdefault(_key(entry.event), effects.of(entry.event))
    ids = Identities(did.values())
    locks = project.id_locks(entry.event for entry in entries)
    answers = roundtrips.ask(
        *locks,
        (_KNOWN, [[event_id for event_id, _ in did]]),
        *ids.creating(),
        object_states.lock_named(ids.uris),
        (_NEXT_POSITIONS, [EventRow._meta.db_table, len(entries)]),
    )
    known, *identities, locked, positions = answers[len(locks) :]
    ids.created(identities)
    return _Opened(
        {
            (event_id, is_declaration): _Known(fingerprint, Half(position, record_time))
            for event_id, is_declaration, position, record_time, fingerprint in known
        },
        did,
        ids,
        locked,
        [position for (position,) in positions],
    )


def _key(event: Event) -> tuple[str, bool]:
    return event.event_id, event.error_declaration is not None


_KNOWN = (
    "SELECT event_id, is_declaration, position, record_time, fingerprint"
    f" FROM {EventRow._meta.db_table} WHERE event_id = ANY($1::text[])"
)


def _by_number(entries: Sequence[_Entry]) -> list[_Entry]:
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


def _under(event_id: str, entry: _Entry) -> _Entry:
    # A declaration's id says which event is wrong: that is content.
    if entry.event.event_id == event_id or entry.event.error_declaration is not None:
        return entry
    event = replace(entry.event, event_id=event_id)
    fingerprint, document = _kept(event)
    return replace(entry, event=event, fingerprint=fingerprint, document=document)


def _other_of_that_number(entry: _Entry) -> Conflict:
    return Conflict(
        f"{entry.source} has already sent another event as number {entry.source_seq}.",
        code="source_sequence_conflict",
        source=entry.source,
        source_seq=entry.source_seq,
    )


def _check_same(entry: _Entry, known: _Known) -> None:
    if entry.fingerprint == known.fingerprint:
        return
    if not (entry.is_time_ours and _is_same_later(entry.event, known)):
        where = "came before it" if known.event else "is already on record"
        raise Conflict(
            f"An event {entry.event.event_id} with other content {where}.",
            code="event_id_conflict",
            event_id=entry.event.event_id,
        )


def _is_same_later(event: Event, known: _Known) -> bool:
    """Whether only the time differs, which was ours to fill in: a request sent again."""
    told = known.event
    if told is None:
        row = EventRow.objects.get(event_id=event.event_id, is_declaration=False)
        told = jsonld.loads(row.document)
    at, offset = told.event_time, told.event_time_zone_offset
    then = replace(event, event_time=at, event_time_zone_offset=offset)
    return _kept(then)[0] == known.fingerprint


def _append(
    entries: Sequence[_Entry], opened: _Opened, *, live: bool, earlier: Halves
) -> dict[tuple[str, bool], int]:
    ids = opened.ids
    read = [opened.effects[_key(entry.event)] for entry in entries]
    touched = {ids.objects[named.uri] for one in read for named in one.objects()}
    states = object_states.begun(touched, locked=opened.locked, unseen=ids.made)
    # After the locks: an answer given while this waited for them must not seem to know of it.
    now = clock.now()
    placed = [
        Placed(position, now, one, entry.event.error_declaration is not None, live)
        for position, entry, one in zip(opened.positions, entries, read, strict=False)
    ]
    outbox = [(one.position, "captured", now, 0) for one in placed]
    rows = [_row(entry, one) for entry, one in zip(entries, placed, strict=True)]
    with roundtrips.together():
        copy(EventRow, columns=_COLUMNS, rows=rows)
        applying.apply(placed, ids=ids, states=states, earlier=earlier)
        copy(OutboxRow, columns=("event_id", "topic", "created_at", "attempts"), rows=outbox)
    return {_key(e.event): p.position for e, p in zip(entries, placed, strict=True)}


_NEXT_POSITIONS = (
    "SELECT nextval(s) FROM pg_get_serial_sequence($1, 'position') s, generate_series(1, $2::int)"
)
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


def _row(entry: _Entry, placed: Placed) -> tuple[Any, ...]:
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
