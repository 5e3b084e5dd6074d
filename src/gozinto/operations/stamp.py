"""Who, when and how sure: what every verb says of itself beside its own facts.

Every verb takes these as keywords after its own:

by        the person's opaque code; required
at        when it happened, aware; the present when absent
live      True for a request about now, which rules may refuse; False for a report of the past
event_id  a URI given by a caller who may repeat the request (a panel that was offline), with the
          same `at` or again without one: the answer is then that of the first time
earliest, latest   bounds of a time that is not known exactly
certainty how the objects were identified: "scanned" when absent
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any, Required, TypedDict, TypeVar
from zoneinfo import ZoneInfo

from gozinto import record
from gozinto.errors import Malformed
from gozinto.operations import master_data
from gozinto.record import Captured, clock
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.gozinto import Certainty, Context

E = TypeVar("E", bound=Event)


class Stamp(TypedDict, total=False):
    """The keywords that every verb takes; see the head of this module."""

    by: Required[str]
    at: datetime
    live: bool
    event_id: str
    earliest: datetime
    latest: datetime
    certainty: Certainty


def capture(kind: type[E], stamp: Stamp, *, role: str, fields: dict[str, Any]) -> Captured:
    """Build an event of `kind` from its own `fields` and the stamp, and put it on record.

    `fields` are the event's, and `context`: the `gozinto:` words as keywords of `Context`.
    Raises Malformed for a time without zone, and what `record.capture` raises.
    """
    event = build(kind, stamp, role=role, fields=fields)
    return record.capture(event, live=is_live(stamp), is_time_ours=is_time_ours(stamp))


def build(kind: type[E], stamp: Stamp, *, role: str, fields: dict[str, Any]) -> E:
    """The event that `capture` would put on record. Raises Malformed for a time without zone."""
    at = stamp.get("at") or clock.now()
    if at.utcoffset() is None:
        raise Malformed("The time has no zone.", code="time_without_zone", value=at.isoformat())
    own = dict(fields)
    words: dict[str, Any] = own.pop("context", {})
    words.setdefault("certainty", stamp.get("certainty", "scanned"))
    context = Context(
        person=stamp["by"],
        role=role,
        earliest=stamp.get("earliest"),
        latest=stamp.get("latest"),
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
