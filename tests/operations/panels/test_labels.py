"""Labels at a panel: what a rule asks for is counted, and one is printed again for a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gozinto.labels.jobs import at_panels, devices, draining
from gozinto.labels.jobs.models import PrintJob
from gozinto.operations.panels.entries import Printing
from gozinto.operations.panels.shapes import Answer
from gozinto.plant.models import (
    Equipment,
    Material,
    Order,
    OrderLine,
    Printer,
    PrintRule,
    RoutingStep,
)
from tests import workshop
from tests.operations.panels import floor
from tests.operations.panels.floor import CURING, PRESS, entry, scan, send

PRINTING = Printing(reprint=at_panels.reprint, labels=at_panels.wanted)


@pytest.fixture(autouse=True)
def _printer(_machine: None) -> None:
    Printer.objects.create(
        code="ZT-42", name="Press 42", connection="file", address="zt", language="zpl",
        equipment=Equipment.objects.get(code="PRESS-42"),
    )  # fmt: skip


def produce(count: int) -> Answer:
    scan(CURING, station=PRESS)
    sent = entry("produce", {"quantity": str(count)}, context={"job": CURING})
    return send(sent, station=PRESS, printing=PRINTING)[0]


def test_where_nothing_is_printed_by_rule_no_label_is_announced() -> None:
    assert produce(2).labels == 0


def test_as_many_labels_are_announced_as_the_rule_then_prints() -> None:
    PrintRule.objects.create(code="TYRES", when="produced", purpose="serial", copies=2)
    answer = produce(3)
    assert answer.labels == 6
    draining.drain(rules=devices.rules(), serving=devices.serving())
    jobs = PrintJob.objects.all()
    assert sum(one.copies for one in jobs) == answer.labels
    assert {one.printer for one in jobs} == {"ZT-42"}


def test_a_label_is_printed_again_at_the_station_for_a_reason() -> None:
    PrintRule.objects.create(code="TYRES", when="produced", purpose="serial")
    number = produce(1).sentence.rsplit(" ", 1)[-1].rstrip(".")
    draining.drain(rules=devices.rules(), serving=devices.serving())
    station = replace(PRESS, printer="ZT-42")
    refused, done = send(
        entry("reprint", {"number": number}, seq=1),
        entry("reprint", {"number": number, "reason": "torn"}, seq=2),
        station=station,
        printing=PRINTING,
    )
    assert refused.code == "reason_needed"
    assert done.sentence == f"The label of {number} is printed again."
    again = PrintJob.objects.latest("pk")
    assert (again.why, again.reason, again.number, again.by) == (
        *("reprint", "torn", number, workshop.OPERATOR),
    )


def test_what_never_had_a_label_is_printed_in_the_office() -> None:
    floor.rubber()
    (answer,) = send(
        entry("reprint", {"number": "H-1", "reason": "torn"}), station=PRESS, printing=PRINTING
    )
    assert answer.code == "nothing_to_print"


def test_a_label_is_right_on_what_the_job_made_and_on_nothing_of_another_job_at_its_step() -> None:
    other = produce(1).sets["made"]
    order = Order.objects.create(number="MO-3", kind="production", state="released")
    tyre = Material.objects.get(code="T205")
    OrderLine.objects.create(order=order, line="1", material=tyre, quantity=4, uom="C62")
    second = {"job": "MO-3/80"}
    scan("MO-3/80", station=PRESS)
    made = send(entry("produce", {"quantity": "1"}, context=second), station=PRESS)[0].sets["made"]
    right = scan(made, station=PRESS, context=second)
    assert (right.verdict, right.sets["made"]) == ("ok", made)
    wrong = scan(other, station=PRESS, context=second)
    assert (wrong.verdict, wrong.code) == ("refused", "made_elsewhere")
    assert CURING in wrong.sentence
    RoutingStep.objects.create(
        material=tyre, sequence=90, step="trimming", work_center=Equipment.objects.get(code="HALL")
    )
    scan("MO-3/90", station=PRESS)
    assert scan(other, station=PRESS, context={"job": "MO-3/90"}).verdict == "ok"
