"""What a transaction begins with: the events it is to write, and what is known of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gozinto import roundtrips
from gozinto.record import effects, horizon
from gozinto.record.effect_shapes import Effects
from gozinto.record.identities import Identities
from gozinto.record.models import Event as EventRow
from gozinto.record.projections import project
from gozinto.record.projections.project import Half
from gozinto.roundtrips import Rows
from gozinto.standards.epcis.events import Event


@dataclass(frozen=True, slots=True)
class Entry:
    """An event that is to be written: the text that is kept, and what tells it from another."""

    event: Event
    fingerprint: bytes
    document: str
    source: str = ""
    source_seq: int | None = None
    is_time_ours: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an event id: on record (`half`), or earlier in the same batch (`event`)."""

    fingerprint: bytes
    half: Half | None = None
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What a transaction knows and holds as it begins: all by one round trip.

    `known`: what is known of the events' ids; `effects` by event and whether it is a declaration;
    `locked`: what answered the statements that lock; `positions` in the record, one an event.
    """

    known: dict[tuple[str, bool], Known]
    effects: Mapping[tuple[str, bool], Effects]
    ids: Identities
    locked: Sequence[Rows]
    positions: Sequence[int]


def opened(entries: Sequence[Entry], *, lock_timeout_ms: int = 0) -> Opened:
    """Lock, and then look: so an event and its declaration never pass each other unseen.

    `lock_timeout_ms`: how long the transaction waits for a lock; 0 for what the server says.
    """
    did: dict[tuple[str, bool], Effects] = {}
    for entry in entries:
        did.setdefault(key_of(entry.event), effects.of(entry.event))
    ids = Identities(did.values())
    locks = [
        *([(_PATIENCE, [lock_timeout_ms])] if lock_timeout_ms else ()),
        *project.id_locks(entry.event for entry in entries),
        *project.run_locks(did.values()),
    ]
    locking = project.locking(did.values(), ids)
    answers = roundtrips.ask(
        (_PLANS, []),
        *locks,
        (_KNOWN, [[event_id for event_id, _ in did]]),
        (_NEXT_POSITIONS, [len(entries)]),
        *ids.creating(),
        *locking,
        horizon.telling(),
    )
    known, positions, *rest, _ = answers[1 + len(locks) :]
    ids.created(rest[: -len(locking)])
    locked = rest[-len(locking) :]
    return Opened(
        {
            (event_id, is_declaration): Known(fingerprint, Half(position, record_time))
            for event_id, is_declaration, position, record_time, fingerprint in known
        },
        did,
        ids,
        locked,
        [position for (position,) in positions],
    )


def key_of(event: Event) -> tuple[str, bool]:
    """What there is one of in the record: an event's id, of itself or of its declaration."""
    return event.event_id, event.error_declaration is not None


_KNOWN = (
    "SELECT event_id, is_declaration, position, record_time, fingerprint"
    f" FROM {EventRow._meta.db_table} WHERE event_id = ANY($1::text[])"
)


_NEXT_POSITIONS = (
    f"SELECT nextval('{EventRow._meta.db_table}_position_seq'::regclass)"
    " FROM generate_series(1, $1::int)"
)
_PATIENCE = "SELECT set_config('lock_timeout', $1::text, true)"
_PLANS = (
    "SELECT set_config('plan_cache_mode', 'force_generic_plan', true),"
    " set_config('enable_seqscan', 'off', true)"
)
"""Until the end of the transaction: few rows of tables that may be large and whose sizes nobody has
counted yet, so a statement is planned once, and by the indexes."""
