"""What is wrong with a request's shape: every fault at once, each with its place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from gozinto.errors import Malformed, Violation

TEXT, OBJECT, LIST = "<text>", "<object>", "<list>"
"""How choices are told apart; no member of a request is called so."""
_FORMS = frozenset((TEXT, OBJECT, LIST))
_LONGEST_SHOWN = 100

_OURS: Mapping[str, tuple[str, str]] = {
    "missing": ("missing_member", "This has to be given."),
    "extra_forbidden": ("unknown_member", "Nothing of this name is asked for."),
    "literal_error": ("unknown_choice", ""),
    "too_long": ("too_many_things", ""),
    "list_type": ("wrong_type", "This has to be a list."),
    "model_type": ("wrong_type", "This has to be an object."),
    "model_attributes_type": ("wrong_type", "This has to be an object."),
    "bool_type": ("wrong_type", "This has to be true or false."),
}
"""Pydantic's faults under our codes; any other that is not ours is one of type."""

_NEXT_STEPS: Mapping[str, str] = {
    "missing_member": "Add it; see /api/v1/openapi.json.",
    "unknown_member": "Leave it out, or correct its name; see /api/v1/openapi.json.",
    "unknown_choice": "Choose one that is listed.",
    "too_many_things": "Send several requests, or a batch.",
    "wrong_type": "Send it as /api/v1/openapi.json has it.",
}


def malformed(error: ValidationError, *, at: str = "") -> Malformed:
    """All faults of a shape as one error; `at`: where it stands in what was sent."""
    return refusal([_violation(fault, at) for fault in error.errors(include_url=False)])


def refusal(violations: Iterable[Violation]) -> Malformed:
    """The error of a request that has not the shape it must have."""
    listed = list(violations)
    return Malformed(
        "; ".join(f"{one.path}: {one.message}" for one in listed[:3])
        + (f"; and {len(listed) - 3} more" if len(listed) > 3 else ""),
        code="bad_request",
        next_step="Correct what is listed and send it again; nothing was stored.",
        violations=listed,
    )


def _violation(fault: Mapping[str, Any], at: str) -> Violation:
    kind = fault["type"]
    ours = "message" in fault.get("ctx", {})
    code, message = (kind, fault["msg"]) if ours else _OURS.get(kind, ("wrong_type", ""))
    return Violation(
        code=code,
        message=message or fault["msg"] + ".",
        next_step=_NEXT_STEPS.get(code, "Correct it, or leave it out where it may be absent."),
        path=_path(fault["loc"], at),
        value="" if kind == "missing" else shown(fault["input"]),
    )


def _path(location: Iterable[str | int], at: str) -> str:
    path = at
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif part not in _FORMS:
            path += f".{part}" if path else part
    return path


def located(violations: Iterable[Violation], members: object, *, at: str = "") -> list[Violation]:
    """Violations with the place at which their value stands in what was sent, where it does."""
    places: dict[str, str] = {}
    for path, value in _leaves(members, at):
        places.setdefault(value, path)
    return [replace(one, path=places.get(one.value, one.path)) for one in violations]


def _leaves(value: object, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _leaves(one, _path((name,), at))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _leaves(one, _path((number,), at))
    elif value is not None and not isinstance(value, bool):
        yield at, str(value)


def shown(value: Any) -> str:
    """A value as it was sent, cut where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
