"""The form of a question: by what it is asked, the fields of that, and what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gozinto.access import gate
from gozinto.access.roles import PERSONAL
from gozinto.edges.office import words
from gozinto.edges.office.tracing import steering
from gozinto.edges.office.tracing.asking import read_time
from gozinto.errors import GozintoError, Malformed
from gozinto.operations import sentences
from gozinto.plant import known

MOST_CHOICES = 500
"""Codes that a field offers; any other may be typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One box of the form; `offers`: of which codes it offers those that exist."""

    name: str
    word: str | Promise
    type: Literal["search", "text", "datetime-local"] = "text"
    is_needed: bool = False
    offers: str = ""
    hint: str | Promise = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One way to ask. `parameter`: the one that says that it is asked so."""

    name: str
    word: str | Promise
    meaning: str | Promise
    fields: tuple[Field, ...]
    is_personal: bool = False


def _window(*, is_needed: bool = True) -> tuple[Field, Field]:
    return (
        Field(name="since", word=_("From"), type="datetime-local", is_needed=is_needed),
        Field(
            name="until", word=_("Until, and not at it"), type="datetime-local", is_needed=is_needed
        ),
    )


_EQUIPMENT = _("Machine, or what machines stand in")
KINDS: tuple[Kind, ...] = (
    Kind(
        name="number",
        word=_("Lot, serial, container"),
        meaning=_("Anything printed on a label; of a container, what is in it."),
        fields=(
            Field(name="id", word=_("Anything printed on a label"), type="search", is_needed=True),
        ),
    ),
    Kind(
        name="supplier",
        word=_("Supplier's lot"),
        meaning=_("One lot by the supplier's own number, or all that came from there."),
        fields=(
            Field(name="supplier", word=_("Supplier"), is_needed=True, offers="partners"),
            Field(name="number", word=_("Number of the supplier"), hint=_("Empty: all of them")),
            *_window(is_needed=False),
        ),
    ),
    Kind(
        name="equipment",
        word=_("Time at a machine"),
        meaning=_("Everything that came out there meanwhile."),
        fields=(
            Field(name="equipment", word=_EQUIPMENT, is_needed=True, offers="equipment"),
            *_window(),
        ),
    ),
    Kind(
        name="parameter",
        word=_("Parameter out of bounds"),
        meaning=_(
            "What was made while a machine measured too much or too little;"
            " without a machine, what an inspection found so."
        ),
        fields=(
            Field(name="parameter", word=_("Parameter or characteristic"), is_needed=True),
            Field(
                name="equipment", word=_EQUIPMENT, offers="equipment", hint=_("Empty: inspections")
            ),
            Field(name="below", word=_("Below")),
            Field(
                name="above",
                word=_("Above"),
                hint=_("Of inspections both may be empty: what failed"),
            ),
            *_window(),
        ),
    ),
    Kind(
        name="person",
        word=_("Person"),
        meaning=_("What somebody made, fed into a run, inspected, packed or moved."),
        fields=(
            Field(name="person", word=_("Code of the person"), is_needed=True, offers="people"),
            *_window(),
        ),
        is_personal=True,
    ),
    Kind(
        name="gauge",
        word=_("Gauge"),
        meaning=_("Everything that was measured with it."),
        fields=(
            Field(name="gauge", word=_("Gauge"), is_needed=True, offers="gauges"),
            *_window(),
        ),
    ),
)
"""Every way to ask, in the order of the page."""
MOMENT = (
    Field(name="as_of", word=_("What had happened by"), type="datetime-local"),
    Field(name="known_at", word=_("As it was known at"), type="datetime-local"),
)
"""Of when every question may be."""
_BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}
_TOLD_BY = ("parameter", "equipment", "person", "gauge", "supplier")


def kind_of(query: QueryDict) -> Kind:
    """By what an address asks: as it says, else as its parameters tell."""
    told = next((name for name in _TOLD_BY if query.get(name, "").strip()), "number")
    return _BY_NAME.get(query.get("by", ""), _BY_NAME[told])


_ASKED_FOR = frozenset(
    (
        *("nothing_sought", "two_questions", "window_missing", "bad_window", "bounds_missing"),
        *("too_many_origins", "not_a_number"),
    )
)


def is_of(problem: Malformed) -> bool:
    """Whether the form says what is wrong beside its fields."""
    return problem.code in _ASKED_FOR


def context(request: HttpRequest, *, problem: GozintoError | None = None) -> dict[str, Any]:
    """The form, as far as it is filled; with what is wrong with it."""
    query = request.GET
    chosen = kind_of(query)
    principal = gate.find_principal(request)
    may_ask = bool(principal and principal.roles & PERSONAL)
    way = query.get("direction", "")
    way = way if way in words.DIRECTIONS else "backward"
    return {
        "kind": chosen,
        "kinds": [
            {
                "word": kind.word,
                "on": kind is chosen,
                "href": steering.changed(query, by=kind.name, id=None, ask=None, why=None),
            }
            for kind in KINDS
            if may_ask or not kind.is_personal
        ],
        "fields": [
            {
                "is": field,
                "value": _value(query, field),
                "choices": _choices(field.offers),
                # Two stand side by side; of an odd number the first stands alone.
                "is_wide": field is chosen.fields[0] and len(chosen.fields) % 2,
            }
            for field in chosen.fields
        ],
        "way": way,
        "ways": [
            {"name": name, "word": word, "on": name == way}
            for name, word in words.DIRECTIONS.items()
        ],
        "meaning": words.DIRECTION_MEANINGS[way],
        "widths": [
            {"name": name, "word": word, "on": name == (query.get("width") or "recorded")}
            for name, word in words.WIDTHS.items()
        ],
        "moments": [{"is": field, "value": _value(query, field)} for field in MOMENT],
        "is_of_the_past": any(query.get(field.name, "").strip() for field in MOMENT),
        "problem": problem and sentences.of(problem),
        "problem_of": problem,
    }


def _value(query: QueryDict, field: Field) -> str:
    text = query.get(field.name, "")
    if field.type != "datetime-local":
        return text
    try:
        time = read_time(text)
    except Malformed:
        return ""  # the sentence above the form says what was typed
    return (
        time.astimezone(timezone.get_current_timezone()).strftime("%Y-%m-%dT%H:%M:%S")
        if time
        else ""
    )


def _choices(offers: str) -> Sequence[tuple[str, str]]:
    """Codes, and what goes by each."""
    there = known.now()
    listed: Mapping[str, Iterable[tuple[str, str]]] = {
        "equipment": ((one.code, one.name) for one in there.equipment.values()),
        "partners": ((one.code, one.name) for one in there.partners.values()),
        "people": ((one.code, "") for one in there.people.values()),
        "gauges": (
            (one.code, one.name)
            for one in there.assets.values()
            if one.measures_uom or one.calibrations or one.kind == "gauge"
        ),
    }
    return sorted(listed.get(offers, ()))[:MOST_CHOICES]
