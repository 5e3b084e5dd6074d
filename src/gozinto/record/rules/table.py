"""The one table of rules: code, severity, who may override, what it is called, what to do next.

The condition of each stands in the module of its scope, beside the others about such subjects.
`docs/guide/rules.md` shows this table to people; a test holds the two equal.
"""

from __future__ import annotations

from gozinto.record.rules.events import Events
from gozinto.record.rules.objects import Objects
from gozinto.record.rules.open_runs import OpenRuns
from gozinto.record.rules.plant.table import PLANT_RULES, PLANT_SCOPES
from gozinto.record.rules.shapes import Rule, Scope

SCOPES: tuple[Scope, ...] = (Objects(), Events(), OpenRuns(), *PLANT_SCOPES)
"""What judges, in this order."""

_QUALITY = frozenset({"quality"})

_ALL = (
    Rule(
        code="object_held",
        severity="override",
        overridden_by=_QUALITY,
        title="Something on hold was used or shipped",
        message="%(number)s is on hold.",
        next_step="Ask quality to release it, or use another lot.",
    ),
    Rule(
        code="object_recalled",
        severity="override",
        overridden_by=_QUALITY,
        title="Something recalled was used or shipped",
        message="%(number)s is recalled.",
        next_step="Put it aside, and tell quality that it turned up.",
    ),
    Rule(
        code="object_expired",
        severity="override",
        overridden_by=_QUALITY,
        title="Something was used or shipped after it expired",
        message="%(number)s expired on %(expired)s.",
        next_step="Use another lot, or have its life extended by quality.",
    ),
    Rule(
        code="not_released",
        severity="override",
        overridden_by=_QUALITY,
        title="Something rejected, or not inspected as it came in, was used or shipped",
        message={
            "rejected": "%(number)s was rejected when it was last inspected.",
            "not_inspected": "%(number)s has not passed its input inspection.",
        },
        next_step="Have quality inspect and release it, or use another lot.",
    ),
    Rule(
        code="shipped_without_release",
        severity="override",
        overridden_by=_QUALITY,
        title="Something was shipped that has not passed its final inspection",
        message="%(number)s has not passed its final inspection.",
        next_step="Have it inspected first, or ship another one.",
    ),
    Rule(
        code="object_not_on_record",
        severity="block",
        title="Something was used or shipped that never came or was made here",
        message="%(number)s was never received or produced here.",
        next_step="Receive it first, or scan the right label.",
    ),
    Rule(
        code="consumed_before_received",
        severity="finding",
        title="Something was used before it came or was made",
        message="%(number)s was used before it was received or produced.",
        next_step="Correct the time of the one or the other, or the number of the lot.",
    ),
    Rule(
        code="orphan_object",
        severity="finding",
        title="Something is on record, and nothing says where it came from",
        message="%(number)s is on record, and nothing says where it came from.",
        next_step="Enter its receipt or production, or withdraw what names it wrongly.",
    ),
    Rule(
        code="more_than_on_hand",
        severity="block",
        title="More was used or shipped than there was",
        message="%(number)s: %(wanted)s wanted, %(on_hand)s %(uom)s on hand.",
        next_step="Check the quantity, or count the lot and book the difference.",
    ),
    Rule(
        code="already_shipped",
        severity="block",
        title="A unit that had left was shipped or used again",
        message="%(number)s has left already.",
        next_step="Scan the right unit; if it came back, enter its return first.",
    ),
    Rule(
        code="mass_balance",
        severity="finding",
        title="A count differs from the record by more than the material's tolerance",
        message=(
            "%(number)s: %(counted)s %(uom)s counted, %(expected)s expected;"
            " %(allowed)s is allowed."
        ),
        next_step="Look for what was not entered, and correct it or book the difference.",
    ),
    Rule(
        code="duplicate_serial",
        severity="block",
        title="A serial number was given a second time",
        message="%(number)s exists already; a serial number is used once for ever.",
        next_step="Print and use a new number.",
    ),
    Rule(
        code="run_not_open",
        severity="block",
        title="Something went into a run or came out of it that was paused or finished",
        message={
            "paused": "%(run)s was paused then.",
            "finished": "%(run)s was finished then.",
        },
        next_step="Resume the run, or start another one.",
    ),
    Rule(
        code="more_than_taken",
        severity="block",
        title="More came back unused from a run than it had taken of that lot or unit",
        message=("%(number)s: %(back)s %(uom)s came back from %(run)s, which had taken %(taken)s."),
        next_step="Check the quantity, the lot and the run; enter what it took if that is missing.",
    ),
    Rule(
        code="clock_skew",
        severity="finding",
        title="An event's time cannot be that of its clock",
        message={
            "after": "The time told is %(minutes)s minutes after the server's clock.",
            "before": "The time told is %(minutes)s minutes before the server's clock.",
        },
        next_step="Set the clock of the device that sent it.",
    ),
)

RULES: dict[str, Rule] = {rule.code: rule for rule in (*_ALL, *PLANT_RULES)}
