"""What the panel says stands in three languages, and nowhere else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from frontend import assets

PANEL = assets.FRONTEND / "panel"
LANGUAGES = ("en", "tr", "de")
SAYING = ("aria-label", "title", "alt", "placeholder")
"""Attributes that are read to somebody."""

_COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*$", re.S | re.M)
_TEXT = re.compile(r"(?<![=-])>([^<>{}();=`]*[^\W\d_][^<>{}();=`]*)(?:\{|</?[a-zA-Z])")
_TAIL = re.compile(r"\}([^<>{}();=`\"]*[^\W\d_][^<>{}();=`\"]*)</")
_SAID = re.compile(rf'\b(?:{"|".join(SAYING)})="([^"]*)"')


def _words(language: str) -> dict[str, str]:
    found = json.loads((PANEL / "words" / f"{language}.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def literals(source: str) -> list[str]:
    """Words that stand in a screen itself, instead of in the table of words."""
    plain = _COMMENT.sub("", source)
    found = [text for shape in (_TEXT, _TAIL, _SAID) for text in shape.findall(plain)]
    return [text.strip() for text in found if text.strip()]


def test_a_word_that_stands_in_a_screen_is_found() -> None:
    """The rule below sees a text, one beside a value, and one that is only read aloud."""
    assert literals("<p>Scan it</p>") == ["Scan it"]
    assert literals("<p>{n} waiting</p>") == ["waiting"]
    assert literals("<p>Waiting {n}</p>") == ["Waiting"]
    assert literals('<svg aria-label="A ring">') == ["A ring"]
    assert literals('<b class="x">{t("done")}</b>') == []
    assert literals("  // it says >Done<\n{lots.map((a) => <i key={a}>{a}</i>)}") == []


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_word_stands_in_every_language(language: str) -> None:
    """The same keys, none empty, and the same values in their braces."""
    english, other = _words("en"), _words(language)
    assert list(english) == list(other)
    for key, said in english.items():
        assert other[key].strip(), key
        braces = r"\{\w+\}"
        assert sorted(re.findall(braces, said)) == sorted(re.findall(braces, other[key])), key


def test_every_word_is_used() -> None:
    """A word that no screen says is put away; a group that is asked by its end counts as one."""
    sources = "".join(path.read_text(encoding="utf-8") for path in PANEL.rglob("*.ts*"))
    whole = set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)*)"', sources))
    groups = re.findall(r"`([a-z_.]*)\$\{[^}]*\}([a-z_.]*)`", sources)
    unused = [
        key
        for key in _words("en")
        if key not in whole
        and not any(key.startswith(a) and key.endswith(b) and a + b for a, b in groups)
    ]
    assert unused == []


@pytest.mark.parametrize(
    "screen", sorted((PANEL / "screens").glob("*.tsx")), ids=lambda path: path.stem
)
def test_no_screen_says_a_word_of_its_own(screen: Path) -> None:
    """Only what is the same everywhere stands in a screen: a sign, a digit."""
    assert literals(screen.read_text(encoding="utf-8")) == []
