"""Who, when and how sure: what every verb says of itself beside its own facts.

Every verb takes these as keywords after its own:

by        the person's opaque code; required
at        when it happened, aware; the present when absent
live      True for a request about now, which rules may refuse; False for a report of the past
event_id  a URI given by a caller who may repeat the request (a panel that was offline), with the
          same `at` or again without one: the answer is then that of the first time
earliest, latest   bounds of a time that is not known exactly
certainty how the objects were identified: "scanned" when absent
override  rules that the person (`by`) lets pass, each with a reason and in which role
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any, Required, TypedDict, TypeVar
from zoneinfo import ZoneInfo

import uuid6
from django.db import transaction

from gozinto import record
from gozinto.errors import Malformed
from gozinto.operations import master_data
from gozinto.plant import known
from gozinto.record import Captured, clock
from gozinto.record.models import Event as EventRow
from gozinto.record.transactions import run_tx
from gozinto.standards.epcis import gozinto as epcis
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.gozinto import Certainty, Context

E = TypeVar("E", bound=Event)
T = TypeVar("T")


class Stamp(TypedDict, total=False):
    """The keywords that every verb takes; see the head of this module."""

    by: Required[str]
    at: datetime
    live: bool
    event_id: str
    earliest: datetime
    latest: datetime
    certainty: Certainty
    override: Sequence[Override]


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A rule that is let pass: its code, why, and the role in which the person may do that."""

    code: str
    reason: str
    role: str = ""


def capture(kind: type[E], stamp: Stamp, *, role: str, fields: dict[str, Any]) -> Captured:
    """Build an event of `kind` from its own `fields` and the stamp, and put it on record.

    `fields` are the event's, and `context`: the `gozinto:` words as keywords of `Context`.
    Raises Malformed for a time without zone, and what `record.capture` raises.
    """
    return put([build(kind, stamp, role=role, fields=fields)], stamp)


def put(events: Sequence[Event], stamp: Stamp) -> Captured:
    """Put events of one request on record, all or none: now, or when a `gathered()` block ends.

    Answers the last one; the ids of the others stand in its `beside`. Raises what
    `record.capture_all` raises.
    """
    told = _Told(events, is_live(stamp), is_time_ours(stamp))
    batch = _gathering.get()
    *others, last = told.captured() if batch is None else batch.take(told)
    return replace(last, beside=tuple(one.event_id for one in others)) if others else last


@dataclass(frozen=True, slots=True)
class _Told:
    """Events of one request, or of several alike, and how they are to be taken."""

    events: Sequence[Event]
    live: bool
    is_time_ours: bool

    def captured(self) -> list[Captured]:
        if len(self.events) > 1:
            return record.capture_all(self.events, live=self.live, is_time_ours=self.is_time_ours)
        return [
            record.capture(event, live=self.live, is_time_ours=self.is_time_ours)
            for event in self.events
        ]


class Gathered:
    """What verbs wanted captured within a `gathered()` block, and after it what became of that."""

    def __init__(self, held: ExitStack) -> None:
        self.read: dict[Hashable, Any] = {}
        self._held, self._is_held = held, False
        self._told: list[_Told] = []
        self._captured: dict[str, Captured] = {}

    def hold(self) -> None:
        """What is done from here on is undone with the rest if the block fails."""
        # Not before it is needed: while it is open, a deadlock cannot be tried again.
        if not self._is_held:
            self._held.enter_context(transaction.atomic())
            self._is_held = True

    def take(self, told: _Told) -> list[Captured]:
        """Keep events until the block ends, under the ids that they will have on record."""
        named = [
            event if event.event_id else replace(event, event_id=f"urn:uuid:{uuid6.uuid7()}")
            for event in told.events
        ]
        self._told.append(replace(told, events=named))
        return [Captured(event.event_id, 0) for event in named]

    def of(self, answered: Captured) -> Captured:
        """What a verb answered within the block, as it stands on record after it."""
        found = self._captured.get(answered.event_id, answered)
        return replace(answered, position=found.position, repeated=found.repeated)

    def write(self) -> None:
        """Put all on record in one transaction, in the order in which it was told."""
        captured = run_tx(self._write)
        self._captured = {one.event_id: one for one in captured}

    def _write(self) -> list[Captured]:
        captured: list[Captured] = []
        for (live, ours), alike in groupby(self._told, key=lambda t: (t.live, t.is_time_ours)):
            events = [event for told in alike for event in told.events]
            captured += _Told(events, live, ours).captured()
        return captured


_gathering: ContextVar[Gathered | None] = ContextVar("gathering", default=None)


def numbering(body: Callable[[], T]) -> T:
    """Do what issues numbers and captures what carries them, in one transaction.

    The numbers come back if that does not stand: of a `gathered()` block, if any of it does not.
    """
    batch = _gathering.get()
    if batch is not None:
        batch.hold()
    with record.unbuffered():
        return run_tx(body)


