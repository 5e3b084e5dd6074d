"""Query parameters and body members of the API, read strictly, each fault with a code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

from gozinto.errors import Malformed, TooLarge, Violation
from gozinto.plant import objects
from gozinto.plant.models import TraceableObject

MAX_IDS = 10_000
MAX_ID_CHARACTERS = 2_000
OPTIONS = ("width", "as_of", "known_at")
"""What a trace may be asked beside its ids."""
WIDTHS = ("proven", "recorded", "possible")
_RFC_3339 = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)[Tt ](?P<time>\d\d:\d\d:\d\d)(?P<part>\.\d+)?"
    r"(?P<zone>[Zz]|[+-]\d\d:\d\d)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a trace beyond its origin."""

    width: str = "recorded"
    as_of: datetime | None = None
    known_at: datetime | None = None

    def options(self) -> dict[str, Any]:
        """The keyword arguments of trace.backward and trace.forward."""
        return {"width": self.width, "as_of": self.as_of, "known_at": self.known_at}


def read_time(text: object, *, name: str) -> datetime:
    """An RFC 3339 time in UTC. Raises Malformed; a time without a zone is none."""
    if not isinstance(text, str) or not (match := _RFC_3339.fullmatch(text.strip())):
        raise Malformed(
            f"{name} is no RFC 3339 time: {text!r}.",
            code="bad_time",
            next_step="Write it like 2026-03-01T00:00:00Z (in a URL, + is written %2B).",
        )
    if match["zone"] is None:
        raise Malformed(
            f"{name} has no time zone: {text!r}.",
            code="missing_zone",
            next_step="Add Z or an offset such as +03:00 (in a URL, + is written %2B).",
        )
    # Python reads six digits of a second; finer ones are cut, never rounded into the next one.
    part = (match["part"] or ".0")[:7]
    try:
        time = datetime.fromisoformat(
            f"{match['date']}T{match['time']}{part.ljust(7, '0')}{match['zone'].upper()}"
        )
        return time.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Malformed(f"{name} is no time there is: {text!r}.", code="bad_time") from error


def read_id(value: object, *, name: str = "id") -> str:
    """A text that may name an object. Raises Malformed."""
    if not isinstance(value, str) or not value.strip():
        raise Malformed(f"{name} has to be a text.", code="bad_id")
    if len(value) > MAX_ID_CHARACTERS:
        raise Malformed(f"{name} has more than {MAX_ID_CHARACTERS} characters.", code="bad_id")
    # NUL cannot stand in PostgreSQL's text, half a surrogate pair in no UTF-8 at all.
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise Malformed(f"{name} holds a character no label can.", code="bad_id")
    return value


def read_question(members: Mapping[str, Any]) -> Question:
    """Width and the two times out of parameters or a body. Raises Malformed."""
    width = members.get("width", "recorded")
    if width not in WIDTHS:
        raise Malformed(
            f"There is no width {width!r}.",
            code="unknown_width",
            next_step="Choose one of: " + ", ".join(WIDTHS) + ".",
        )
    times = {
        name: read_time(members[name], name=name)
        for name in ("as_of", "known_at")
        if name in members
    }
    return Question(width, times.get("as_of"), times.get("known_at"))


def refuse_others(names: Iterable[str], *, known: Iterable[str]) -> None:
    """Raise Malformed for every name that is not known: a mistyped option must not pass unseen."""
    allowed = tuple(known)
    if strange := sorted(set(names) - set(allowed)):
        raise Malformed(
            "Not known here: " + ", ".join(strange) + ".",
            code="unknown_parameter",
            next_step="Choose from: " + ", ".join(allowed) + ".",
            violations=[
                Violation(code="unknown_parameter", message=f"{name} is not known.", path=name)
                for name in strange
            ],
        )


def read_parameters(request: HttpRequest, *, known: Iterable[str]) -> dict[str, str]:
    """The query parameters beside `id`, each at most once. Raises Malformed."""
    refuse_others(request.GET, known=known)
    found: dict[str, str] = {}
    for name in request.GET:
        values = request.GET.getlist(name)
        if name != "id" and len(values) > 1:
            raise Malformed(f"{name} stands more than once.", code="repeated_parameter")
        found[name] = values[-1]
    return found


def read_one_id(request: HttpRequest) -> str:
    """The one `id` of the query. Raises Malformed where there are several."""
    values = request.GET.getlist("id")
    if len(values) > 1:
        raise Malformed(
            "id stands more than once.",
            code="repeated_parameter",
            next_step="Ask about one at a time.",
        )
    return read_id(values[0])


def read_ids(values: object, *, name: str = "ids") -> list[str]:
    """A list of one to MAX_IDS texts. Raises Malformed or TooLarge."""
    if not isinstance(values, list) or not values:
        raise Malformed(f"{name} has to be a list of at least one id.", code="missing_id")
    if len(values) > MAX_IDS:
        raise TooLarge(f"{name} may list {MAX_IDS:,} ids.", limit=MAX_IDS)
    return [read_id(value, name=f"{name}[{index}]") for index, value in enumerate(values)]


def resolve(ids: Sequence[str]) -> list[TraceableObject]:
    """The objects these texts name, each once. Raises Unknown or Ambiguous."""
    found = {entry.pk: entry for entry in map(objects.resolve, ids)}
    return list(found.values())
