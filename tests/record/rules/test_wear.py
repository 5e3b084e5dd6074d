"""A tool is not mounted, and does not work, past its cycles and its days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
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
from tests.workshop import DAY, OPERATOR, asset, at, reported_run

from gozinto.operations import production
from gozinto.plant.models import PhysicalAsset
from gozinto.record import Captured

RULE = "asset_past_life"


@pytest.fixture(autouse=True)
def _three_cycles() -> None:
    """A bladder may work three times."""
    stock("HB")
    PhysicalAsset.objects.update(cycle_limit=3)


def mount(
    tool: str = "B-317", *, cycles: int | None = 0, press: str = "PRESS-42", side: str = "L",
    **stamp: Any,
) -> Captured:  # fmt: skip
    return production.mount(
        asset(tool), equipment=press, slot="bladder", position=side, cycles=cycles, by=OPERATOR,
        **stamp,
    )  # fmt: skip


def unmount(tool: str = "B-317", **stamp: Any) -> Captured:
    return production.unmount(
        asset(tool), equipment="PRESS-42", slot="bladder", position="L", by=OPERATOR, **stamp
    )


def cure(number: int, *, side: str = "L", press: str = "PRESS-42", **stamp: Any) -> Captured:
    run = reported_run(job="J-1/80", step="curing", equipment=press, by=OPERATOR, at=at(0))
    rubber = production.Component(of=stocked("HB"), quantity=Decimal(1))
    return production.produce_serial(
        run=run, material="T205", number=f"T-{number}", inputs=[rubber], position=side,
        by=OPERATOR, **stamp,
    )  # fmt: skip


def cure_three() -> list[Captured]:
    return [cure(n, at=at(1 + n / 10)) for n in range(3)]


def fourth(**stamp: Any) -> Captured:
    return cure(4, **stamp)


def used_up(**stamp: Any) -> Captured:
    return mount(cycles=3, **stamp)


def test_a_bladder_that_is_used_up_is_not_mounted() -> None:
    assert refused(used_up) == [RULE]


def test_a_bladder_that_was_mounted_used_up_is_found() -> None:
    assert only(RULE, used_up(at=at(0)))


def test_a_fourth_tyre_is_refused() -> None:
    mount(at=at(0))
    cure_three()
    assert refused(fourth, hours=2) == [RULE]


def test_a_fourth_tyre_that_was_cured_is_found() -> None:
    mount(at=at(0))
    cure_three()
    assert only(RULE, fourth(at=at(2)))


def test_a_tyre_that_is_told_late_makes_a_later_one_the_fourth() -> None:
    mount(at=at(0))
    *_, last = cure_three()
    assert findings() == []
    fourth(at=at(0.5))
    assert only(RULE, last)


def test_that_it_was_mounted_earlier_is_told_late() -> None:
    cure_three()
    done = fourth(at=at(2))
    assert findings() == []
    mount(at=at(0))
    assert only(RULE, done)


def test_the_change_of_the_bladder_is_told_late_and_heals_it() -> None:
    mount(at=at(0))
    cure_three()
    fourth(at=at(2))
    mount("B-318", at=at(1.5))
    assert findings() == []


def test_its_removal_is_told_late_and_heals_it() -> None:
    mount(at=at(0))
    cure_three()
    fourth(at=at(2))
    removal = unmount(at=at(1.5))
    assert findings() == []
    take_back(removal)
    assert [rule for rule, _ in findings()] == [RULE]


def test_that_it_was_mounted_elsewhere_by_then_heals_it() -> None:
    mount(at=at(0))
    cure_three()
    fourth(at=at(2))
    mount(press="BM-1", cycles=None, at=at(1.5))
    assert findings() == []


def test_a_mount_that_is_taken_back_heals_it() -> None:
    done = mount(at=at(0))
    cure_three()
    fourth(at=at(2))
    take_back(done)
    assert findings() == []


def test_a_tyre_that_is_taken_back_heals_the_last_one() -> None:
    mount(at=at(0))
    first, *_ = cure_three()
    fourth(at=at(2))
    take_back(first)
    assert findings() == []


def test_quality_lets_a_used_up_bladder_pass() -> None:
    assert passes_overridden(used_up, RULE)


def test_quality_lets_a_fourth_tyre_pass() -> None:
    mount(at=at(0))
    cure_three()
    assert passes_overridden(fourth, RULE, hours=2)


def test_the_other_side_of_the_press_is_no_concern_of_it() -> None:
    mount(at=at(0))
    cure_three()
    accepted(lambda **stamp: cure(4, side="R", **stamp), hours=2)
    assert findings() == []


def test_what_it_had_behind_it_counts_also_when_it_is_mounted_again() -> None:
    mount(cycles=2, at=at(0))
    unmount(at=at(0.5))
    mount(cycles=None, at=at(1))
    cure(1, at=at(1.1))
    assert findings() == []
    assert only(RULE, cure(2, at=at(1.2)))


def test_a_tool_is_good_up_to_its_last_day() -> None:
    """The day is the plant's."""
    PhysicalAsset.objects.update(
        cycle_limit=None,
        in_service_on=date(2026, 3, 1),
        life_days=(DAY.date() - date(2026, 3, 1)).days,
    )
    mount(at=at(0))
    cure(1, at=at(17.9))
    assert findings() == []
    assert only(RULE, cure(2, at=at(18)))


def test_a_mould_without_limits_works_for_ever() -> None:
    PhysicalAsset.objects.filter(code="M-88").update(cycle_limit=None)
    mount("M-88", cycles=9000, at=at(0))
    cure_three()
    assert findings() == []


def test_the_questions_do_not_grow_with_what_was_made() -> None:
    mount(at=at(0))

    def asked(number: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            cure(number, at=at(1 + number / 100))
        return len(queries)

    cure(0, at=at(0.9))
    few = asked(1)
    PhysicalAsset.objects.update(cycle_limit=100)
    for number in range(2, 12):
        cure(number, at=at(1 + number / 100))
    assert asked(12) == few
