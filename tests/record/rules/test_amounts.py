"""No more goes into a run than its plan asks for, and no more comes out than went in."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from tests.record.rules.judged import (
    accepted,
    findings,
    only,
    passes_overridden,
    refused,
    stock,
    stocked,
    take_back,
)  # fmt: skip
from tests.workshop import OPERATOR, at, reported_run

from gozinto.operations import production
from gozinto.plant.models import Material, UnitConversion
from gozinto.record import Captured

OVER, MORE = "over_consumption", "produced_more_than_consumed"
JOB = "J-1/10"


@pytest.fixture(autouse=True)
def _metered() -> None:
    """A hundred kilograms of compound are to be made, of ninety of rubber, to two per cent."""
    stock("HB", "IIR", "ZN")
    Material.objects.filter(code__in=("HB", "IIR", "ZN", "LC")).update(tolerance_percent=2)


def plan(kilograms: int = 100, **stamp: Any) -> Captured:
    return production.start(
        job=JOB, step="mixing", equipment="MIX-1", product="LC", planned=Decimal(kilograms),
        by=OPERATOR, **stamp,
    )  # fmt: skip


def run() -> production.Run:
    return reported_run(job=JOB, step="mixing", equipment="MIX-1", by=OPERATOR, at=at(0))


def put_in(quantity: str, material: str = "HB", uom: str = "KGM", **stamp: Any) -> Captured:
    return production.consume(
        stocked(material), run=run(), quantity=Decimal(quantity), uom=uom, by=OPERATOR, **stamp
    )


def take_out(quantity: str, number: str = "LC-1", **stamp: Any) -> Captured:
    return production.produce_lot(
        run=run(), material="LC", number=number, quantity=Decimal(quantity), by=OPERATOR, **stamp
    )


too_much = partial(put_in, "92")


def test_two_kilograms_more_than_the_plan_asks_for_are_refused() -> None:
    plan(at=at(0))
    assert refused(too_much) == [OVER]


def test_what_went_in_too_much_is_found() -> None:
    plan(at=at(0))
    assert only(OVER, too_much(at=at(1)))


def test_up_to_the_tolerance_it_may_be_more() -> None:
    plan(at=at(0))
    accepted(partial(put_in, "91.8"))
    assert findings() == []


def test_an_earlier_weighing_that_is_told_late_makes_a_later_one_too_much() -> None:
    plan(at=at(0))
    second = put_in("50", at=at(2))
    assert findings() == []
    put_in("50", at=at(1))
    assert only(OVER, second)


def test_that_less_was_planned_is_told_late() -> None:
    done = put_in("90", at=at(1))
    assert findings() == []
    plan(50, at=at(0))
    assert only(OVER, done)


def test_a_weighing_that_is_taken_back_heals_the_others() -> None:
    plan(at=at(0))
    first = put_in("50", at=at(1))
    put_in("50", at=at(2))
    take_back(first)
    assert findings() == []


def test_what_was_left_over_and_put_back_heals_it() -> None:
    plan(at=at(0))
    too_much(at=at(1))
    production.put_back(
        stocked("HB"), run=run(), quantity=Decimal(2), uom="KGM", by=OPERATOR, at=at(2)
    )
    assert findings() == []


def test_quality_lets_more_go_in() -> None:
    plan(at=at(0))
    assert passes_overridden(too_much, OVER)


def test_alternatives_fill_the_slot_together() -> None:
    plan(at=at(0))
    put_in("45", at=at(1))
    put_in("45", "IIR", at=at(2))
    assert findings() == []
    assert only(OVER, put_in("3", "IIR", at=at(3)))


def test_what_was_weighed_in_grams_counts_as_much() -> None:
    plan(at=at(0))
    assert only(OVER, put_in("92000", uom="GRM", at=at(1)))


def test_bales_are_counted_by_what_a_bale_weighs() -> None:
    plan(at=at(0))
    UnitConversion.objects.create(
        material=Material.objects.get(code="HB"), from_uom="C62", to_uom="KGM", factor=23
    )
    accepted(partial(put_in, "3", uom="C62"))
    assert findings() == []


def test_of_a_material_without_a_tolerance_nothing_is_said() -> None:
    Material.objects.filter(code="HB").update(tolerance_percent=None)
    plan(at=at(0))
    put_in("500", at=at(1))
    assert findings() == []


def test_of_a_run_that_nobody_planned_nothing_is_said() -> None:
    put_in("500", at=at(1))
    assert findings() == []


def test_more_compound_than_rubber_went_in_is_recorded_and_found() -> None:
    put_in("45", at=at(0.5))
    assert only(MORE, accepted(partial(take_out, "60")))


def test_more_compound_that_was_made_is_found() -> None:
    put_in("45", at=at(0.5))
    assert only(MORE, take_out("60", at=at(1)))


def test_as_much_as_went_in_may_come_out() -> None:
    put_in("45", at=at(0.5))
    take_out("51", at=at(1))
    assert findings() == []


def test_it_is_the_second_lot_that_is_too_much_whichever_is_told_first() -> None:
    put_in("45", at=at(0.5))
    second = take_out("30", "LC-2", at=at(2))
    assert findings() == []
    take_out("30", "LC-1", at=at(1))
    assert only(MORE, second)


def test_what_was_not_scanned_at_first_heals_it() -> None:
    put_in("45", at=at(0.5))
    take_out("60", at=at(1))
    put_in("9", at=at(0.6))
    assert findings() == []


def test_a_count_that_is_taken_back_is_no_fault() -> None:
    put_in("45", at=at(0.5))
    take_back(take_out("60", at=at(1)))
    assert findings() == []


def test_a_weighing_that_is_taken_back_reveals_it() -> None:
    first = put_in("9", at=at(0.4))
    put_in("45", at=at(0.5))
    done = take_out("60", at=at(1))
    assert findings() == []
    take_back(first)
    assert only(MORE, done)


def test_where_nothing_was_scanned_nothing_can_be_missed() -> None:
    take_out("60", at=at(1))
    assert findings() == []


def test_a_trace_that_is_rounded_does_not_say_how_much_came_out() -> None:
    """Of the zinc alone nine kilograms could be made, of the rubber ten, and that was weighed."""
    put_in("9", at=at(0.4))
    put_in("0.9", "ZN", at=at(0.5))
    take_out("10", at=at(1))
    assert findings() == []
    assert only(MORE, take_out("1", "LC-2", at=at(2)))
