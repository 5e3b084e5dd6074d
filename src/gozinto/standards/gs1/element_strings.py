"""Application identifiers and their values, as a symbol carries them or a person types them.

Source: GS1 General Specifications sections 3.2 (identifiers), 7.8.5 (which need no separator),
7.11 (characters). The values of the identifiers a plant meets are checked; others must fit the
alphabet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from gozinto.errors import Malformed
from gozinto.standards.gs1.check_digits import has_valid_check_digit

Element = tuple[str, str]
"""An application identifier and its value."""

SEPARATOR = "\x1d"
"""GS: what a scanner sends for FNC1 between elements."""

CHARACTER = r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]"
"""One of GS1 AI encodable character set 82, as a pattern."""

_IDENTIFIER_DIGITS: Mapping[str, int] = {
    **dict.fromkeys(["00", "01", "02", "03", "10", "11", "12", "13", "15", "16", "17"], 2),
    **dict.fromkeys(["20", "21", "22", "30", "37", *(f"9{i}" for i in range(10))], 2),
    **dict.fromkeys(["23", "24", "25", "40", "41", "42", "71"], 3),
    **dict.fromkeys(["31", "32", "33", "34", "35", "36", "39", "43"], 4),
    **dict.fromkeys(["70", "72", "80", "81", "82"], 4),
}
"""How many digits an identifier has, by its first two."""

_VALUE_LENGTH: Mapping[str, int] = {
    "00": 18,
    "01": 14,
    "02": 14,
    "03": 14,
    "20": 2,
    **dict.fromkeys(["11", "12", "13", "15", "16", "17"], 6),
    **dict.fromkeys(["31", "32", "33", "34", "35", "36"], 6),
    "41": 13,
}
"""Values of predefined length, by the identifier's first two digits: no separator follows."""

_VALUES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(identifier), re.compile(value))
    for identifier, value in (
        (r"00", r"[0-9]{18}"),
        (r"0[123]", r"[0-9]{14}"),
        (r"1[123567]", r"[0-9]{6}"),
        (r"20", r"[0-9]{2}"),
        (r"10|21|22", CHARACTER + "{1,20}"),
        (r"235", CHARACTER + "{1,28}"),
        (r"240|241|250|251", CHARACTER + "{1,30}"),
        (r"30|37", r"[0-9]{1,8}"),
        (r"41[0-7]", r"[0-9]{13}"),
        (r"3[1-6][0-9][0-9]", r"[0-9]{6}"),
        (r"[0-9]{2,4}", CHARACTER + "{1,90}"),
    )
)
_CHECKED = re.compile(r"00|0[123]|41[0-7]")
_BRACKETED = re.compile(r"\(([0-9]{2,4})\)((?:\\\(|[^(])+)")


def read_symbol(data: str) -> list[Element]:
    """The elements of what a GS1 symbol holds, without its symbology identifier.

    Raises Malformed: empty_scan, unknown_identifier, bad_value, bad_check_digit.
    """
    elements: list[Element] = []
    rest = data.lstrip(SEPARATOR)
    if not rest:
        raise Malformed("The symbol is empty.", code="empty_scan", next_step="Scan again.")
    while rest:
        digits = _IDENTIFIER_DIGITS.get(rest[:2], 0)
        identifier = rest[:digits]
        if not digits or len(identifier) != digits or not identifier.isdigit():
            raise Malformed(
                f"{rest[:4]!r} is not an application identifier.",
                code="unknown_identifier",
                next_step="Scan again, or type the number printed beside the symbol.",
                value=rest[:40],
            )
        length = _VALUE_LENGTH.get(identifier[:2])
        value, rest = _cut(rest[digits:], length)
        elements.append((identifier, checked(identifier, value)))
    return elements


def read_bracketed(text: str) -> list[Element]:
    r"""The elements of `(01)…(10)…` as printed under a symbol; a bracket in a value is `\(`.

    Raises Malformed: not_an_element_string, bad_value, bad_check_digit.
    """
    elements: list[Element] = []
    end = 0
    for match in _BRACKETED.finditer(text):
        if match.start() != end:
            break
        value = match[2].replace(r"\(", "(")
        elements.append((match[1], checked(match[1], value)))
        end = match.end()
    if end != len(text) or not elements:
        raise Malformed(
            f"{text[end : end + 20]!r} is not an application identifier in brackets and its value.",
            code="not_an_element_string",
            value=text,
        )
    return elements


def checked(identifier: str, value: str) -> str:
    """The value, when it fits its identifier. Raises Malformed: bad_value, bad_check_digit."""
    fits = next(values for names, values in _VALUES if names.fullmatch(identifier))
    if not fits.fullmatch(value):
        raise Malformed(
            f"{value!r} cannot be the value of ({identifier}).", code="bad_value", value=value
        )
    if _CHECKED.fullmatch(identifier) and not has_valid_check_digit(value):
        raise Malformed(
            f"The check digit of {value} is wrong.",
            code="bad_check_digit",
            next_step="Scan again, or compare the number with the label.",
            value=value,
        )
    return value


def _cut(rest: str, length: int | None) -> tuple[str, str]:
    if length is None:
        value, _, rest = rest.partition(SEPARATOR)
        return value, rest.lstrip(SEPARATOR)
    return rest[:length], rest[length:].lstrip(SEPARATOR)
