"""Beside the graph: why something is in the answer, or is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gozinto import trace
from gozinto.edges.office import search, words
from gozinto.errors import Ambiguous, GozintoError, Malformed, Unknown
from gozinto.operations import sentences
from gozinto.operations.sentences import Sentence
from gozinto.plant import objects
from gozinto.plant.models import TraceableObject
from gozinto.trace import Why

Address = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Problem:
    """What was typed names nothing, or several things; `others`: (words, address) to choose."""

    said: Sentence
    others: Sequence[tuple[str, str]]


def context(
    text: str,
    *,
    origin: Sequence[TraceableObject],
    direction: str,
    options: Mapping[str, Any],
    address: Address,
) -> dict[str, Any]:
    """What the part of the page about `text` shows; nothing but its form where that is empty.

    `options`: width and times of the question; `address`: the page's own, changed.
    """
    if not text:
        return {"why": None, "why_problem": None}
    try:
        found = objects.resolve(search.read(text))
    except (Unknown, Ambiguous, Malformed) as error:
        return {"why": None, "why_problem": _problem(error, address)}
    why = _why(origin, found, direction, options)
    return {
        "why": why,
        "why_problem": None,
        "why_facts": [
            (words.name(words.SEPARATIONS, fact.reason), fact.message) for fact in why.separations
        ],
        "why_widths": _widths(why, address),
        "why_thing": search.thing_address(found.uri),
    }


def _why(
    origin: Sequence[TraceableObject],
    of: TraceableObject,
    direction: str,
    options: Mapping[str, Any],
) -> Why:
    """Of both ways the one on which it is; the way back, where it is on neither."""
    ways = ("backward", "forward") if direction == "both" else (direction,)
    found = [trace.why(origin, of=of, direction=way, **options) for way in ways]
    return next((why for why in found if why.included), found[0])


def _problem(error: GozintoError, address: Address) -> Problem:
    near = [(number, address(why=number)) for number in getattr(error, "near", ())]
    several = [
        (description, address(why=uri)) for uri, description in getattr(error, "candidates", ())
    ]
    return Problem(sentences.of(error), [*near, *several])


def _widths(why: Why, address: Address) -> list[dict[str, Any]]:
    return [
        {
            "title": words.name(words.WIDTHS, one.width),
            "included": one.included,
            "message": one.message,
            "on": one.width == why.width,
            "href": address(width=None if one.width == "recorded" else one.width),
        }
        for one in why.widths
    ]
