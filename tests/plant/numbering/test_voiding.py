"""A number that is void, one that took another's place, and whose a number may be."""

from __future__ import annotations

from datetime import date

import pytest
from tests.plants import lot, received, some

from gozinto import record
from gozinto.errors import Conflict, Refused, Unknown
from gozinto.plant import objects
from gozinto.plant.models import Material, NumberingFormat, Partner, SupplierPattern
from gozinto.plant.numbering import issuing, recognising, voiding

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _format() -> None:
    NumberingFormat.objects.create(code="F", name="F", pattern="A{seq:4}", subject="lot")


def issued(count: int = 1) -> list[str]:
    return issuing.issue(format="F", by="test", count=count)


def faults(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [fault.code for fault in refused.value.violations]


def test_a_void_number_is_never_issued_again_and_void_once() -> None:
    (number,) = issued()
    voiding.void(number, why="printed crooked", by="ayse")
    assert issued() == ["A0002"]
    with pytest.raises(Conflict) as conflict:
        voiding.void(number, why="again", by="ayse")
    assert conflict.value.code == "number_void"


def test_what_something_carries_or_nobody_issued_cannot_be_void() -> None:
    (number,) = issued()
    record.capture(received(some(lot("T", number), 5), 0))
    with pytest.raises(Refused) as refused:
        voiding.void(number, why=" ", by="ayse")
    assert faults(refused) == ["void_without_reason", "number_in_use"]
    with pytest.raises(Unknown):
        voiding.void("A9999", why="x", by="ayse")


def test_both_numbers_of_a_changed_label_lead_to_its_history() -> None:
    first, second, third = issued(3)
    record.capture(received(some(lot("T", first), 5), 0))
    voiding.relabel(old=first, new=second, why="torn", by="ayse")
    voiding.relabel(old=second, new=third, why="torn again", by="mert")
    told = [(change.old, change.new, change.why) for change in voiding.history(second)]
    assert told == [(first, second, "torn"), (second, third, "torn again")]
    assert [voiding.history(text) for text in (first, third)] == [voiding.history(second)] * 2
    assert voiding.history("A0009") == []
    assert {objects.resolve(text).number for text in (first, second, third)} == {first}
    with pytest.raises(Unknown):
        objects.resolve("A0009")


def test_a_label_takes_only_a_number_that_is_new() -> None:
    first, second, third, fourth = issued(4)
    voiding.void(third, why="torn", by="ayse")
    record.capture(received(some(lot("T", fourth), 5), 0))
    voiding.relabel(old=first, new=second, why="torn", by="ayse")
    for new in (first, third, fourth):
        with pytest.raises(Refused) as refused:
            voiding.relabel(old=second, new=new, why="torn", by="ayse")
        assert faults(refused) == ["number_unfit"]
    with pytest.raises(Refused) as refused:
        voiding.relabel(old=second, new=issued()[0], why="", by="ayse")
    assert faults(refused) == ["relabel_without_reason"]
    with pytest.raises(Conflict):
        voiding.relabel(old=first, new=issued()[0], why="torn", by="ayse")
    with pytest.raises(Unknown):
        voiding.relabel(old=first, new="A9999", why="torn", by="ayse")


def supplier(code: str, pattern: str, *, material: Material | None = None) -> None:
    partner = Partner.objects.create(
        code=code, uri=f"https://id.demo.example/partner/{code}", name=code, kind="supplier"
    )
    SupplierPattern.objects.create(partner=partner, material=material, pattern=pattern)


def test_a_suppliers_number_is_read_by_every_pattern_and_never_guessed() -> None:
    rubber = Material.objects.create(code="HB", name="Halobutyl", kind="raw")
    supplier("S1", "{lot:6}{date:%y%m%d}", material=rubber)
    supplier("S2", "{item:4}{lot:8}")
    found = recognising.recognise("HB0042240229")
    assert [(r.partner, r.material, r.texts.get("lot")) for r in found.readings] == [
        ("S1", "HB", "HB0042"),
        ("S2", "", "42240229"),
    ]
    assert found.readings[0].days["date"].first == date(2024, 2, 29)
    only = recognising.recognise("HB0042240229", partner="S2").readings
    assert [r.partner for r in only] == ["S2"]
    with pytest.raises(Unknown):
        recognising.recognise("HB0042240229", partner="S3")


def test_our_own_number_is_recognised_with_what_became_of_it() -> None:
    first, second = issued(2)
    voiding.void(first, why="torn", by="ayse")
    record.capture(received(some(lot("T", second), 5), 0))
    assert recognising.recognise(first).is_void
    found = recognising.recognise(second)
    assert (found.is_issued, found.is_void, found.is_on_record) == (True, False, True)
    assert [(r.format, r.sequence) for r in found.readings] == [("F", 2)]
    strange = recognising.recognise("B0001")
    assert strange.readings == ()
    assert not strange.is_issued


def test_the_lot_in_a_gs1_bar_code_is_read_by_the_suppliers_pattern() -> None:
    supplier("S1", "{lot:6}{date:%y%m%d}")
    (found,) = recognising.recognise("(01)09521234543213(10)HB0042240229").readings
    assert (found.number, found.texts["lot"]) == ("HB0042240229", "HB0042")
