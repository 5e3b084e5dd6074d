"""What expires first is used first."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.record.rules.judged import (
    accepted,
    findings,
    only,
    overridden,
    passes_overridden,
    refused,
    take_back,
)  # fmt: skip
from tests.workshop import CLERK, INSPECTOR, OPERATOR, at, lot, reported_run

from gozinto.operations import holding, inspection, moving, production, receiving, shipping
from gozinto.operations.inspection import Measured
from gozinto.operations.things import Amount
from gozinto.plant.models import InspectionPlan, Location, Material
from gozinto.record import Captured, rebuild
from gozinto.record.models import Finding

RULE = "fefo_violated"
OLD, NEW = lot("HB", "OLD", "ELASTO"), lot("HB", "NEW", "ELASTO")


@pytest.fixture(autouse=True)
def _shelf_life() -> None:
    Material.objects.filter(code="HB").update(shelf_life_days=365)


def receive(number: str, days: int, *, hours: float = 0) -> Captured:
    return receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot=number, quantity=Decimal(100),
        expires=at(0) + timedelta(days=days), by=CLERK, at=at(hours),
    )  # fmt: skip


def both() -> None:
    """An old lot of ten days and a new one of a hundred."""
    receive("OLD", 10)
    receive("NEW", 100)


def use(uri: str = NEW, quantity: int = 10, **stamp: Any) -> Captured:
    run = reported_run(job="J-1/10", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(0))
    return production.consume(uri, run=run, quantity=Decimal(quantity), by=OPERATOR, **stamp)


def send(**stamp: Any) -> Captured:
    return shipping.ship(
        Amount(of=NEW, quantity=Decimal(5)), note="N-1", to="NORTH", by=CLERK, **stamp
    )


def test_the_new_lot_is_refused_while_the_old_one_is_there() -> None:
    both()
    assert refused(use) == [RULE]
    assert refused(send) == [RULE]


def test_that_the_new_lot_was_used_is_found() -> None:
    both()
    assert only(RULE, use(at=at(1)))


def test_that_there_was_an_older_lot_is_told_late() -> None:
    receive("NEW", 100)
    done = use(at=at(1))
    assert findings() == []
    receive("OLD", 10, hours=0.5)
    assert only(RULE, done)


def test_that_the_old_lot_was_on_hold_is_told_late_and_heals_it() -> None:
    both()
    use(at=at(1))
    holding.hold(OLD, reason="Wet.", by=INSPECTOR, at=at(0.5))
    assert findings() == []


def test_that_the_old_lot_had_been_used_up_is_told_late_and_heals_it() -> None:
    both()
    use(at=at(1))
    gone = use(OLD, 100, at=at(0.5))
    assert findings() == []
    take_back(gone)
    assert [rule for rule, _ in findings()] == [RULE]


def test_a_receipt_that_is_taken_back_heals_it() -> None:
    old = receive("OLD", 10)
    receive("NEW", 100)
    use(at=at(1))
    take_back(old)
    assert findings() == []


def test_quality_lets_the_new_lot_go_first() -> None:
    both()
    assert passes_overridden(use, RULE)


def test_so_does_the_warehouse() -> None:
    both()
    done = overridden(use, RULE, role="warehouse")
    assert only(RULE, done)
    assert Finding.objects.get().override_role == "warehouse"


def test_the_old_lot_may_go() -> None:
    both()
    accepted(lambda **stamp: use(OLD, **stamp))
    assert findings() == []


def test_what_has_expired_or_stands_in_quarantine_cannot_go_first() -> None:
    Location.objects.filter(code="DOCK").update(kind="quarantine")
    receive("OLD", 10)
    receive("GONE", 0)
    receive("NEW", 100)
    moving.move(OLD, location="DOCK", by=CLERK, at=at(0.5))
    use(at=at(1))
    assert findings() == []


def inspect(uri: str, value: int, hours: float) -> Captured:
    dirt = Measured(characteristic="dirt", value=Decimal(value), upper=Decimal(1))
    return inspection.inspect(uri, kind="input", values=[dirt], by=INSPECTOR, at=at(hours))


def test_what_is_not_released_cannot_go_first() -> None:
    InspectionPlan.objects.create(
        code="IN-HB", name="Input", kind="input", material=Material.objects.get(code="HB")
    )
    both()
    inspect(NEW, 0, 0.2)
    use(at=at(1))
    assert findings() == []
    inspect(OLD, 0, 0.3)
    assert [rule for rule, _ in findings()] == [RULE]


def test_among_lots_of_one_day_any_may_go() -> None:
    receive("NEW", 100)
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot="OLD", quantity=Decimal(100),
        expires=at(-1) + timedelta(days=100), by=CLERK, at=at(0),
    )  # fmt: skip
    use(at=at(1))
    assert findings() == []


def test_of_an_auxiliary_each_machine_has_its_own() -> None:
    Material.objects.filter(code="HB").update(kind="auxiliary")
    both()
    use(at=at(1))
    assert findings() == []


def test_of_a_material_without_a_shelf_life_nothing_is_said() -> None:
    Material.objects.update(shelf_life_days=None)
    both()
    use(at=at(1))
    assert findings() == []


def test_a_replay_finds_the_same() -> None:
    both()
    use(at=at(1))
    assert rebuild.check() == []
