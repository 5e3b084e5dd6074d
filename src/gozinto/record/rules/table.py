"""The one table of rules: code, severity, who may override, what it is called, what to do next.

The condition of each stands in the module of its scope, beside the others about such subjects.
`docs/guide/rules.md` shows this table to people; a test holds the two equal.
"""

from __future__ import annotations

from gozinto.record.rules.events import Events
from gozinto.record.rules.objects import Objects
from gozinto.record.rules.plant.table import PLANT_RULES, PLANT_SCOPES
from gozinto.record.rules.shapes import Rule, Scope

SCOPES: tuple[Scope, ...] = (Objects(), Events(), *PLANT_SCOPES)
"""What judges, in this order."""

_QUALITY = frozenset({"quality"})

_ALL = (
    Rule(
        code="object_held",
        severity="override",
        overridden_by=_QUALITY,
        title="Something on hold was used or shipped",
        next_step="Ask quality to release it, or use another lot.",
    ),
    Rule(
        code="object_expired",
        severity="override",
        overridden_by=_QUALITY,
        title="Something was used or shipped after it expired",
        next_step="Use another lot, or have its life extended by quality.",
    ),
    Rule(
        code="object_not_on_record",
        severity="block",
        title="Something was used or shipped that never came or was made here",
        next_step="Receive it first, or scan the right label.",
    ),
    Rule(
        code="more_than_on_hand",
        severity="block",
        title="More was used or shipped than there was",
        next_step="Check the quantity, or count the lot and book the difference.",
    ),
    Rule(
        code="duplicate_serial",
        severity="block",
        title="A serial number was given a second time",
        next_step="Print and use a new number.",
    ),
    Rule(
        code="clock_skew",
        severity="finding",
        title="An event's time cannot be that of its clock",
        next_step="Set the clock of the device that sent it.",
    ),
)

RULES: dict[str, Rule] = {rule.code: rule for rule in (*_ALL, *PLANT_RULES)}
