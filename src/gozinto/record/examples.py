"""Things of this plant to show somebody who sees it for the first time."""

from __future__ import annotations

from dataclasses import dataclass

from gozinto.record.models import Link, ObjectState

_TOLD = ("returned", "shipped", "in_transit", "active")
"""Of a unit with one of these there is a story to tell; the best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """The URIs of a unit whose way can be followed back, and of a lot that went into something.

    "" where the record has none yet.
    """

    unit: str
    lot: str


def find() -> Examples:
    """What to show, by a few reads along indexes."""
    return Examples(unit=_unit(), lot=_lot())


def _unit() -> str:
    for status in _TOLD:
        rows = ObjectState.objects.filter(status=status, object__kind="serial").order_by("object")
        uri = rows.values_list("object__uri", flat=True).first()
        if uri:
            return str(uri)
    return ""


def _lot() -> str:
    # The first that was recorded went in at the very beginning, and is in much that was made.
    inputs = Link.objects.filter(is_input=True).order_by("pk")
    return str(inputs.values_list("object__uri", flat=True).first() or "")
