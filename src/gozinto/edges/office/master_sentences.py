"""What is wrong with master data and with tables of it, in the reader's language, by its code."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TABLE: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "empty_body": (_("No table was sent."), _("Choose a CSV, XLSX or ZIP file with a table.")),
    "same_name_twice": (
        _("Two of the files have the same name."),
        _("Give each file a name of its own."),
    ),
    "unknown_import": (
        _("There is no such import."),
        _("It was dropped, or is too old; send the files again."),
    ),
    "not_mapped": (
        _("It is not said yet what all columns are."),
        _("Choose what each table holds, and a column for each part of its key."),
    ),
    "not_checked": (
        _("This import was not found to be sound."),
        _("Put right what is listed, and check it again."),
    ),
    "import_under_way": (
        _("This import is being worked on, or has come to its end."),
        _("Wait until it is done."),
    ),
}
