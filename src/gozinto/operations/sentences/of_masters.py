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
    "not_written": (_("This import has written nothing."), _("There is nothing to take back.")),
    "import_under_way": (
        _("This import is being worked on, or has come to its end."),
        _("Wait until it is done."),
    ),
    "accepts_everything": (
        _("As many faults are allowed as units are looked at."),
        _("Give an acceptance number below the sample size."),
    ),
    "already_exists": (
        _("There is one with this key already."),
        _("Choose another key, or change the one there is."),
    ),
    "already_undone": (
        _("This was taken back already."),
        _("Undo what took it back to have the changes again."),
    ),
    "archive_bomb": (
        _("The archive unpacks to far more than a table would."),
        _("Send the tables without the archive."),
    ),
    "bad_address": (
        _("The address does not have the form that its connection asks for."),
        _("Write it as the help beside it says."),
    ),
    "bad_choices": (
        _("This is no list of at least two different choices."),
        _("Write them with semicolons between."),
    ),
    "bad_code": (
        _("This is no code: a space begins or ends it, or it has a character that none may have."),
        _("Write it without the bar and without spaces around it."),
    ),
    "bad_domain": (
        _("This is no domain name."),
        _("Write it like id.example.com, without https:// and without a path."),
    ),
    "bad_encoding": (
        _("The text is in another encoding than was said."),
        _("Save the file as UTF-8 and send it again."),
    ),
    "bad_filter": (_("The list cannot be narrowed by this value."), _("Choose another value.")),
    "bad_gln": (
        _("This is no GLN: it has 13 digits, and the last one checks."),
        _("Compare it with the papers, digit by digit."),
    ),
    "bad_gtin": (
        _("This is no GTIN: it has 8, 12, 13 or 14 digits, and the last one checks."),
        _("Compare it with the label, digit by digit."),
    ),
    "bad_production_day": (
        _("This is no day on which anything was made."),
        _("Choose a day in this plant's life."),
    ),
    "bad_quoting": (
        _("A quotation mark does not pair."),
        _("Double a quotation mark inside a cell, or save the table anew."),
    ),
    "bad_token": (_("This is not where a page of the list ended."), _("Begin at the first page.")),
    "broken_archive": (
        _("The archive cannot be read."),
        _("Pack it anew, or send the tables without it."),
    ),
    "broken_workbook": (_("The workbook cannot be read."), _("Open it in Excel and save it anew.")),
    "cell_too_long": (
        _("The cell has more characters than a spreadsheet keeps."),
        _("Shorten it."),
    ),
    "cell_without_column": (
        _("Something stands in a column that has no header."),
        _("Give the column a header, or quote a text that holds a delimiter."),
    ),
    "cell_without_end": (
        _("A quotation mark opens a cell and none closes it."),
        _("Close it, or save the table anew."),
    ),
    "changed_since": (_("This row was changed since."), _("Undo what came after it first.")),
    "column_twice": (_("Two columns stand for the same field."), _("Keep one of the two columns.")),
    "constraint_broken": (
        _("The database refuses this."),
        _("Compare the rows with each other; please report it, a check is missing."),
    ),
    "conversion_inside_dimension": (
        _("Both units measure the same: that conversion is the same for every material."),
        _("Leave the row out; Gozinto converts inside a dimension by itself."),
    ),
    "conversion_of_scale": (
        _("This unit is a scale without a common zero: no factor converts it."),
        _("Leave the row out."),
    ),
    "conversion_twice": (
        _("Other rows convert these into each other already."),
        _("Keep one of the two ways."),
    ),
    "cycle": (_("It would belong to itself."), _("Name another one above it, or none.")),
    "day_outside_cycle": (
        _("The cycle of the calendar has no such day."),
        _("Give a day of the cycle, or lengthen it."),
    ),
    "duplicate_row": (_("This row stands there twice."), _("Keep one of the two rows.")),
    "encrypted_table": (_("The file is locked with a password."), _("Send it without a password.")),
    "ends_before_it_begins": (
        _("It ends before it begins."),
        _("Correct one of the two, or leave the end empty."),
    ),
    "error_in_cell": (
        _("The cell holds an error of the spreadsheet, and no value."),
        _("Correct what it is computed from, or type the value."),
    ),
    "format_not_active": (
        _("The numbering format is a draft or retired."),
        _("Use an active format, or set this one active."),
    ),
    "format_of_another": (
        _("The format is of another material or line alone."),
        _("Use a format of this one."),
    ),
    "format_of_other_subject": (
        _("This format numbers something else."),
        _("Choose a format for this."),
    ),
    "formula_in_cell": (
        _("The cell holds a formula; what it amounts to depends on who opened the file last."),
        _("Copy the cell and paste its value."),
    ),
    "gauge_measures_other": (
        _("The gauge measures something else."),
        _("Choose another gauge, or another unit."),
    ),
    "hidden_sheet": (
        _("A sheet is hidden, so nobody sees what is in it."),
        _("Show it, or delete it."),
    ),
    "in_use": (
        _("Something still refers to it."),
        _("Change or remove that first; or retire this one instead of removing it."),
    ),
    "label_larger_than_media": (
        _("The label is larger than what the printer has in it."),
        _("Choose another layout, or another printer."),
    ),
    "layout_of_another_purpose": (
        _("The layout is for another kind of thing."),
        _("Choose a layout for this purpose."),
    ),
    "level_not_below": (
        _("Its level is not below that of what it belongs to."),
        _("Correct the level, or what it belongs to."),
    ),
    "limits_out_of_order": (
        _("The limits are not in ascending order."),
        _("Give lower, target and upper in ascending order."),
    ),
    "merged_cells": (
        _("The sheet has merged cells."),
        _("Unmerge them, and write the value into each."),
    ),
    "missing_by": (_("It is not said who changes this."), _("Say who makes the change.")),
    "missing_column": (
        _("A column is missing without which rows cannot be told apart."),
        _("Add it, or correct the header that stands for it."),
    ),
    "missing_value": (_("A value is missing here."), _("Fill it in.")),
    "no_such_label_then": (
        _("What happens then gets no such label."),
        _("Choose another purpose."),
    ),
    "not_a_date": (_("This is no date."), _("Write it as year-month-day: 2026-03-01.")),
    "not_a_decimal": (
        _("This is no number."),
        _("Write it like 1200.5, with nothing between thousands."),
    ),
    "not_a_flag": (_("This is neither yes nor no."), _("Write true or false.")),
    "not_a_moment": (
        _("This is no time with its zone."),
        _("Write it like 2026-03-01T06:00:00+03:00."),
    ),
    "not_a_time": (_("This is no time of day."), _("Write it like 06:00.")),
    "not_a_work_center": (
        _("No step is done there: it is no work center or work unit."),
        _("Name a work center or a work unit."),
    ),
    "not_an_integer": (_("This is no whole number."), _("Write digits and nothing else.")),
    "not_for_this_kind": (
        _("What it is has no such value."),
        _("Leave it empty, or choose another kind."),
    ),
    "nul_in_text": (_("The file is damaged, or no table."), _("Save it anew and send it again.")),
    "number_for_text": (
        _("The cell is kept as a number, and may have lost its leading zeros."),
        _("Format the column as text and type it again, or say that no zeros were lost."),
    ),
    "number_not_of_pattern": (
        _("This is no number of the pattern."),
        _("Compare it with the label."),
    ),
    "number_part_missing": (
        _("The number needs a shift, a line or a material, and none was given."),
        _("Say which one it is tried with."),
    ),
    "number_part_unfit": (
        _("A code does not fit into its place of the number."),
        _("Choose another code, or another pattern."),
    ),
    "number_too_long": (
        _("The number is longer than a label has room for."),
        _("Use shorter codes, or a shorter pattern."),
    ),
    "out_of_range": (
        _("The number lies outside what is allowed here."),
        _("Give a number in that range."),
    ),
    "pattern_check": (
        _("The check characters do not fit what stands before them."),
        _("Put them behind what they check, or choose another kind of check."),
    ),
    "pattern_collides": (
        _("Two different days, shifts or lines would print the same number."),
        _("Show in the number with what it begins anew, or begin anew less often."),
    ),
    "pattern_empty": (
        _("A pattern begins and ends with something printed."),
        _("Take out the spaces around it."),
    ),
    "pattern_field_twice": (_("A field stands in the pattern twice."), _("Keep one of the two.")),
    "pattern_not_on_label": (
        _("A character of the pattern stands in no barcode."),
        _("Use letters A to Z, digits and - . / instead."),
    ),
    "pattern_not_readable_back": (
        _("Nobody could take such a number apart again."),
        _("Give a field a width, or put a text between the fields."),
    ),
    "pattern_option": (
        _("An option of a field is not understood."),
        _("See what the field takes in the guide."),
    ),
    "pattern_too_long": (
        _("The pattern makes numbers that are too long for a label."),
        _("Use a shorter pattern."),
    ),
    "pattern_unclosed": (
        _("A brace has no partner."),
        _("Close the brace; write two for a brace itself."),
    ),
    "pattern_width": (
        _("The width of a field cannot be so."),
        _("Give a width that the guide names."),
    ),
    "pattern_without_sequence": (
        _("Without a sequence the same number would come again."),
        _("Add {seq:4}."),
    ),
    "point_beside_decimal_comma": (
        _("There is a point in a table whose decimals are told to follow a comma."),
        _("Take out what stands between thousands, or say that decimals follow a point."),
    ),
    "range_used_up": (_("No number is left of what was set aside."), _("Set more of them aside.")),
    "sampling_incomplete": (
        _("This way of sampling needs another number."),
        _("Give it, or choose another way of sampling."),
    ),
    "sequence_exhausted": (
        _("The sequence is used up."),
        _("Give it more places, or + after its width so that it widens."),
    ),
    "sequence_twice": (
        _("Another step has this place in the routing."),
        _("Give each step a place of its own."),
    ),
    "state_not_allowed": (
        _("This state does not follow the one it has."),
        _("Choose a state that may follow."),
    ),
    "step_not_in_routing": (
        _("The routing of the material has no such step."),
        _("Name one of its steps, or add this one to the routing."),
    ),
    "table_too_large": (_("The file is too large."), _("Send it in parts.")),
    "too_many_columns": (
        _("The table has too many columns."),
        _("Take out those that are not imported."),
    ),
    "too_many_parts": (_("The archive has too many parts."), _("Send fewer tables at once.")),
    "too_many_rows": (_("The table has too many rows."), _("Send it in parts.")),
    "too_precise": (_("The number has more digits than are kept here."), _("Round it.")),
    "unknown_batch": (_("There is no such change."), _("Look for it among all changes.")),
    "unknown_column": (
        _("This kind has no such field."),
        _("Choose one of its fields, or leave the column out."),
    ),
    "unknown_encoding": (_("There is no such encoding."), _("Choose UTF-8.")),
    "unknown_format": (_("There is no such numbering format."), _("Choose one of the near ones.")),
    "unknown_kind": (
        _("There is no such kind of master data."),
        _("Choose one from the setup page."),
    ),
    "unknown_pattern_field": (
        _("A pattern has no such field."),
        _("Choose date, seq, shift, line, material or check."),
    ),
    "unknown_reference": (
        _("There is no such row to refer to."),
        _("Correct it, or describe it first."),
    ),
    "unknown_row": (
        _("There is no such row."),
        _("Choose a near one, or look for it in the list."),
    ),
    "unknown_sort": (_("The list cannot be sorted so."), _("Follow the header of a column.")),
    "unknown_table_format": (
        _("This is no table that can be read here."),
        _("Send CSV, XLSX, or a ZIP of CSV files."),
    ),
    "unknown_zone": (
        _("This is no time zone of the IANA database."),
        _("Use one such as Europe/Istanbul."),
    ),
    "value_taken": (
        _("Another row has this value already, and only one can have it."),
        _("Correct one of the two."),
    ),
    "which_kind": (
        _("The header fits several kinds of master data."),
        _("Say which of them the table holds."),
    ),
    "too_long": (_("This text is longer than its field."), _("Shorten it.")),
    "bad_text": (
        _("This text holds a character that cannot be printed."),
        _("Type the text again instead of pasting it."),
    ),
    "unknown_choice": (
        _("This value is none of those to choose from."),
        _("Choose one of the words of this field."),
    ),
}
