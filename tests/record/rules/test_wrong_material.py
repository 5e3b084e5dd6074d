"""What goes into a run stands in the bill of what it makes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.record.rules.judged import (
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
from gozinto.plant.models import BillLine
from gozinto.record import Captured

RULE = "wrong_material"


def compound_run(product: str = "LC") -> production.Run:
    return reported_run(
        job="J-1/10", step="mixing", equipment="MIX-1", product=product, by=OPERATOR, at=at(0)
    )


def put_in(
    material: str = "SALT", *, slot: str = "", product: str = "LC", **stamp: Any
) -> Captured:
    return production.consume(
        stocked(material), run=compound_run(product), quantity=Decimal(10), slot=slot,
        by=OPERATOR, **stamp,
    )  # fmt: skip


def make_compound(hours: float) -> Captured:
    return production.produce_lot(
        run=compound_run(), material="LC", number="LC-1", quantity=Decimal(10), by=OPERATOR,
        at=at(hours),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _there_is_salt() -> None:
    stock("HB", "IIR", "ZN", "SALT", "SOAP")


def test_salt_is_refused_where_rubber_is_made() -> None:
    assert refused(put_in) == [RULE]


def test_salt_that_went_in_is_found() -> None:
    done = put_in(at=at(1))
    assert only(RULE, done)


def test_what_went_in_is_found_wrong_when_it_is_told_what_came_out() -> None:
    done = put_in(product="", at=at(1))
    assert findings() == []
    make_compound(2)
    assert only(RULE, done)


def test_what_went_in_is_found_wrong_when_the_start_is_told_late() -> None:
    done = put_in(product="", at=at(1))
    production.start(
        job="J-1/10", step="mixing", equipment="MIX-1", product="LC", by=OPERATOR, at=at(0.5)
    )
    assert only(RULE, done)


def test_a_wrong_scan_that_is_taken_back_is_no_fault() -> None:
    take_back(put_in(at=at(1)))
    assert findings() == []


def test_what_came_out_is_taken_back_and_nobody_knows_what_belonged_in() -> None:
    put_in(product="", at=at(1))
    take_back(make_compound(2))
    assert findings() == []


def test_quality_lets_salt_pass() -> None:
    assert passes_overridden(put_in, RULE)


@pytest.mark.parametrize("material", ["HB", "IIR", "ZN", "SOAP"])
def test_what_the_bill_says_an_alternative_of_it_and_an_auxiliary_go_in(material: str) -> None:
    put_in(material, at=at(1))
    assert findings() == []


def test_zinc_does_not_go_where_rubber_goes() -> None:
    put_in("IIR", slot="rubber", at=at(1))
    done = put_in("ZN", slot="rubber", at=at(2))
    assert only(RULE, done)


def test_an_alternative_counts_on_its_days_alone() -> None:
    """The day is the plant's: at 01:00 there it is another one than in Greenwich."""
    BillLine.objects.filter(component__code="IIR").update(effective_to=date(2026, 3, 2))
    put_in("IIR", at=at(17.9))
    assert findings() == []
    done = put_in("IIR", at=at(18))
    assert only(RULE, done)


def test_compound_that_is_mixed_once_more_may_go_in() -> None:
    make_compound(1)
    production.mix(
        run=compound_run(), inputs=[production.Component(
            of="LC-1", quantity=Decimal(10), uom="KGM",
        )],
        material="LC", number="LC-2", quantity=Decimal(10), by=OPERATOR, at=at(2),
    )  # fmt: skip
    assert findings() == []


def test_of_a_product_without_a_bill_nothing_is_said() -> None:
    BillLine.objects.all().delete()
    put_in(at=at(1))
    assert findings() == []
