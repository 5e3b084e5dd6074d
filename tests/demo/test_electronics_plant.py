"""The electronics plant on record: what was planted is found by asking, and the record is sound."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

from rich.console import Console

from gozinto import trace
from gozinto.demo import plants
from gozinto.demo.electronics import story, truths
from gozinto.demo.electronics.truths import Truths
from gozinto.demo.registry import ELECTRONICS
from gozinto.plant import objects
from gozinto.record import rebuild
from gozinto.record.models import Event, Finding, Involvement
from gozinto.trace import Trace
from tests.demo.conftest import SMALL_ELECTRONICS


def forward(number: str, width: str = "recorded") -> Trace:
    return trace.forward([objects.resolve(number)], width=width)


def backward(number: str) -> Trace:
    return trace.backward([objects.resolve(number)])


def boards(answer: Trace) -> set[str]:
    return {n.number for n in answer.nodes if n.kind == "serial" and n.material == "CTRL-4"}


def test_a_board_is_traced_to_panel_reels_paste_and_tools_without_a_gap(soldered: Truths) -> None:
    found = backward(soldered.story)
    assert found.complete
    slots = {link.slot for link in found.links if link.role == "input"}
    assert {"R1", "R2", "C1", "C2", "U1", "U2", "J1", "solder paste", "bare panel"} <= slots
    tools = {asset.code for machine in found.facts.equipment for asset in machine.assets}
    assert {"STENCIL-C4", "SQUEEGEE-1", "FEEDER-06"} <= tools
    assert {"Silicon Harbor", "Alpen Solder"} <= {one.name for one in found.facts.suppliers}
    assert {i.kind for i in found.facts.inspections} == {"input", "in_process", "final"}


def test_the_drifting_reel_is_in_more_boards_the_less_one_has_to_be_sure(soldered: Truths) -> None:
    lot = truths.DRIFTING_LOT
    proven, recorded, possible = (
        boards(forward(lot, width)) for width in ("proven", "recorded", "possible")
    )
    assert proven == set(soldered.certain)
    assert recorded == proven | set(soldered.uncertain)
    assert possible == recorded | set(soldered.perhaps)
    assert proven < recorded < possible


def test_about_the_unseen_change_both_reels_are_possible_and_neither_is_proven(
    soldered: Truths,
) -> None:
    followed = next(
        n.number
        for n in trace.backward([objects.resolve(soldered.perhaps[-1])]).nodes
        if n.material == "U-LDO"
    )
    assert followed != truths.DRIFTING_LOT
    for number in (*soldered.uncertain, *soldered.perhaps):
        for lot in (truths.DRIFTING_LOT, followed):
            answer = trace.why(
                [objects.resolve(lot)], of=objects.resolve(number), direction="forward"
            )
            included = {one.width: one.included for one in answer.widths}
            assert included["possible"], (number, lot)
            assert not included["proven"], (number, lot)


def test_a_repair_closes_the_old_connector_and_who_asks_of_before_finds_it(
    soldered: Truths,
) -> None:
    assert boards(forward(truths.PLATING_LOT)) == set(soldered.plated) - soldered.repaired.keys()
    for number, repaired_at in soldered.repaired.items():
        before, board = repaired_at - timedelta(minutes=1), objects.resolve(number)
        plated = trace.forward([objects.resolve(truths.PLATING_LOT)], as_of=before)
        assert number in boards(plated)
        now, then = (
            {n.uri for n in trace.backward([board], as_of=as_of).nodes if n.material == "J-CONN"}
            for as_of in (None, before)
        )
        assert now == {soldered.good_plating}
        assert {uri.rpartition("/")[2] for uri in then} == {truths.PLATING_LOT}


def test_the_rules_find_the_drifting_voltage_and_nothing_else(soldered: Truths) -> None:
    found = Finding.objects.values_list("rule", "value").distinct()
    assert list(found) == [("process_out_of_control", "supply 3.3 V")]
    at_fault = Finding.objects.values_list("event_id", flat=True)
    tested = Involvement.objects.filter(event_id__in=at_fault).values_list(
        "object__number", flat=True
    )
    # The chart cries while the drifting boards pass the tester, or with the first good ones after.
    assert set(tested) & soldered.drifting


def test_the_reel_past_its_floor_life_was_thrown_away_unused(soldered: Truths) -> None:
    onward = forward(truths.FLOOR_LOT)
    assert not onward.links
    (balance,) = trace.balance(objects.resolve(truths.FLOOR_LOT)).balances
    assert balance.on_hand == 0


def test_the_customers_of_the_drifting_reel_are_told_with_their_boards(soldered: Truths) -> None:
    found = forward(truths.DRIFTING_LOT)
    received = sum(customer.quantity or Decimal(0) for customer in found.facts.customers)
    assert received == len(soldered.drifting)
    status = {n.number: n.status for n in found.nodes}
    assert {n for n, said in status.items() if said == "returned"} == set(soldered.returned)


def test_the_story_is_told_of_the_board_the_reel_and_the_customers(soldered: Truths) -> None:
    out = io.StringIO()
    story.tell(Console(file=out, width=160), SMALL_ELECTRONICS)
    told = out.getvalue()
    assert f"board {soldered.story} back" in told
    assert f"{len(soldered.drifting)} boards hold it" in told
    assert f"recorded adds {len(soldered.uncertain)}" in told
    assert f"possible adds {len(soldered.perhaps)}" in told
    assert told.count(f"{soldered.story} Control board") == 1
    good = soldered.good_plating.rpartition("/")[2]
    for number in soldered.repaired:
        (row,) = [line.split() for line in told.splitlines() if line.startswith(number)]
        assert row == [number, truths.PLATING_LOT, good]


def test_a_board_that_is_worked_on_is_told_once_each_time(soldered: Truths) -> None:
    lives = trace.story(objects.resolve(soldered.story))
    steps = [entry.step for entry in lives if entry.step]
    assert steps == ["depaneling", "hand soldering", "testing"]


def test_a_replay_finds_what_is_there_and_a_second_build_adds_nothing(soldered: Truths) -> None:
    assert list(rebuild.check()) == []
    before = Event.objects.count()
    assert plants.build(ELECTRONICS, SMALL_ELECTRONICS) == soldered
    assert Event.objects.count() == before
    assert plants.find() == plants.Found("electronics", SMALL_ELECTRONICS, is_finished=True)
