"""What a run must have used is reckoned from the bill, and marked as reckoned."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.errors import Malformed, Refused, Unknown
from gozinto.operations import holding, production, receiving
from gozinto.plant import objects
from gozinto.plant.models import BillLine, Material
from gozinto.record import clock
from gozinto.record.models import Finding, Link
from tests.workshop import CLERK, INSPECTOR, OPERATOR, at, lot, reported_run


def bill(component: str, quantity: str, *, slot: str, uom: str = "KGM", priority: int = 0) -> None:
    BillLine.objects.create(
        material=Material.objects.get(code="GT"), component=Material.objects.get(code=component),
        step="building", slot=slot, quantity=Decimal(quantity), uom=uom, priority=priority,
    )  # fmt: skip


def receive(number: str, amount: int, hours: float, *, location: str = "RACK") -> str:
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot=number, lot=number,
        quantity=Decimal(amount), location=location, by=CLERK, at=at(hours),
    )  # fmt: skip
    return lot("HB", number)


def start() -> str:
    production.start(
        job="J-1", step="building", equipment="BM-1", flow="continuous", product="GT",
        by=OPERATOR, at=at(4),
    )  # fmt: skip
    return "J-1"


def used() -> list[tuple[str, Decimal, str]]:
    told = Link.objects.filter(is_input=True, run__uri__endswith="J-1").order_by("id")
    return [
        (number, quantity.normalize(), certainty)
        for number, quantity, certainty in told.values_list(
            "object__number", "quantity", "certainty"
        )
    ]


def test_the_lots_that_came_first_are_taken_first() -> None:
    bill("HB", "0.5", slot="liner")
    receive("H-2", 100, 2)
    receive("H-1", 30, 1)
    production.backflush(start(), quantity=Decimal(100), by=OPERATOR, at=at(5))
    assert used() == [("H-1", Decimal(30), "inferred"), ("H-2", Decimal(20), "inferred")]
    assert {node.number for node in trace.forward([objects.resolve(lot("HB", "H-2"))]).nodes} == {
        "H-2", "J-1",
    }  # fmt: skip


def test_what_is_mounted_at_the_machine_is_taken_before_it() -> None:
    bill("HB", "0.5", slot="liner")
    receive("H-1", 30, 1)
    mounted = receive("H-2", 100, 2)
    production.mount(mounted, equipment="BM-1", slot="liner", by=OPERATOR, at=at(3))
    production.backflush(start(), quantity=Decimal(100), by=OPERATOR, at=at(5))
    assert used() == [("H-2", Decimal(50), "inferred")]


def test_only_lots_of_the_place_that_is_named_are_taken_and_none_on_hold() -> None:
    bill("HB", "0.5", slot="liner")
    receive("H-1", 100, 1, location="DOCK")
    held = receive("H-2", 100, 2)
    receive("H-3", 100, 3)
    holding.hold(held, reason="smell", by=INSPECTOR, at=at(3.5))
    production.backflush(start(), quantity=Decimal(10), location="RACK", by=OPERATOR, at=at(5))
    assert used() == [("H-3", Decimal(5), "inferred")]


def test_what_was_scanned_for_the_run_is_not_reckoned_again() -> None:
    bill("HB", "0.5", slot="liner")
    bill("LC", "1", slot="tread")
    first = receive("H-1", 100, 1)
    run = start()
    production.consume(
        first, run=run, quantity=Decimal(5), uom="KGM", slot="liner", by=OPERATOR, at=at(4.5)
    )
    mixing = reported_run(job="J-0", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(0))
    production.produce_lot(
        run=mixing, material="LC", number="LC-1", quantity=Decimal(50), by=OPERATOR, at=at(1)
    )
    production.backflush(run, quantity=Decimal(10), by=OPERATOR, at=at(5))
    assert used() == [("H-1", Decimal(5), "scanned"), ("LC-1", Decimal(10), "inferred")]
    BillLine.objects.filter(slot="tread").delete()
    with pytest.raises(Malformed) as caught:
        production.backflush(run, quantity=Decimal(10), by=OPERATOR, at=at(5))
    assert caught.value.code == "nothing_to_backflush"


def test_an_alternative_fills_what_the_first_choice_leaves_open() -> None:
    bill("LC", "2", slot="liner")
    bill("HB", "1", slot="liner", priority=1)
    mixing = reported_run(job="J-0", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(0))
    production.produce_lot(
        run=mixing, material="LC", number="LC-1", quantity=Decimal(15), by=OPERATOR, at=at(1)
    )
    receive("H-1", 100, 1)
    production.backflush(start(), quantity=Decimal(10), by=OPERATOR, at=at(5))
    # Fifteen of twenty kilograms: a quarter is open, and so a quarter of ten of the other.
    assert used() == [("LC-1", Decimal(15), "inferred"), ("H-1", Decimal("2.5"), "inferred")]


def test_all_that_is_missing_is_told_at_once_and_nothing_is_taken() -> None:
    bill("HB", "1", slot="liner")
    bill("LC", "2", slot="tread")
    receive("H-1", 3, 1)
    with pytest.raises(Refused) as caught:
        production.backflush(start(), quantity=Decimal(10), by=OPERATOR, at=at(5))
    assert [(v.code, v.value) for v in caught.value.violations] == [
        ("backflush_short", "HB"), ("backflush_short", "LC"),
    ]  # fmt: skip
    assert "7 KGM" in caught.value.violations[0].message
    assert used() == []


def test_a_run_that_makes_nothing_known_cannot_be_reckoned() -> None:
    production.start(job="J-2", step="building", equipment="BM-1", by=OPERATOR, at=at(4))
    with pytest.raises(Malformed) as caught:
        production.backflush("J-2", quantity=Decimal(1), by=OPERATOR, at=at(5))
    assert caught.value.code == "product_not_told"
    with pytest.raises(Unknown) as no_bill:
        production.backflush("J-2", material="GT", quantity=Decimal(1), by=OPERATOR, at=at(5))
    assert no_bill.value.code == "unknown_bill"


def bounds() -> list[tuple[str, float, float]]:
    told = Link.objects.filter(is_input=True, certainty="inferred").order_by("at", "id")
    return [
        (number, (first - at(0)).total_seconds() / 3600, (last - at(0)).total_seconds() / 3600)
        for number, first, last in told.values_list("object__number", "at", "latest")
    ]


def build(number: str, hours: float) -> set[str]:
    production.produce_serial(run="J-1", material="GT", number=number, by=OPERATOR, at=at(hours))
    return {number}


def lots_in(number: str) -> set[str]:
    found = trace.backward([objects.resolve(number)])
    return {node.number for node in found.nodes if node.kind == "lot"}


def test_what_came_out_before_it_was_reckoned_holds_it() -> None:
    bill("HB", "1", slot="liner")
    receive("H-1", 2, 1)
    receive("H-2", 100, 6)
    start()
    build("G-1", 5)
    build("G-2", 7)
    production.backflush("J-1", quantity=Decimal(3), by=OPERATOR, at=at(8))
    assert bounds() == [("H-1", 4, 8), ("H-2", 6, 8)]
    # The second lot came after the first tyre had left.
    assert (lots_in("G-1"), lots_in("G-2")) == ({"H-1"}, {"H-1", "H-2"})


def test_what_is_reckoned_next_begins_where_the_last_ended() -> None:
    bill("HB", "1", slot="liner")
    receive("H-1", 100, 1)
    start()
    production.backflush("J-1", quantity=Decimal(3), by=OPERATOR, at=at(5))
    production.backflush("J-1", quantity=Decimal(3), by=OPERATOR, at=at(6))
    production.backflush("J-1", quantity=Decimal(3), since=at(5.5), by=OPERATOR, at=at(7))
    assert bounds() == [("H-1", 4, 5), ("H-1", 5, 6), ("H-1", 5.5, 7)]


def test_a_reckoning_of_now_has_no_wrong_time() -> None:
    bill("HB", "1", slot="liner")
    receive("H-1", 100, 1)
    start()
    with clock.set_to(at(6)):
        production.backflush("J-1", quantity=Decimal(3), live=True, by=OPERATOR)
    assert not Finding.objects.exists()
