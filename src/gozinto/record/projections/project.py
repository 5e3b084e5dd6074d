"""One batch of events into every projection: the same steps for capture and for rebuild."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from gozinto import roundtrips
from gozinto.record.copying import copy
from gozinto.record.effect_shapes import Effects
from gozinto.record.identities import Identities
from gozinto.record.models import Event as EventRow
from gozinto.record.models import Involvement, Withdrawal
from gozinto.record.projections import histories, points, run_sums
from gozinto.record.projections import rows as projection_rows
from gozinto.record.projections import states as object_states
from gozinto.record.projections.rows import Placed
from gozinto.record.projections.standing import USES
from gozinto.record.projections.states import State
from gozinto.roundtrips import Asked, Rows
from gozinto.standards.epcis.events import Event

_ID_LOCKS = 256
_WHOLE_RECORD = -1
_RUN_LOCKS = 1024
_RUN_LOCK_SPACE = 0x607B
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


def run_locks(effects: Iterable[Effects]) -> list[Asked]:
    """What lets one after the other work on a run, until commit: what it takes in is limited.

    A run has no row that could be locked, so runs share locks as events do. One that is its event
    alone nobody else works on.
    """
    runs = {
        run
        for one in effects
        for run in (*(told.run for told in one.runs), *(told.run for told in one.activities))
        if run and run != one.event_id
    }
    keys = sorted({zlib.crc32(run.encode()) % _RUN_LOCKS for run in runs})
    return [(_LOCK_ALONE, [_RUN_LOCK_SPACE, keys])] if keys else []


def lock_record() -> None:
    """Keep everybody from writing until commit: for a rebuild.

    Writers take their locks in an order that only they know (a correction finds objects as it
    goes), so whoever wants them all must come before any of them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_ID_LOCK_SPACE, _WHOLE_RECORD])


@dataclass(frozen=True, slots=True)
class Locked:
    """The states of all objects touched, and of the lots `beside` that used units are of.

    `lots`: those of each used unit, which what is said of them is said of too.
    """

    states: dict[int, State]
    lots: dict[int, set[int]]
    beside: dict[int, State]


def locking(effects: Collection[Effects], ids: Identities) -> list[Asked]:
    """What locks all that these effects touch, in id order until commit; for `locked`."""
    used = sorted(
        {
            effect.object.uri
            for one in effects
            for effect in one.involvements
            if effect.term in USES and not effect.object.is_class
        }
    )
    if not used:
        return [object_states.lock_named(ids.uris)]
    return [histories.lots_of_named(used), object_states.lock_with_lots(ids.uris, of=used)]


def locked(effects: Sequence[Effects], ids: Identities, *, answers: Sequence[Rows]) -> Locked:
    """The states that `locking` locked; those that were not there are begun."""
    touched = {ids.objects[named.uri] for one in effects for named in one.objects()}
    *of_lots, rows = answers
    lots: dict[int, set[int]] = defaultdict(set)
    for unit, lot in of_lots[0] if of_lots else ():
        lots[unit].add(lot)
    of_units = {lot for some in lots.values() for lot in some}
    states = object_states.begun(touched | of_units, locked=rows, unseen=ids.made)
    beside = {pk: states.pop(pk) for pk in of_units - touched}
    return Locked(states, lots, beside)


def lock(effects: Sequence[Effects], ids: Identities) -> Locked:
    """The states of all that these effects touch, locked in id order until commit."""
    return locked(effects, ids, answers=roundtrips.ask(*locking(effects, ids)))


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
    run_sums.add(placed)
    for one in placed:
        if one.position not in taken_back:
            did = one.effects
            meets(one, states)
            told = ((ids.objects[one.object.uri], one) for one in did.involvements)
            object_states.fold(states, told, at=did.at, event_id=did.event_id)
    before = taken_back - {one.position for one in placed}
    if before:
        run_sums.reckon(before)
        _recompute(before, states, here={one.position for one in placed})
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


def _recompute(positions: set[int], states: dict[int, State], *, here: set[int]) -> None:
    """Fold anew what these events, taken back, took part in; `here`: those that are new."""
    told = Involvement.objects.filter(event_id__in=positions | here)
    changed = list(told.values_list("object_id", "event_id", "at"))
    touched = {pk for pk, event, _ in changed if event in positions}
    since: dict[int, datetime] = {}
    for pk, _, at in changed:
        if pk in touched:
            since[pk] = min(at, since.get(pk, at))
    states.update(object_states.lock(touched))
    begun = points.last(since)
    after = {pk: begun[pk].at if pk in begun else points.BEGINNING for pk in touched}
    then = {pk: one.state for pk, one in begun.items()}
    object_states.recompute(after, begun=then, states=states)
