"""Every error code and every setting a person may meet is in the guide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "gozinto"
CODE = re.compile(r'\bcode\s*=\s*"([a-z]+(?:_[a-z]+)*)"')
FAULT = re.compile(r'(?<![a-z])fault\(\s*"([a-z]+(?:_[a-z]+)*)"')
SETTING = re.compile(r'"((?:GOZINTO|DATABASE)_[A-Z_]*[A-Z])"')
NO_CODE = {"certainty"}  # the name of a word, where a fault is about it
NO_SETTING = {"GOZINTO_DATA_DIR", "GOZINTO_P"}  # a Django setting; the beginning of two options


def found(pattern: re.Pattern[str], texts: Iterable[str]) -> set[str]:
    """Everything the pattern names in these texts."""
    return {name for text in texts for name in pattern.findall(text)}


def sources() -> Iterator[str]:
    """The text of every module of the product."""
    return (path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py")))


def undocumented(names: set[str], page: str) -> list[str]:
    """The names that a page of the guide does not hold as code."""
    text = (ROOT / "docs" / "guide" / page).read_text(encoding="utf-8")
    return sorted(name for name in names if f"`{name}`" not in text)


def test_every_error_code_is_in_the_guide() -> None:
    codes = (found(CODE, sources()) | found(FAULT, sources())) - NO_CODE
    assert len(codes) > 60
    assert undocumented(codes, "errors.md") == []


def test_every_setting_is_in_the_guide() -> None:
    settings = found(SETTING, sources()) - NO_SETTING
    assert "GOZINTO_HOME" in settings
    assert undocumented(settings, "settings.md") == []


def test_an_undocumented_code_would_be_found() -> None:
    assert undocumented(found(CODE, ['Violation(code="never_written_down")']), "errors.md") == [
        "never_written_down"
    ]
