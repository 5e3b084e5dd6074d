"""What machines measured stands in the story of what they made."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.errors import Malformed
from gozinto.operations import correcting, production
from gozinto.operations.production import Component, Parameter, Reading
from gozinto.operations.runs import Run
from gozinto.plant import objects
from gozinto.record import Captured
from gozinto.standards.epcis.events import ObjectEvent
from gozinto.trace.reading.measured import Measurement
from tests.workshop import OPERATOR, at, event_of, reported_run, unit, words_of

TYRE = unit("T205", "1")


def press(flow: str = "continuous") -> Run:
    return reported_run(
        job="J-1", step="curing", equipment="PRESS-42", flow=flow, by=OPERATOR,  # type: ignore[arg-type]
        at=at(0),
    )  # fmt: skip


def heat(value: str, hours: float, run: Run) -> Captured:
    return production.record_parameters(
        run=run, values=[Parameter(name="platen temperature", uom="CEL", value=Decimal(value))],
        by="PRESS-42", at=at(hours),
    )  # fmt: skip


def cure(run: Run, hours: float) -> None:
    production.produce_serial(
        run=run, material="T205", number="1",
        inputs=[Component(of=unit("GT", "1"), slot="green tyre")], by=OPERATOR, at=at(hours),
    )  # fmt: skip


def told() -> list[str]:
    story = trace.story(objects.resolve(TYRE))
    return [str(one.value) for entry in story for one in entry.measured]


def test_values_and_curves_are_sensor_reports_of_the_machine() -> None:
    captured = production.record_parameters(
        run=press(),
        values=[
            Parameter(
                name="bladder pressure", uom="BAR", device="B-317",
                curve=[Reading(at=at(1), value=Decimal("3.5")),
                       Reading(at=at(1.1), value=Decimal("21.0"))],
            ),
            Parameter(name="platen temperature", uom="CEL", value=Decimal(178)),
        ],
        by="PRESS-42", at=at(1.2),
    )  # fmt: skip
    event = event_of(captured)
    assert isinstance(event, ObjectEvent)
    assert event.read_point is not None
    assert event.read_point.id.endswith("/equipment/PRESS-42")
    pressure, heat = event.sensor_element_list
    assert [report["value"] for report in pressure.sensor_report] == [Decimal("3.5"), Decimal(21)]
    assert pressure.sensor_metadata["deviceID"].endswith("/asset/B-317")
    assert "time" not in heat.sensor_report[0]
    assert words_of(captured).certainty == "measured"


def test_on_a_line_a_unit_has_what_was_measured_last_as_it_left() -> None:
    run = press()
    for value, hours in (("170", 1), ("178", 2), ("190", 4)):
        heat(value, hours, run)
    cure(run, 3)
    assert told() == ["178"]


def test_of_a_batch_all_that_was_measured_counts() -> None:
    run = press("batch")
    for value, hours in (("170", 1), ("178", 2), ("190", 4)):
        heat(value, hours, run)
    cure(run, 3)
    assert told() == ["170", "178", "190"]


def test_what_was_measured_on_the_unit_itself_is_its_own() -> None:
    run = press()
    cure(run, 3)
    production.record_parameters(
        run=run, of=TYRE, values=[Parameter(name="mass", uom="KGM", value=Decimal("9.2"))],
        by="PRESS-42", at=at(3.1),
    )  # fmt: skip
    entry = trace.story(objects.resolve(TYRE))[-1]
    assert entry.role == "epc"
    assert entry.measured == (Measurement(name="mass", value=Decimal("9.2"), uom="KGM"),)


def test_a_curve_tells_each_point_with_its_time() -> None:
    run = press("batch")
    production.record_parameters(
        run=run, values=[Parameter(name="mass", curve=[Reading(at=at(1), value=Decimal(1))])],
        by="PRESS-42", at=at(1),
    )  # fmt: skip
    cure(run, 3)
    (measured,) = [one for e in trace.story(objects.resolve(TYRE)) for one in e.measured]
    assert measured.at == at(1)


def test_what_was_withdrawn_is_marked_as_all_in_a_story_is() -> None:
    run = press()
    wrong = heat("17.8", 2, run)
    cure(run, 3)
    correcting.withdraw(wrong.event_id, reason="a comma", by=OPERATOR)
    assert [e.withdrawn for e in trace.story(objects.resolve(TYRE)) if e.measured] == [True]


def test_parameters_tell_something() -> None:
    with pytest.raises(Malformed) as caught:
        production.record_parameters(run=press(), values=[], by="PRESS-42", at=at(1))
    assert caught.value.code == "no_things"