def read_once(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` answers; within a `gathered()` block it is asked once for each key.

    Nothing that the block does is on record before it ends, so the record answers the same.
    """
    batch = _gathering.get()
    if batch is None:
        return read()
    if key not in batch.read:
        batch.read[key] = read()
    found: T = batch.read[key]
    return found


@contextmanager
def gathered() -> Iterator[Gathered]:
    """Within the block nothing is captured; when it ends, all of it is, or none.

    So many verbs cost as much as one that says as much. What a verb answers in the block has no
    position yet; the block's `of` tells it afterwards. A verb that reads what another one of the
    block writes does not see it, and the plant is what it was as the block began. Raises what
    `record.capture_all` raises, as the block ends.
    """
    with ExitStack() as held:
        batch = Gathered(held)
        token = _gathering.set(batch)
        try:
            with known.kept():
                yield batch
        finally:
            _gathering.reset(token)
        batch.write()


def nth(stamp: Stamp, ordinal: int) -> Stamp:
    """The stamp of a request's event of that place, from 0: a repeat of the request repeats its id.

    The first has the id that the caller gave.
    """
    event_id = stamp.get("event_id", "")
    if not event_id or not ordinal:
        return stamp
    name = event_id if ordinal == 1 else f"{event_id}#{ordinal}"
    return {**stamp, "event_id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"}


MOST_EVENTS = 1_000
"""Events of one request that a repeat of it is looked for under."""


def repeated(stamp: Stamp) -> Captured | None:
    """What a request answered that was on record before; None where it is new.

    For verbs that tell what the record does not have yet, which a repeat of them would not find.
    """
    if not stamp.get("event_id"):
        return None
    names = [nth(stamp, ordinal)["event_id"] for ordinal in range(MOST_EVENTS)]
    rows = EventRow.objects.filter(event_id__in=names, is_declaration=False)
    positions = dict(rows.values_list("event_id", "position"))
    *others, last = [name for name in names if name in positions] or [""]
    if not last:
        return None
    return Captured(last, positions[last], repeated=True, beside=tuple(others))


def first_told(stamp: Stamp) -> datetime | None:
    """When it happened, by the request or by the event that it repeats; None for a new one, now.

    For verbs that list what a container holds: a repeat lists what it held the first time.
    """
    at = stamp.get("at")
    if at is not None or not stamp.get("event_id"):
        return at
    found = EventRow.objects.filter(event_id=stamp["event_id"], is_declaration=False)
    return found.values_list("event_time", flat=True).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The station at which all of a block was told, and whether a PIN showed by whom."""

    station: str
    is_proven: bool = True

    def words(self) -> dict[str, str]:
        """What its events say of that."""
        return {"station": self.station, "identity": "" if self.is_proven else "unproven"}


_panel: ContextVar[Panel | None] = ContextVar("panel", default=None)


@contextmanager
def told_at(panel: Panel) -> Iterator[None]:
    """Within the block every event says at which station it was told."""
    token = _panel.set(panel)
    try:
        yield
    finally:
        _panel.reset(token)


def build(kind: type[E], stamp: Stamp, *, role: str, fields: dict[str, Any]) -> E:
    """The event that `capture` would put on record. Raises Malformed for a time without zone."""
    at = stamp.get("at") or clock.now()
    if at.utcoffset() is None:
        raise Malformed("The time has no zone.", code="time_without_zone", value=at.isoformat())
    own = dict(fields)
    words: dict[str, Any] = own.pop("context", {})
    words.setdefault("certainty", stamp.get("certainty", "scanned"))
    panel = _panel.get()
    words |= panel.words() if panel else {}
    context = Context(
        person=stamp["by"],
        role=role,
        earliest=stamp.get("earliest"),
        latest=stamp.get("latest"),
        overrides=tuple(
            epcis.Override(code=one.code, reason=one.reason, person=stamp["by"], role=one.role)
            for one in stamp.get("override", ())
        ),
        **words,
    )
    return kind(
        event_time=at,
        event_time_zone_offset=_offset(at),
        event_id=stamp.get("event_id", ""),
        extensions=context.extensions(),
        **own,
    )


def is_live(stamp: Stamp) -> bool:
    """Whether rules may refuse it."""
    return stamp.get("live", False)


def is_time_ours(stamp: Stamp) -> bool:
    """Whether nobody told the time, so that it says nothing of whether a request is repeated."""
    return stamp.get("at") is None


def _offset(at: datetime) -> str:
    """The plant's own offset from UTC at that time, as EPCIS writes it: "+03:00"."""
    minutes = (
        int(_zone_offset_s(master_data.company().zone, int(at.timestamp()) // 900 * 900)) // 60
    )
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


@lru_cache(maxsize=4096)
def _zone_offset_s(zone: str, quarter: int) -> float:
    # Zones change their offset at quarters of an hour, so one look a quarter is exact.
    offset = datetime.fromtimestamp(quarter, ZoneInfo(zone)).utcoffset()
    return offset.total_seconds() if offset else 0.0
