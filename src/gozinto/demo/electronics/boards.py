"""Boards: cut out of their panel, fitted with a connector, tested, and now and then repaired."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from gozinto.demo import checks, described
from gozinto.demo.electronics import calendar, truths
from gozinto.demo.electronics.calendar import PLANT
from gozinto.demo.electronics.plan import (
    BOARDS_A_PANEL,
    ROUTING_HOURS,
    SOLDERING_HOURS,
    Panel,
)
from gozinto.demo.electronics.supply import DRIFTS, Stock, Supplies, at_panel
from gozinto.demo.electronics.works import BOARD, PANEL, Works, unit
from gozinto.operations import inspection, production
from gozinto.operations.inspection import Measured
from gozinto.operations.production import Component, Replaced
from gozinto.standards.numbers.shapes import Facts

FAILS_SHARE = 0.08
"""So many of the badly plated connectors make no contact."""
DRIFTED_V = 3.352
"""What a drifting regulator gives when it is cold: inside its limit of 3.366 V."""
CONNECTOR = "J1"
SOLDERING = "hand soldering"
REPAIR_HOURS = (7.75, 12.75)
CUT = timedelta(seconds=2)
MARGIN = timedelta(minutes=5)
"""Before the first board and after the last."""
TESTED_AFTER = timedelta(minutes=40)
_TEST = checks.of_plan(PLANT, "FI-CTRL")
VOLTAGE = "supply 3.3 V"
STARTS = "starts and answers"


@dataclass(frozen=True, slots=True)
class Made:
    """A board that passed its test."""

    number: str
    ready_at: datetime


@dataclass(frozen=True, slots=True)
class _Board:
    index: int
    number: str
    soldered_at: datetime
    regulator: Stock
    connector: Stock


def make(works: Works, supplies: Supplies, day: int) -> list[Made]:
    """Make the boards of a day's panels on the next work day; answers them as they are ready."""
    plan = works.plan
    first, end = plan.before(day), plan.before(day + 1)
    on = calendar.next_work_day(plan.days[day])
    lot = _lot(works, on)
    at, until = (calendar.moment(on, hour=hour) for hour in SOLDERING_HOURS)
    job = works.job(at)
    soldering = works.open_run(
        50, SOLDERING, "BENCH-2", skill="THT", at=at - MARGIN, until=until + MARGIN, job=job
    )
    made: list[Made] = []
    for index in range(first, end):
        panel = plan.panel(index)
        routed = (index - first) / (end - first)
        _route(works, panel, job, lot, _hour(on, ROUTING_HOURS, routed))
        for board in _boards(works, supplies, panel, first, end, on):
            _fit(works, soldering, board)
            _tell(works, board)
            made.append(_test(works, supplies, board))
    return sorted(made, key=lambda one: (one.ready_at, one.number))


def _hour(day: date, hours: tuple[float, float], share: float) -> datetime:
    return calendar.moment(day, hour=hours[0] + (hours[1] - hours[0]) * share)


def _lot(works: Works, day: date) -> str:
    facts = Facts(day=day, line="LINE-1", sequence=works.number(f"lot {day:%G%V}"))
    return described.numbered(PLANT, "BOARD-LOT", facts)


def _boards(
    works: Works, supplies: Supplies, panel: Panel, first: int, end: int, on: date
) -> Iterator[_Board]:
    regulator = at_panel(supplies.reels[DRIFTS], panel.index)
    for place in range(panel.boards):
        index = panel.index * BOARDS_A_PANEL + place
        done = ((panel.index - first) * BOARDS_A_PANEL + place) / ((end - first) * BOARDS_A_PANEL)
        yield _Board(
            index=index,
            number=works.plan.board(index),
            soldered_at=_hour(on, SOLDERING_HOURS, done),
            regulator=regulator,
            connector=at_panel(supplies.connectors, index),
        )


def _route(works: Works, panel: Panel, job: str, lot: str, at: datetime) -> None:
    """A panel is cut: a run of its own, for no other panel is in its boards."""
    by = works.person(at, "SMT")
    run = works.work(
        job=f"{job}/40/{panel.number}", step="depaneling", equipment="ROUTER-1", flow="batch",
        product=BOARD, by=by, at=at, until=at + CUT,
    )  # fmt: skip
    works.do(
        production.consume, unit(PANEL, panel.number), run=run, slot="board of panel", at=at, by=by
    )
    first = panel.index * BOARDS_A_PANEL
    works.do(
        production.produce_serials, run=run, material=BOARD, lot=lot, location="WIP",
        numbers=[works.plan.board(first + place) for place in range(panel.boards)],
        at=at + CUT, by=by,
    )  # fmt: skip


