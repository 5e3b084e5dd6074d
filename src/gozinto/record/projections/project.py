"""One batch of events into every projection: the same steps for capture and for rebuild."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

from django.db import connection

from gozinto.record.effect_shapes import Effects
from gozinto.record.identities import Identities
from gozinto.record.models import Event as EventRow
from gozinto.record.models import Involvement, Withdrawal
from gozinto.record.projections import rows as projection_rows
from gozinto.record.projections import states as object_states
from gozinto.record.projections.rows import Placed
from gozinto.record.projections.states import State
from gozinto.standards.epcis.events import Event

_ID_LOCKS = 256
_WHOLE_RECORD = -1
_ID_LOCK_SPACE = 0x607A  # keeps our advisory locks apart from anybody else's


def lock_ids(events: Iterable[Event]) -> None:
    """Keep an event and its error declaration from passing each other unseen, until commit.

    Events share a lock with each other and exclude only declarations, 256 locks in all: a batch
    of any size fits into the server's lock table. One more is shared by all that write.
    """
    wanted: dict[int, bool] = {_WHOLE_RECORD: False}
    for event in events:
        key = zlib.crc32(event.event_id.encode()) % _ID_LOCKS
        wanted[key] = wanted.get(key, False) or event.error_declaration is not None
    shared = sorted(key for key, alone in wanted.items() if not alone)
    alone = sorted(key for key, alone in wanted.items() if alone)
    with connection.cursor() as cursor:
        for function, keys in (
            ("pg_advisory_xact_lock", alone),
            ("pg_advisory_xact_lock_shared", shared),
        ):
            if keys:
                cursor.execute(
                    f"SELECT count({function}(%s, k)) FROM unnest(%s::int[]) AS k",
                    [_ID_LOCK_SPACE, keys],
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
    touched = {ids.objects[named.uri] for one in effects for named in one.objects()}
    return object_states.lock(touched)


def write(
    events: Sequence[EventRow],
    placed: Sequence[Placed],
    *,
    ids: Identities,
    states: dict[int, State],
) -> None:
    """Write the rows of these events, take back what declarations declare, and fold the states."""
    projection_rows.write(placed, ids)
    withdrawn = _withdraw(events)
    taken_back = {w.event_id for w in withdrawn}
    for one in placed:
        if one.position not in taken_back:
            did = one.effects
            told = ((ids.objects[one.object.uri], one) for one in did.involvements)
            object_states.fold(states, told, at=did.at, event_id=did.event_id)
    earlier = taken_back - {event.position for event in events}
    if earlier:
        _recompute(earlier, states)
    object_states.save(states.values())


def _withdraw(events: Sequence[EventRow]) -> list[Withdrawal]:
    """Tie declarations and events together, whichever came first."""
    if not events:
        return []
    by_kind = {(e.event_id, e.is_declaration): e for e in events}
    partners = _partners(events)
    rows = []
    for event in events:
        other = by_kind.get((event.event_id, not event.is_declaration)) or partners.get(
            (event.event_id, not event.is_declaration)
        )
        if other is None:
            continue
        declared, declaration = (other, event) if event.is_declaration else (event, other)
        if event.is_declaration and (declared.event_id, False) in by_kind:
            continue  # its event is in this batch too, and makes the row
        rows.append(
            Withdrawal(
                event_id=declared.position,
                declaration_id=declaration.position,
                withdrawn_at=declaration.record_time,
            )
        )
    Withdrawal.objects.bulk_create(rows)
    return rows


def _partners(events: Sequence[EventRow]) -> dict[tuple[str, bool], EventRow]:
    """The other half of each pair of event and declaration, where it was on record before."""
    last = max(e.position for e in events)
    own = {e.position for e in events}
    found = EventRow.objects.filter(
        event_id__in={e.event_id for e in events}, position__lte=last
    ).only("position", "event_id", "is_declaration", "record_time")
    return {(e.event_id, e.is_declaration): e for e in found if e.position not in own}


def _recompute(positions: set[int], states: dict[int, State]) -> None:
    touched = set(
        Involvement.objects.filter(event_id__in=positions).values_list("object_id", flat=True)
    )
    states.update(object_states.lock(touched))
    object_states.recompute(touched, states)
