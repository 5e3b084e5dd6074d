"""Whose hands a unit passed: who said so, and who was badged in while it was there."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.workshop import CLERK, INSPECTOR, OPERATOR, at, furnish, lot, reported_run, unit

from gozinto import trace
from gozinto.operations import badging, correcting, production
from gozinto.operations.production import Component
from gozinto.plant import objects
from gozinto.trace.answer import PersonFact

TYRE = unit("T205", "0444232322")


@pytest.fixture(autouse=True)
def _small_plant(db: None) -> None:
    furnish()


def cure(number: str, hours: float) -> None:
    run = reported_run(
        job="J-1", step="curing", equipment="PRESS-42", flow="continuous", by=OPERATOR, at=at(0)
    )
    production.produce_serial(
        run=run, material="T205", number=number,
        inputs=[Component(of=unit("GT", "GT-1"), slot="green tyre")],
        by=OPERATOR, at=at(hours),
    )  # fmt: skip


def workers(uri: str) -> dict[str, PersonFact]:
    return {one.id: one for one in trace.backward([objects.resolve(uri)]).facts.people}


def people(uri: str) -> set[tuple[str, str]]:
    return {(one.id, one.role) for one in workers(uri).values()}


def test_who_was_badged_in_as_the_unit_was_made_worked_on_it() -> None:
    badging.badge_in(equipment="PRESS-42", role="setter", by=CLERK, at=at(0))
    badging.badge_out(equipment="PRESS-42", role="setter", by=CLERK, at=at(2))
    badging.badge_in(equipment="PRESS-42", by=INSPECTOR, at=at(2.5))
    cure("0444232322", 3)
    assert people(TYRE) == {(INSPECTOR, "operator"), (OPERATOR, "operator")}


def test_who_was_at_another_machine_did_not() -> None:
    badging.badge_in(equipment="BM-1", by=CLERK, at=at(0))
    cure("0444232322", 3)
    assert people(TYRE) == {(OPERATOR, "operator")}


def test_a_badge_that_was_withdrawn_tells_of_nobody() -> None:
    badge = badging.badge_in(equipment="PRESS-42", by=CLERK, at=at(0))
    cure("0444232322", 3)
    assert people(TYRE) == {(CLERK, "operator"), (OPERATOR, "operator")}
    correcting.withdraw(badge.event_id, reason="somebody else's badge", by=CLERK)
    assert people(TYRE) == {(OPERATOR, "operator")}


def test_a_fact_of_a_person_is_the_part_of_the_passage_that_they_were_there() -> None:
    mixer = reported_run(
        job="J-2", step="mixing", equipment="MIX-1", flow="batch", by=OPERATOR, at=at(0)
    )
    production.consume(lot("HB", "H-1"), run=mixer, quantity=Decimal(9), by=OPERATOR, at=at(1))
    production.produce_lot(
        run=mixer, material="LC", number="LC-1", quantity=Decimal(9), by=OPERATOR, at=at(4)
    )
    badging.badge_in(equipment="MIX-1", by=CLERK, at=at(0))
    badging.badge_out(equipment="MIX-1", by=CLERK, at=at(2))
    found = {
        one.id: one for one in trace.backward([objects.resolve(lot("LC", "LC-1"))]).facts.people
    }
    assert (found[CLERK].from_, found[CLERK].to) == (at(1), at(2))
    assert (found[OPERATOR].from_, found[OPERATOR].to) == (at(1), at(4))
    assert found[CLERK].name == "Cem"


def test_who_came_to_the_machine_when_the_material_had_left_it_did_not() -> None:
    mixer = reported_run(
        job="J-2", step="mixing", equipment="MIX-1", flow="batch", by=OPERATOR, at=at(0)
    )
    production.mix(
        run=mixer, inputs=[Component(of=lot("HB", "H-1"), quantity=Decimal(9), uom="KGM")],
        material="LC", number="LC-1", quantity=Decimal(9), by=OPERATOR, at=at(1),
    )  # fmt: skip
    badging.badge_in(equipment="MIX-1", by=CLERK, at=at(5))
    badging.badge_out(equipment="MIX-1", by=CLERK, at=at(6))
    press = reported_run(
        job="J-1", step="curing", equipment="PRESS-42", flow="continuous", by=OPERATOR, at=at(0)
    )
    production.produce_serial(
        run=press, material="T205", number="0444232322",
        inputs=[Component(of=lot("LC", "LC-1"), slot="liner", quantity=Decimal(1), uom="KGM")],
        by=OPERATOR, at=at(8),
    )  # fmt: skip
    assert people(TYRE) == {(OPERATOR, "operator")}
