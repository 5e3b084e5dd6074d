"""No regular expression repeats a group possessively: Python before 3.11.5 goes wrong there."""

from __future__ import annotations

import re

from .source import SOURCE

# Python's issue 106052; Debian 12 has 3.11.2. The comma tells RFC 3986's "()*+," from a pattern.
POSSESSIVE_GROUP = re.compile(r"\)[*+?]\+(?!,)")


def possessive(text: str) -> list[str]:
    """The lines that repeat a group possessively."""
    return [line.strip() for line in text.splitlines() if POSSESSIVE_GROUP.search(line)]


def test_no_group_is_possessive() -> None:
    found = {
        path.name: lines
        for path in SOURCE.rglob("*.py")
        if (lines := possessive(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_a_possessive_group_would_be_found() -> None:
    assert possessive('re.compile(r"(?:a|b)*+c")')
    assert not possessive('r"[a-z()*+,;=]*+"')
