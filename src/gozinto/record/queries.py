"""EPCIS queries over the record: which events, in which order, a page at a time.

Source: EPCIS 2.0 section 8.2.7.1 (SimpleEventQuery). An event and its error declaration are two
answers. The words of a condition are those of the standard, and every value is bound.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import accumulate
from typing import Literal

from django.db.models import Exists, Func, IntegerField, JSONField, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from gozinto.errors import Malformed
from gozinto.record import horizon
from gozinto.record.models import Event as EventRow
from gozinto.record.models import Involvement, RunEvent
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.events import Event
from gozinto.standards.gs1.canonical_uris import canonical
from gozinto.standards.gs1.epc_patterns import regex_of

PER_PAGE = 30
MOST_PER_PAGE = 1000
_AT_ONCE = 1000
PAGE_BYTES = 16_000_000
"""A page ends where its events would be more: one alone may have eight million."""

_INT = IntegerField()
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]")
_PATTERN = re.compile(r"(?i:urn:epc):idpat:")

Order = Literal["recordTime", "eventTime"]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: texts by the standard's parameter name, each a list of alternatives."""

    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    times: Mapping[str, datetime] = field(default_factory=dict)
    order: Order = "recordTime"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Events with the time each was recorded, and where the next page begins: "" on the last."""

    events: tuple[Event, ...]
    next_page: str


def page(query: Query, *, after: str = "", size: int = PER_PAGE) -> Page:
    """One page of the events that meet every condition: `size` of them, or fewer that are large.

    Whoever reads on by record time misses none: what may still be joined by an earlier one waits.
    `after`: the `next_page` of the page before. Raises Malformed (bad_page_token).
    """
    found = _matching(query)
    if query.order == "recordTime" or not RECORD_TIMES.isdisjoint(query.times):
        found = found.filter(record_time__lt=horizon.complete_until())
    key = _KEYS[query.order]
    if after:
        found = found.filter(_beyond(query, key, *_opened(after)))
    sign = "-" if query.descending else ""
    ordered = found.order_by(f"{sign}{key}", f"{sign}position")
    weighed = ordered.annotate(bytes=Func("document", function="octet_length", output_field=_INT))
    listed = list(weighed.values_list("position", key, "bytes")[: size + 1])
    held = min(size, _that_fit([weight for *_, weight in listed]))
    rows = EventRow.objects.in_bulk([position for position, *_ in listed[:held]])
    events = tuple(_told(rows[position]) for position, *_ in listed[:held])
    return Page(events, _sealed(*listed[held - 1][:2]) if len(listed) > held else "")


def events(query: Query) -> Iterator[Event]:
    """All events that meet `query`, one by one, in the order in which they were recorded."""
    for row in _matching(query).order_by("position").iterator(chunk_size=_AT_ONCE):
        yield _told(row)


def at_positions(positions: Sequence[int]) -> Iterator[Event]:
    """The events at these places of the record, in its order."""
    for begin in range(0, len(positions), _AT_ONCE):
        some = positions[begin : begin + _AT_ONCE]
        for row in EventRow.objects.filter(position__in=some).order_by("position"):
            yield _told(row)


def by_id(event_id: str) -> tuple[Event, ...]:
    """The event of this id and its error declaration, whichever are on record."""
    if "\0" in event_id:
        return ()  # no text of the database holds one
    rows = EventRow.objects.filter(event_id=event_id).order_by("is_declaration")
    return tuple(_told(row) for row in rows)


def _that_fit(weights: Sequence[int]) -> int:
    """How many of these one page holds: at least one, where there is any."""
    sums = accumulate(weights)
    return max(sum(1 for total in sums if total <= PAGE_BYTES), min(1, len(weights)))


def _told(row: EventRow) -> Event:
    return replace(jsonld.loads(row.document), record_time=row.record_time)


def _column(name: str) -> Callable[[Sequence[str]], Q]:
    return lambda values: Q(**{f"{name}__in": list(values)})


def _in_document(*path: str) -> Callable[[Sequence[str]], Q]:
    name = "__".join(("as_json", *path))
    return lambda values: Q(**{f"{name}__in": list(values)})


_INSTANCES = ("serial", "container")
_LISTED: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "MATCH_epc": (("epc", "child"), _INSTANCES),
    "MATCH_parentID": (("parent",), _INSTANCES),
    "MATCH_inputEPC": (("input",), _INSTANCES),
    "MATCH_outputEPC": (("output",), _INSTANCES),
    "MATCH_anyEPC": (("epc", "child", "parent", "input", "output"), _INSTANCES),
    "MATCH_epcClass": (("epc", "child"), ("lot",)),
    "MATCH_inputEPCClass": (("input",), ("lot",)),
    "MATCH_outputEPCClass": (("output",), ("lot",)),
    "MATCH_anyEPCClass": (("epc", "child", "input", "output"), ("lot",)),
}


def _match(name: str) -> Callable[[Sequence[str]], Q]:
    roles, kinds = _LISTED[name]

    def condition(values: Sequence[str]) -> Q:
        took_part = Involvement.objects.filter(
            _named(values), event_id=OuterRef("position"), role__in=roles, object__kind__in=kinds
        )
        return Q(Exists(took_part))

    return condition


def _is_parent(values: Sequence[str]) -> Q:
    # What things are mounted on is an equipment, and no traceable object.
    mounted_on = Q(type="AssociationEvent", as_json__parentID__in=list(values))
    return _match("MATCH_parentID")(values) | mounted_on


def is_of_things(value: str) -> bool:
    """Whether a value of a MATCH condition can name anything: a URI, or a pattern that is one."""
    return bool(regex_of(value) if _PATTERN.match(value) else _ABSOLUTE.match(value))


def _named(values: Sequence[str]) -> Q:
    patterns = {value: regex_of(value) for value in values}
    found = Q(object__uri__in=[canonical(v) for v, pattern in patterns.items() if not pattern])
    for pattern in filter(None, patterns.values()):
        found |= Q(object__uri__regex=pattern)
    return found


def _of_run(values: Sequence[str]) -> Q:
    told = RunEvent.objects.filter(event_id=OuterRef("position"), run__uri__in=list(values))
    return Q(Exists(told), type="TransformationEvent")


TEXTS: Mapping[str, Callable[[Sequence[str]], Q]] = {
    "eventType": _column("type"),
    "EQ_action": _column("action"),
    "EQ_bizStep": _column("biz_step"),
    "EQ_disposition": _column("disposition"),
    "EQ_eventID": _column("event_id"),
    "EQ_readPoint": _in_document("readPoint", "id"),
    "EQ_bizLocation": _in_document("bizLocation", "id"),
    "EQ_transformationID": _of_run,
    **{name: _match(name) for name in _LISTED},
    "MATCH_parentID": _is_parent,
}
"""Every condition on words that is answered, and how."""

TIMES: Mapping[str, str] = {
    "GE_eventTime": "event_time__gte",
    "LT_eventTime": "event_time__lt",
    "GE_recordTime": "record_time__gte",
    "LT_recordTime": "record_time__lt",
}
"""Every condition on times that is answered, and how."""
RECORD_TIMES = frozenset(("GE_recordTime", "LT_recordTime"))
_KEYS: Mapping[Order, str] = {"recordTime": "record_time", "eventTime": "event_time"}
"""The column that each order goes by; of one time the place in the record decides."""


def _matching(query: Query) -> QuerySet[EventRow]:
    found = EventRow.objects.alias(as_json=Cast("document", JSONField()))
    for name, values in query.texts.items():
        found = found.filter(TEXTS[name](values))
    return found.filter(**{TIMES[name]: time for name, time in query.times.items()})


def _beyond(query: Query, key: str, time: datetime, position: int) -> Q:
    beyond = "lt" if query.descending else "gt"
    same = Q(**{key: time, f"position__{beyond}": position})
    # The first condition says nothing more than the second, but an index answers it.
    return Q(**{f"{key}__{beyond}e": time}) & (Q(**{f"{key}__{beyond}": time}) | same)


def _sealed(position: int, time: datetime) -> str:
    text = f"{time.astimezone(UTC).isoformat()}|{position}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _opened(token: str) -> tuple[datetime, int]:
    try:
        text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
        time, _, position = text.partition("|")
        return datetime.fromisoformat(time), int(position)
    except (ValueError, binascii.Error) as error:
        raise Malformed(
            "This is no page token of this server.",
            code="bad_page_token",
            next_step="Follow the Link header of the page before, or ask anew without it.",
            value=token[:80],
        ) from error
