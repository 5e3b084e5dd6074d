"""What is refused of a case or of a step of it, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CASES: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "unknown_case": (
        _("No case has this number."),
        _("Look at the list of cases; the number may be mistyped."),
    ),
    "act_not_open": (
        _("This cannot be done as the case stands now."),
        _("Choose one of the steps that its page offers."),
    ),
    "not_signed": (_("This is signed."), _("Give your password again with it.")),
    "no_password": (
        _("This account has no password to sign by."),
        _("Ask an administrator for a link to set one."),
    ),
    "field_missing": (_("This is missing."), _("Fill it in and send it again.")),
    "bad_field": (_("This does not fit here."), _("Correct it and send it again.")),
    "wrong_signature": (
        _("This is not your password."),
        _("Type it again; nothing was done."),
    ),
    "claim_known": (
        _("This claim of the dealer is a complaint already."),
        _("Go on with that one, or correct the dealer's number."),
    ),
    "failed_before_sold": (_("It failed before it was sold."), _("Correct one of the two days.")),
    "unit_unknown": (
        _("Nobody said which unit it is."),
        _("Name the unit first: scan it, or choose one of the candidates."),
    ),
    "bad_week": (
        _("This is no week and year."),
        _("Give the last four digits behind DOT: 0926 is week 9 of 2026."),
    ),
    "actions_open": (
        _("Not all of its actions are done."),
        _("Have them done, or drop them and say why."),
    ),
    "no_such_line": (
        _("This is no action that still has to be done here."),
        _("Choose one of the open actions on the page of the case."),
    ),
    "interlock_loosened": (
        _("The interlock that is there forbids more than this, or something else."),
        _("Take another code for another interlock, or change it among the interlocks."),
    ),
    "bad_window": (
        _("These days are no window before and one after it."),
        _("Choose other days: before ends first, and after is over."),
    ),
    "no_units": (
        _("Nothing of this was made or shipped in these days."),
        _("Choose other days or another material, or decide without figures."),
    ),
    "request_reused": (
        _("This form was sent before as another step."),
        _("Open the page of the case again."),
    ),
}
