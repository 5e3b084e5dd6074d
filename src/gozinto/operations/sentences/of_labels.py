"""What is wrong with a label, in the reader's language, by its code."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TABLE: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "character_not_in_symbology": (
        _("The barcode cannot hold a character of this text."),
        _("Choose a Data Matrix or QR code, which hold any letter."),
    ),
    "empty_symbol": (_("The barcode has nothing to hold."), _("Give it a text.")),
    "outside_label": (
        _("An element lies beyond the edge of the label, or in its margin."),
        _("Move it, or make it smaller."),
    ),
    "unknown_label_field": (
        _("Such a label has no field of this name."),
        _("Choose one of the fields of this label."),
    ),
    "bad_label_text": (
        _("A brace in the text names no field."),
        _("Write fields as {number}; write {{ for a brace itself."),
    ),
    "label_value_missing": (
        _("The barcode asks for what this thing has not."),
        _("Complete its master data, or choose another layout."),
    ),
    "label_of_other_kind": (
        _("The label is for another kind of thing."),
        _("Choose a layout for what it is."),
    ),
    "reprint_without_reason": (
        _("It has a label already, or one waits to be printed."),
        _("Say why it is printed again."),
    ),
    "mixed_alphabets": (
        _("The number has letters of several alphabets that look alike."),
        _("Write the number anew in one alphabet."),
    ),
    "letter_not_in_font": (
        _("The label's font does not have all these letters."),
        _("Write it with Latin, Greek or Cyrillic letters."),
    ),
    "text_does_not_fit": (
        _("A number would lose its end on the label."),
        _("Give it a wider box or smaller letters, or let it wrap."),
    ),
    "symbol_does_not_fit": (
        _("The barcode does not fit into its box with the quiet zone around it."),
        _("Give it a larger box or a shorter content, or use a Data Matrix."),
    ),
    "label_unreadable": (
        _("The label's own picture cannot be read back, so it is not printed."),
        _("Make the barcode larger, and keep texts and lines out of the room around it."),
    ),
    "unknown_symbology": (
        _("There is no such kind of barcode."),
        _("Choose one of those that the list offers."),
    ),
}
