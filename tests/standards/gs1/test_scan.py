"""A scan is what it says it is; a printed number stays a printed number."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gozinto.errors import Malformed
from gozinto.standards.gs1.check_digits import check_digit, has_valid_check_digit
from gozinto.standards.gs1.scan import Scan, read

GTIN = "04150567890128"
SERIAL_URI = f"https://id.gs1.org/01/{GTIN}/21/987654"
SSCC = "340123451111111111"


@pytest.mark.parametrize(
    "number", ["0444232322", "IA-23092018-001", "B-317", "B:1", "50%", "Ü 7/3"]
)
def test_a_plain_number_is_nothing_but_a_number(number: str) -> None:
    found = read(number)
    assert found == Scan(kind="number", text=number, number=number)


@pytest.mark.parametrize(
    "text",
    [
        f"(01){GTIN}(21)987654",
        f"]C101{GTIN}21987654",
        f"]d201{GTIN}21987654",
        f"]Q301{GTIN}21987654\x1d",
        f"\x1d01{GTIN}21987654",
        f"]d221987654\x1d01{GTIN}",
        f"https://id.gs1.org/01/{GTIN}/21/987654",
        f"https://shop.example/tyres/01/{GTIN}/21/987654?11=260304&x=y",
        "http://shop.example/gtin/4150567890128/ser/987654",
        "urn:epc:id:sgtin:415056789012.0.987654",
    ],
)
def test_one_serial_in_any_form_has_one_canonical_uri(text: str) -> None:
    found = read(text)
    assert found.uri == SERIAL_URI
    assert (found.gtin, found.serial) == (GTIN, "987654")


@pytest.mark.parametrize(
    "text",
    [
        f"(00){SSCC}",
        f"]C100{SSCC}",
        SSCC,
        f"00{SSCC}",
        f"https://any.example/00/{SSCC}",
        "urn:epc:id:sscc:4012345.3111111111",
    ],
)
def test_one_container_in_any_form_has_one_canonical_uri(text: str) -> None:
    found = read(text)
    assert found.sscc == SSCC
    assert found.uri == f"https://id.gs1.org/00/{SSCC}"


def test_a_lot_keeps_the_number_that_is_printed() -> None:
    found = read(f"(01){GTIN}(10)IA-23092018-001(11)260304")
    assert (found.lot, found.leftover) == ("IA-23092018-001", "(11)260304")
    assert found.uri == f"https://id.gs1.org/01/{GTIN}/10/IA-23092018-001"
    assert read("urn:epc:class:lgtin:415056789012.0.IA-23092018-001").uri == found.uri


def test_a_number_that_could_be_more_keeps_both_readings() -> None:
    found = read(f"01{GTIN}21987654")
    assert found.kind == "number"
    assert found.number == f"01{GTIN}21987654"
    assert found.serial == "987654"
    assert read(GTIN).gtin == GTIN
    assert read("4150567890128").gtin == GTIN


def test_digits_that_fail_a_check_are_only_a_number() -> None:
    assert read("340123451111111112").sscc == ""
    assert read("0104150567890129219").gtin == ""


def test_slashes_in_a_serial_stay_encoded_in_the_uri() -> None:
    assert read(f"(01){GTIN}(21)A/B").uri == f"https://id.gs1.org/01/{GTIN}/21/A%2FB"
    assert read(f"https://x.example/01/{GTIN}/21/A%2FB").serial == "A/B"


def test_a_private_uri_is_kept_as_it_is() -> None:
    uri = "https://id.demo.example/class/compound-7/C-11"
    assert (read(uri).kind, read(uri).uri) == ("uri", uri)
    assert read("urn:epc:id:unknown:1.2").kind == "uri"
    assert read("urn:epc:id:sgtin:1.2").kind == "uri"


def test_a_plain_symbol_is_read_by_what_it_holds() -> None:
    assert read("]A00444232322").number == "0444232322"
    assert read(f"]Q1https://id.gs1.org/01/{GTIN}/21/987654").uri == SERIAL_URI


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_scan"),
        (" \n", "empty_scan"),
        ("x" * 4001, "too_long"),
        ("B\x00317", "bad_text"),
        ("https://id.gs1.org/01/04150567890128/21/\ud800", "bad_text"),
        ("(01)04150567890129", "bad_check_digit"),
        (f"(00){SSCC[:-1]}2", "bad_check_digit"),
        ("(01)123", "bad_value"),
        ("(10)" + "x" * 21, "bad_value"),
        (f"(01){GTIN}(10)", "not_an_element_string"),
        (f"(01){GTIN}(x", "not_an_element_string"),
        ("]C10", "unknown_identifier"),
        ("]C1ABC", "unknown_identifier"),
        (f"]C101{GTIN}x", "unknown_identifier"),
        ("https://id.gs1.org/01/04150567890129", "bad_check_digit"),
        ("\x1d", "empty_scan"),
        ("]C1", "empty_scan"),
    ],
)
def test_what_claims_to_be_gs1_and_is_not_is_refused(text: str, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        read(text)
    assert refused.value.code == code


@given(st.text(max_size=40))
@example("https://[::1/01/04150567890128")
@example("\x1d")
@example("(٠١)٠")
def test_any_text_is_read_or_refused_with_a_code(text: str) -> None:
    with suppress(Malformed):
        found = read(text)
        assert found.number or found.uri or found.elements


@given(st.text("0123456789", min_size=1, max_size=20), st.integers(0, 19), st.integers(1, 9))
def test_a_check_digit_finds_every_single_wrong_digit(digits: str, at: int, by: int) -> None:
    whole = digits + check_digit(digits)
    assert has_valid_check_digit(whole)
    at %= len(whole)
    wrong = whole[:at] + str((int(whole[at]) + by) % 10) + whole[at + 1 :]
    assert not has_valid_check_digit(wrong)
