"""A run that is paused or finished takes nothing in and gives nothing out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.record.rules.judged import findings, only, refused, stock, stocked, take_back
from tests.workshop import OPERATOR, at

from gozinto.operations import badging, production
from gozinto.record import Captured, rebuild
from gozinto.record.models import Finding

RULE = "run_not_open"


def say(what: Any, hours: float, **words: Any) -> Captured:
    told: Captured = what(at=at(hours), by=OPERATOR, **words)
    return told


def mix(**stamp: Any) -> Captured:
    return production.consume(
        stocked("HB"), run="J-1/10", quantity=Decimal(1), by=OPERATOR, **stamp
    )


@pytest.fixture(autouse=True)
def _the_mixer_runs() -> None:
    stock("HB")
    say(badging.badge_in, 0, equipment="MIX-1")
    say(production.start, 0.5, job="J-1/10", step="mixing", equipment="MIX-1")


def test_while_it_runs_all_is_well() -> None:
    mix(at=at(1))
    assert findings() == []


def test_nothing_goes_into_a_run_that_is_finished() -> None:
    say(production.finish, 0.8, run="J-1/10")
    assert refused(mix) == [RULE]


def test_nothing_goes_into_a_run_that_is_paused_until_it_is_resumed() -> None:
    say(production.pause, 0.6, run="J-1/10", reason="Lunch")
    assert refused(mix) == [RULE]
    say(production.resume, 0.9, run="J-1/10")
    mix(at=at(1), live=False)
    assert findings() == []


def test_what_went_in_afterwards_is_found() -> None:
    say(production.finish, 0.8, run="J-1/10")
    done = mix(at=at(1))
    assert only(RULE, done)
    assert Finding.objects.get().message == "J-1/10 was finished then."


def test_a_finish_that_is_told_late_finds_it_and_its_correction_heals_it() -> None:
    before, done = mix(at=at(0.7)), mix(at=at(1))
    assert findings() == []
    finished = say(production.finish, 0.8, run="J-1/10")
    assert only(RULE, done)
    assert rebuild.check() == []
    take_back(finished)
    assert findings() == []
    assert before.event_id != done.event_id


def test_what_is_taken_back_is_no_fault() -> None:
    say(production.finish, 0.8, run="J-1/10")
    take_back(mix(at=at(1)))
    assert findings() == []
    assert rebuild.check() == []
