"""Gauges are calibrated, suppliers approved, and what is accepted lies within its limits."""

from __future__ import annotations

from datetime import date
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
from tests.workshop import CLERK, DAY, INSPECTOR, asset, at

from gozinto.operations import inspection, receiving
from gozinto.operations.inspection import Measured
from gozinto.plant.models import Approval, Calibration, Partner, PhysicalAsset
from gozinto.record import Captured

GAUGE, SUPPLIER, LIMITS = (
    "gauge_out_of_calibration",
    "supplier_not_approved",
    "accepted_out_of_limits",
)


def calibrated(on: date, *, due: date | None = None, result: str = "passed") -> None:
    gauge, _ = PhysicalAsset.objects.get_or_create(
        code="G-1",
        defaults={"uri": asset("G-1"), "kind": "gauge", "calibration_interval_days": 365},
    )
    Calibration.objects.create(gauge=gauge, calibrated_on=on, due_on=due, result=result)


def measure(
    *, value: str = "7", result: inspection.Result | None = None, gauge: str = "G-1", **stamp: Any
) -> Captured:
    hardness = Measured(characteristic="hardness", value=Decimal(value), upper=Decimal(9))
    return inspection.inspect(
        stocked("HB"), kind="input", values=[hardness], result=result, gauge=gauge,
        by=INSPECTOR, **stamp,
    )  # fmt: skip


@pytest.fixture
def overdue() -> None:
    """The gauge was due the day before."""
    stock("HB")
    calibrated(date(2025, 3, 1), due=date(2026, 3, 1))


@pytest.mark.usefixtures("overdue")
def test_a_gauge_that_is_overdue_measures_nothing() -> None:
    assert refused(measure) == [GAUGE]


@pytest.mark.usefixtures("overdue")
def test_what_was_measured_with_it_is_found() -> None:
    assert only(GAUGE, measure(at=at(1)))


def test_on_the_day_it_is_due_a_gauge_is_good() -> None:
    stock("HB")
    calibrated(date(2025, 3, 1), due=DAY.date())
    accepted(measure, hours=17.9)
    assert refused(measure, hours=18) == [GAUGE]


def test_without_a_day_it_is_due_after_its_interval() -> None:
    stock("HB")
    calibrated(date(2025, 3, 1))
    assert only(GAUGE, measure(at=at(1)))


def test_a_gauge_that_failed_is_not_good_again_by_an_older_calibration() -> None:
    stock("HB")
    calibrated(date(2026, 2, 1))
    calibrated(date(2026, 2, 2), result="failed")
    assert only(GAUGE, measure(at=at(1)))


def test_before_its_first_calibration_a_gauge_is_not_good() -> None:
    stock("HB")
    calibrated(date(2026, 3, 3))
    assert only(GAUGE, measure(at=at(1)))


@pytest.mark.usefixtures("overdue")
def test_that_another_gauge_was_used_is_corrected() -> None:
    take_back(measure(at=at(1)))
    measure(gauge="G-2", at=at(1))
    assert findings() == []


@pytest.mark.usefixtures("overdue")
def test_quality_lets_the_gauge_pass() -> None:
    assert passes_overridden(measure, GAUGE)


def test_of_a_tool_that_nobody_calibrates_nothing_is_said() -> None:
    stock("HB")
    measure(gauge="M-88", at=at(1))
    assert findings() == []


def deliver(*, supplier: str = "RIVAL", material: str = "HB", **stamp: Any) -> Captured:
    return receiving.receive(
        material=material, supplier=supplier, supplier_lot="R-1", quantity=Decimal(5), by=CLERK,
        **stamp,
    )  # fmt: skip


def test_a_delivery_from_a_supplier_who_is_not_approved_is_refused() -> None:
    assert refused(deliver) == [SUPPLIER]


def test_a_delivery_that_was_taken_in_is_found() -> None:
    assert only(SUPPLIER, deliver(at=at(1)))


def test_a_delivery_that_was_booked_on_the_wrong_company_is_corrected() -> None:
    take_back(deliver(at=at(1)))
    deliver(supplier="ELASTO", at=at(1))
    assert findings() == []


def test_quality_lets_the_supplier_pass() -> None:
    assert passes_overridden(deliver, SUPPLIER)


def test_an_approval_counts_on_its_days_alone() -> None:
    Approval.objects.filter(partner__code="RIVAL").update(
        state="approved", effective_from=date(2026, 3, 3)
    )
    assert only(SUPPLIER, deliver(at=at(17.9)))
    deliver(at=at(18))
    assert len(findings()) == 1


def test_of_a_material_for_which_nobody_was_ever_approved_nothing_is_said() -> None:
    deliver(material="SALT", at=at(1))
    assert findings() == []


def test_a_company_that_is_blocked_delivers_nothing() -> None:
    Partner.objects.filter(code="RIVAL").update(state="blocked")
    assert refused(lambda **stamp: deliver(material="SALT", **stamp)) == [SUPPLIER]


def wrongly_accepted(**stamp: Any) -> Captured:
    return measure(value="9.5", result="accepted", gauge="", **stamp)


def test_what_is_accepted_outside_its_limits_is_on_record_with_a_finding() -> None:
    stock("HB")
    assert only(LIMITS, accepted(wrongly_accepted))


def test_what_was_accepted_outside_its_limits_is_found() -> None:
    stock("HB")
    assert only(LIMITS, wrongly_accepted(at=at(1)))


def test_the_result_is_corrected() -> None:
    stock("HB")
    take_back(wrongly_accepted(at=at(1)))
    measure(value="9.5", gauge="", at=at(1))  # rejected, as the value says
    assert findings() == []


@pytest.mark.parametrize("result", ["rejected", "concession"])
def test_what_is_rejected_or_conceded_may_lie_outside(result: inspection.Result) -> None:
    stock("HB")
    measure(value="9.5", result=result, gauge="", at=at(1))
    assert findings() == []
