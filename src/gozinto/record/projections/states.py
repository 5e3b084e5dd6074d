"""Folds what events say of an object into its state; the fold does not depend on their order.

Of two that say something at the same time, the one with the greater event id counts: a rule that
no order of arrival changes. The kind of a foreign URI is not folded: it is identity, and stays
what its first mention made it (`record/identities.py`).

What is said of an amount as it leaves a lot is not said of the rest; it counts for the lot when
nothing of it is here any more. A unit is one piece: it is here when what came last is newer than
what took it away, however often it was told. Of a lot that transformations put out and that was
also commissioned, both tell of the same making, and the larger sum counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from decimal import Context, Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any, cast

import orjson

from gozinto import roundtrips
from gozinto.plant.models import TraceableObject
from gozinto.record.effect_shapes import InvolvementEffect, Named
from gozinto.record.models import Membership, ObjectState
from gozinto.record.projections.standing import Said, Standing
from gozinto.roundtrips import Asked, Rows
from gozinto.standards.quantities import PIECES, base_unit, convert

# Wider than the columns, so that no sum depends on the order of its terms.
_WIDE = Context(prec=60)
_PLACES = Decimal("1e-9")
_ZERO = Decimal(0)


@dataclass(slots=True)
class State:
    """A row of ObjectState while it is folded; each field is the column of that name."""

    object_id: int
    first_at: datetime | None = None
    last_at: datetime | None = None
    status: str = ""
    status_at: datetime | None = None
    whole_status: str = ""
    whole_at: datetime | None = None
    whole_event: str = ""
    left_status: str = ""
    left_at: datetime | None = None
    left_event: str = ""
    held: bool = False
    held_at: datetime | None = None
    held_event: str = ""
    location: str = ""
    location_at: datetime | None = None
    location_event: str = ""
    expires_at: datetime | None = None
    expiry_at: datetime | None = None
    expiry_event: str = ""
    on_hand: Decimal = _ZERO
    uom: str = ""
    unit_at: datetime | None = None
    unit_event: str = ""
    amounts: dict[str, dict[str, str]] = field(default_factory=dict)
    is_here: bool | None = None
    here_at: datetime | None = None
    here_event: str = ""
    standing: Standing = field(default_factory=Standing)


COLUMNS = tuple(f.name for f in fields(State))
"""What a state is read from and written to, in this order."""
_TABLE = ObjectState._meta.db_table
_LOCK = (
    f"SELECT {', '.join(COLUMNS)} FROM {_TABLE}"
    " WHERE object_id = ANY($1::bigint[]) ORDER BY object_id FOR UPDATE"
)
_LOCK_NAMED = (
    f"SELECT {', '.join(f's.{name}' for name in COLUMNS)} FROM {_TABLE} s"
    f" JOIN {TraceableObject._meta.db_table} o ON o.id = s.object_id"
    " WHERE o.uri = ANY($1::text[]) ORDER BY s.object_id FOR UPDATE OF s"
)
_LOCK_WITH_LOTS = (
    f"SELECT {', '.join(COLUMNS)} FROM {_TABLE} WHERE object_id = ANY(ARRAY("
    f"SELECT id FROM {TraceableObject._meta.db_table} WHERE uri = ANY($1::text[])"
    f" UNION SELECT m.lot_id FROM {TraceableObject._meta.db_table} o"
    f" JOIN {Membership._meta.db_table} m ON m.unit_id = o.id WHERE o.uri = ANY($2::text[])))"
    " ORDER BY object_id FOR UPDATE"
)
_ADD = (
    f"INSERT INTO {_TABLE} ({', '.join(COLUMNS)})"
    f" SELECT {', '.join(COLUMNS)} FROM json_populate_recordset(NULL::{_TABLE}, $1::json)"
    " ON CONFLICT (object_id) DO "
)
_BEGIN = _ADD + "NOTHING"
_SAVE = _ADD + "UPDATE SET " + ", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS[1:])


def lock(object_ids: Collection[int]) -> dict[int, State]:
    """The states of these objects, locked in id order until commit; new ones are begun."""
    (rows,) = roundtrips.ask((_LOCK, [sorted(object_ids)]))
    return begun(object_ids, locked=rows)


def lock_named(uris: Sequence[str]) -> Asked:
    """What locks the states of the objects of these URIs, in id order; `begun` takes its rows."""
    return _LOCK_NAMED, [uris]


def lock_with_lots(uris: Sequence[str], *, of: Sequence[str]) -> Asked:
    """As `lock_named`, and the lots `of` these units with them."""
    return _LOCK_WITH_LOTS, [uris, of]


def begun(
    object_ids: Collection[int], *, locked: Rows, unseen: Collection[int] = ()
) -> dict[int, State]:
    """The states of these objects, of which some were locked; the others are begun, and locked.

    `unseen`: objects that this transaction made. Nobody else can want to lock those.
    """
    states = {pk: State(pk) for pk in object_ids if pk in unseen}
    states |= read(row for row in locked if row[0] in object_ids)
    missing = sorted(pk for pk in object_ids if pk not in states)
    if missing:
        _write(_BEGIN, [State(pk) for pk in missing])
        states |= read(*roundtrips.ask((_LOCK, [missing])))
    return states


def read(rows: Iterable[tuple[Any, ...]]) -> dict[int, State]:
    """The states out of rows of `COLUMNS`, by object."""
    states = {row[0]: State(*row) for row in rows}
    for state in states.values():
        # Django leaves jsonb a text.
        state.amounts = orjson.loads(cast(str, state.amounts))
        state.standing = Standing.read(orjson.loads(cast(str, state.standing)))
    return states


Told = tuple[int, InvolvementEffect]
"""An object and one thing that an event says of it."""


def fold(states: Mapping[int, State], told: Iterable[Told], *, at: datetime, event_id: str) -> None:
    """Fold all that one event says, at that time, into the states of its objects."""
    said = (at, event_id)
    stands: dict[int, bool] = {}
    for pk, did in told:
        state = states[pk]
        _note(state, did, said)
        if did.delta:
            if did.object.is_class:
                _count(state, did, said)
            else:
                # Rework: of what one event says of a unit, the last counts.
                stands[pk] = did.delta > 0
    for pk, is_here in stands.items():
        _stand(states[pk], is_here, said)


def advance(state: State, said: Said) -> None:
    """One event more of the object, later than all before."""
    state.standing.step(said, booked=state.on_hand, uom=state.uom)
    told = ((state.object_id, effect) for effect in said.did)
    fold({state.object_id: state}, told, at=said.at, event_id=said.event_id)


def _note(state: State, did: InvolvementEffect, said: tuple[datetime, str]) -> None:
    at, event_id = said
    state.first_at = at if state.first_at is None else min(state.first_at, at)
    state.last_at = at if state.last_at is None else max(state.last_at, at)
    if did.status:
        if did.delta < 0 and did.object.is_class:
            if _is_newer(said, state.left_at, state.left_event):
                state.left_status, state.left_at, state.left_event = did.status, at, event_id
        elif _is_newer(said, state.whole_at, state.whole_event):
            state.whole_status, state.whole_at, state.whole_event = did.status, at, event_id
    if did.held is not None and _is_newer(said, state.held_at, state.held_event):
        state.held, state.held_at, state.held_event = did.held, at, event_id
    if did.location and _is_newer(said, state.location_at, state.location_event):
        state.location, state.location_at, state.location_event = did.location, at, event_id
    if did.expires_at and _is_newer(said, state.expiry_at, state.expiry_event):
        state.expires_at, state.expiry_at, state.expiry_event = did.expires_at, at, event_id


def _is_newer(said: tuple[datetime, str], at: datetime | None, event_id: str) -> bool:
    # Not strictly: of one event's own statements the last counts, and they come together.
    return at is None or said >= (at, event_id)


def _count(state: State, did: InvolvementEffect, said: tuple[datetime, str]) -> None:
    """Add to a lot's stock. Every dimension is summed, by how the amount came or went."""
    base = base_unit(did.uom)
    sums = state.amounts.setdefault(base, {})
    way = _way(did)
    sums[way] = format(_WIDE.add(Decimal(sums.get(way, "0")), _in_base(did.delta, did.uom)), "f")
    _show(state, base, said)


