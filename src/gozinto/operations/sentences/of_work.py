"""What may be wrong with a word about findings, with an inspection, or with a figure."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORK: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "bad_weeks": (
        _("Figures are of a year at most."),
        _("Choose fewer weeks."),
    ),
    "unknown_plan": (
        _("There is no such inspection plan."),
        _("Choose one of the worklist, or enter the plan first."),
    ),
    "unknown_series": (
        _("There is no such series of values."),
        _("Choose one of the control charts."),
    ),
    "plan_not_in_force": (
        _("This plan is not in force today."),
        _("Inspect by the plan that is, or activate it."),
    ),
    "plan_of_other_material": (
        _("This plan is of another material."),
        _("Choose the plan of this material."),
    ),
    "characteristic_missing": (
        _("The plan asks for more than was told."),
        _("Measure it, or say what was seen."),
    ),
    "not_a_value": (_("This is no value of its kind."), _("Read it again.")),
    "concession_without_word": (
        _("A concession says who allowed it, and why."),
        _("Name the person and the reason, or reject it."),
    ),
    "settled_without_reason": (
        _("A finding is settled for a reason."),
        _("Say what was done about it, or why nothing is to be done."),
    ),
    "finding_not_open": (
        _("It was settled or let pass already."),
        _("Read the inbox again, and settle what is open."),
    ),
    "finding_not_settled": (
        _("It is not settled, so it cannot be opened again."),
        _("Look at the inbox: it is open there, or was found no more."),
    ),
    "unknown_finding": (
        _("There is no such finding any more."),
        _("Read the inbox again: what is judged anew may be found no more."),
    ),
    "released_without_reason": (
        _("What was on hold is released for a reason."),
        _("Say why it may be used."),
    ),
    "nothing_marked": (
        _("Nothing is marked."),
        _("Mark the lines that you mean, then say what to do with them."),
    ),
}
"""By code, what is wrong and what to do about it; part of the one table of sentences."""
