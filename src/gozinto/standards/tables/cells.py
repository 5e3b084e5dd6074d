"""Cells as text: what is said of one beside its text, and which texts are written in disguise.

A spreadsheet runs what begins like a formula. Such a text is written behind an apostrophe, which
reading takes off again; so is a text that already has apostrophes before such a beginning, so
that every text comes back as it was. A plain negative number needs none. A row whose first cell
begins with "#" is a remark: no data, so a text that begins so is written behind one as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from math import isfinite

_RUNS = re.compile(r"'*\s*[=+\-@＝＋－＠#\t\r\n]")
_DISGUISED = re.compile(r"'+\s*[=+\-@＝＋－＠#\t\r\n]")
_NEGATIVE = re.compile(r"-\d+(\.\d+)?", re.ASCII)

_DIGITS_KEPT = 15
"""Significant digits that a spreadsheet keeps of a number: it is binary64 (IEEE 754)."""


class Note(Enum):
    """What is to be said of a cell beside its text."""

    NUMBER = "number"
    """The file keeps it as a number: zeros before it would be gone."""
    LONG_NUMBER = "long number"
    """A number with more digits than the file can keep."""
    MOMENT = "moment"
    """A date or time of a spreadsheet: local, without a zone."""
    FORMULA = "formula"
    """A formula: what it amounts to depends on who opened the file last."""
    ERROR = "error"
    """An error of the spreadsheet, as #N/A."""
    TOO_LONG = "too long"
    """Longer than the limit; the text is cut."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with something in it. `number` from 1, as a spreadsheet program shows it.

    `notes` by the index of the cell. Empty cells at the end are left out.
    """

    number: int
    cells: tuple[str, ...]
    notes: Mapping[int, Note] = field(default_factory=dict)


def disguised(text: str) -> str:
    """`text` as it is written into a cell, so that no program runs it."""
    if _RUNS.match(text) and not _NEGATIVE.fullmatch(text):
        return f"'{text}"
    return text


def undisguised(text: str) -> str:
    """The text that was meant by a cell."""
    return text[1:] if _DISGUISED.match(text) else text


def is_remark(first: str) -> bool:
    """Whether a row that begins with this cell, as written, is no data."""
    return first.startswith("#")


def decimal_text(number: Decimal) -> str:
    """A number written out: no exponent, no idle zeros, no minus before zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def number_text(raw: str) -> tuple[str, Note]:
    """A spreadsheet's number as text, without what binary64 added: 0.1 for 0.10000000000000001.

    Raises ValueError for what is no finite number.
    """
    binary = float(raw)
    if not isfinite(binary):
        raise ValueError(raw)
    text = decimal_text(Decimal(repr(binary)))
    is_long = "." not in text and len(text.lstrip("-")) > _DIGITS_KEPT
    return text, Note.LONG_NUMBER if is_long else Note.NUMBER
