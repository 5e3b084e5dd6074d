"""Where a unit came from, as a quality manager would ask it."""

from __future__ import annotations

import pytest
from tests import plants
from tests.plants import lot, mounted, received, run, some, transformed, unit

from gozinto import record, trace
from gozinto.plant import objects
from gozinto.standards.epcis.gozinto import Slot

pytestmark = pytest.mark.django_db

TYRE, GREEN = unit("T205", "0444232322"), unit("GT", "GT-1")


def numbers(found: trace.Trace) -> set[str]:
    """The printed numbers of the objects in an answer."""
    return {n.number for n in found.nodes if n.kind != "run"}


def cured(hours: float, number: str, green: str, **words: object) -> None:
    record.capture(
        transformed(
            hours,
            units_in=[unit("GT", green)],
            units_out=[unit("T205", number)],
            slots={unit("GT", green): Slot(name="green tyre")},
            lots={unit("T205", number): lot("T205", "L-1")},
            job=run("J-1/80"),
            job_name="J-1/80",
            equipment="PRESS-42",
            flow="continuous",
            **words,
        )
    )


def test_a_tyre_is_traced_through_its_batch_to_the_suppliers() -> None:
    for event in (
        received(some(lot("HB", "HB-1"), 500), 0, supplier="ELASTO"),
        transformed(2, run_id=run("MIX-1"), inputs=[some(lot("HB", "HB-1"), 40)], flow="batch"),
        transformed(1, run_id=run("MIX-1"), outputs=[some(lot("LC", "LC-1"), 40)], flow="batch"),
        transformed(5, inputs=[some(lot("LC", "LC-1"), 2)], units_out=[GREEN]),
    ):
        record.capture(event)
    cured(8, "0444232322", "GT-1")
    found = trace.backward([objects.resolve("0444232322")])
    assert numbers(found) == {"0444232322", "GT-1", "LC-1", "HB-1"}
    assert [s.uri for s in found.facts.suppliers] == [plants.partner("ELASTO")]
    assert found.complete
    assert not found.gaps


def test_what_went_into_a_line_after_the_unit_came_out_is_not_in_it() -> None:
    record.capture(received(some(lot("RA", "RA-1"), 50), 0))
    record.capture(received(some(lot("RA", "RA-2"), 50), 0))
    record.capture(received(some(lot("GTM", "M"), 50), 0))
    record.capture(transformed(1, inputs=[some(lot("GTM", "M"), 9)], units_out=[GREEN]))
    for hours, number in ((2, "RA-1"), (6, "RA-2")):
        record.capture(
            transformed(
                hours,
                run_id=run("J-1/80"),
                inputs=[some(lot("RA", number), 1)],
                slots={lot("RA", number): Slot(name="release agent")},
                flow="continuous",
            )
        )
    cured(4, "0444232322", "GT-1")
    found = trace.backward([objects.resolve("0444232322")])
    assert "RA-1" in numbers(found)
    assert "RA-2" not in numbers(found)


def test_the_bladder_on_the_cavity_then_is_named_with_its_cycles() -> None:
    from gozinto.plant.models import Equipment, PhysicalAsset

    Equipment.objects.create(code="PRESS-42", name="Press 42", level="work_unit")
    for code in ("B-317", "B-400", "B-900"):
        PhysicalAsset.objects.create(
            code=code, uri=plants.asset(code), kind="bladder", cycle_limit=350
        )
    press = {"equipment": "PRESS-42", "slot": "bladder"}
    record.capture(mounted(plants.asset("B-900"), 0, position="R", **press))
    record.capture(mounted(plants.asset("B-317"), 0, position="L", cycles=400, **press))
    for i in range(3):
        cured(1 + i, f"000000000{i}", f"GT-{i}", position="L")
    cured(2.5, "0000000007", "GT-7", position="R")
    record.capture(mounted(plants.asset("B-400"), 3.5, position="L", **press))
    cured(4, "0000000009", "GT-9", position="L")
    found = trace.backward([objects.resolve("0000000002")])
    (press_42,) = found.facts.equipment
    assert [(a.code, a.cycles) for a in press_42.assets] == [("B-317", 403)]
    assert {"B-317"} == {n.number for n in found.nodes if n.number.startswith("B-")}
    forward = trace.forward([objects.resolve("B-317")])
    assert numbers(forward) >= {"0000000000", "0000000001", "0000000002"}
    assert not numbers(forward) & {"0000000007", "0000000009"}


def test_an_answer_with_a_hole_says_where_the_hole_is() -> None:
    record.capture(transformed(1, inputs=[some(lot("HB", "HB-9"), 1)], units_out=[GREEN]))
    found = trace.backward([objects.resolve("GT-1")])
    assert not found.complete
    assert [(g.code, g.uri) for g in found.gaps] == [("consumed_never_received", lot("HB", "HB-9"))]
