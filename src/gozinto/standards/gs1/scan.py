"""What a scanner sent or a person typed: a plain number, a GS1 symbol, a link, an EPC.

Never a guess: what could be two things keeps the plain number first, and the other reading
beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from gozinto.errors import Malformed
from gozinto.standards.gs1 import combinations, digital_links, epc_urns
from gozinto.standards.gs1.check_digits import has_valid_check_digit
from gozinto.standards.gs1.dictionary import IDENTIFIERS
from gozinto.standards.gs1.element_strings import (
    SEPARATOR,
    Element,
    checked,
    read_bracketed,
    read_symbol,
)

Kind = Literal["number", "element_string", "digital_link", "epc_urn", "uri"]

LONGEST = 4000
"""Characters in one scan: more than any symbol holds."""

# Symbology identifiers of ISO/IEC 15424: those that announce GS1 data, those of retail bar codes
# (13 and 8 digits, and what may stand above one), and any other.
_GS1_SYMBOLOGY = re.compile(r"\](?:C1|e0|d2|Q3|J1)")
_RETAIL = re.compile(
    r"\]E(?:0(?P<long>[^|]*)|4(?P<short>[^|]*))(?:\|\]e0(?P<above>.*))?", re.DOTALL
)
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_URI = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://|urn:)\S+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# How keyboards and readers write the separator that no keyboard has.
_WRITTEN_SEPARATOR = re.compile("\u241d|<GS>|\\{GS\\}")
_BRACKETED = re.compile(r"\(([0-9]{2,4})\)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Scan:
    """What was read. Fields that a scan does not speak of are empty.

    `number`: the text itself where it may be a plain number. `uri`: the canonical URI of a GS1
    identifier, or the URI as it was given. `elements`: all application identifiers in order;
    `leftover`: those of them that identify nothing (dates, weights), as `(11)261122`.
    """

    kind: Kind
    text: str
    number: str = ""
    uri: str = ""
    gtin: str = ""
    lot: str = ""
    serial: str = ""
    sscc: str = ""
    elements: tuple[Element, ...] = ()
    leftover: str = ""


def read(text: str) -> Scan:
    """What `text` is. A plain number is any text that claims to be nothing else.

    Raises Malformed: empty_scan, too_long, bad_text, symbology_not_told, and for what claims to
    be GS1 data unknown_identifier, not_an_element_string, bad_value, bad_check_digit, bad_link
    or repeated_identifier.
    """
    given = _storable(text.strip(" \t\r\n"))
    if retail := _RETAIL.fullmatch(given):
        return _retail(given, retail)
    given = _WRITTEN_SEPARATOR.sub(SEPARATOR, given)
    if prefix := _GS1_SYMBOLOGY.match(given):
        return _elements("element_string", given, read_symbol(given[prefix.end() :]))
    if given.startswith("]"):
        given = _without_symbology(given)  # a plain symbol says nothing of its content
    if SEPARATOR in given:
        return _elements("element_string", given, read_symbol(given))
    # A number of one's own may begin with a bracket too; with one of GS1's in it, it does not.
    if (bracket := _BRACKETED.match(given)) and bracket[1] in IDENTIFIERS:
        return _elements("element_string", given, read_bracketed(given))
    if given.lower().startswith("urn:epc:"):
        return _epc(given)
    if _URI.fullmatch(given):
        return _uri(given)
    return _number(given)


def _storable(given: str) -> str:
    if not given:
        raise Malformed("Nothing was scanned.", code="empty_scan", next_step="Scan again.")
    if len(given) > LONGEST:
        raise Malformed(
            f"A scan has at most {LONGEST:,} characters.", code="too_long", value=given[:40]
        )
    if _UNSTORABLE.search(given):
        raise Malformed("The scan holds a NUL or half of a character pair.", code="bad_text")
    return given


def _without_symbology(given: str) -> str:
    prefix = _SYMBOLOGY.match(given)
    if prefix is None:
        raise Malformed(
            f"{given[:3]!r} does not say of which symbology it is.",
            code="symbology_not_told",
            next_step="Scan again; a symbology identifier is ], a letter and a digit.",
            value=given[:40],
        )
    return _storable(given[prefix.end() :])


def _retail(given: str, retail: re.Match[str]) -> Scan:
    """An EAN or UPC bar code, which holds a GTIN and nothing else; data may stand above it."""
    digits = retail["long"] if retail["long"] is not None else retail["short"]
    length = 13 if retail["long"] is not None else 8
    if len(digits) != length:
        raise Malformed(
            f"{digits!r} are not {length} digits.",
            code="bad_value",
            next_step="Scan again.",
            value=digits,
        )
    elements = [("01", checked("01", digits.zfill(14)))]
    if retail["above"] is not None:
        elements += read_symbol(retail["above"])
        return _elements("element_string", given, elements)
    return _elements("number", digits, elements, number=digits)


def _elements(kind: Kind, text: str, elements: list[Element], *, number: str = "") -> Scan:
    for repeated in combinations.repeated(elements):
        raise Malformed(
            repeated.message,
            code="repeated_identifier",
            next_step=repeated.next_step,
            value=repeated.value,
        )
    found = dict(elements)
    named = {"00", "01", "10", "21"}
    return Scan(
        kind=kind,
        text=text,
        number=number,
        uri=digital_links.canonical_of(tuple(elements)),
        gtin=found.get("01", ""),
        lot=found.get("10", ""),
        serial=found.get("21", ""),
        sscc=found.get("00", ""),
        elements=tuple(elements),
        leftover="".join(f"({name}){value}" for name, value in elements if name not in named),
    )


def _epc(text: str) -> Scan:
    elements = epc_urns.elements_of(text)
    if not elements:
        return Scan(kind="uri", text=text, uri=text)
    return _elements("epc_urn", text, list(elements))


def _uri(text: str) -> Scan:
    try:
        link = digital_links.read(text)
    except Malformed:
        if digital_links.claims_to_be_one(text):
            raise
        link = None  # a path of somebody's own
    if link is None:
        return Scan(kind="uri", text=text, uri=text)
    return _elements("digital_link", text, [*link.elements, *link.attributes])


def _number(text: str) -> Scan:
    """A plain number; what else it could be is added only when every digit agrees."""
    if re.fullmatch(r"[0-9]{18}", text) and has_valid_check_digit(text):
        return _elements("number", text, [("00", text)], number=text)
    if re.fullmatch(r"[0-9]{8}|[0-9]{12,14}", text) and has_valid_check_digit(text):
        return _elements("number", text, [("01", text.zfill(14))], number=text)
    # A keyboard wedge drops the symbology identifier: 00… and 01… may still be GS1 data.
    if re.match(r"00[0-9]{18}$|01[0-9]{14}", text):
        try:
            return _elements("number", text, read_symbol(text), number=text)
        except Malformed:  # then it is the plain number it looks like
            return Scan(kind="number", text=text, number=text)
    return Scan(kind="number", text=text, number=text)
