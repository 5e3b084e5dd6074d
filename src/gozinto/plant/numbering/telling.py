"""The answers of this room as plain JSON, for every edge alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from gozinto.standards.numbers.writing import Preview

if TYPE_CHECKING:  # a pattern is tried without a plant, and so without the models of one
    from gozinto.plant.numbering.previewing import Gap
    from gozinto.plant.numbering.recognising import Recognised, Recognition
    from gozinto.plant.numbering.reserving import Reservation
    from gozinto.plant.numbering.voiding import Relabelled

_RESETS = {"week_year": "year"}


def preview(shown: Preview) -> dict[str, Any]:
    """`numbers`; `turn`, the next reset; `resets`; `obstacles` by bar code; `remarks`."""
    turn = shown.turn
    return {
        "numbers": list(shown.numbers),
        "resets": [_RESETS.get(word, word) for word in shown.resets],
        "turn": turn
        and {
            "reset": _RESETS.get(turn.reset, turn.reset),
            "on": turn.day.isoformat(),
            "number": turn.number,
        },
        "obstacles": shown.obstacles,
        "remarks": list(shown.remarks),
    }


def reservation(told: Reservation) -> dict[str, Any]:
    """What a panel needs to print offline: the pattern, its ranges by scope, and the lease."""
    return {
        "id": told.id,
        "format": told.format,
        "pattern": told.pattern,
        "holder": told.holder,
        "lease_until": told.lease_until.isoformat(),
        "ranges": [
            {"scope": one.scope, "first": one.first, "last": one.last} for one in told.ranges
        ],
    }


def recognition(told: Recognition) -> dict[str, Any]:
    """Every reading, and what is known of the number itself."""
    return {
        "readings": [_reading(one) for one in told.readings],
        "is_issued": told.is_issued,
        "is_void": told.is_void,
        "is_on_record": told.is_on_record,
    }


def history(told: Iterable[Relabelled]) -> list[dict[str, Any]]:
    """The changes of a label."""
    return [
        {"old": one.old, "new": one.new, "why": one.why, "by": one.by, "at": one.at.isoformat()}
        for one in told
    ]


def gap(told: Gap) -> dict[str, Any]:
    """Places of a sequence without a number, and why."""
    facts = {
        "scope": told.scope,
        "first": told.first,
        "last": told.last,
        "why": told.why,
        "holder": told.holder,
    }
    return {name: value for name, value in facts.items() if value != ""}


def _reading(told: Recognised) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "number": told.number,
        "format": told.format,
        "partner": told.partner,
        "material": told.material,
        "pattern": told.pattern,
        "texts": dict(told.texts),
        "days": {
            name: {"first": span.first.isoformat(), "last": span.last.isoformat()}
            for name, span in told.days.items()
        },
        "sequence": told.sequence,
    }
    return {name: value for name, value in facts.items() if value not in ("", None)}
