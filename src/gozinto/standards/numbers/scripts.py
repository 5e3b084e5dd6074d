"""The scripts that a number's letters come from: Н and H look alike and are not the same.

Source: Unicode Standard Annex 24 (scripts) and Technical Standard 39 (confusables), of which the
capitals and small letters that print alike in Latin, Cyrillic and Greek.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

_SCRIPTS = frozenset(
    ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC", "CJK", "HIRAGANA")
)
_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеіјорсухѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYXaeijopcyxsABEZHIKMNOPTYXo",
)


def of(text: str) -> Mapping[str, str]:
    """Each script of the letters in `text`, in lower case, and those letters in order."""
    found: dict[str, str] = {}
    for letter in text:
        script = unicodedata.name(letter, "").partition(" ")[0]
        if script in _SCRIPTS and letter not in found.get(script.lower(), ""):
            found[script.lower()] = found.get(script.lower(), "") + letter
    return found


def mixed(text: str) -> str:
    """Which letters are of which script ("latin B, cyrillic Н"); empty where it is one."""
    found = of(text)
    if len(found) < 2:
        return ""
    return ", ".join(f"{name} {letters}" for name, letters in found.items())


def in_latin(text: str) -> str:
    """The text with Latin letters for those of other scripts that print alike."""
    return text.translate(_ALIKE)
