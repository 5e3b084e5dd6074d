"""Application identifiers and their values, as a symbol carries them or a person types them.

Source: GS1 General Specifications sections 7.8 (FNC1 and what ends a value), 3.2 (identifiers).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gozinto.errors import Malformed
from gozinto.standards.gs1 import dictionary

Element = tuple[str, str]
"""An application identifier and its value."""

SEPARATOR = "\x1d"
"""GS: what a scanner sends for FNC1 between elements."""

CHARACTER = r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]"
"""One of GS1 AI encodable character set 82, as a pattern."""

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
        identifier = dictionary.find(rest)
        if identifier is None:
            raise _unknown(rest[:4], rest)
        code = identifier.code
        value, rest = _cut(rest[len(code) :], identifier)
        elements.append((code, checked(code, value)))
    return elements


def read_bracketed(text: str) -> list[Element]:
    r"""The elements of `(01)…(10)…` as printed under a symbol; a bracket in a value is `\(`.

    Raises Malformed: not_an_element_string, unknown_identifier, bad_value, bad_check_digit.
    """
    return [(code, checked(code, value)) for code, value in split_bracketed(text)]


def split_bracketed(text: str) -> list[Element]:
    """What stands in brackets, and what behind them; nothing of it is checked.

    Raises Malformed: not_an_element_string.
    """
    elements: list[Element] = []
    end = 0
    for match in _BRACKETED.finditer(text):
        if match.start() != end:
            break
        elements.append((match[1], match[2].replace(r"\(", "(")))
        end = match.end()
    if end != len(text) or not elements:
        raise Malformed(
            f"{text[end : end + 20]!r} is not an application identifier in brackets and its value.",
            code="not_an_element_string",
            value=text,
        )
    return elements


def write_symbol(elements: Sequence[Element]) -> str:
    """What a GS1 symbol is to hold behind its FNC1: GS ends each value whose end is not known."""
    written: list[str] = []
    for code, value in elements:
        identifier = dictionary.IDENTIFIERS.get(code)
        is_predefined = identifier is not None and identifier.is_predefined
        written.append(code + value + ("" if is_predefined else SEPARATOR))
    return "".join(written).removesuffix(SEPARATOR)


def write_bracketed(elements: Iterable[Element]) -> str:
    r"""The elements for people: `(01)…(10)…`, an opening bracket in a value as `\(`."""
    return "".join(f"({code})" + value.replace("(", r"\(") for code, value in elements)


def checked(code: str, value: str) -> str:
    """The value, when it fits its identifier.

    Raises Malformed: unknown_identifier, bad_value, bad_check_digit; `rule` says which one.
    """
    identifier = dictionary.IDENTIFIERS.get(code)
    if identifier is None:
        raise _unknown(code, code + value)
    rule = dictionary.fault(identifier, value)
    if rule in ("check_digit", "check_pair"):
        raise Malformed(
            f"The check digit of {value} is wrong.",
            code="bad_check_digit",
            next_step="Scan again, or compare the number with the label.",
            value=value,
            rule=rule,
        )
    if rule:
        raise Malformed(
            f"{value!r} cannot be the value of ({code}) {identifier.name}.",
            code="bad_value",
            next_step="Scan again, or compare the number with the label.",
            value=value,
            rule=rule,
        )
    return value


def _unknown(code: str, text: str) -> Malformed:
    return Malformed(
        f"{code!r} is not an application identifier.",
        code="unknown_identifier",
        next_step="Scan again, or type the number printed beside the symbol.",
        value=text[:40],
    )


def _cut(rest: str, identifier: dictionary.Identifier) -> tuple[str, str]:
    if identifier.is_predefined:
        length = identifier.longest
        return rest[:length], rest[length:].lstrip(SEPARATOR)
    value, _, rest = rest.partition(SEPARATOR)
    return value, rest.lstrip(SEPARATOR)
