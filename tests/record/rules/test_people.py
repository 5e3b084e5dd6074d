"""Who does a step holds its skill, and is badged in where people badge in."""

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
from tests.workshop import CLERK, DAY, INSPECTOR, OPERATOR, at, reported_run

from gozinto.operations import badging, production
from gozinto.plant.models import Person, Qualification, Skill
from gozinto.record import Captured

UNQUALIFIED, NOT_BADGED = "operator_unqualified", "operator_not_badged"


def mix(*, by: str = CLERK, product: str = "LC", **stamp: Any) -> Captured:
    run = reported_run(
        job="J-1/10", step="mixing", equipment="MIX-1", product=product, by=by, at=at(0)
    )
    return production.consume(stocked("HB"), run=run, quantity=Decimal(10), by=by, **stamp)


def begin() -> Captured:
    return production.start(
        job="J-1/10", step="mixing", equipment="MIX-1", product="LC", by=OPERATOR, at=at(0.2)
    )


def learn(person: str, *, until: date | None = None) -> None:
    Qualification.objects.create(
        person=Person.objects.get(code=person), skill=Skill.objects.get(code="MIX"),
        obtained_on=date(2026, 1, 1), expires_on=until,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _there_is_rubber() -> None:
    stock("HB")


def test_the_clerk_may_not_run_the_mixer() -> None:
    assert refused(mix) == [UNQUALIFIED]


def test_what_the_clerk_mixed_is_found() -> None:
    done = mix(at=at(1))
    assert only(UNQUALIFIED, done)


def test_it_is_found_when_the_start_is_told_late() -> None:
    done = mix(product="", at=at(1))
    assert findings() == []
    begin()
    assert only(UNQUALIFIED, done)


def test_that_it_was_the_clerk_is_corrected() -> None:
    take_back(mix(at=at(1)))
    mix(by=OPERATOR, at=at(1))
    assert findings() == []


def test_quality_lets_the_clerk_mix() -> None:
    assert passes_overridden(mix, UNQUALIFIED)


def test_a_qualification_holds_up_to_its_last_day() -> None:
    learn(CLERK, until=DAY.date())
    mix(at=at(17.9))
    assert findings() == []
    assert only(UNQUALIFIED, mix(at=at(18)))  # midnight in the plant


def test_of_somebody_whom_the_plant_does_not_know_nothing_is_said() -> None:
    mix(by="robot 7", at=at(1))
    assert findings() == []


@pytest.fixture
def started() -> None:
    """OPERATOR badges in at the mixer and starts the job; INSPECTOR, who can mix, does not."""
    learn(INSPECTOR)
    badging.badge_in(equipment="MIX-1", by=OPERATOR, at=at(0))
    begin()


def unbadged(**stamp: Any) -> Captured:
    return mix(by=INSPECTOR, **stamp)


@pytest.mark.usefixtures("started")
def test_who_is_not_badged_in_is_refused() -> None:
    assert refused(unbadged) == [NOT_BADGED]


@pytest.mark.usefixtures("started")
def test_what_somebody_did_who_was_not_badged_in_is_found() -> None:
    assert only(NOT_BADGED, unbadged(at=at(1)))


@pytest.mark.usefixtures("started")
def test_a_badge_out_that_is_told_late_shows_that_nobody_was_there() -> None:
    done = mix(by=OPERATOR, at=at(2))
    assert findings() == []
    badging.badge_out(equipment="MIX-1", by=OPERATOR, at=at(1))
    assert only(NOT_BADGED, done)


@pytest.mark.usefixtures("started")
def test_a_badge_out_that_is_taken_back_heals_it() -> None:
    mix(by=OPERATOR, at=at(2))
    take_back(badging.badge_out(equipment="MIX-1", by=OPERATOR, at=at(1)))
    assert findings() == []


@pytest.mark.usefixtures("started")
def test_a_badge_in_that_is_told_late_heals_it() -> None:
    unbadged(at=at(1))
    badging.badge_in(equipment="MIX-1", by=INSPECTOR, at=at(0.5))
    assert findings() == []


@pytest.mark.usefixtures("started")
def test_quality_lets_somebody_pass_who_is_not_badged_in() -> None:
    assert passes_overridden(unbadged, NOT_BADGED)


@pytest.mark.usefixtures("started")
def test_who_badged_in_for_the_whole_hall_is_at_each_machine() -> None:
    badging.badge_in(equipment="MIXING", by=INSPECTOR, at=at(0.5))
    accepted(unbadged)
    assert findings() == []


@pytest.mark.usefixtures("started")
def test_a_badge_counts_for_a_day_at_the_longest() -> None:
    assert only(NOT_BADGED, mix(by=OPERATOR, at=at(25)))


def test_the_first_badge_of_a_machine_says_that_people_badge_there() -> None:
    """Told late, it shows who had come without one; before it nobody badged, and no rule held."""
    learn(INSPECTOR)
    begin()
    unbadged(at=at(1))
    after = unbadged(at=at(3))
    assert findings() == []
    badging.badge_in(equipment="MIX-1", by=OPERATOR, at=at(2))
    assert only(NOT_BADGED, after)


def test_a_run_whose_start_nobody_told_asks_for_no_badge() -> None:
    learn(INSPECTOR)
    badging.badge_in(equipment="MIX-1", by=OPERATOR, at=at(0))
    unbadged(at=at(1))
    assert findings() == []


def test_that_the_run_was_started_is_told_late() -> None:
    learn(INSPECTOR)
    badging.badge_in(equipment="MIX-1", by=OPERATOR, at=at(0))
    done = unbadged(at=at(1))
    assert findings() == []
    begin()
    assert only(NOT_BADGED, done)
