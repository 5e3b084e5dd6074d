"""What was mounted where and until when, as it shows in what was made there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.plants import asset, lot, mounted, received, run, some, transformed, unit

from gozinto import record, trace
from gozinto.plant import objects
from gozinto.plant.models import PhysicalAsset
from gozinto.standards.epcis.gozinto import Context

pytestmark = pytest.mark.django_db

HB = lot("HB", "HB-1")


@pytest.fixture(autouse=True)
def _plant(db: None) -> None:
    for code in ("A", "B", "C"):
        PhysicalAsset.objects.create(code=code, uri=asset(code), kind="mould")
    record.capture(received(some(HB, 500), 0))


def pressed(number: str, hours: float, *, position: str = "") -> None:
    record.capture(
        transformed(
            hours,
            inputs=[some(HB, 1)],
            units_out=[unit("T", number)],
            equipment="P",
            job=run("J"),
            position=position,
            flow="continuous",
        )
    )


def mounted_at(number: str) -> set[str]:
    """The tools of the answer, as facts and as ancestors: the two must agree."""
    found = trace.backward([objects.resolve(number)])
    facts = {a.code for machine in found.facts.equipment for a in machine.assets}
    assert facts == {n.number for n in found.nodes} & {"A", "B", "C"}
    return facts


def test_a_removal_that_names_no_slot_ends_the_mount() -> None:
    record.capture(mounted(asset("B"), 1, equipment="P", slot="bladder"))
    taken_off = mounted(asset("B"), 2, equipment="P", on=False)
    record.capture(replace(taken_off, extensions=Context(equipment="P").extensions()))
    pressed("1", 3)
    assert mounted_at("1") == set()


def test_a_removal_that_names_another_slot_ends_the_mount() -> None:
    record.capture(mounted(asset("B"), 1, equipment="P", slot="bladder"))
    record.capture(mounted(asset("B"), 2, equipment="P", slot="membrane", on=False))
    pressed("1", 3)
    assert mounted_at("1") == set()


def test_a_removal_of_something_else_ends_nothing() -> None:
    record.capture(mounted(asset("B"), 1, equipment="P", slot="bladder"))
    record.capture(mounted(asset("A"), 2, equipment="P", slot="bladder", on=False))
    pressed("1", 3)
    assert mounted_at("1") == {"B"}


def test_two_things_mounted_by_one_event_are_both_there() -> None:
    halves = (asset("A"), asset("B"))
    record.capture(replace(mounted(asset("A"), 1, equipment="P", slot="mould"), child_epcs=halves))
    pressed("1", 3)
    assert mounted_at("1") == {"A", "B"}


def test_the_next_entry_ends_both_halves() -> None:
    halves = (asset("A"), asset("B"))
    record.capture(replace(mounted(asset("A"), 1, equipment="P", slot="mould"), child_epcs=halves))
    record.capture(mounted(asset("C"), 2, equipment="P", slot="mould"))
    pressed("1", 3)
    assert mounted_at("1") == {"C"}


def test_a_tool_that_made_neither_unit_is_no_fact_of_either() -> None:
    """B sat in the second cavity, and was gone before anything of the answer was made there."""
    record.capture(mounted(asset("A"), 0.1, equipment="P", slot="mould", position="1"))
    record.capture(mounted(asset("B"), 0.1, equipment="P", slot="mould", position="2"))
    pressed("1", 1, position="1")
    record.capture(mounted(asset("C"), 4, equipment="P", slot="mould", position="2"))
    pressed("2", 5, position="2")
    found = trace.backward([objects.resolve("1"), objects.resolve("2")])
    assert {a.code for f in found.facts.equipment for a in f.assets} == {"A", "C"}


def test_what_was_perhaps_mounted_is_no_fact_but_a_gap() -> None:
    record.capture(mounted(asset("A"), 1, equipment="P", slot="mould"))
    record.capture(mounted(asset("B"), 2, equipment="P", slot="mould", certainty="unknown"))
    pressed("1", 3)
    assert mounted_at("1") == {"A"}
    found = trace.backward([objects.resolve("1")])
    assert [(g.code, g.uri, g.widens_by) for g in found.gaps] == [("unknown_link", asset("B"), 1)]
    assert not found.complete


def test_what_was_perhaps_mounted_is_a_gap_of_where_used() -> None:
    record.capture(mounted(asset("B"), 2, equipment="P", slot="mould", certainty="unknown"))
    pressed("1", 1)
    pressed("2", 3)
    found = trace.forward([objects.resolve("B")])
    assert {n.number for n in found.nodes} == {"B"}
    assert [(g.code, g.uri, g.widens_by) for g in found.gaps] == [("unknown_link", asset("B"), 1)]
