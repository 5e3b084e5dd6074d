"""No more comes back unused from a run than it had taken of that lot."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from tests.record.rules.judged import (
    accepted,
    findings,
    only,
    refused,
    stock,
    stocked,
    take_back,
)
from tests.workshop import OPERATOR, at, lot, reported_run, unit

from gozinto.operations import production
from gozinto.operations.production import Component
from gozinto.record import Captured, rebuild

RULE = "more_than_taken"
JOB = "J-1/10"


@pytest.fixture(autouse=True)
def _rubber() -> None:
    stock("HB", "IIR")


def run(job: str = JOB) -> production.Run:
    return reported_run(job=job, step="mixing", equipment="MIX-1", by=OPERATOR, at=at(0))


def take(quantity: str | None = "60", *, job: str = JOB, of: str = "HB", **stamp: Any) -> Captured:
    amount = Decimal(quantity) if quantity else None
    return production.consume(
        stocked(of), run=run(job), quantity=amount, uom="KGM" if amount else "", by=OPERATOR,
        **stamp,
    )  # fmt: skip


def give_back(
    quantity: str, *, job: str = JOB, of: str = "HB", uom: str = "KGM", **stamp: Any
) -> Captured:
    return production.put_back(
        stocked(of), run=run(job), quantity=Decimal(quantity), uom=uom, by=OPERATOR, **stamp
    )


too_much = partial(give_back, "61")


def test_all_that_was_taken_may_come_back() -> None:
    take(at=at(0.5))
    accepted(partial(give_back, "60"))
    assert findings() == []


def test_more_than_was_taken_is_refused() -> None:
    take(at=at(0.5))
    assert refused(too_much) == [RULE]


def test_that_more_came_back_than_was_taken_is_found() -> None:
    take(at=at(0.5))
    assert only(RULE, too_much(at=at(1)))
    assert rebuild.check() == []


def test_what_came_back_before_counts_with_it() -> None:
    take(at=at(0.5))
    give_back("40", at=at(0.8))
    assert refused(partial(give_back, "21")) == [RULE]
    accepted(partial(give_back, "20"))


def test_another_run_and_another_lot_say_nothing_of_it() -> None:
    take(at=at(0.5))
    take(job="J-2/10", at=at(0.5))
    take(of="IIR", at=at(0.5))
    assert refused(partial(give_back, "61", job="J-2/10")) == [RULE]
    assert refused(partial(give_back, "1", job="J-3/10")) == [RULE]


def test_what_was_taken_at_the_same_instant_was_taken_before() -> None:
    give_back("60", at=at(1))
    take(at=at(1))
    assert findings() == []


def test_what_it_took_is_told_late_and_heals_it() -> None:
    done = give_back("60", at=at(1))
    assert only(RULE, done)
    took = take(at=at(0.5))
    assert findings() == []
    assert rebuild.check() == []
    take_back(took)
    assert only(RULE, done)
    assert rebuild.check() == []


def test_it_is_the_later_one_that_is_too_much_whichever_is_told_first() -> None:
    take(at=at(0.5))
    second = give_back("40", at=at(2))
    give_back("40", at=at(1))
    assert only(RULE, second)


def test_what_came_back_and_is_taken_back_is_no_fault() -> None:
    take(at=at(0.5))
    take_back(too_much(at=at(1)))
    assert findings() == []
    assert rebuild.check() == []


def test_grams_are_held_against_kilograms() -> None:
    take(at=at(0.5))
    accepted(partial(give_back, "60000", uom="GRM"))
    assert refused(partial(give_back, "1", uom="GRM")) == [RULE]


def test_where_nobody_said_how_much_was_taken_any_amount_may_come_back() -> None:
    take(None, at=at(0.5))
    accepted(partial(give_back, "70"))
    assert findings() == []


def test_what_units_of_the_job_took_in_events_of_their_own_counts_for_it() -> None:
    building = reported_run(job="J-3", step="building", equipment="BM-1", by=OPERATOR, at=at(0))
    production.produce_serial(
        run=building, material="GT", number="GT-1",
        inputs=[Component(of=stocked("HB"), slot="liner", quantity=Decimal(5), uom="KGM")],
        by=OPERATOR, at=at(0.5),
    )  # fmt: skip
    accepted(partial(give_back, "5", job="J-3"))
    assert refused(partial(give_back, "1", job="J-3")) == [RULE]


def test_a_unit_comes_back_once() -> None:
    building = reported_run(job="J-3", step="building", equipment="BM-1", by=OPERATOR, at=at(0))
    production.produce_serial(
        run=building, material="GT", number="GT-1",
        inputs=[Component(of=stocked("HB"), slot="liner", quantity=Decimal(5), uom="KGM")],
        by=OPERATOR, at=at(0.2),
    )  # fmt: skip
    green = unit("GT", "GT-1")
    curing = reported_run(job="J-4", step="curing", equipment="PRESS-42", by=OPERATOR, at=at(0))
    production.consume(green, run=curing, slot="green tyre", by=OPERATOR, at=at(0.5))
    comes_back = partial(production.put_back, green, run=curing, by=OPERATOR)
    accepted(comes_back, hours=0.8)
    assert refused(comes_back) == [RULE]


def test_what_was_never_taken_is_refused_beside_what_else_is_wrong() -> None:
    nowhere = partial(
        production.put_back, lot("HB", "H-9", "ELASTO"), run=run(), quantity=Decimal(1),
        uom="KGM", by=OPERATOR,
    )  # fmt: skip
    assert RULE in refused(nowhere)
