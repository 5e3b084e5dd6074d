"""A reel of regulators turns out bad. When it was replaced by the next, nobody knows exactly.

The operator came back at nine minutes past ten and found the new reel on the feeder; at two
minutes past it had been the old one. The placing machine reported no reel for the boards between.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from gozinto import trace
from gozinto.operations import production, receiving
from gozinto.operations.production import Component
from gozinto.operations.runs import Run
from gozinto.plant import objects
from gozinto.trace import Why
from tests.workshop import CLERK, OPERATOR, add_materials, at, reported_run

TEN = at(4)
"""Ten o'clock."""
OLD, NEW = "REEL-A", "REEL-B"
BOARDS = {"PCB-1": 1, "PCB-2": 4, "PCB-3": 7, "PCB-4": 60}
"""The boards by the minutes after ten at which they were placed."""


def minutes(after: float) -> datetime:
    """So many minutes after ten."""
    return TEN + timedelta(minutes=after)


def reel(number: str, **when: Any) -> None:
    """A reel goes on the feeder of place U2."""
    production.mount(
        objects.resolve(number), equipment="BM-1", slot="U2", step="placing", by=OPERATOR, **when
    )


def placed(run: Run, number: str, after: float) -> None:
    """The machine places a board's parts; where it knew which reel, it says so."""
    bare = Component(of="BARE-1", quantity=Decimal(1), uom="C62", slot="board")
    known = {1: OLD, 60: NEW}.get(int(after))
    part = [Component(of=known, quantity=Decimal(1), uom="C62", slot="U2")] if known else []
    production.produce_serial(
        run=run, material="BOARD", number=number, inputs=[bare, *part], by=OPERATOR,
        at=minutes(after),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _the_morning() -> None:
    add_materials(
        ("LDO", "Regulator", "raw", "C62"),
        ("BARE", "Bare board", "raw", "C62"),
        ("BOARD", "Control board", "finished", "C62"),
    )
    for material, number in (("LDO", OLD), ("LDO", NEW), ("BARE", "BARE-1")):
        receiving.receive(
            material=material, supplier="ELASTO", supplier_lot=number, quantity=Decimal(1000),
            location="DOCK", by=CLERK, at=at(0),
        )  # fmt: skip
    run = reported_run(
        job="J-9", step="placing", equipment="BM-1", flow="continuous", by=OPERATOR, at=at(1)
    )
    reel(OLD, at=at(1))
    reel(NEW, at=minutes(5.5), earliest=minutes(2), latest=minutes(9), certainty="interval")
    for number, after in BOARDS.items():
        placed(run, number, after)


def boards(number: str, width: str) -> list[str]:
    found = trace.forward([objects.resolve(number)], width=width)
    return sorted(node.number for node in found.nodes if node.material == "BOARD")


def why(number: str, board: str) -> Why:
    return trace.why([objects.resolve(number)], of=objects.resolve(board), direction="forward")


@pytest.mark.parametrize("number", [OLD, NEW])
@pytest.mark.parametrize("board", ["PCB-2", "PCB-3"])
def test_for_the_boards_of_that_window_both_reels_are_possible_and_neither_is_proven(
    number: str, board: str
) -> None:
    assert board in boards(number, "possible")
    assert board not in boards(number, "proven")


def test_what_was_written_down_decides_the_recorded_answer() -> None:
    assert boards(OLD, "recorded") == ["PCB-1", "PCB-2"]
    assert boards(NEW, "recorded") == ["PCB-3", "PCB-4"]


def test_the_boards_outside_the_window_are_certain() -> None:
    assert boards(OLD, "proven") == ["PCB-1"]
    assert boards(NEW, "proven") == ["PCB-4"]
    assert "PCB-4" not in boards(OLD, "possible")
    assert "PCB-1" not in boards(NEW, "possible")


def test_the_answer_says_what_a_scan_of_the_change_would_have_saved() -> None:
    compared = trace.side_by_side([objects.resolve(OLD)])
    assert [(row.width, row.pieces) for row in compared.widths] == [
        ("proven", 1), ("recorded", 2), ("possible", 3),
    ]  # fmt: skip
    told = [reason.message for row in compared.widths for reason in row.reasons]
    assert all("U2" in message for message in told)
    assert any("would have saved 1" in message for message in told)


def test_the_customer_of_a_board_in_the_window_is_told_why_it_is_included() -> None:
    answer = why(OLD, "PCB-3")
    assert {one.width: one.included for one in answer.widths} == {
        "proven": False, "recorded": False, "possible": True,
    }  # fmt: skip
