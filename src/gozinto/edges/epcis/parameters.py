"""The query string of /epcis/events, read strictly: what is not answered is not passed over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, QueryDict

from gozinto.errors import Malformed, NotSupported, Violation
from gozinto.record import queries
from gozinto.record.queries import MOST_PER_PAGE, PER_PAGE, Order, Query
from gozinto.standards.epcis import reading
from gozinto.standards.epcis import vocabulary as v
from gozinto.standards.epcis.events import EVENT_TYPES
from gozinto.standards.epcis.reading import Reading

_PAGING = ("perPage", "nextPageToken", "orderBy", "orderDirection")
_STANDARD = (
    *("EQ_", "GE_", "LT_", "GT_", "LE_", "WD_", "MATCH_", "EXISTS_", "HASATTR_", "EQATTR_"),
    *("eventCountLimit", "maxEventCount"),
)
"""How the standard's other parameters begin."""

_WORDS: Mapping[str, Callable[[str], str]] = {
    "EQ_bizStep": v.BIZ_STEP.bare,
    "EQ_disposition": v.DISPOSITION.bare,
}
"""Words that stand bare in the record, whatever form they were asked in."""


_CLOSED: Mapping[str, Sequence[str]] = {
    "eventType": tuple(EVENT_TYPES),
    "EQ_action": ("ADD", "OBSERVE", "DELETE"),
}
"""Parameters of which every possible value is known."""

_NO_THING = "A URI is expected, or a pattern such as urn:epc:idpat:sgtin:4012345.012345.*."


@dataclass(frozen=True, slots=True)
class WantedPage:
    """Which page of a list."""

    after: str
    size: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query and which page of its answer."""

    query: Query
    after: str
    size: int


def read(request: HttpRequest) -> Wanted:
    """What is asked for. Raises Malformed with every wrong parameter, NotSupported (501)."""
    given = _given(request)
    faults: list[Violation] = []
    _refuse_strangers(given, faults, known={*queries.TEXTS, *queries.TIMES, *_PAGING})
    texts = {
        name: _alternatives(name, given.get(name, ""), faults)
        for name in queries.TEXTS
        if name in given
    }
    times = {
        name: time
        for name in queries.TIMES
        if name in given and (time := _time(name, given.get(name, ""), faults)) is not None
    }
    order = _one_of(given, "orderBy", ("recordTime", "eventTime"), faults)
    direction = _one_of(given, "orderDirection", ("ASC", "DESC"), faults)
    size = _size(given, faults)
    _raise(faults)
    query = Query(texts, times, cast(Order, order), direction == "DESC")
    return Wanted(query, given.get("nextPageToken", ""), size)


def read_page(request: HttpRequest) -> WantedPage:
    """Which page of a list without conditions. Raises Malformed with every wrong parameter."""
    faults: list[Violation] = []
    given = _given(request)
    _refuse_strangers(given, faults, known={"perPage", "nextPageToken"})
    size = _size(given, faults)
    _raise(faults)
    return WantedPage(given.get("nextPageToken", ""), size)


def next_address(request: HttpRequest, token: str) -> str:
    """The address of the next page: the same question, further on."""
    parameters = request.GET.copy()
    parameters["nextPageToken"] = token
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")


def _given(request: HttpRequest) -> QueryDict:
    try:
        return request.GET
    except TooManyFieldsSent as error:
        raise Malformed(
            "There are more parameters than any question has.",
            code="bad_parameter",
            next_step="Join alternatives of one parameter by |.",
        ) from error


def _raise(faults: list[Violation]) -> None:
    if faults:
        raise Malformed(
            "A parameter is wrong; all that are wrong are listed.",
            code="bad_parameter",
            next_step="Correct what is listed and ask again.",
            violations=faults,
        )


def _refuse_strangers(given: QueryDict, faults: list[Violation], *, known: set[str]) -> None:
    unanswered = [n for n in given if n not in known and n.startswith(_STANDARD)]
    if unanswered:
        raise NotSupported(
            "Not answered by this version: " + ", ".join(unanswered) + ".",
            code="parameter_not_answered",
            next_step="Leave it out; answered are " + ", ".join(sorted(known)) + ".",
        )
    faults += [
        _fault(name, given.get(name, ""), "This parameter is not known.", code="unknown_parameter")
        for name in given
        if name not in known
    ]
    faults += [
        _fault(name, given.get(name, ""), "This parameter stands more than once.")
        for name in given
        if len(given.getlist(name)) > 1
    ]


def _alternatives(name: str, text: str, faults: list[Violation]) -> tuple[str, ...]:
    found = tuple(part for part in text.split("|") if part)
    if not found or "\0" in text:
        faults.append(_fault(name, text, "A value is missing, or holds what no text can."))
    words = _CLOSED.get(name, found)
    faults += [
        _fault(name, one, f"One of {', '.join(words)} is expected.")
        for one in found
        if one not in words
    ]
    if name.startswith("MATCH_"):
        # Nothing would be found, and the answer look like one that nothing happened.
        faults += [_fault(name, one, _NO_THING) for one in found if not queries.is_of_things(one)]
    bare = _WORDS.get(name)
    return tuple(map(bare, found)) if bare else found


def _time(name: str, text: str, faults: list[Violation]) -> datetime | None:
    here = Reading(v.DEFAULT_PREFIXES)
    # A plus that nobody escaped has become a blank on its way.
    found = reading.time(here, text.replace(" ", "+"), name)
    faults += here.faults
    return found


def _one_of(given: QueryDict, name: str, words: tuple[str, ...], faults: list[Violation]) -> str:
    found = given.get(name, words[0])
    if found not in words:
        faults.append(_fault(name, found, f"One of {', '.join(words)} is expected."))
    return found


def _size(given: QueryDict, faults: list[Violation]) -> int:
    text = given.get("perPage", str(PER_PAGE))
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_PER_PAGE:
        return int(text)
    faults.append(_fault("perPage", text, f"A number from 1 to {MOST_PER_PAGE} is expected."))
    return PER_PAGE


def _fault(name: str, value: str, message: str, *, code: str = "bad_parameter") -> Violation:
    return Violation(code=code, message=message, path=name, value=value[:200])
