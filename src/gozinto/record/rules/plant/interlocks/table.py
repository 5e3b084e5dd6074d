"""The rules that a broken interlock breaks: one by what it asks of a live request."""

from __future__ import annotations

from collections.abc import Mapping

from gozinto.record.rules.shapes import Rule

_MESSAGES: Mapping[str, str] = {
    "mounted": (
        "%(asset)s has %(cycles)s cycles behind it, and %(limit)s are allowed"
        " (%(interlock)s, %(action)s)."
    ),
    "worked": (
        "%(asset)s worked %(cycles)s times, and %(limit)s are allowed (%(interlock)s, %(action)s)."
    ),
    "inspected_first": "%(number)s has not passed %(plan)s (%(interlock)s, %(action)s).",
    "used_within": (
        "%(number)s was made %(age)s hours before, and may be used within %(hours)s"
        " (%(interlock)s, %(action)s)."
    ),
    "used_after": (
        "%(number)s was made %(age)s hours before, and may be used after %(hours)s"
        " (%(interlock)s, %(action)s)."
    ),
    "within_limits": (
        "%(number)s was made at %(parameter)s %(measured)s, outside %(limits)s"
        " (%(interlock)s, %(action)s)."
    ),
    "not_into": (
        "%(number)s came from %(supplier)s, and may not be used here (%(interlock)s, %(action)s)."
    ),
    "skill_needed": (
        "%(person)s is not qualified for %(skill)s on %(day)s (%(interlock)s, %(action)s)."
    ),
}
_NEXT = "Do what the interlock asks for; its corrective action says why."

BY_SEVERITY: Mapping[str, str] = {
    "override": "interlock",
    "block": "interlock_strict",
    "finding": "interlock_watch",
}
"""The rule that a broken interlock of a severity breaks."""

INTERLOCK_RULES = (
    Rule(
        code=BY_SEVERITY["override"],
        severity="override",
        overridden_by=frozenset({"quality"}),
        title="Something was done that a corrective action forbids",
        message=_MESSAGES,
        next_step=_NEXT,
    ),
    Rule(
        code=BY_SEVERITY["block"],
        severity="block",
        title="Something was done that a corrective action forbids to everybody",
        message=_MESSAGES,
        next_step=_NEXT,
    ),
    Rule(
        code=BY_SEVERITY["finding"],
        severity="finding",
        title="Something was done that a corrective action watches for",
        message=_MESSAGES,
        next_step=_NEXT,
    ),
)
