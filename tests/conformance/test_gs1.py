"""Published GS1 identifiers: URNs and links to their canonical form, scans as far as we check."""

from __future__ import annotations

from typing import Any

import pytest

from gozinto.errors import Malformed
from gozinto.standards.gs1 import digital_links, epc_urns
from gozinto.standards.gs1.element_strings import SEPARATOR, read_bracketed, read_symbol

from .published import rows

VECTORS = "gs1-syntax-engine/syntax-engine-vectors.json"
CODE_REMNANTS = {"inbuf", "buf"}
"""Rows that hold a variable's name instead of data: the extraction met a loop there."""


def _canonical(text: Any) -> str | None:
    if not isinstance(text, str):
        return None
    if text.startswith("urn:"):
        return epc_urns.canonical(text) or None
    link = digital_links.parse(text)
    return link.canonical if link else None


def test_every_published_pair_of_identifiers_holds() -> None:
    pairs = rows("epcis-event-hash-generator/dl_normaliser_vectors.json")
    assert len(pairs) == 71
    wrong = [p for p in pairs if _canonical(p["input"]) != p["expected"]]
    assert wrong == []


def _valid(group: str) -> list[Any]:
    # Rows with options ask for what is switched on there, not for the default.
    return [r for r in rows(VECTORS)[group] if r["ok"] and not r.get("options")]


def test_every_valid_bracketed_string_is_read() -> None:
    for row in _valid("ai.c:test_parseAIdata"):
        if row["bracketed_ai"] not in CODE_REMNANTS:
            elements = read_bracketed(row["bracketed_ai"])
            plain = row["expected_unbracketed"].replace("^", "")
            assert "".join(name + value for name, value in elements) == plain


def test_every_valid_symbol_content_is_read() -> None:
    for row in _valid("ai.c:test_processAIdata"):
        if row["unbracketed_ai"] not in CODE_REMNANTS:
            assert read_symbol(row["unbracketed_ai"].replace("^", SEPARATOR)), row


def test_every_valid_digital_link_is_read() -> None:
    for row in _valid("dl.c:test_parseDLuri"):
        link = digital_links.parse(row["uri"])
        assert link is not None, row


@pytest.mark.parametrize(
    "data", ["0112345678901234", "01A2345678901231", "011234567890123", "99~ABC", "2421234~"]
)
def test_content_against_the_rules_we_check_is_refused(data: str) -> None:
    with pytest.raises(Malformed):
        read_symbol(data)
