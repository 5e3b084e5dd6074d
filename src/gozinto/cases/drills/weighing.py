"""The mass balance of a drill's item as one figure: of what came in, how much is explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from gozinto import trace
from gozinto.genealogy.balance import summed
from gozinto.plant.models import TraceableObject
from gozinto.standards.quantities import shortest
from gozinto.trace.measures.answers import DimensionBalance

_CAME = frozenset({"in", "back"})


def balances(item: TraceableObject) -> list[dict[str, Any]]:
    """Of each dimension: what came, what went out, what is there, and the share explained.

    What was booked for a count explains nothing: that so much was missing says not where it went.
    `share` is above 1 where more went than ever came, and absent where nothing came.
    """
    return [_told(one) for one in trace.balance(item).balances]


def share(told: Sequence[Mapping[str, Any]]) -> Decimal | None:
    """The share that is farthest from all of it, over the dimensions."""
    shares = [Decimal(one["share"]) for one in told if "share" in one]
    return max(shares, key=lambda one: abs(1 - one), default=None)


def gaps(item: TraceableObject, told: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The dimensions in which something is not explained, beyond what the material allows."""
    return [
        {
            "code": "balance_open",
            "uri": item.uri,
            "message": f"{one['difference']} {one['uom']} of {item.number} are not explained.",
            "adds": 0,
        }
        for one in told
        if one["is_open"]
    ]


def _told(one: DimensionBalance) -> dict[str, Any]:
    sides = {term.side for term in one.terms}
    by_side = {
        side: summed(term.quantity for term in one.terms if term.side == side) for side in sides
    }
    came = summed(by_side.get(side, Decimal(0)) for side in _CAME)
    went = by_side.get("out", Decimal(0))
    difference = came - went - one.on_hand
    told: dict[str, Any] = {
        "uom": one.uom,
        "came": shortest(came),
        "went": shortest(went),
        "on_hand": shortest(one.on_hand),
        "difference": shortest(difference),
        "terms": {term.term: shortest(term.quantity) for term in one.terms},
        "is_open": bool(difference) and (one.tolerance is None or abs(difference) > one.tolerance),
    }
    if came:
        told["share"] = str((went + one.on_hand) / came)
    return told