def came(state: State) -> Decimal:
    """How much of a lot ever came, in the unit its stock is counted in."""
    return _came(state.amounts.get(state.uom, {}))


def _came(sums: Mapping[str, str]) -> Decimal:
    brought, made, commissioned = (
        Decimal(sums.get(way, "0")) for way in ("brought", "made", "commissioned")
    )
    return _WIDE.add(brought, max(made, commissioned))


def _way(did: InvolvementEffect) -> str:
    if did.term != "produced":
        return "brought" if did.delta > 0 else "moved"
    return "made" if did.role == "output" else "commissioned"


def _stand(state: State, is_here: bool, said: tuple[datetime, str]) -> None:
    """A unit came or went. Of a coming and a going at the same time, the going came after."""
    at, event_id = said
    now = (at, not is_here, event_id)
    if state.here_at is None or now > (state.here_at, not state.is_here, state.here_event):
        state.is_here, state.here_at, state.here_event = is_here, at, event_id
    _show(state, base_unit(PIECES), said)


def _show(state: State, base: str, said: tuple[datetime, str]) -> None:
    """What is on hand, in the dimension that the earliest to be counted was counted in."""
    if state.unit_at is None or said < (state.unit_at, state.unit_event):
        state.uom, state.unit_at, state.unit_event = base, *said
    on_hand = _stock(state.amounts.get(state.uom, {}))
    if state.is_here and state.uom == base_unit(PIECES):
        on_hand += 1
    state.on_hand = on_hand


