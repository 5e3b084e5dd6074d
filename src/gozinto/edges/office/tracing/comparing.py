"""The three widths beside one another: how large each is, what it adds, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gozinto import trace
from gozinto.edges.office import words
from gozinto.edges.office.tracing import steering
from gozinto.edges.office.tracing.asking import Asked
from gozinto.plant.models import TraceableObject
from gozinto.trace import SideBySide


def context(query: QueryDict, asked: Asked, origin: Sequence[TraceableObject]) -> dict[str, Any]:
    """What the part of the page shows; only where it can be had, unless it is asked for."""
    here = {
        "asked": asked,
        "compare_href": steering.changed(query, compare="1"),
        "compare_close": steering.changed(query, compare=None),
    }
    if not asked.compares:
        return here | {"comparisons": ()}
    ways = ("backward", "forward") if asked.direction == "both" else (asked.direction,)
    found = [
        trace.side_by_side(origin, direction=way, as_of=asked.as_of, known_at=asked.known_at)
        for way in ways
    ]
    return here | {"comparisons": [_comparison(query, asked, one) for one in found]}


def _comparison(query: QueryDict, asked: Asked, found: SideBySide) -> dict[str, Any]:
    widest = max((one.objects for one in found.widths), default=0) or 1
    listed = [
        {
            "name": one.width,
            "title": words.name(words.WIDTHS, one.width),
            "on": one.width == asked.width,
            "href": steering.changed(query, width=None if one.width == "recorded" else one.width),
            "objects": _grouped(one.objects),
            "pieces": _grouped(one.pieces),
            "lots": _grouped(one.lots),
            "customers": _grouped(one.customers),
            "complete": one.complete,
            "adds": _adds(one.adds, one.adds_pieces) if number else "",
            "is_same": number and not one.adds,
            "reasons": [reason.message for reason in one.reasons],
            # Of a drawing 100 wide.
            "begins": 100 * (one.objects - one.adds) / widest if number else 0,
            "grows": 100 * (one.adds if number else one.objects) / widest,
        }
        for number, one in enumerate(found.widths)
    ]
    return {"title": words.name(words.DIRECTIONS, found.direction), "widths": listed}


def _adds(objects: int, pieces: int) -> str:
    said = ngettext("adds %(n)s object", "adds %(n)s objects", objects) % {"n": _grouped(objects)}
    if not pieces:
        return said
    beside = ngettext("%(n)s piece of them", "%(n)s pieces of them", pieces)
    return _("%(adds)s, %(pieces)s") % {"adds": said, "pieces": beside % {"n": _grouped(pieces)}}


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)
