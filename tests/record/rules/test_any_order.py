"""In whatever order the record hears of it, the rules find the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from django.db import transaction
from tests.record.rules.judged import findings, stock, stocked
from tests.workshop import CLERK, INSPECTOR, OPERATOR, asset, at, reported_run, unit

from gozinto import record
from gozinto.operations import badging, inspection, production, receiving
from gozinto.operations.inspection import Measured
from gozinto.plant.models import Material, Person, PhysicalAsset, Qualification, RoutingStep, Skill
from gozinto.record import rebuild
from gozinto.record.models import Event as EventRow
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.events import Event

EXPECTED = {
    "wrong_material", "wrong_station", "operator_unqualified", "operator_not_badged",
    "over_consumption", "produced_more_than_consumed", "asset_past_life", "step_skipped",
    "accepted_out_of_limits", "supplier_not_approved",
}  # fmt: skip


def story() -> None:
    """A bad week: almost every rule about the plant is broken once."""
    stock("HB", "ZN", "SALT")
    receiving.receive(
        material="HB", supplier="RIVAL", supplier_lot="R-1", quantity=Decimal(5), by=CLERK, at=at(0)
    )
    badging.badge_in(equipment="MIX-1", by=OPERATOR, at=at(0))
    production.start(
        job="J-1/10", step="mixing", equipment="MIX-1", product="LC", planned=Decimal(100),
        by=OPERATOR, at=at(0.1),
    )  # fmt: skip
    run = reported_run(job="J-1/10", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(0))
    elsewhere = reported_run(job="J-2", step="mixing", equipment="BM-1", by=OPERATOR, at=at(0))
    for hours, material, by in (
        (1, "HB", OPERATOR), (2, "SALT", OPERATOR), (3, "HB", CLERK), (4, "HB", INSPECTOR),
    ):  # fmt: skip
        production.consume(
            stocked(material), run=run, quantity=Decimal(45), uom="KGM", by=by, at=at(hours)
        )
    production.produce_lot(
        run=run, material="LC", number="L-1", quantity=Decimal(300), by=OPERATOR, at=at(5)
    )
    production.consume(stocked("HB"), run=elsewhere, quantity=Decimal(1), by=OPERATOR, at=at(6))
    production.produce_lot(
        run=elsewhere, material="LC", number="L-2", quantity=Decimal(1), by=OPERATOR, at=at(7)
    )
    for hours, tool in ((8, "B-317"), (11, "B-318")):
        production.mount(
            asset(tool), equipment="PRESS-42", slot="bladder", position="L", cycles=0,
            by=OPERATOR, at=at(hours),
        )  # fmt: skip
    press = reported_run(job="J-3", step="curing", equipment="PRESS-42", by=OPERATOR, at=at(0))
    rubber = production.Component(of=stocked("HB"), quantity=Decimal(1))
    for number in range(4):
        production.produce_serial(
            run=press, material="T205", number=f"T-{number}", inputs=[rubber], position="L",
            by=OPERATOR, at=at(9 + number / 2),
        )  # fmt: skip
    flaws = Measured(characteristic="flaws", value=Decimal(3), upper=Decimal(1))
    inspection.inspect(
        unit("T205", "T-1"), kind="in_process", values=[flaws], result="accepted", step="finish",
        by=INSPECTOR, at=at(12),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _strict() -> None:
    tyre = Material.objects.get(code="T205")
    for sequence, step in ((80, "curing"), (85, "trimming"), (90, "finish")):
        RoutingStep.objects.create(material=tyre, sequence=sequence, step=step)
    Material.objects.filter(code__in=("HB", "IIR", "ZN", "LC")).update(tolerance_percent=2)
    PhysicalAsset.objects.update(cycle_limit=2)
    Qualification.objects.create(
        person=Person.objects.get(code=INSPECTOR), skill=Skill.objects.get(code="MIX"),
        obtained_on=date(2020, 1, 1),
    )  # fmt: skip


def told() -> tuple[list[Event], list[tuple[str, str]]]:
    """The events of the story, and what is found as it is told in order; the record forgets it."""
    with transaction.atomic():
        story()
        rows = EventRow.objects.order_by("position")
        events, found = [jsonld.loads(row.document) for row in rows], findings()
        transaction.set_rollback(True)
    return events, found


def test_the_story_breaks_what_it_is_to_break() -> None:
    _, found = told()
    assert {rule for rule, _ in found} == EXPECTED


@pytest.mark.parametrize("seed", range(6))
def test_shuffled_events_are_found_as_wrong_as_those_in_order(seed: int) -> None:
    events, found = told()
    Random(seed).shuffle(events)
    for event in events:
        record.capture(event)
    assert findings() == found
    assert rebuild.check() == []