def _stock(sums: Mapping[str, str]) -> Decimal:
    return _WIDE.add(Decimal(sums.get("moved", "0")), _came(sums))


def _in_base(amount: Decimal, uom: str) -> Decimal:
    return convert(amount, uom, base_unit(uom)).quantize(_PLACES, context=_WIDE)


def _settle(state: State) -> None:
    """The status of what is still here; of what left, when nothing is."""
    state.status, state.status_at = state.whole_status, state.whole_at
    if state.left_at is None or state.on_hand > 0:
        return
    if _is_newer((state.left_at, state.left_event), state.whole_at, state.whole_event):
        state.status, state.status_at = state.left_status, state.left_at


def save(states: Iterable[State]) -> None:
    """Write states in one statement."""
    settled = sorted(states, key=attrgetter("object_id"))
    for state in settled:
        _settle(state)
    if settled:
        _write(_SAVE, settled)


def _write(statement: str, states: Iterable[State]) -> None:
    rows = b",".join(map(as_json, states))
    roundtrips.tell((statement, [f"[{rows.decode()}]"]))


def as_json(state: State, **beside: str) -> bytes:
    """A state as an object of JSON, by column; with other columns beside it."""
    row = dict(zip(COLUMNS, _values(state), strict=True), **beside)
    return orjson.dumps(row, default=_plain, option=orjson.OPT_PASSTHROUGH_DATACLASS)


_values = attrgetter(*COLUMNS)


def _plain(value: Decimal | Standing) -> Any:
    return value.written() if isinstance(value, Standing) else format(value, "f")


TOLD = (
    "e.event_id, i.at, i.object_id, i.is_class, i.role, i.quantity, i.uom, i.delta, i.term,"
    " i.status, i.held, i.location, i.expires_at, i.recalled, i.inspection, i.result, i.is_count"
)
"""The columns of involvements `i` and their events `e` that a state is folded from."""


def folded(
    object_ids: Collection[int],
    told: Iterable[Sequence[Any]],
    *,
    begun: Mapping[int, State] | None = None,
) -> dict[int, State]:
    """The states of these objects out of rows of `TOLD`, in the order of the record.

    `begun`: the states of some of them before those rows.
    """
    states = {pk: State(pk) for pk in object_ids} | dict(begun or {})
    for (event_id, at), group in groupby(told, key=lambda row: row[:2]):
        fold(states, [effect_of(row[2:]) for row in group], at=at, event_id=event_id)
    for state in states.values():
        _settle(state)
    return states


def recompute(
    after: Mapping[int, datetime], *, begun: Mapping[int, State], states: dict[int, State]
) -> None:
    """Fold objects anew from what is not withdrawn: after a correction.

    `after`: each of them, and the time until which all that stands is in what it is `begun` with.
    """
    times = [at.isoformat() for at in after.values()]
    (rows,) = roundtrips.ask((_STANDING, [list(after), times]))
    states.update(folded(after, rows, begun=begun))


THAT_STAND = (
    " FROM gozinto_involvement i JOIN gozinto_event e ON e.position = i.event_id"
    " WHERE i.object_id = ANY($1::bigint[]) AND NOT EXISTS"
    " (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = i.event_id)"
)
"""Involvements `i` of objects in events `e` that nobody took back."""
LATER = (
    " FROM unnest($1::bigint[], $2::timestamptz[]) AS t(object, after)"
    " JOIN gozinto_involvement i ON i.object_id = t.object AND i.at > t.after"
    " JOIN gozinto_event e ON e.position = i.event_id WHERE NOT EXISTS"
    " (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = i.event_id)"
)
"""The same, of each object after a time of its own."""
_STANDING = f"SELECT {TOLD}{LATER} ORDER BY i.event_id, i.ordinal"


def effect_of(row: Sequence[Any]) -> Told:
    """The object and what was said of it, out of a row of `TOLD` without event and time."""
    pk, is_class, role, quantity, uom, delta, term, status, held, location, *rest = row
    expires_at, recalled, inspection, result, is_count = rest
    return pk, InvolvementEffect(
        object=Named("", is_class=is_class),
        role=role,
        quantity=quantity,
        uom=uom,
        delta=delta,
        term=term,
        status=status,
        held=held,
        location=location,
        expires_at=expires_at,
        recalled=recalled,
        inspection=inspection,
        result=result,
        is_count=is_count,
    )
