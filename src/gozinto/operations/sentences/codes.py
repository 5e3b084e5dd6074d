"""What went wrong and what to do about it, in the reader's language, by the code of the error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gozinto.access.roles import Role
from gozinto.errors import GozintoError, Violation
from gozinto.operations.sentences import of_labels, of_masters
from gozinto.operations.sentences.of_cases import CASES
from gozinto.operations.sentences.of_panels import PANELS
from gozinto.operations.sentences.of_stations import STATIONS
from gozinto.operations.sentences.of_work import WORK
from gozinto.record.rules import wording
from gozinto.record.rules.table import RULES


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is wrong, and the next step; `value`: what was sent, or the roles that are missing."""

    message: str | Promise
    next_step: str | Promise
    value: str = ""


_SCAN = _("Scan the label again, or type the number that is printed on it.")
_LABEL = _("Compare the number with the label; if the label is wrong, print a new one.")
_NUMBER = _("Check number and unit.")

TABLE: Mapping[str, tuple[str | Promise, str | Promise]] = {
    **WORK,
    **STATIONS,
    **CASES,
    # Of panels those that a desk meets; the others are filled with what was scanned there.
    **{code: PANELS[code] for code in ("entry_settled", "entry_without_reason", "entry_unclear")},
    "error": (_("Something went wrong."), _("Try again; if it stays, tell whoever runs Gozinto.")),
    "malformed": (_("This cannot be read."), _("Correct it and try again.")),
    "too_large": (_("This is too large."), _("Send it in smaller parts.")),
    "refused": (_("Rules forbid this."), _("Correct what is listed; nothing was stored.")),
    "in_the_way": (_("Other things stand in the way."), _("Change what is listed first.")),
    "outdated": (_("It was changed since you read it."), _("Read it again, then change it.")),
    "conflict": (
        _("This number was used before with other content."),
        _("Use a new number, or send exactly what was sent before."),
    ),
    "unknown_id": (
        _("Nothing here goes by this name."),
        _("Check the number, or choose a near one."),
    ),
    "ambiguous_id": (_("Several things go by this name."), _("Choose the one you mean.")),
    "not_signed_in": (_("You are not signed in."), _("Sign in by name, or ask for a new link.")),
    "forbidden": (
        _("Your roles do not allow this."),
        _("Ask an administrator for one of the roles named."),
    ),
    "unknown_role": (_("There is no such role."), _("Choose one of the roles listed.")),
    "link_not_valid": (
        _("This sign-in link was used already, or has expired."),
        _("Ask for a new link (each start of gozinto prints one), or sign in by name."),
    ),
    "unknown_account": (_("There is no such account."), _("Choose one from the list.")),
    "unknown_person": (
        _("There is no such person."),
        _("Choose one who works here, or leave it empty."),
    ),
    "person_has_account": (
        _("This person has an account already."),
        _("Link that account to somebody else first."),
    ),
    "account_exists": (
        _("There is an account of this name already."),
        _("Choose another name, or open the account that is there."),
    ),
    "bad_account_name": (
        _("The name of an account is letters, digits and @ . + - _, 150 at most."),
        _("Choose a name such as m.kaya, or a person's code."),
    ),
    "bad_email": (
        _("This is no address for e-mail."),
        _("Write it as name@company.example, or leave it empty."),
    ),
    "last_administrator": (
        _("Nobody else could administer accounts then."),
        _("Make somebody else an administrator first."),
    ),
    "account_closed": (_("This account is closed."), _("Open it again first.")),
    "company_refused": (
        _("The company's server did not sign you in."),
        _("Try again, or sign in by name."),
    ),
    "no_role_for_groups": (
        _("None of your groups at the company has a role here."),
        _("Ask an administrator to put one of your groups into the role map."),
    ),
    "mail_failed": (
        _("The mail could not be sent."),
        _("Ask an administrator for a link, or try again later."),
    ),
    "account_locked": (
        _("The password of this name was wrong too often."),
        _("Wait a quarter of an hour, or ask an administrator to unlock the account."),
    ),
    "weak_password": (
        _("This password will not do."),
        _("Choose a longer one that is no common word and not your name."),
    ),
    "wrong_password": (
        _("The old password is another one."),
        _("Type it again; or ask an administrator for a link to set a new one."),
    ),
    "passwords_differ": (
        _("The two new passwords are not the same."),
        _("Type the new one twice."),
    ),
    "unknown_session": (
        _("There is no such session any more."),
        _("Nothing has to be done: it has ended."),
    ),
    "unknown_token": (
        _("There is no such token that is valid."),
        _("Nothing has to be done: it opens nothing any more."),
    ),
    "token_without_name": (
        _("A token needs a name."),
        _("Say what it is for, so that the next administrator knows."),
    ),
    "bad_end": (
        _("A token ends on a day to come."),
        _("Choose today or a later day, or leave it empty."),
    ),
    "not_supported": (_("This version does not answer that."), _("Ask without it, or upgrade.")),
    "unavailable": (_("Not available now."), _("Run `gozinto doctor`; it says what is wrong.")),
    "storage_full": (
        _("The disk is nearly full."),
        _("Free disk space, then try again; nothing was lost."),
    ),
    "too_many_requests": (
        _("That was more often than your roles may ask."),
        _("Wait a moment, then try again."),
    ),
    "bad_setting": (
        _("A setting of the server cannot be read."),
        _("Tell whoever runs Gozinto."),
    ),
    "unknown_choice": (_("This is none of those to choose from."), _("Choose one that is listed.")),
    "unknown_filter": (
        _("The list cannot be narrowed by this."),
        _("Choose one of the filters above the list."),
    ),
    "bad_marks": (
        _("No rows are marked, or too many at once."),
        _("Mark from 1 to 1,000 rows."),
    ),
    "unknown_width": (
        _("There is no such width."),
        _("Ask for one of proven, recorded or possible."),
    ),
    "time_without_zone": (
        _("This time has no time zone."),
        _("Send the time with its offset, for example +03:00."),
    ),
    "time_out_of_range": (
        _("This time lies outside the years 1 to 9999."),
        _("Choose a time in this plant's life, or leave it out."),
    ),
    "bad_time": (
        _("This is no time."),
        _("Choose a day and a time, or leave it empty for now."),
    ),
    "too_many_ids": (_("A page traces 200 objects at most."), _("Ask about fewer of them.")),
    "nothing_sought": (
        _("Nothing is asked for."),
        _("Name a number, a machine, a parameter, a person, a gauge or a supplier."),
    ),
    "two_questions": (_("These are two questions."), _("Ask one, then the other.")),
    "window_missing": (
        _("From when until when is not said."),
        _("Say both, no longer than the doubt lasts."),
    ),
    "bad_window": (_("The time ends before it begins."), _("Choose an end after the beginning.")),
    "bounds_missing": (
        _("What is too much or too little is not said."),
        _("Say above which value, below which, or both."),
    ),
    "too_many_origins": (
        _("A question begins with 5,000 objects at most; this one with more."),
        _("Ask about a shorter time."),
    ),
    "bad_id": (_("No label holds a text like this."), _SCAN),
    "bad_text": (_("No label holds a text like this."), _SCAN),
    "too_long": (_("No label holds a text as long as this."), _SCAN),
    "empty_scan": (_("The scan is empty."), _SCAN),
    "empty_identifier": (_("A part of this number is empty."), _SCAN),
    "symbology_not_told": (_("The scan does not say what kind of symbol it is."), _SCAN),
    "bad_link": (_("This is no GS1 Digital Link as the standard has it."), _LABEL),
    "repeated_identifier": (_("An application identifier stands there twice."), _LABEL),
    "not_an_element_string": (_("This is no GS1 element string."), _SCAN),
    "unknown_identifier": (
        _("This names an application identifier that GS1 does not have."),
        _SCAN,
    ),
    "bad_value": (_("This value does not fit its application identifier."), _LABEL),
    "bad_check_digit": (_("The check digit is wrong."), _LABEL),
    "bad_sscc": (_("This is no SSCC: it has 18 digits, and the last one checks."), _LABEL),
    "no_urn": (_("This name has no EPC URN."), _("Use its Digital Link.")),
    "company_prefix_not_declared": (
        _("How long the company prefix of this number is, nobody has declared."),
        _("Declare the company prefix, or use the Digital Link."),
    ),
    "unknown_unit": (
        _("This is no unit code of UN/ECE Recommendation 20 that is known here."),
        _("Use one such as KGM, MTR, LTR or C62."),
    ),
    "incomparable_units": (
        _("These two units measure different things."),
        _("Give both amounts in units of one dimension."),
    ),
    "not_stock": (
        _("A container or a tool is no stock."),
        _("Ask of a lot or a serial."),
    ),
    "unknown_material": (
        _("There is no such material."),
        _("Check the code, or choose a near one."),
    ),
    "not_a_number": (_("This is not an amount."), _NUMBER),
    "unknown_state": (
        _("A print job has no such state."),
        _("Choose one of the states above the list."),
    ),
    "file_too_large": (
        _("The file is too large."),
        _("Send a smaller one: a picture of less detail, say."),
    ),
    "empty_file": (
        _("The file is empty."),
        _("Choose the file again, and look into it first."),
    ),
    "unknown_file_type": (
        _("What this file is cannot be told, or is not taken."),
        _("Send PDF, PNG, JPEG, WebP, XLSX without macros, or text and CSV in UTF-8."),
    ),
    "bad_name": (
        _("The file has no name that can be kept."),
        _("Give it a name of letters and numbers."),
    ),
    "bad_note": (
        _("The note is too long."),
        _("Say it in a few words."),
    ),
    "unknown_attachment": (
        _("There is no such file."),
        _("Open it from the page of what it is on."),
    ),
    "already_withdrawn": (
        _("It was withdrawn already."),
        _("Look who did it, and why."),
    ),
    "attachment_damaged": (
        _("The content of this file is not what it was."),
        _("Have the directory of attached files put back from a backup."),
    ),
    "one_file_only": (
        _("There has to be one file."),
        _("Choose one file."),
    ),
    "bad_form": (
        _("The form cannot be read."),
        _("Send it again."),
    ),
    "unknown_run": (
        _("There is no such job or run."),
        _("Check its number, or find it in the list of jobs."),
    ),
    "unknown_receipt": (
        _("There is no such receipt."),
        _("Find it in the list of receipts."),
    ),
    "unknown_delivery_note": (
        _("Nothing left under this delivery note."),
        _("Check its number, or find it in the list of shipments."),
    ),
    "unknown_partner": (
        _("There is no such company."),
        _("Check its code, or find it in the list of partners."),
    ),
    "bad_position": (
        _("This is no place in the record."),
        _("Begin with the newest events."),
    ),
    "unknown_event": (
        _("The record has no such event."),
        _("Check the number, or open it from the page of what it names."),
    ),
    "unknown_tab": (
        _("The page has no such tab."),
        _("Choose one of those above its content."),
    ),
    "reason_missing": (
        _("It does not say why."),
        _("Say why in a few words, or choose a reason."),
    ),
    "unknown_act": (
        _("This cannot be done here."),
        _("Open the page again, and choose what it offers."),
    ),
    "already_held": (_("It was on hold already."), _("Nothing is to be done.")),
    "not_held": (_("It is not on hold."), _("Nothing is to be done.")),
    "held_since": (
        _("Somebody has held it again since."),
        _("Release it on its own page, if that is right."),
    ),
    "unknown_bulk_job": (_("There is no such job."), _("Go back to the list and begin again.")),
    "not_finished": (_("It is still being done."), _("Wait until it is done.")),
    "undone_already": (_("It was taken back already."), _("Look at what took it back.")),
    "no_things": (_("Nothing is marked."), _("Mark at least one row of the list.")),
    "too_many_things": (
        _("More than 5,000 things are marked."),
        _("Filter the list, and do it in parts."),
    ),
    "unknown_view": (_("There is no such view."), _("Choose one that the list offers.")),
    "bad_view_name": (_("A view has a name."), _("Give it a name of at most 80 characters.")),
    "view_too_long": (
        _("The list is asked for too much at once to be kept."),
        _("Filter by less."),
    ),
    "not_yours": (
        _("It is somebody else's view."),
        _("Ask whoever keeps it, or save one of your own."),
    ),
    "bad_filter": (_("The list cannot be filtered by this."), _("Correct it and try again.")),
    "unknown_sort": (
        _("The list cannot be sorted by this."),
        _("Choose one of the columns that can be clicked."),
    ),
    "bad_token": (_("This is not where a page ended."), _("Begin at the first page.")),
    **of_labels.TABLE,
}
"""Of every code that a page may show; a test fails when one of them is missing."""


def of(error: GozintoError | Violation) -> Sentence:
    """The sentences for an error; its own English ones where its code is not in the table."""
    rule = RULES.get(error.code)
    if rule is not None:
        said = wording.translated(rule, _data(error), kept=error.message)
        return Sentence(said, gettext(rule.next_step), _value(error))
    own = (error.message, error.next_step)
    message, next_step = TABLE.get(error.code) or of_masters.TABLE.get(error.code, own)
    return Sentence(message, next_step, _value(error))


def all_of(error: GozintoError) -> list[Sentence]:
    """The sentences for everything that an error found wrong; its own where it lists nothing."""
    return [of(one) for one in getattr(error, "violations", ()) or (error,)]


def _data(error: GozintoError | Violation) -> dict[str, str]:
    return {name: str(value) for name, value in error.data.items()}


def _value(error: GozintoError | Violation) -> str:
    if isinstance(error, Violation):
        return error.value
    roles = (str(Role(role).label) for role in error.data.get("roles", ()))
    return str(error.data.get("value", "")) or ", ".join(roles)
