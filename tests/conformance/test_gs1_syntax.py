"""All 383 published rows of GS1's own engine agree with ours, or stand here with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from gozinto.errors import Malformed
from gozinto.standards.gs1 import combinations, digital_links
from gozinto.standards.gs1.check_digits import check_digit
from gozinto.standards.gs1.dictionary import IDENTIFIERS
from gozinto.standards.gs1.element_strings import (
    SEPARATOR,
    Element,
    read_bracketed,
    read_symbol,
    split_bracketed,
    write_bracketed,
    write_symbol,
)
from gozinto.standards.gs1.scan import Scan, read

from .published import ROOT, rows

VECTORS = "gs1-syntax-engine/syntax-engine-vectors.json"
DICTIONARY = ROOT / "gs1-syntax-engine" / "gs1-syntax-dictionary.txt"
COUNTS = {
    "dl.c:test_parseDLuri": 83,
    "dl.c:test_testGenerateDLuri": 15,
    "dl.c:test_URIunescape": 15,
    "ai.c:test_parseAIdata": 20,
    "ai.c:test_processAIdata": 58,
    "ai.c:test_validateAIs": 54,
    "scandata.c:test_testGenerateScanData": 31,
    "scandata.c:test_testProcessScanData": 38,
    "ai.c:linters": 69,
}
Row = dict[str, Any]
REMNANT = "the row holds the name of a variable in place of data"
SHORT_GTIN = (
    "a GTIN without its leading zeros is read: links of version 1.1 have it, and say no less"
)
EMPTY = "a symbol that holds nothing names nothing, so it is refused"

# What differs, by group and by what was given; a row that agrees must not stand here.
DIFFERENT: dict[tuple[str, str], str] = {
    ("ai.c:test_parseAIdata", "inbuf"): REMNANT,
    ("ai.c:test_processAIdata", "buf"): REMNANT,
    ("dl.c:test_parseDLuri", "HtTp://a/b/00/006141411234567890"): (
        "RFC 3986 section 3.1: a scheme is the same in small and in capital letters"
    ),
    ("dl.c:test_parseDLuri", "https://a/gtin/12312312312333"): (
        "the words of version 1.1 are read, since they are printed on things"
    ),
    ("dl.c:test_parseDLuri", "https://a/01/416000336108"): SHORT_GTIN,
    ("dl.c:test_parseDLuri", "https://a/8004/9520614141234567?01=2112345678900"): SHORT_GTIN,
    ("dl.c:test_parseDLuri", "https://a/stem/00/006141411234567890/"): (
        "a slash at the end is passed over, as web servers do"
    ),
    ("dl.c:test_parseDLuri", "https://example.com/01/09520123456788?99=XYZ&89=ABC123"): (
        "asks for an identifier that does not exist to be let through"
    ),
    ("scandata.c:test_testProcessScanData", "ABC"): (
        "a keyboard wedge sends no symbology identifier: then it is a plain number"
    ),
    ("scandata.c:test_testProcessScanData", "]d1"): EMPTY,
    ("scandata.c:test_testProcessScanData", "]J0"): EMPTY,
    ("scandata.c:test_testProcessScanData", "]Q1https://a/NOPRIMARYAI"): (
        "a web address that is no Digital Link may be the private URI of a thing"
    ),
    ("scandata.c:test_testGenerateScanData", "20000000000004"): (
        "the digits are a GTIN: that DataBar Limited cannot draw it is no matter of reading"
    ),
}


def _given(row: Row) -> str:
    names = ("uri", "ai", "input", "bracketed_ai", "unbracketed_ai", "scan", "data")
    return str(next(row[name] for name in names if name in row))


def _is_accepted(act: Callable[[], object]) -> bool:
    try:
        return act() is not None
    except Malformed:
        return False


def _parsed_link(row: Row) -> bool:
    try:
        link = digital_links.read(row["uri"])
    except Malformed:
        return row["ok"] is False
    if link is None or not row["ok"]:
        return row["ok"] is (link is not None)
    return bool("^" + _marked((*link.elements, *link.attributes)) == row["expected_ai"])


def _marked(elements: tuple[Element, ...]) -> str:
    return write_symbol(elements).replace(SEPARATOR, "^")


def _written_link(row: Row) -> bool:
    stem = row["stem"] or digital_links.CANONICAL_DOMAIN
    try:
        written = digital_links.write(split_bracketed(row["ai"]), stem=stem)
    except Malformed:
        written = ""
    return bool(written == row["expected_uri"])


def _unescaped(row: Row) -> bool:
    text = row["input"]
    in_path, in_query = (digital_links.unescaped(text, in_query=each) for each in (False, True))
    return (in_path, in_query) == (row["expected_path"], row["expected_query"])


def _bracketed(row: Row) -> bool:
    try:
        elements = read_bracketed(row["bracketed_ai"])
    except Malformed:
        return row["ok"] is False
    given = str(row["bracketed_ai"])
    is_same = _marked(tuple(elements)) == row["expected_unbracketed"][1:]
    return bool(row["ok"]) and is_same and write_bracketed(elements) == given


def _symbol(row: Row) -> bool:
    data = row["unbracketed_ai"].replace("^", SEPARATOR)
    return _is_accepted(lambda: read_symbol(data)) is row["ok"]


RULES = {
    "validateAIrepeats": combinations.repeated,
    "validateAImutex": combinations.contradicting,
    "validateAIrequisites": combinations.lacking,
    "validateDigSigRequiresSerialisedKey": combinations.unserialised,
}


def _together(row: Row) -> bool:
    elements = split_bracketed(row["bracketed_ai"])
    return (not list(RULES[row["rule"]](elements))) is row["ok"]


def _same_content(found: Scan, data: str) -> bool:
    """Whether a scan says what the engine's notation of a symbol's content says."""
    if found.kind != "element_string":
        plain = data[3:] if data.startswith("^01") else data
        plain = re.sub(r"\\(\\*\^)", r"\1", plain)
        return plain.lstrip("0") in (found.text.lstrip("0"), found.gtin.lstrip("0"))
    linear, _, above = data.partition("|")
    first = linear if linear.startswith("^") else f"^01{linear.zfill(14)}"
    elements = read_symbol(first.replace("^", SEPARATOR))
    elements += read_symbol(above.replace("^", SEPARATOR)) if above else []
    return found.elements == tuple(elements)


def _scanned(row: Row) -> bool:
    try:
        found = read(row["scan"])
    except Malformed:
        return row["ok"] is False
    return bool(row["ok"]) and _same_content(found, row["expected_data"])


def _read_back(row: Row) -> bool:
    """What a scanner sends of a symbol is read as what was to be drawn."""
    data = row["data"]
    if row["expected_scan"] is None:
        prefixes = {"EAN13": "]E0", "GS1_128_CCA": "]C1", "DataBarLimited": "]e001"}
        return not _is_accepted(lambda: read(prefixes[row["symbology"]] + data))
    if row.get("options", {}).get("AddCheckDigit") == "true":
        data += check_digit(data)
    return _same_content(read(row["expected_scan"]), data)


def _linted(row: Row) -> bool:
    is_right = row["expected"] == "GS1_LINTER_OK"
    return _is_accepted(lambda: read_bracketed(row["bracketed_ai"])) is is_right


AGREES: dict[str, Callable[[Row], bool]] = {
    "dl.c:test_parseDLuri": _parsed_link,
    "dl.c:test_testGenerateDLuri": _written_link,
    "dl.c:test_URIunescape": _unescaped,
    "ai.c:test_parseAIdata": _bracketed,
    "ai.c:test_processAIdata": _symbol,
    "ai.c:test_validateAIs": _together,
    "scandata.c:test_testGenerateScanData": _read_back,
    "scandata.c:test_testProcessScanData": _scanned,
    "ai.c:linters": _linted,
}


@pytest.mark.parametrize("group", COUNTS)
def test_every_published_row_agrees_or_is_named_with_its_reason(group: str) -> None:
    published = rows(VECTORS)[group]
    assert len(published) == COUNTS[group]
    different = {_given(row) for row in published if not AGREES[group](row)}
    assert different == {given for named, given in DIFFERENT if named == group}


def test_the_rows_are_all_that_were_published() -> None:
    published = rows(VECTORS)
    assert {group: len(listed) for group, listed in published.items()} == COUNTS
    assert sum(COUNTS.values()) == 383


Entry = tuple[
    bool, bool, list[tuple[str, int, int, bool]], set[frozenset[frozenset[str]]], set[str]
]
_PART = re.compile(r"(\[?)([NXYZ])(\.\.)?([0-9]+)\]?(?:,.*)?")


def _published_entries() -> dict[str, Entry]:
    if not DICTIONARY.exists():
        pytest.skip(f"the published dictionary is not at {DICTIONARY}")
    entries: dict[str, Entry] = {}
    for line in DICTIONARY.read_text(encoding="utf-8").splitlines():
        codes, *words = line.split("#")[0].split() or [""]
        parts = [
            (match[2].lower(), 1 if match[3] else int(match[4]), int(match[4]), bool(match[1]))
            for match in map(_PART.fullmatch, words)
            if match
        ]
        needs = {
            frozenset(frozenset(one.split("+")) for one in word[4:].split(","))
            for word in words
            if word.startswith("req=")
        }
        excludes = {x for w in words if w.startswith("ex=") for x in w[3:].split(",")}
        flags = words[0] if words and not _PART.fullmatch(words[0]) else ""
        first, _, last = codes.partition("-")
        for number in range(int(first or 1), int(last or first or 0) + 1):
            code = f"{number:0{len(first)}d}"
            entries[code] = ("*" in flags, "?" in flags, parts, needs, excludes)
    return entries


def test_our_dictionary_says_what_the_published_one_says() -> None:
    ours: dict[str, Entry] = {
        code: (
            one.is_predefined,
            one.may_stand_in_a_query,
            [(part.alphabet, part.least, part.most, part.is_optional) for part in one.parts],
            {frozenset(frozenset(each) for each in group) for group in one.needs},
            set(one.excludes),
        )
        for code, one in IDENTIFIERS.items()
    }
    assert ours == _published_entries()
    assert len(ours) == 541
