"""Finding an object by what is printed on it: exactly one, or candidates, never a guess."""

from __future__ import annotations

import pytest
from tests.plants import lot, packed, pallet, received, run, some, transformed, unit

from gozinto import record
from gozinto.errors import Ambiguous, Malformed, Unknown
from gozinto.plant import objects
from gozinto.plant.models import Material

pytestmark = pytest.mark.django_db


def test_a_number_two_suppliers_print_is_ambiguous_and_both_are_named() -> None:
    mine = "https://id.demo.example/class/HB/S1/4711"
    theirs = "https://id.demo.example/class/NR/S2/4711"
    record.capture_all([received(some(mine, 1), 0), received(some(theirs, 1), 0)])
    with pytest.raises(Ambiguous) as doubt:
        objects.resolve("4711")
    assert [uri for uri, _ in doubt.value.candidates] == [mine, theirs]
    assert objects.resolve(theirs).item == "NR"


def test_one_number_asked_for_in_two_ways_is_still_one_thing() -> None:
    record.capture(received(some(lot("HB", "H1"), 1), 0))
    found = objects.find_many(["H1", " H1", "]C0H1", "(10)H1"])
    assert {text: [one.number for one in listed] for text, listed in found.items()} == {
        text: ["H1"] for text in ("H1", " H1", "]C0H1", "(10)H1")
    }


def test_an_unknown_number_is_answered_with_near_ones() -> None:
    record.capture(transformed(1, run_id=run("J"), units_out=[unit("T", "0444232322")]))
    with pytest.raises(Unknown) as miss:
        objects.resolve("0444232332")
    assert miss.value.near == ("0444232322",)


def test_leading_zeros_are_part_of_a_number() -> None:
    record.capture(transformed(1, run_id=run("J"), units_out=[unit("T", "0444232322")]))
    with pytest.raises(Unknown):
        objects.resolve("444232322")


@pytest.mark.parametrize(
    "text",
    [
        "IA-23092018-001",
        "]C0IA-23092018-001",
        "(01)09521234543213(10)IA-23092018-001",
        "https://id.gs1.org/01/09521234543213/10/IA-23092018-001",
        "https://example.com/01/09521234543213/10/IA-23092018-001",
    ],
)
def test_a_lot_is_found_by_every_form_its_label_may_have(text: str) -> None:
    Material.objects.create(code="T205", name="Tyre", kind="finished", gtin="09521234543213")
    uri = "https://id.gs1.org/01/09521234543213/10/IA-23092018-001"
    record.capture(received(some(uri, 1, "C62"), 0))
    assert objects.resolve(text).uri == uri


def test_a_suppliers_own_number_finds_the_lot_it_became() -> None:
    record.capture(received(some(lot("HB", "OUR-1"), 1), 0, supplier_lot="HB-2209"))
    assert objects.resolve("HB-2209").number == "OUR-1"


def test_a_pallet_is_found_by_its_sscc_and_its_label() -> None:
    record.capture(packed(pallet(7), [unit("T", "1")], 1))
    sscc = pallet(7).rsplit("/", 1)[-1]
    assert {objects.resolve(t).kind for t in (sscc, f"(00){sscc}", pallet(7))} == {"container"}


@pytest.mark.parametrize("text", ["\x00", "IA\x00-1"])
def test_what_no_label_can_hold_is_refused_with_a_code(text: str) -> None:
    with pytest.raises((Malformed, Unknown)):
        objects.resolve(text)
