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
    "bad_span": (
        _("This is no number of days."),
        _("Give a whole number of days, or nothing for as long as the first took."),
    ),
    "bad_limit": (_("So many cannot be listed."), _("Ask for 1 to 1,000.")),
    "request_reused": (
        _("This form was sent before as another step."),
        _("Open the page of the case again."),
    ),
    "nothing_recalled": (
        _("Nothing is to be recalled."),
        _("Name a lot, a unit or a container, or open it from a question of the trace page."),
    ),
    "bad_sought": (
        _("This is no question by machine, gauge or supplier."),
        _("Ask it on the trace page, and open the recall from there."),
    ),
    "scope_empty": (
        _("Nothing is in this width."),
        _("Choose a wider one, or another origin."),
    ),
    "scope_too_large": (
        _("The scope has more things than are looked at."),
        _("Recall in parts: by a shorter time, or by a lot further on."),
    ),
    "not_frozen": (_("This recall has no frozen scope."), _("Freeze it first.")),
    "nothing_joins": (
        _("Nothing came into the scope since it was frozen."),
        _("Look again when something was recorded."),
    ),
    "nobody_to_tell": (
        _("No customer is to be told."),
        _("Nothing of it has left, or everybody answered: close it."),
    ),
    "not_notified": (
        _("This company has no letter of this recall."),
        _("Choose a company of its list."),
    ),
    "unknown_link": (
        _("This link leads to no letter."),
        _("Open the link as it stands in the letter, or scan its code."),
    ),
    "unknown_letter": (
        _("There is no such letter."),
        _("Choose one of the page of the recall."),
    ),
    "not_out": (
        _("This is not out with anybody."),
        _("Write off only what is still out."),
    ),
    "nothing_to_draw": (
        _("Nothing on record could be drawn."),
        _("Draw among anything, or choose the item."),
    ),
    "drill_of_nothing": (
        _("This drill has no item."),
        _("Abandon it, and begin another."),
    ),
    "drawn_or_chosen": (
        _("The item is either drawn or chosen."),
        _("Leave the item empty to have one drawn, or do not say among what."),
    ),
    "not_scoped": (
        _("The scope of this drill is not found yet."),
        _("Find the scope first."),
    ),
    "not_a_customer": (
        _("This company has nothing of this scope."),
        _("Choose one of the customers on the page of the drill."),
    ),
    "still_out": (
        _("Not all of the recall is accounted for."),
        _("Wait for what is out, or write it off and say why."),
    ),
}
