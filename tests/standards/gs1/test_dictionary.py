"""Values keep the rules of their identifiers, and elements those of standing together."""

from __future__ import annotations

import pytest

from gozinto.errors import Malformed
from gozinto.standards.gs1 import combinations, dictionary
from gozinto.standards.gs1.element_strings import checked, split_bracketed
from gozinto.standards.gs1.iso_codes import COUNTRY_DIGITS, COUNTRY_LETTERS
from gozinto.standards.gs1.linters import check_pair


@pytest.mark.parametrize(
    ("code", "value", "rule"),
    [
        ("10", "IA-23092018-001", ""),
        ("10", "0444232322", ""),
        ("10", "A" * 20, ""),
        ("10", "A" * 21, "length"),
        ("10", "", "length"),
        ("10", "Ağ-7", "alphabet"),
        ("11", "260229", "day_or_month"),
        ("11", "280229", ""),
        ("11", "261300", "day_or_month"),
        ("17", "260200", ""),
        ("7003", "2602280000", ""),
        ("7003", "2602000000", "day"),
        ("7003", "2602282460", "time"),
        ("8008", "26022823", ""),
        ("8008", "260228235960", "minutes"),
        ("422", "792", ""),
        ("422", "000", "country"),
        ("4307", "TR", ""),
        ("3911", "9491250", ""),
        ("3911", "0001250", "currency"),
        ("8007", "TR330006100519786457841326", ""),
        ("8007", "DE89370400440532013000", ""),
        ("8007", "DE89370400440532013001", "iban"),
        ("4309", "02790858483015297971", ""),
        ("4309", "18000000010000000000", "latitude"),
        ("4309", "18000000003600000001", "longitude"),
        ("8006", "041505678901280102", ""),
        ("8006", "041505678901280302", "piece_of_total"),
        ("8013", "1987654Ad4X4bL5ttr2310c2K", ""),
        ("8013", "1987654Ad4X4bL5ttr2310c2L", "check_pair"),
        ("8010", "4012345/A-7", ""),
        ("8010", "4012345a", "alphabet"),
        ("8011", "0", ""),
        ("8011", "01", "no_leading_zero"),
        ("4330", "002000-", ""),
        ("4330", "002000+", "hyphen"),
        ("7258", "3/2", "place_in_birth"),
        ("8110", "0123456123456111101233350607", ""),
        ("8110", "01234561234561111012333506074350606", ""),
        ("8110", "01234561234561111012343506063350607", "coupon"),  # its fields do not rise
        ("8110", "01234561234561111012333506073350607", "coupon"),  # a field stands there twice
        ("8112", "00123456123456000123456", "positive_offer"),
        ("8112", "001234561234560123456", ""),
        ("4321", "2", "yes_or_no"),
    ],
)
def test_a_value_keeps_the_rules_of_its_identifier(code: str, value: str, rule: str) -> None:
    assert dictionary.fault(dictionary.IDENTIFIERS[code], value) == rule


def test_a_refusal_says_what_the_number_is_and_which_rule_it_breaks() -> None:
    with pytest.raises(Malformed) as refused:
        checked("11", "261322")
    assert refused.value.code == "bad_value"
    assert refused.value.data["rule"] == "day_or_month"
    assert "made on" in refused.value.message


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("(01)04150567890128(21)987654(17)280304", []),
        ("(00)340123451111111111(02)04150567890128(37)40(10)IA-23092018-001", []),
        ("(10)IA-23092018-001", ["lacking_identifier"]),
        ("(02)04150567890128", ["lacking_identifier"]),
        ("(01)04150567890128(37)40", ["contradicting_identifiers"] + ["lacking_identifier"] * 2),
        ("(01)04150567890128(3102)001250(3103)012500", ["contradicting_identifiers"] * 2),
        ("(01)04150567890128(10)A(10)B", ["repeated_identifier"]),
        ("(01)04150567890128(10)A(10)A", []),
    ],
)
def test_what_stands_together_must_fit_together(text: str, codes: list[str]) -> None:
    assert [one.code for one in combinations.faults(split_bracketed(text))] == codes


def test_no_identifier_is_the_beginning_of_another_one() -> None:
    for code in dictionary.IDENTIFIERS:
        found = dictionary.find(code + "0000")
        assert found is not None
        assert found.code == code


def test_the_countries_are_those_of_iso() -> None:
    assert len(COUNTRY_LETTERS) == len(COUNTRY_DIGITS) == 249


def test_a_model_number_gets_the_pair_of_the_published_example() -> None:
    # GS1 General Specifications, section 7.9.5.
    assert check_pair("1987654Ad4X4bL5ttr2310c") == "2K"
