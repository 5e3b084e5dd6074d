"""The page's address, read: what is asked, of which things, and how the answer is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from gozinto import trace
from gozinto.access import gate
from gozinto.access.roles import PERSONAL
from gozinto.edges.office import search
from gozinto.edges.office.tracing import rows
from gozinto.errors import Malformed
from gozinto.plant import objects
from gozinto.plant.models import TraceableObject
from gozinto.trace import Sought
from gozinto.trace.answer import Trace

ROWS = 40
MOST_IDS = 200
MOST_ROWS = 100_000
_LONGEST_WORD = 200

TRACERS: Mapping[str, Callable[..., Trace]] = {
    "backward": trace.backward,
    "forward": trace.forward,
    "both": trace.both,
}
_WORDS = ("supplier", "number", "equipment", "parameter", "person", "gauge")
_BOUNDS = ("above", "below")
_TIMES = ("since", "until")
QUESTION = ("id", *_WORDS, *_BOUNDS, *_TIMES, "direction", "width", "as_of", "known_at")
"""The parameters that make the question; the others only look at its answer."""
_USUAL = {("direction", "backward"), ("width", "recorded")}


@dataclass(frozen=True, slots=True)
class Asked:
    """The question, and how its answer is looked at.

    `hidden`: the question as the fields of a form. `sought`: what it begins with, where that is
    nothing with a number. `compares`: the three widths are wanted side by side. `view`: "graph" or
    "sankey", "" for what suits the size of the answer.
    """

    hidden: Sequence[tuple[str, str]]
    ids: tuple[str, ...]
    sought: Sought | None
    direction: str
    width: str
    as_of: datetime | None
    known_at: datetime | None
    opened: frozenset[str]
    node: str
    why: str
    text: str
    group: str
    sort: str
    is_descending: bool
    rows: int
    compares: bool
    view: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked yet."""
        return not self.ids and self.sought is None

    def options(self) -> dict[str, Any]:
        """Width and times, for the questions of the trace room."""
        return {"width": self.width, "as_of": self.as_of, "known_at": self.known_at}


def read(query: QueryDict) -> Asked:
    """The question an address asks. Raises Malformed."""
    ids = tuple(text for text in map(search.read, query.getlist("id")) if text)
    if len(ids) > MOST_IDS:
        raise Malformed(f"A page traces {MOST_IDS} objects at most.", code="too_many_ids")
    sort = query.get("sort", "time")
    count = query.get("rows", "")
    direction = query.get("direction", "")
    return Asked(
        hidden=_hidden(query),
        ids=ids,
        sought=None if ids else _sought(query),
        direction=direction if direction in TRACERS else "backward",
        width=query.get("width", "") or "recorded",
        as_of=read_time(query.get("as_of", "")),
        known_at=read_time(query.get("known_at", "")),
        opened=frozenset(query.getlist("open")),
        node=query.get("node", ""),
        why=query.get("why", "").strip(),
        text=query.get("q", ""),
        group=query.get("show", ""),
        sort=sort if sort in rows.SORTS else "time",
        is_descending=query.get("order") == "down",
        rows=min(int(count), MOST_ROWS) if count.isascii() and count.isdigit() else ROWS,
        compares=query.get("compare") == "1",
        view=query.get("view", ""),
    )


def _hidden(query: QueryDict) -> list[tuple[str, str]]:
    listed = ((name, value.strip()) for name in QUESTION for value in query.getlist(name))
    return [one for one in listed if one[1] and one not in _USUAL]


def _sought(query: QueryDict) -> Sought | None:
    words = {name: _word(query.get(name, "")) for name in _WORDS}
    if not any(words[name] for name in words if name != "number"):
        return None
    return Sought(
        **words,
        above=_bound(query.get("above", "")),
        below=_bound(query.get("below", "")),
        since=read_time(query.get("since", "")),
        until=read_time(query.get("until", "")),
    )


def _word(text: str) -> str:
    """A code or a name. Raises Malformed for what the record cannot hold."""
    word = search.read(text)
    if len(word) > _LONGEST_WORD:
        raise Malformed("No label holds a text like this.", code="bad_id")
    return word


def _bound(text: str) -> Decimal | None:
    """A number as people of any of our languages type it."""
    if not text.strip():
        return None
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise Malformed(f"This is not an amount: {text[:80]}", code="not_a_number", value=text[:80])
    return number


def read_time(text: str) -> datetime | None:
    """A time in UTC; without an offset it is the plant's, as its clocks show it."""
    if not text.strip():
        return None
    try:
        # A form may write the offset's + as a space, as the URL rules have it.
        time = parse_datetime(text.strip().replace(" ", "+") if "T" in text else text.strip())
        if time is not None and timezone.is_naive(time):
            time = timezone.make_aware(time)
        if time is not None:
            return time.astimezone(UTC)
    except (ValueError, OverflowError):
        time = None
    raise Malformed(
        f"This is no time: {text[:80]}",
        code="bad_time",
        next_step="Choose a day and a time, or leave it empty for now.",
        value=text,
    )


def origin(request: HttpRequest, asked: Asked) -> list[TraceableObject]:
    """The objects asked about, each once.

    Raises Unknown, Ambiguous and Malformed; Forbidden where somebody may not ask about a person.
    """
    if asked.sought is None:
        found = objects.resolve_many(asked.ids)
        return list({entry.pk: entry for entry in map(found.__getitem__, asked.ids)}.values())
    if asked.sought.person:
        gate.admit(request, roles=PERSONAL)
    return trace.origins(asked.sought, **asked.options())


def ask(asked: Asked, begun: Sequence[TraceableObject]) -> Trace:
    """The answer to the question about these objects. Raises Malformed."""
    return TRACERS[asked.direction](begun, **asked.options())
