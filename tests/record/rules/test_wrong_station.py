"""A step is done at a machine of the work center that the routing names."""

from __future__ import annotations

from decimal import Decimal
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
from gozinto.record import Captured

RULE = "wrong_station"


def mix(*, machine: str = "BM-1", product: str = "LC", **stamp: Any) -> Captured:
    run = reported_run(
        job="J-1/10", step="mixing", equipment=machine, product=product, by=OPERATOR, at=at(0)
    )
    return production.consume(stocked("HB"), run=run, quantity=Decimal(10), by=OPERATOR, **stamp)


@pytest.fixture(autouse=True)
def _there_is_rubber() -> None:
    stock("HB", "SOAP")


def test_rubber_is_not_mixed_at_the_building_machine() -> None:
    assert refused(mix) == [RULE]


def test_a_run_is_not_even_started_there() -> None:
    def begin(**stamp: Any) -> Captured:
        return production.start(
            job="J-1/10", step="mixing", equipment="BM-1", product="LC", by=OPERATOR, **stamp
        )

    assert refused(begin) == [RULE]


def test_what_was_mixed_there_is_found() -> None:
    done = mix(at=at(1))
    assert only(RULE, done)


def test_it_is_found_when_it_is_told_what_the_run_made() -> None:
    done = mix(product="", at=at(1))
    assert findings() == []
    run = reported_run(job="J-1/10", step="", equipment="BM-1", by=OPERATOR, at=at(0))
    production.produce_lot(
        run=run, material="LC", number="LC-1", quantity=Decimal(10), by=OPERATOR, at=at(2)
    )
    assert only(RULE, done)


def test_a_wrong_entry_that_is_taken_back_is_no_fault() -> None:
    take_back(mix(at=at(1)))
    assert findings() == []


def test_quality_lets_another_machine_pass() -> None:
    assert passes_overridden(mix, RULE)


def test_a_machine_of_the_work_center_is_right() -> None:
    accepted(lambda **stamp: mix(machine="MIX-1", **stamp))
    assert findings() == []


def test_a_step_that_no_routing_knows_may_be_done_anywhere() -> None:
    run = reported_run(
        job="J-1/11", step="tasting", equipment="BM-1", product="LC", by=OPERATOR, at=at(0)
    )
    production.consume(stocked("SOAP"), run=run, quantity=Decimal(1), by=OPERATOR, at=at(1))
    assert findings() == []
