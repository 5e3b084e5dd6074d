"""Check characters against published numbers, and against the slips they are for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gozinto.standards.numbers.check_characters import CHECKS

DIGITS = st.text("0123456789", min_size=2, max_size=18)
LETTERS = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=18)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("mod10", "629104150021", "3"),
        ("mod10", "00614141123456789", "0"),
        ("luhn", "7992739871", "3"),
        ("mod11", "000000021825009", "7"),
        ("mod11", "000000021694233", "X"),
        ("mod97", "794", "44"),
        # The account number GB82 WEST 1234 5698 7654 32, turned as ISO 13616 turns it.
        ("mod97", "WEST12345698765432GB", "82"),
        ("mod37", "A12425GABC1234002", "M"),
    ],
)
def test_published_numbers(name: str, text: str, expected: str) -> None:
    assert CHECKS[name].of(text) == expected


def test_separators_and_letters_that_a_check_cannot_take_are_left_out() -> None:
    assert CHECKS["mod10"].of("IA-6291/041500.21") == CHECKS["mod10"].of("629104150021")
    assert CHECKS["mod97"].of("a-7 9") == CHECKS["mod97"].of("A79")


@pytest.mark.parametrize("name", ["mod10", "luhn", "mod11", "mod97", "mod37"])
@given(data=st.data())
def test_every_single_wrong_digit_is_told(name: str, data: st.DataObject) -> None:
    check = CHECKS[name]
    text = data.draw(DIGITS if not check.takes_letters else LETTERS)
    at = data.draw(st.integers(0, len(text) - 1))
    alphabet = "0123456789" if text[at].isdigit() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    other = data.draw(st.sampled_from([c for c in alphabet if c != text[at]]))
    assert check.of(text) != check.of(text[:at] + other + text[at + 1 :])


@pytest.mark.parametrize("name", ["mod11", "mod97"])
@given(text=DIGITS, data=st.data())
def test_two_neighbours_exchanged_are_told(name: str, text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 2))
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    assert (CHECKS[name].of(text) == CHECKS[name].of(swapped)) == (text[at] == text[at + 1])
