"""Letters of several scripts that look alike."""

from __future__ import annotations

import pytest

from gozinto.standards.numbers import scripts

EN, VE, ALPHA = (
    "\N{CYRILLIC CAPITAL LETTER EN}",
    "\N{CYRILLIC CAPITAL LETTER VE}",
    "\N{GREEK CAPITAL LETTER ALPHA}",
)


@pytest.mark.parametrize(
    "number", ["IA-23092018-001", "0444232322", "ŞİŞLİ-7", f"{EN}{VE}-1", "10 Ω", ""]
)
def test_one_alphabet_is_one_alphabet(number: str) -> None:
    assert scripts.mixed(number) == ""


def test_several_are_named_with_their_letters() -> None:
    assert scripts.mixed(f"{EN}B-7731{VE}") == f"cyrillic {EN}{VE}, latin B"
    assert scripts.mixed(f"T{ALPHA}") == f"latin T, greek {ALPHA}"


def test_what_prints_alike_is_read_as_latin() -> None:
    assert scripts.in_latin(f"{EN}{VE}-7731 {ALPHA}") == "HB-7731 A"
    assert scripts.in_latin("ŞİŞLİ-7") == "ŞİŞLİ-7"
