"""One batch of events into every projection: the same steps for capture and for rebuild."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from gozinto.record.copying import copy
from gozinto.record.effect_shapes import Effects
from gozinto.record.identities import Identities
from gozinto.record.models import Event as EventRow
from gozinto.record.models import Involvement, Withdrawal
from gozinto.record.projections import rows as projection_rows
from gozinto.record.projections import states as object_states
from gozinto.record.projections.rows import Placed
from gozinto.record.projections.states import State
from gozinto.record.roundtrips import Asked
from gozinto.standards.epcis.events import Event

_ID_LOCKS = 256
_WHOLE_RECORD = -1
_ID_LOCK_SPACE = 0x607A  # keeps our advisory locks apart from anybody else's


def id_locks(events: Iterable[Event]) -> list[Asked]:
    """What keeps an event and its error declaration from passing each other unseen, until commit.

    Events share a lock with each other and exclude only declarations, 256 locks in all: a batch
    of any size fits into the server's lock table. One more is shared by all that write.
    """
    wanted: dict[int, bool] = {_WHOLE_RECORD: False}
    for event in events:
        key = zlib.crc32(event.event_id.encode()) % _ID_LOCKS
        wanted[key] = wanted.get(key, False) or event.error_declaration is not None
    shared = sorted(key for key, alone in wanted.items() if not alone)
    alone = sorted(key for key, alone in wanted.items() if alone)
    return [
        (statement, [_ID_LOCK_SPACE, keys])
        for statement, keys in ((_LOCK_ALONE, alone), (_LOCK_SHARED, shared))
        if keys
    ]


_LOCK_ALONE, _LOCK_SHARED = (
    f"SELECT count({function}($1::int, k)) FROM unnest($2::int[]) AS k"
    for function in ("pg_advisory_xact_lock", "pg_advisory_xact_lock_shared")
)


def lock_record() -> None:
    """Keep everybody from writing until commit: for a rebuild.

    Writers take their locks in an order that only they know (a correction finds objects as it
    goes), so whoever wants them all must come before any of them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_ID_LOCK_SPACE, _WHOLE_RECORD])


def lock(effects: Sequence[Effects], ids: Identities) -> dict[int, State]:
    """The states of all objects touched, locked in id order until commit."""
    return object_states.lock(
        {ids.objects[named.uri] for one in effects for named in one.objects()}
    )


@dataclass(frozen=True, slots=True)
class Half:
    """An event or its declaration: where in the record it is, and since when."""

    position: int
    record_time: datetime


Halves = Mapping[tuple[str, bool], Half]
"""By event id and whether it is the declaration."""


Meets = Callable[[Placed, Mapping[int, State]], None]
"""Sees each event that stands, just before it is folded into the states of what it involves."""


def write(
    placed: Sequence[Placed],
    *,
    ids: Identities,
    states: dict[int, State],
    earlier: Halves,
    meets: Meets,
) -> set[int]:
    """Write the rows of these events, take back what declarations declare, and fold the states.

    `earlier`: what is on record of their event ids from before. Answers the positions of all that
    is taken back now. The states are folded and not saved.
    """
    projection_rows.write(placed, ids)
    taken_back = _withdraw(placed, earlier)
    for one in placed:
        if one.position not in taken_back:
            did = one.effects
            meets(one, states)
            told = ((ids.objects[one.object.uri], one) for one in did.involvements)
            object_states.fold(states, told, at=did.at, event_id=did.event_id)
    before = taken_back - {one.position for one in placed}
    if before:
        _recompute(before, states)
    return taken_back


def earlier(event_ids: Collection[str], *, before: int) -> Halves:
    """The events and declarations of these ids that stand before a position."""
    found = EventRow.objects.filter(event_id__in=event_ids, position__lt=before)
    return {
        (event_id, is_declaration): Half(position, record_time)
        for event_id, is_declaration, position, record_time in found.values_list(
            "event_id", "is_declaration", "position", "record_time"
        )
    }


def _withdraw(placed: Sequence[Placed], earlier: Halves) -> set[int]:
    """Tie declarations and events together, whichever came first; what is now taken back."""
    here = {
        (one.effects.event_id, one.is_declaration): Half(one.position, one.record_time)
        for one in placed
    }
    declared: dict[int, Half] = {}
    for (event_id, is_declaration), half in here.items():
        other = here.get((event_id, not is_declaration)) or earlier.get(
            (event_id, not is_declaration)
        )
        if other is not None:
            event, declaration = (other, half) if is_declaration else (half, other)
            declared[event.position] = declaration
    rows = [(event, d.position, d.record_time) for event, d in declared.items()]
    copy(Withdrawal, columns=("event_id", "declaration_id", "withdrawn_at"), rows=rows)
    return set(declared)


def _recompute(positions: set[int], states: dict[int, State]) -> None:
    touched = set(
        Involvement.objects.filter(event_id__in=positions).values_list("object_id", flat=True)
    )
    states.update(object_states.lock(touched))
    object_states.recompute(touched, states)
