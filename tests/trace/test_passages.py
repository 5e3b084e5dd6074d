"""Who and what counts as having met the material, and who does not."""

from __future__ import annotations

import pytest
from tests.plants import lot, received, run, some, transformed, unit

from gozinto import record, trace
from gozinto.plant import objects

pytestmark = pytest.mark.django_db

HB = lot("HB", "HB-1")
LINE = {"run_id": run("EXT"), "flow": "continuous", "equipment": "EXT-1"}


def people(number: str) -> set[str]:
    """The opaque ids of those who met what is in the object."""
    return {p.id for p in trace.backward([objects.resolve(number)]).facts.people}


def test_who_fed_the_line_and_who_took_off_are_both_named() -> None:
    record.capture(received(some(HB, 500), 0))
    record.capture(transformed(1, inputs=[some(HB, 5)], person="P-1", **LINE))
    record.capture(transformed(2, outputs=[some(lot("X", "X-1"), 5)], person="P-2", **LINE))
    record.capture(transformed(5, outputs=[some(lot("X", "X-2"), 5)], person="P-9", **LINE))
    assert people("X-1") == {"P-1", "P-2"}


def test_a_unit_met_who_worked_its_own_event_and_not_the_whole_shift() -> None:
    record.capture(received(some(HB, 500), 0))
    record.capture(transformed(1, inputs=[some(HB, 5)], person="P-1", **LINE))
    for hours, person in ((2, "P-2"), (6, "P-6")):
        record.capture(
            transformed(
                hours,
                units_in=[unit("GT", f"G{hours}")],
                units_out=[unit("T", f"U{hours}")],
                job=run("EXT"),
                flow="continuous",
                equipment="EXT-1",
                person=person,
            )
        )
    assert people("U6") == {"P-6"}


def test_a_unit_of_one_machine_did_not_meet_its_twin_of_the_next_machine() -> None:
    record.capture(received(some(HB, 500), 0))
    for machine in ("P", "Q"):
        record.capture(
            transformed(
                2,
                inputs=[some(HB, 1)],
                units_out=[unit("T", f"of-{machine}")],
                job=run("CURE"),
                flow="continuous",
                equipment=machine,
                person=f"at-{machine}",
            )
        )
    answer = trace.backward([objects.resolve("of-Q")])
    assert [fact.code for fact in answer.facts.equipment] == ["Q"]
    assert people("of-Q") == {"at-Q"}