def _fit(works: Works, run: str, board: _Board) -> None:
    """The connector is soldered by hand; the board comes out as it went in."""
    at = board.soldered_at
    works.do(
        production.rework, unit(BOARD, board.number), run=run,
        inputs=[_connector(board.connector)], location="WIP", at=at, by=works.person(at, "THT"),
    )  # fmt: skip


def _connector(box: Stock) -> Component:
    return Component(
        of=box.uri, quantity=Decimal(1), uom="C62", slot=CONNECTOR, step=SOLDERING,
        required=Decimal(1),
    )  # fmt: skip


def _tell(works: Works, board: _Board) -> None:
    """Note what is planted in this board."""
    told, plan = works.truths, works.plan
    first, end = plan.unseen
    panel = board.index // BOARDS_A_PANEL
    if first <= panel < end:
        (told.uncertain if panel < plan.change else told.perhaps).append(board.number)
    elif board.regulator.number == truths.DRIFTING_LOT:
        told.certain.append(board.number)
    if board.connector.number == truths.PLATING_LOT:
        told.plated.append(board.number)
    told.made += 1


def _test(works: Works, supplies: Supplies, board: _Board) -> Made:
    """The function test; a board whose connector makes no contact is repaired and tested again."""
    at = board.soldered_at + TESTED_AFTER
    told = works.truths
    is_plated = board.connector.number == truths.PLATING_LOT
    if not is_plated or (told.repaired and works.rng.random() >= FAILS_SHARE):
        _measure(works, board, at, result="accepted")
        return Made(board.number, at)
    _measure(works, board, at, result="rejected")
    day = calendar.next_work_day(at.astimezone(calendar.LINE.zone).date())
    turn = works.number(f"repair {day}")
    repaired_at = calendar.moment(day, hour=8 + 4 * turn / (turn + 20))
    _repair(works, supplies, board, repaired_at)
    tested_at = repaired_at + timedelta(minutes=50)
    _measure(works, board, tested_at, result="accepted")
    return Made(board.number, tested_at)


def _measure(works: Works, board: _Board, at: datetime, *, result: str) -> None:
    drifts = board.number in works.truths.drifting
    turn = works.number("function test")
    values = [
        check.read(DRIFTED_V + works.rng.uniform(-0.006, 0.006))
        if drifts and check.characteristic == VOLTAGE
        else check.steady(works.rng, turn)
        for check in _TEST
    ]
    starts = Decimal(result == "accepted")
    values.append(Measured(characteristic=STARTS, value=starts, lower=Decimal(1)))
    works.do(
        inspection.inspect, unit(BOARD, board.number), kind="final", values=values, result=result,
        gauge="DMM-1", step="testing", equipment="FCT-1", at=at, by=works.person(at, "TEST"),
    )  # fmt: skip


def _repair(works: Works, supplies: Supplies, board: _Board, at: datetime) -> None:
    """The connector is replaced by one of another box: the old part is out from then on."""
    told = works.truths
    good = next(box for box in supplies.connectors if box.number != truths.PLATING_LOT)
    told.good_plating = good.uri
    told.repaired[board.number] = at
    by = works.person(at, "REPAIR")
    run = _bench(works, at)
    works.do(
        production.repair, unit(BOARD, board.number), run=run, reason="RW-PART",
        replaced=[
            Replaced(
                slot=CONNECTOR, removed=board.connector.uri, new=good.uri, quantity=Decimal(1),
                uom="C62",
            )
        ],
        location="WIP", at=at, by=by,
    )  # fmt: skip


def _bench(works: Works, at: datetime) -> str:
    """The repair bench's run of a day, which begins with its first repair; answers its number."""
    day = at.astimezone(calendar.LINE.zone).date()
    if day not in works.repairing:
        first, last = (calendar.moment(day, hour=hour) for hour in REPAIR_HOURS)
        works.repairing[day] = works.open_run(
            70, "repair", "BENCH-1", skill="REPAIR", at=first, until=last
        )
    return works.repairing[day]
