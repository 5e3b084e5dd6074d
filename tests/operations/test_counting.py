"""Lots and places are counted; what differs from the record is booked, and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.errors import Malformed
from gozinto.operations import counting, moving, packing
from gozinto.operations.things import Amount
from gozinto.plant import objects
from gozinto.record import rebuild
from gozinto.record.models import Event as EventRow
from gozinto.standards.epcis.gozinto import Expected
from tests.operations.shelves import came, on_hand, place, state, tyres
from tests.workshop import CLERK, at, event_of, words_of

SSCC = "095212340000000013"


def booked(number: str) -> tuple[str, str]:
    """What a balance books as counted, and what it leaves unaccounted for."""
    (balance,) = trace.as_json(trace.balance(objects.resolve(number)))["balances"]
    counted = [t["quantity"] for t in balance["terms"] if t["term"] == "counted"]
    return (counted[0] if counted else "0", balance["difference"])


def test_a_lot_of_which_less_is_there_has_the_difference_booked() -> None:
    came("4711", 500)
    counting.count_lot("4711", quantity=Decimal(480), by=CLERK, at=at(1), reason="spilled")
    assert on_hand("4711") == [480]
    assert booked("4711") == ("-20", "0")
    (balance,) = trace.as_json(trace.balance(objects.resolve("4711")))["balances"]
    (count,) = balance["counts"]
    assert (count["quantity"], count["expected"]) == ("480", "500")
    assert rebuild.check() == []


def test_a_lot_of_which_more_is_there_too_in_another_unit() -> None:
    came("4711", 500)
    captured = counting.count_lot(
        "4711", quantity=Decimal("0.51"), uom="TNE", by=CLERK, at=at(1), live=True
    )
    assert on_hand("4711") == [510]
    assert booked("4711") == ("10", "0")
    (count,) = captured.beside
    row = EventRow.objects.get(event_id=count)
    assert (row.biz_step, row.action) == ("cycle_counting", "OBSERVE")


def test_a_count_that_finds_what_is_on_record_books_nothing() -> None:
    came("4711", 500)
    captured = counting.count_lot("4711", quantity=Decimal(500), by=CLERK, at=at(1))
    assert captured.beside == ()
    assert words_of(captured).expected == Expected(quantity=Decimal(500), uom="KGM")
    assert booked("4711") == ("0", "0")


def test_a_count_told_late_is_held_against_what_there_was_then() -> None:
    came("4711", 500)
    came("4711", 100, 5)
    counting.count_lot("4711", quantity=Decimal(490), by=CLERK, at=at(2))
    assert on_hand("4711") == [590]


def test_a_lot_is_not_counted_in_another_dimension() -> None:
    came("4711", 500)
    with pytest.raises(Malformed) as caught:
        counting.count_lot("4711", quantity=Decimal(3), uom="C62", by=CLERK, at=at(1))
    assert caught.value.code == "incomparable_units"


def test_what_is_not_at_its_place_is_gone_and_what_should_be_elsewhere_is_there() -> None:
    came("4711", 500)
    tyres("001", "002")
    tyres("003", location="RACK")
    counting.count_place(
        "DOCK", found=[Amount(of="4711", quantity=Decimal(499)), "001", "003"], by=CLERK, at=at(1)
    )
    assert on_hand("4711", "001", "002", "003") == [499, 1, 0, 1]
    assert state("002").status == "unknown"
    assert state("003").location == place("DOCK")
    assert rebuild.check() == []


def test_a_unit_that_was_given_up_is_found_again() -> None:
    tyres("001")
    counting.count_place("DOCK", found=[], by=CLERK, at=at(1))
    assert on_hand("001") == [0]
    counting.count_place("RACK", found=["001"], by=CLERK, at=at(2))
    assert on_hand("001") == [1]
    assert state("001").location == place("RACK")


def test_what_stands_on_a_pallet_is_where_the_pallet_is() -> None:
    tyres("001", "002")
    packing.pack(container=SSCC, contents=["001", "002"], by=CLERK, at=at(1))
    moving.move(SSCC, location="RACK", by=CLERK, at=at(2))
    assert [one.number for one in counting.sheet("RACK")] == ["001", "002"]
    assert counting.sheet("DOCK") == ()


def test_a_blind_sheet_does_not_say_how_much() -> None:
    came("4711", 500)
    (blind,) = counting.sheet("DOCK")
    (open_,) = counting.sheet("DOCK", blind=False)
    assert (blind.number, blind.quantity) == ("4711", None)
    assert (open_.quantity, open_.uom) == (Decimal(500), "KGM")


def test_an_empty_place_where_nothing_should_be_has_nothing_to_count() -> None:
    with pytest.raises(Malformed) as caught:
        counting.count_place("RACK", found=[], by=CLERK, at=at(1))
    assert caught.value.code == "no_things"


def test_a_count_sent_twice_books_once() -> None:
    came("4711", 500)
    for _ in range(2):
        again = counting.count_lot(
            "4711", quantity=Decimal(480), by=CLERK, at=at(1), event_id="urn:uuid:0" + "0" * 7
            + "-0000-7000-8000-000000000001",
        )  # fmt: skip
    assert again.repeated
    assert on_hand("4711") == [480]


def test_a_count_is_at_the_place_where_it_was_made() -> None:
    came("4711", 500)
    captured = counting.count_lot(
        "4711", quantity=Decimal(500), location="RACK", by=CLERK, at=at(1)
    )
    found = event_of(captured).biz_location
    assert found is not None
    assert found.id == place("RACK")
