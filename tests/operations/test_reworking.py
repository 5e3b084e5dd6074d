"""What was made is worked on again: reworked, repaired, and its old parts known to who asks."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.errors import Ambiguous, Malformed, Unknown
from gozinto.operations import correcting, production
from gozinto.operations.production import Component, Replaced
from gozinto.operations.runs import Run
from gozinto.plant import objects
from gozinto.record import rebuild
from gozinto.record.models import ObjectState, Replacement
from gozinto.standards.epcis.events import TransformationEvent
from gozinto.standards.epcis.gozinto import LinkDetail, Slot
from tests.workshop import INSPECTOR, OPERATOR, at, event_of, lot, reported_run, unit, words_of

BOARD = unit("T205", "B-1")
OLD, NEW = unit("GT", "CHIP-1"), unit("GT", "CHIP-2")
REEL = lot("LC", "REEL-1")


def placing() -> Run:
    return reported_run(
        job="J-1", step="placing", equipment="BM-1", flow="continuous", by=OPERATOR, at=at(0)
    )


def bench() -> Run:
    return reported_run(job="R-1", step="repair", equipment="MIX-1", by=INSPECTOR, at=at(4))


def board() -> None:
    run = placing()
    production.consume(
        REEL, run=run, quantity=Decimal(500), uom="C62", slot="R12", by=OPERATOR, at=at(1)
    )
    production.produce_serial(
        run=run, material="T205", number="B-1",
        inputs=[Component(of=OLD, slot="U7", position="1")], by=OPERATOR, at=at(2),
    )  # fmt: skip


def inside(as_of: datetime | None = None, width: str = "recorded") -> set[str]:
    found = trace.backward([objects.resolve(BOARD)], as_of=as_of, width=width)
    return {node.uri for node in found.nodes} & {OLD, NEW, REEL}


def holders(part: str, as_of: datetime | None = None, width: str = "recorded") -> set[str]:
    found = trace.forward([objects.resolve(part)], as_of=as_of, width=width)
    return {node.uri for node in found.nodes} & {BOARD}


def swap() -> production.Captured:
    return production.repair(
        BOARD, run=bench(), replaced=[Replaced(slot="U7", removed=OLD, new=NEW)],
        reason="no signal", by=INSPECTOR, at=at(5),
    )  # fmt: skip


def test_a_repair_says_what_came_out_and_what_went_in() -> None:
    board()
    captured = swap()
    event, words = event_of(captured), words_of(captured)
    assert isinstance(event, TransformationEvent)
    assert (event.biz_step, event.output_epc_list) == ("repairing", (BOARD,))
    assert event.input_epc_list == (BOARD, NEW)
    place = Slot(name="U7", step="placing", position="1")
    assert words.removed == (LinkDetail(id=OLD, slot=place),)
    assert [link.slot for link in words.links if link.id == NEW] == [place]
    assert words.job.endswith("/run/R-1")


@pytest.mark.parametrize("width", ["proven", "recorded", "possible"])
def test_before_a_repair_the_board_has_the_old_part_and_after_it_the_new(width: str) -> None:
    board()
    swap()
    assert inside(at(4.5), width) == {OLD, REEL}
    assert inside(None, width) == {NEW, REEL}
    assert (holders(OLD, at(4.5), width), holders(OLD, None, width)) == ({BOARD}, set())
    assert (holders(NEW, at(4.5), width), holders(NEW, None, width)) == (set(), {BOARD})
    assert rebuild.check() == []


def test_what_the_old_part_did_before_stands_in_its_story() -> None:
    board()
    swap()
    told = [(one.role, one.biz_step) for one in trace.story(objects.resolve(OLD))]
    assert told == [("input", "commissioning"), ("removed", "repairing")]


def test_a_part_of_a_reel_is_replaced_for_this_board_alone() -> None:
    board()
    production.produce_serial(
        run=placing(), material="T205", number="B-2",
        inputs=[Component(of=unit("GT", "CHIP-9"), slot="U7", position="1")],
        by=OPERATOR, at=at(2.5),
    )  # fmt: skip
    production.repair(
        BOARD, run=bench(), replaced=[Replaced(slot="R12", removed=REEL, new=lot("LC", "REEL-2"))],
        by=INSPECTOR, at=at(5),
    )  # fmt: skip
    assert REEL not in inside()
    assert {n.uri for n in trace.forward([objects.resolve(REEL)]).nodes} >= {unit("T205", "B-2")}
    assert BOARD not in {n.uri for n in trace.forward([objects.resolve(REEL)]).nodes}


def test_a_second_repair_of_the_same_place_takes_out_what_the_first_put_in() -> None:
    board()
    swap()
    third = unit("GT", "CHIP-3")
    production.repair(
        BOARD, run=bench(), replaced=[Replaced(slot="U7", removed=NEW, new=third)],
        by=INSPECTOR, at=at(7),
    )  # fmt: skip
    found = {node.uri for node in trace.backward([objects.resolve(BOARD)]).nodes}
    assert found & {OLD, NEW, third} == {third}
    assert inside(at(6)) == {NEW, REEL}


def test_a_repair_that_did_not_happen_leaves_the_old_part_in() -> None:
    board()
    correcting.withdraw(swap().event_id, reason="wrong board", by=INSPECTOR)
    assert inside() == {OLD, REEL}


def test_a_board_that_was_built_in_before_keeps_both_parts_where_it_went() -> None:
    board()
    box = unit("T205", "BOX-1")
    assembly = reported_run(job="J-2", step="assembly", equipment="BM-1", by=OPERATOR, at=at(3))
    production.produce_serial(
        run=assembly, material="T205", number="BOX-1",
        inputs=[Component(of=BOARD, slot="board")], by=OPERATOR, at=at(3),
    )  # fmt: skip
    swap()
    assert OLD in {node.uri for node in trace.backward([objects.resolve(box)]).nodes}


def test_nobody_could_read_the_old_part() -> None:
    board()
    production.repair(
        BOARD, run=bench(), replaced=[Replaced(slot="U7", new=NEW)], by=INSPECTOR, at=at(5)
    )
    assert inside() == {NEW, REEL}
    assert Replacement.objects.get().part is None


def test_a_place_that_nothing_filled_cannot_be_repaired() -> None:
    board()
    with pytest.raises(Unknown) as caught:
        production.repair(
            BOARD, run=bench(), replaced=[Replaced(slot="U8", new=NEW)], by=INSPECTOR, at=at(5)
        )
    assert (caught.value.code, caught.value.near) == ("unknown_slot", ("R12", "U7"))


def test_a_place_with_several_positions_is_named_whole() -> None:
    production.produce_serial(
        run=placing(), material="T205", number="B-1",
        inputs=[
            Component(of=OLD, slot="U7", position="1"), Component(of=NEW, slot="U7", position="2"),
        ],
        by=OPERATOR, at=at(2),
    )  # fmt: skip
    with pytest.raises(Ambiguous) as caught:
        production.repair(
            BOARD, run=bench(), replaced=[Replaced(slot="U7")], by=INSPECTOR, at=at(5)
        )
    assert caught.value.code == "ambiguous_slot"
    production.repair(
        BOARD, run=bench(), replaced=[Replaced(slot="U7", position="2")], by=INSPECTOR, at=at(5)
    )
    assert inside() == {OLD}


def test_a_repair_replaces_something() -> None:
    board()
    with pytest.raises(Malformed) as caught:
        production.repair(BOARD, run=bench(), replaced=[], by=INSPECTOR, at=at(5))
    assert caught.value.code == "nothing_replaced"


def test_a_unit_that_was_reworked_holds_what_both_passages_put_in() -> None:
    board()
    glue = lot("HB", "GLUE-1")
    captured = production.rework(
        BOARD, run=bench(), inputs=[Component(of=glue, quantity=Decimal(1), uom="GRM")],
        reason="cold joint", by=INSPECTOR, at=at(5),
    )  # fmt: skip
    found = trace.backward([objects.resolve(BOARD)])
    assert {OLD, REEL, glue} <= {node.uri for node in found.nodes}
    assert {node.step for node in found.nodes if node.step} == {"placing", "repair"}
    assert words_of(captured).reason == "cold joint"
    assert ObjectState.objects.get(object__uri=BOARD).on_hand == 1


def test_a_part_of_a_lot_is_reworked_and_the_balance_closes() -> None:
    run = reported_run(job="J-9", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(0))
    production.produce_lot(
        run=run, material="LC", number="LC-1", quantity=Decimal(100), by=OPERATOR, at=at(1)
    )
    production.rework("LC-1", run=bench(), quantity=Decimal(40), uom="KGM", by=INSPECTOR, at=at(5))
    (found,) = trace.balance(objects.resolve("LC-1")).balances
    assert (found.on_hand, found.difference) == (100, 0)
