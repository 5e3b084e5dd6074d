"""Amounts convert exactly inside a dimension, and never across."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gozinto.errors import Malformed
from gozinto.standards.quantities import (
    Quantity,
    convert,
    format_decimal,
    is_unit,
    same_dimension,
    shortest,
    unit,
)
from gozinto.standards.units import UNITS, every_unit

amounts = st.decimals(min_value="-1e9", max_value="1e9", places=6)


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        ("1.85", "KGM", "GRM", "1850"),
        ("1", "LBR", "KGM", "0.45359237"),
        ("16", "ONZ", "LBR", "1"),
        ("1", "INH", "MMT", "25.4"),
        ("20", "CEL", "FAH", "68"),
        ("-40", "FAH", "CEL", "-40"),
        ("0", "KEL", "CEL", "-273.15"),
        ("1", "GLL", "LTR", "3.785411784"),
        ("10", "MTS", "KMH", "36"),
        ("24", "C62", "DZN", "2"),
        ("24", "", "DZN", "2"),
        ("1.20", "BAR", "MPA", "0.12"),
    ],
)
def test_known_conversions_are_exact(value: str, source: str, target: str, expected: str) -> None:
    assert convert(Decimal(value), source, target) == Decimal(expected)


def test_a_conversion_without_end_is_rounded_to_34_digits() -> None:
    twelfth = convert(Decimal(1), "", "DZN")
    assert twelfth == Decimal("0.08333333333333333333333333333333333")


def test_the_same_unit_keeps_every_digit_as_given() -> None:
    assert str(convert(Decimal("0.100"), "KGM", "KGM")) == "0.100"
    assert str(convert(Decimal("5.0"), "EA", "H87")) == "5.0"


def test_mass_never_becomes_length() -> None:
    with pytest.raises(Malformed) as refused:
        convert(Decimal(1), "KGM", "MTR")
    assert refused.value.code == "incomparable_units"
    assert not same_dimension("KGM", "MTR")


def test_an_unknown_unit_names_near_ones() -> None:
    with pytest.raises(Malformed) as refused:
        unit("KG")
    assert refused.value.code == "unknown_unit"
    assert "KGM" in refused.value.next_step


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1E+999999", "1E-999999"])
def test_what_is_not_an_amount_is_refused(value: str) -> None:
    for ask in (lambda v: convert(v, "KGM", "GRM"), format_decimal):
        with pytest.raises(Malformed) as refused:
            ask(Decimal(value))
        assert refused.value.code == "not_a_number"


@pytest.mark.parametrize(
    ("value", "text"),
    [("1.85", "1.85"), ("0.10", "0.10"), ("1.2E+3", "1200"), ("1E-7", "0.0000001")],
)
def test_numbers_are_written_without_exponent(value: str, text: str) -> None:
    assert format_decimal(Decimal(value)) == text


def test_a_quantity_reads_as_amount_and_unit() -> None:
    assert str(Quantity(value=Decimal("2.50"), uom="KGM")) == "2.50 KGM"
    assert str(Quantity(value=Decimal(4))) == "4"
    assert Quantity(value=Decimal("2.5"), uom="KGM").to("GRM").value == 2500


def test_codes_are_recognised() -> None:
    assert is_unit("KGM")
    assert is_unit("")


@given(value=amounts, code=st.sampled_from(sorted(UNITS)), data=st.data())
def test_there_and_back_is_the_same_amount(value: Decimal, code: str, data: st.DataObject) -> None:
    siblings = sorted(c for c, u in UNITS.items() if u.dimension == UNITS[code].dimension)
    other = data.draw(st.sampled_from(siblings))
    back = convert(convert(value, code, other), other, code)
    assert abs(back - value) <= max(abs(value), Decimal(1000)) * Decimal("1e-25")


def test_no_code_stands_for_two_units() -> None:
    codes = [found.code for found in every_unit()]
    assert len(codes) == len(set(codes)) == len(UNITS)


@pytest.mark.parametrize("code", ["NPR", "PCE", "KG", "kgm"])
def test_withdrawn_and_made_up_codes_are_unknown(code: str) -> None:
    assert not is_unit(code)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.850", "1.85"),
        ("1200", "1200"),
        ("1.2E+3", "1200"),
        ("0E-9", "0"),
        ("-50.500000000", "-50.5"),
        ("123456789012345678901234567890.120", "123456789012345678901234567890.12"),
    ],
)
def test_the_shortest_text_has_every_digit_and_no_idle_zero(value: str, text: str) -> None:
    assert shortest(Decimal(value)) == text


def test_a_package_holds_what_its_material_says_and_nothing_by_itself() -> None:
    assert unit("XRO").name == "roll"
    assert not same_dimension("XRO", "XRL")
    with pytest.raises(Malformed):
        convert(Decimal(1), "XPX", "C62")
