"""A thing is at the steps of its routing one after the other."""

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
from tests.workshop import INSPECTOR, OPERATOR, at, lot, reported_run, unit

from gozinto.operations import inspection, production
from gozinto.operations.inspection import Measured
from gozinto.plant.models import Material, RoutingStep
from gozinto.record import Captured, rebuild

RULE = "step_skipped"
TYRE = unit("T205", "T-1")


@pytest.fixture(autouse=True)
def _routed() -> None:
    """A tyre is cured, trimmed and finished."""
    stock("HB")
    tyre = Material.objects.get(code="T205")
    for sequence, step in ((80, "curing"), (85, "trimming"), (90, "finish")):
        RoutingStep.objects.create(material=tyre, sequence=sequence, step=step)


def job(step: str) -> production.Run:
    return reported_run(job=f"J-1/{step}", step=step, equipment="PRESS-42", by=OPERATOR, at=at(0))


def cure(*, of: str = "", **stamp: Any) -> Captured:
    return production.produce_serial(
        run=job("curing"), material="T205", number="T-1", lot=of,
        inputs=[production.Component(of=stocked("HB"), quantity=Decimal(1))], by=OPERATOR, **stamp,
    )  # fmt: skip


def look(step: str, *, thing: str = TYRE, **stamp: Any) -> Captured:
    seen = Measured(characteristic="flaws", value=Decimal(0))
    return inspection.inspect(
        thing, kind="in_process", values=[seen], step=step, by=INSPECTOR, **stamp
    )


def finish(**stamp: Any) -> Captured:
    return look("finish", **stamp)


def test_an_untrimmed_tyre_is_not_finished() -> None:
    cure(at=at(0))
    assert refused(finish) == [RULE]


def test_an_untrimmed_tyre_that_was_finished_is_found() -> None:
    cure(at=at(0))
    assert only(RULE, finish(at=at(1)))


def test_it_was_trimmed_only_afterwards_as_a_late_correction_shows() -> None:
    cure(at=at(0))
    wrong = look("trimming", at=at(0.5))
    done = finish(at=at(1))
    assert findings() == []
    take_back(wrong)
    look("trimming", at=at(2))
    assert only(RULE, done)


def test_that_it_was_trimmed_is_told_late_and_heals_it() -> None:
    cure(at=at(0))
    finish(at=at(1))
    look("trimming", at=at(0.5))
    assert findings() == []


def test_quality_lets_a_step_be_skipped() -> None:
    cure(at=at(0))
    assert passes_overridden(finish, RULE)


def test_step_by_step_all_is_well() -> None:
    cure(at=at(0))
    look("trimming", at=at(0.5))
    accepted(finish)
    assert findings() == []


def test_the_first_step_and_one_that_the_routing_does_not_know_ask_for_none() -> None:
    cure(at=at(0))
    look("weighing", at=at(1))
    assert findings() == []


def test_a_unit_was_where_its_lot_was() -> None:
    """The lot is trimmed as a whole, and that is told late."""
    cure(of="L-1", at=at(0))
    done = finish(at=at(1))
    assert only(RULE, done)
    look("trimming", thing=lot("T205", "L-1"), at=at(0.5))
    assert findings() == []


def test_what_was_worked_once_more_had_been_where_it_was_before() -> None:
    """A lot is cured and trimmed, and finished as another lot."""
    production.produce_lot(
        run=job("curing"), material="T205", number="L-1", quantity=Decimal(4), by=OPERATOR,
        at=at(0),
    )  # fmt: skip
    trimmed = look("trimming", thing=lot("T205", "L-1"), at=at(0.5))
    done = production.mix(
        run=job("finish"), inputs=[production.Component(of="L-1", quantity=Decimal(4))],
        material="T205", number="L-2", quantity=Decimal(4), by=OPERATOR, at=at(1),
    )  # fmt: skip
    assert findings() == []
    take_back(trimmed)
    assert only(RULE, done)


def test_what_went_in_at_an_earlier_step_had_been_there() -> None:
    """Rubber goes in at curing and at trimming, and the lot comes out at the end of the line."""
    for step in ("curing", "trimming"):
        line = reported_run(job="J-9", step=step, equipment="PRESS-42", by=OPERATOR, at=at(0))
        production.consume(stocked("HB"), run=line, quantity=Decimal(1), by=OPERATOR, at=at(0.5))
    last = reported_run(job="J-9", step="finish", equipment="PRESS-42", by=OPERATOR, at=at(0))
    production.produce_lot(
        run=last, material="T205", number="L-9", quantity=Decimal(1), by=OPERATOR, at=at(1)
    )
    assert findings() == []


def test_a_replay_finds_the_same() -> None:
    cure(at=at(0))
    finish(at=at(1))
    assert rebuild.check() == []
