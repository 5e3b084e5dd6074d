"""What can be wrong with several rows together, in the plant as it would be after a change."""

from __future__ import annotations

from collections.abc import Mapping

from gozinto.errors import Violation
from gozinto.plant.changing.checks import bills, inspections, labels, times, trees
from gozinto.plant.changing.checks.touching import Check, Touched
from gozinto.plant.changing.rows import Draft, violation

CHECKS: tuple[Check, ...] = (
    Check(watches=("equipment",), find=trees.equipment),
    Check(watches=("locations",), find=trees.locations),
    Check(watches=("bill-lines",), find=bills.cycles),
    Check(watches=("bill-lines", "materials", "unit-conversions"), find=bills.units),
    Check(watches=("unit-conversions",), find=bills.conversions),
    Check(watches=("bill-lines", "routing-steps", "inspection-plans"), find=bills.steps),
    Check(watches=("routing-steps",), find=bills.sequences),
    Check(watches=("routing-steps", "equipment"), find=bills.work_centers),
    Check(watches=("materials", "numbering-formats"), find=bills.formats),
    Check(watches=("characteristics", "assets"), find=inspections.gauges),
    Check(watches=("label-layouts", "label-elements"), find=labels.elements),
    Check(watches=("print-rules", "label-layouts", "printers"), find=labels.rules),
    Check(watches=("calendars", "calendar-shifts"), find=times.calendars),
    Check(watches=("shifts",), find=times.shifts),
    Check(watches=("crew-members",), find=times.crew_members),
)
"""Each looks at what was touched alone, or at what that may have spoilt."""


def find_all(drafts: Mapping[tuple[str, str], Draft]) -> list[Violation]:
    """All that is wrong with what these drafts changed; they have been written by now."""
    touched = Touched(draft for draft in drafts.values() if draft.changes)
    found: list[Violation] = []
    for check in CHECKS:
        if not any(touched.keys(name) for name in check.watches):
            continue
        for kind, key, finding in check.find(touched):
            draft = drafts.get((kind, key))
            if draft is not None and draft.after is not None:
                found.append(draft.violation(finding))
            else:
                found.append(violation(finding, kind=kind, key=key))
    return found
