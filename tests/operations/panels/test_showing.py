"""A station shows its jobs, what goes in next and where it lies, what to measure, what was done."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from gozinto.operations import holding, production, receiving
from gozinto.operations.panels import jobs, numbers, shapes, showing
from gozinto.operations.panels.shown import Now, Shown, Slot
from gozinto.plant.models import (
    Calibration,
    Characteristic,
    InspectionPlan,
    Material,
    PhysicalAsset,
)
from gozinto.record import clock
from tests.operations.panels.floor import (
    CURING,
    JOB,
    MIXER,
    PRESS,
    ROLES,
    do,
    rubber,
    scan,
    who,
)
from tests.operations.panels.floor import entry as sent
from tests.workshop import CLERK, INSPECTOR, OPERATOR, lot

MOST_QUERIES = 24
Pinned = Callable[[int], AbstractContextManager[Any]]


def shown(acting: str = OPERATOR) -> Now:
    acts = who(shapes.read(sent("scan", {}, person=acting)), clock.now())
    assert acts is not None
    return showing.now(MIXER, acting=(acting, acts))


def job(found: Now, number: str = JOB) -> Shown:
    return next(one for one in found.jobs if one.job == number)


def slot(found: Now, name: str) -> Slot:
    return next(one for one in job(found).slots if one.slot == name)


def test_before_anything_is_begun_the_planned_jobs_of_the_hall_are_shown() -> None:
    found = shown()
    assert [(one.job, one.state) for one in found.jobs] == [(JOB, "planned"), (CURING, "planned")]
    assert found.open is None
    assert (job(found).planned, job(found).uom, job(found).makes) == ("100", "KGM", "lot")


def begin(*numbers: str, **more: Any) -> None:
    """Jobs of the mixer are begun in the office, without an order."""
    for number in numbers:
        production.start(
            job=number, step="mixing", equipment="MIX-1", product="LC", by=OPERATOR, **more
        )


def test_the_job_that_is_open_is_always_there_and_all_that_are_begun_before_what_is_planned() -> (
    None
):
    begin(*(f"B-{n}" for n in range(9)))
    scan("B-8")
    found = shown()
    assert found.open == "B-8"
    assert [one.job for one in found.jobs] == ["B-8", *(f"B-{n}" for n in range(8))]
    do("pause", {}, context={"job": "B-8"})
    assert shown().open == "B-8"
    do("finish", {}, context={"job": "B-8"})
    assert shown().open == "B-0"


def test_the_open_job_is_there_however_many_were_begun_since(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scan(JOB)
    monkeypatch.setattr(jobs, "MOST_BEGUN", 2)
    begin("B-1", "B-2", "B-3")
    assert [one.job for one in shown().jobs if one.state == "running"] == [JOB, "B-2", "B-3"]


def test_slots_fill_as_lots_are_scanned_and_the_next_lot_is_named_with_its_place() -> None:
    scan(JOB)
    rubber("H-1", 40)
    rubber("H-2", 90)
    scan("H-1")
    found = shown()
    assert found.open == JOB
    rubber_slot = slot(found, "rubber")
    assert (rubber_slot.needed, rubber_slot.used) == ("60", "40")
    assert [(one.number, one.quantity) for one in rubber_slot.filled] == [("H-1", "40")]
    assert [(one.number, one.state, one.place) for one in rubber_slot.next] == [
        ("H-2", "next", "Rack")
    ]
    assert (rubber_slot.next[0].kind, rubber_slot.next[0].remaining) == ("lot", "90")
    assert rubber_slot.next[0].in_slot == "90"
    assert lot("HB", "H-2", "ELASTO") in rubber_slot.next[0].texts
    assert "H-2" in rubber_slot.next[0].texts


def test_what_expires_first_is_next_and_what_may_not_go_in_says_why() -> None:
    for number, days in (("LATE", 30), ("SOON", 3), ("GONE", -1), ("HELD", 1)):
        receiving.receive(
            material="HB", supplier="ELASTO", supplier_lot=number, quantity=Decimal(5), by=CLERK,
            expires=clock.now() + timedelta(days=days),
        )  # fmt: skip
    holding.hold(lot("HB", "HELD", "ELASTO"), reason="smell", by=INSPECTOR)
    told = [(one.number, one.state, one.why) for one in slot(shown(), "rubber").next]
    assert told[:2] == [("SOON", "next", ""), ("LATE", "other", "")]
    assert told[3] == ("HELD", "held", "on hold")
    number, state, why = told[2]
    assert (number, state) == ("GONE", "expired")
    assert why.startswith("expired on ")


def test_what_must_be_inspected_first_is_not_offered() -> None:
    InspectionPlan.objects.create(
        code="IN-HB", name="Input", kind="input", material=Material.objects.get(code="HB"),
        required=True,
    )  # fmt: skip
    rubber()
    (one,) = slot(shown(), "rubber").next
    assert (one.state, one.why) == ("held", "not inspected yet")


def test_what_was_done_is_told_and_may_be_taken_back_by_who_did_it() -> None:
    scan(JOB)
    rubber()
    scan("H-1")
    done = shown().events
    assert [(one.what, one.by) for one in done] == [
        ("60 kg of H-1 went in.", "Ada"),
        (f"Job {JOB} is running.", "Ada"),
    ]
    assert all(one.may_undo for one in done)
    assert not any(one.may_undo for one in shown(CLERK).events)
    assert all(one.may_undo for one in shown(INSPECTOR).events)  # quality
    assert do("undo", {"event_id": done[0].event_id}).verdict == "ok"
    assert [one.what for one in shown().events] == [f"Job {JOB} is running."]
    assert slot(shown(), "rubber").used == "0"


def test_what_is_measured_beside_the_machine_has_limits_a_gauge_and_a_trend() -> None:
    gauge = PhysicalAsset.objects.create(code="VIS-1", uri="https://x.example/VIS-1", kind="gauge")
    Calibration.objects.create(
        gauge=gauge, calibrated_on=date(2020, 1, 1), due_on=date(2021, 1, 1), result="passed"
    )
    plan = InspectionPlan.objects.create(
        code="VIS", name="Viscosity", kind="in_process", material=Material.objects.get(code="LC")
    )
    Characteristic.objects.create(
        plan=plan, code="mooney", name="Mooney", kind="number", lower=40, upper=60, gauge=gauge
    )
    scan(JOB)
    rubber()
    scan("H-1")
    assert not job(shown()).measures[0].due
    do("produce", {"quantity": "70"})
    (one,) = job(shown()).measures
    assert (one.plan, one.lower, one.upper, one.gauge) == ("VIS", "40", "60", "VIS-1")
    assert one.due
    assert not one.gauge_valid
    refused = do("measure", {"characteristic": "mooney", "value": "51"})
    assert (refused.verdict, refused.code) == ("refused", "gauge_out_of_calibration")
    Calibration.objects.create(
        gauge=gauge, calibrated_on=clock.now().date(), due_on=None, result="passed"
    )
    done = do("measure", {"characteristic": "mooney", "value": "51"})
    assert done.sentence == "Mooney 51, of LC-0011."  # ten are set aside
    (one,) = job(shown()).measures
    assert (one.last, one.due, one.gauge_valid) == (("51",), False, True)


def test_numbers_are_set_aside_for_what_the_running_job_makes_and_never_twice() -> None:
    scan(CURING, station=PRESS)
    acting = (OPERATOR, shapes.Who(roles=ROLES[OPERATOR]))
    first = job(showing.now(PRESS, acting=acting), CURING).numbers
    assert len(first) == numbers.UNITS
    assert job(showing.now(PRESS, acting=acting), CURING).numbers == first
    sent_offline = do(
        "produce", {"numbers": [first[0]]}, station=PRESS, context={"job": CURING}, live=False
    )
    assert sent_offline.verdict == "ok"
    assert job(showing.now(PRESS, acting=acting), CURING).numbers == first[1:]
    issued = do("produce", {"quantity": "1"}, station=PRESS, context={"job": CURING})
    assert issued.sentence.rsplit(" ", 1)[-1].rstrip(".") not in first


def test_the_tools_in_the_machine_are_slots_that_fill_and_empty() -> None:
    scan(CURING, station=PRESS)
    scan("M-88", station=PRESS)
    mould = job(showing.now(PRESS, acting=None), CURING).slots[0]
    assert (mould.kind, mould.slot, [one.number for one in mould.filled]) == (
        *("asset", "mould", ["M-88"]),
    )
    off = scan("M-88", station=PRESS).choices[0]
    do(off.act, off.told, station=PRESS)
    mould = job(showing.now(PRESS, acting=None), CURING).slots[0]
    assert (mould.used, mould.filled) == ("0", ())


def test_the_tag_changes_with_what_happens_and_with_nothing_else() -> None:
    before = showing.tag(MIXER, beside=[])
    assert showing.tag(MIXER, beside=[]) == before
    assert showing.tag(MIXER, beside=["somebody came"]) != before
    rubber()
    after = showing.tag(MIXER, beside=[])
    assert after != before
    holding.hold(lot("HB", "H-1", "ELASTO"), reason="smell", by=INSPECTOR)
    assert showing.tag(MIXER, beside=[]) != after


def test_what_it_costs_does_not_grow_with_jobs_and_lots(
    django_assert_max_num_queries: Pinned,
) -> None:
    scan(JOB)
    for number in range(12):
        rubber(f"H-{number}", 5)
        scan(f"H-{number}")
        rubber(f"N-{number}", 5)
    shown()
    with django_assert_max_num_queries(MOST_QUERIES):
        shown()


def test_what_was_done_last_is_told_in_the_language_that_the_station_has_now() -> None:
    plan = InspectionPlan.objects.create(
        code="VIS", name="Viscosity", kind="in_process", material=Material.objects.get(code="LC")
    )
    Characteristic.objects.create(
        plan=plan, code="heat", name="Heat", kind="number", uom="CEL", upper=120
    )
    Characteristic.objects.create(plan=plan, code="smell", name="Smell", kind="pass_fail")
    scan(JOB)
    do("produce", {"quantity": "70"})
    seen = [{"characteristic": "heat", "value": "98"}, {"characteristic": "smell", "value": "pass"}]
    done = do("measure", {"values": seen})
    assert done.sentence.startswith("Heat 98 °C, Smell in order, of LC-")
    with translation.override("tr"):
        last, *_, first = [one.what for one in shown().events]
    assert first == f"{JOB} işi çalışıyor."
    assert "Heat 98 °C" in last
