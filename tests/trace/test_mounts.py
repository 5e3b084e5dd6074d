"""What was mounted where and until when, as it shows in what was made there."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.plants import (
    asset,
    at,
    cleared,
    lot,
    mounted,
    received,
    run,
    some,
    transformed,
    unit,
    withdrawn,
)

from gozinto import record, trace
from gozinto.plant import objects
from gozinto.plant.models import PhysicalAsset
from gozinto.record import rebuild
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.gozinto import Context
from gozinto.trace.reading import mounts
from gozinto.trace.reading.moment import Moment

pytestmark = pytest.mark.django_db

HB = lot("HB", "HB-1")
ID = "urn:uuid:018f2f6a-0000-7000-8000-00000000000{}".format


@pytest.fixture(autouse=True)
def _plant(db: None) -> None:
    for code in ("A", "B", "C"):
        PhysicalAsset.objects.create(code=code, uri=asset(code), kind="mould")
    record.capture(received(some(HB, 500), 0))


def pressed(
    number: str, hours: float, *, position: str = "", equipment: str = "P", job: str = ""
) -> None:
    record.capture(
        transformed(
            hours,
            inputs=[some(HB, 1)],
            units_out=[unit("T", number)],
            equipment=equipment,
            job=run(job or f"J-{equipment}"),
            position=position,
            flow="continuous",
        )
    )


def mounted_at(number: str, *, as_of: datetime | None = None) -> set[str]:
    """The tools of the answer, as facts and as ancestors: the two must agree."""
    found = trace.backward([objects.resolve(number)], as_of=as_of)
    facts = {a.code for machine in found.facts.equipment for a in machine.assets}
    assert facts == {n.number for n in found.nodes} & {"A", "B", "C"}
    return facts


def made_with(code: str) -> set[str]:
    """The units of the answer to where a tool was used."""
    found = trace.forward([objects.resolve(code)])
    return {n.number for n in found.nodes if n.uri.startswith(unit("T", ""))}


def in_any_order(events: Sequence[Event]) -> Iterator[None]:
    """The events on record in every order of arrival, one after the other."""
    for order in itertools.permutations(events):
        with transaction.atomic():
            for event in order:
                record.capture(event)
            assert rebuild.check() == []
            yield
            transaction.set_rollback(True)


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


def test_a_removal_of_everything_empties_the_machine_and_no_other() -> None:
    record.capture(mounted(asset("A"), 1, equipment="P", slot="mould", position="1"))
    record.capture(mounted(asset("B"), 1, equipment="P", slot="bladder"))
    record.capture(mounted(asset("C"), 1, equipment="Q", slot="mould"))
    record.capture(cleared(3, equipment="P"))
    pressed("1", 2, position="1")
    pressed("2", 4, position="1")
    pressed("3", 4, equipment="Q")
    assert [mounted_at(number) for number in "123"] == [{"A", "B"}, set(), {"C"}]
    assert made_with("A") == {"1"}


def test_a_removal_of_everything_that_only_says_which_machine_by_its_parent() -> None:
    record.capture(mounted(asset("A"), 1, equipment="P", slot="mould"))
    record.capture(replace(cleared(2, equipment="P"), extensions={}))
    pressed("1", 3)
    assert mounted_at("1") == set()


@pytest.mark.parametrize(
    ("place", "left"),
    [
        ({"position": "1"}, {"B", "C"}),
        ({"slot": "mould"}, {"C"}),
        ({"slot": "mould", "position": "2"}, {"A", "C"}),
        ({"slot": "bladder", "position": "1"}, {"A", "B", "C"}),
    ],
)
def test_a_removal_of_everything_at_a_place_leaves_what_is_at_another(
    place: dict[str, str], left: set[str]
) -> None:
    record.capture(mounted(asset("A"), 1, equipment="P", slot="mould", position="1"))
    record.capture(mounted(asset("B"), 1, equipment="P", slot="mould", position="2"))
    record.capture(mounted(asset("C"), 1, equipment="P", slot="bladder"))
    record.capture(cleared(2, equipment="P", **place))
    pressed("1", 3)
    assert mounted_at("1") == left


def test_a_removal_of_everything_counts_whenever_it_arrives_and_until_it_is_taken_back() -> None:
    on = mounted(asset("A"), 1, equipment="P", slot="mould")
    off = replace(cleared(2, equipment="P"), event_id=ID(1))
    for _ in in_any_order([on, off]):
        pressed("1", 3)
        assert mounted_at("1") == set()
    for _ in in_any_order([on, off, withdrawn(off, 5)]):
        pressed("1", 3)
        assert mounted_at("1") == {"A"}


def test_what_was_perhaps_removed_is_still_there() -> None:
    record.capture(mounted(asset("A"), 1, equipment="P", slot="mould"))
    record.capture(cleared(2, equipment="P", certainty="unknown"))
    pressed("1", 3)
    assert mounted_at("1") == {"A"}


def test_a_mould_on_a_second_machine_has_left_the_first() -> None:
    events = [
        mounted(asset("A"), 1, equipment="P", slot="mould"),
        mounted(asset("A"), 3, equipment="Q", slot="mould"),
    ]
    for _ in in_any_order(events):
        pressed("1", 2)
        pressed("2", 4)
        pressed("3", 2, equipment="Q")
        pressed("4", 4, equipment="Q")
        assert [mounted_at(number) for number in "1234"] == [{"A"}, set(), set(), {"A"}]
        assert made_with("A") == {"1", "4"}
        assert mounted_at("1", as_of=at(2.5)) == {"A"}


def test_a_mould_is_where_it_was_if_its_move_is_taken_back() -> None:
    record.capture(mounted(asset("A"), 1, equipment="P", slot="mould"))
    move = replace(mounted(asset("A"), 3, equipment="Q", slot="mould"), event_id=ID(1))
    record.capture(move)
    record.capture(withdrawn(move, 5))
    pressed("1", 4)
    pressed("2", 4, equipment="Q")
    assert [mounted_at(number) for number in "12"] == [{"A"}, set()]
    assert made_with("A") == {"1"}


def test_a_mould_at_another_position_of_its_machine_has_left_the_first() -> None:
    record.capture(mounted(asset("A"), 1, equipment="P", slot="mould", position="1"))
    record.capture(mounted(asset("A"), 2, equipment="P", slot="mould", position="2"))
    pressed("1", 3, position="1")
    pressed("2", 3, position="2")
    assert [mounted_at(number) for number in "12"] == [set(), {"A"}]


def test_a_lot_stands_at_many_machines() -> None:
    record.capture(received(some(lot("RA", "RA-1"), 50), 0))
    for hours, equipment in ((1, "P"), (2, "Q")):
        record.capture(mounted(lot("RA", "RA-1"), hours, equipment=equipment, slot="release agent"))
    pressed("1", 3)
    pressed("2", 3, equipment="Q")
    found = trace.forward([objects.resolve("RA-1")])
    assert {n.number for n in found.nodes if n.kind == "serial"} == {"1", "2"}


def test_what_was_perhaps_mounted_elsewhere_has_not_left() -> None:
    record.capture(mounted(asset("A"), 1, equipment="P", slot="mould"))
    record.capture(mounted(asset("A"), 2, equipment="Q", slot="mould", certainty="unknown"))
    pressed("1", 3)
    assert mounted_at("1") == {"A"}


@pytest.mark.parametrize(
    "end",
    [
        cleared(3, equipment="P", earliest=at(2), latest=at(5)),
        mounted(asset("A"), 3, equipment="Q", slot="mould", earliest=at(2), latest=at(5)),
    ],
    ids=["everything removed", "mounted elsewhere"],
)
def test_an_end_has_the_bounds_of_what_told_it(end: Event) -> None:
    record.capture(mounted(asset("A"), 1, equipment="P", slot="mould"))
    record.capture(end)
    [was] = mounts.at_equipment({"P"}, moment=Moment())
    assert (was.off_earliest, was.off, was.off_latest) == (at(2), at(3), at(5))


def test_of_two_mounts_at_one_instant_the_greater_event_id_is_the_later() -> None:
    at_p = replace(mounted(asset("A"), 1, equipment="P", slot="mould"), event_id=ID(2))
    at_q = replace(mounted(asset("A"), 1, equipment="Q", slot="mould"), event_id=ID(1))
    for _ in in_any_order([at_p, at_q]):
        pressed("1", 2)
        pressed("2", 2, equipment="Q")
        assert [mounted_at(number) for number in "12"] == [{"A"}, set()]


@pytest.mark.parametrize(("first", "second"), [(ID(1), ID(2)), (ID(2), ID(1))])
def test_a_move_told_from_both_ends_at_one_instant_is_a_move(first: str, second: str) -> None:
    record.capture(mounted(asset("A"), 1, equipment="P", slot="mould", position="1"))
    off = mounted(asset("A"), 2, equipment="P", slot="mould", position="1", on=False)
    on = mounted(asset("A"), 2, equipment="P", slot="mould", position="2")
    for _ in in_any_order([replace(off, event_id=first), replace(on, event_id=second)]):
        pressed("1", 3, position="1")
        pressed("2", 3, position="2")
        assert [mounted_at(number) for number in "12"] == [set(), {"A"}]


@pytest.mark.parametrize("flow", ["batch", "continuous"])
def test_a_mould_that_left_a_machine_before_the_run_came_there_is_not_in_the_run(flow: str) -> None:
    """The run was at P from one to five and at Q from six on: each has its own span."""
    record.capture(mounted(asset("A"), 0.5, equipment="Q", slot="mould"))
    record.capture(mounted(asset("B"), 3, equipment="Q", slot="mould"))
    for number, hours, equipment in (("1", 1, "P"), ("2", 5, "P"), ("3", 6, "Q")):
        record.capture(
            transformed(
                hours,
                run_id=run("J"),
                inputs=[some(HB, 1)],
                units_out=[unit("T", number)],
                equipment=equipment,
                flow=flow,
            )
        )
    tools = {asset("A"), asset("B")}
    for number, expected in (("1", set()), ("2", set()), ("3", {asset("B")})):
        found = trace.backward([objects.resolve(number)])
        assert {n.uri for n in found.nodes} & tools == expected
    assert (made_with("A"), made_with("B")) == (set(), {"3"})


def test_the_queries_do_not_grow_with_the_moves() -> None:
    counts = []
    record.capture(mounted(asset("A"), 0, equipment="P", slot="mould"))
    pressed("1", 0.1)
    for moves in (2, 20):
        for move in range(moves):
            machine = f"Q{moves}-{move}"
            hours = moves + move / 100
            record.capture(mounted(asset("A"), hours, equipment=machine, slot="mould"))
        record.capture(mounted(asset("A"), moves + 0.5, equipment="P", slot="mould"))
        for origin in ("1", "A"):
            with CaptureQueriesContext(connection) as asked:
                trace.backward([objects.resolve(origin)])
                trace.forward([objects.resolve(origin)])
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
