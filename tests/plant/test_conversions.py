"""What a piece of a material weighs, and what nobody said of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gozinto.errors import Malformed
from gozinto.plant import conversions
from gozinto.plant.conversions import Conversion, Conversions
from gozinto.plant.models import Material, UnitConversion


def row(from_uom: str, to_uom: str, factor: str) -> Conversion:
    return Conversion(from_uom=from_uom, to_uom=to_uom, factor=Decimal(factor))


CORD = Conversions([row("XRO", "MTR", "250"), row("MTR", "KGM", "0.8")], material="CORD")


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        ("2", "XRO", "MTR", "500"),
        ("2", "XRO", "KGM", "400"),
        ("2", "XRO", "GRM", "400000"),
        ("100", "KGM", "XRO", "0.5"),
        ("1", "KMT", "TNE", "0.8"),
        # Inside a dimension a material changes nothing.
        ("1", "TNE", "KGM", "1000"),
        ("20", "CEL", "FAH", "68"),
    ],
)
def test_rows_are_followed_from_dimension_to_dimension(
    value: str, source: str, target: str, expected: str
) -> None:
    assert CORD.convert(Decimal(value), from_uom=source, to_uom=target) == Decimal(expected)


def test_what_no_row_says_is_not_guessed() -> None:
    with pytest.raises(Malformed) as refused:
        CORD.convert(Decimal(1), from_uom="LTR", to_uom="KGM")
    assert refused.value.code == "incomparable_units"
    assert "CORD" in refused.value.message
    assert "between volume and mass" in refused.value.next_step
    assert not CORD.can_convert("LTR", "KGM")
    assert not CORD.can_convert("PCE", "KGM")


@pytest.mark.parametrize(("value", "uom", "code"), [("1", "PCE", "unknown_unit"),
                                                    ("NaN", "XRO", "not_a_number")])  # fmt: skip
def test_what_is_no_amount_has_no_conversion(value: str, uom: str, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        CORD.convert(Decimal(value), from_uom=uom, to_uom="KGM")
    assert refused.value.code == code


def test_a_third_is_rounded_once_and_not_on_the_way() -> None:
    thirds = Conversions([row("C62", "KGM", "3"), row("XBX", "C62", "9")])
    assert thirds.convert(Decimal(1), from_uom="KGM", to_uom="C62") == Decimal("0." + "3" * 34)
    assert thirds.convert(Decimal(27), from_uom="KGM", to_uom="XBX") == 1


units = st.sampled_from(["KGM", "GRM", "C62", "DZN", "MTR", "LTR", "XRO", "MTK"])
factors = st.integers(1, 1000).map(Decimal) | st.decimals("0.001", "1000", places=3)
TREE = st.tuples(factors, factors, factors).map(
    lambda given: Conversions(
        [
            Conversion(from_uom="XRO", to_uom="MTR", factor=given[0]),
            Conversion(from_uom="GRM", to_uom="MTR", factor=given[1]),
            Conversion(from_uom="DZN", to_uom="KGM", factor=given[2]),
        ]
    )
)


@given(TREE, units, units, units, st.decimals("0.001", "100000", places=3))
def test_a_detour_gives_what_the_direct_way_gives(
    own: Conversions, one: str, other: str, third: str, value: Decimal
) -> None:
    if not own.can_convert(one, other) or not own.can_convert(other, third):
        return
    direct = own.convert(value, from_uom=one, to_uom=third)
    there = own.convert(value, from_uom=one, to_uom=other)
    detour = own.convert(there, from_uom=other, to_uom=third)
    assert abs(detour - direct) <= abs(direct) * Decimal("1e-30")
    if own.converts_exactly(value, from_uom=one, to_uom=other):
        assert detour == direct


def test_nothing_converts_across_dimensions_without_a_row() -> None:
    assert not Conversions().can_convert("C62", "KGM")
    assert conversions.of([]) == {}


@pytest.mark.django_db
def test_a_material_on_record_converts_by_its_own_rows() -> None:
    tyre = Material.objects.create(code="T205", name="Tyre", kind="finished", uom="C62")
    UnitConversion.objects.create(material=tyre, from_uom="C62", to_uom="KGM", factor="9.2")
    told = {"value": Decimal(3), "from_uom": "C62", "to_uom": "GRM"}
    assert conversions.convert(material="T205", **told) == 27_600
    with pytest.raises(Malformed) as refused:
        conversions.convert(material="T206", **told)
    assert refused.value.data["material"] == "T206"
