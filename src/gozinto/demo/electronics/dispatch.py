"""Boxes of boards leave for customers, and some boards come back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from gozinto.demo import described
from gozinto.demo.electronics import calendar
from gozinto.demo.electronics.boards import Made
from gozinto.demo.electronics.calendar import PLANT
from gozinto.demo.electronics.works import BOARD, Works, unit
from gozinto.operations import packing, returning, shipping
from gozinto.plant import identifiers
from gozinto.standards.numbers.shapes import Facts

BOARDS_A_BOX = 20
PACKING_HOUR, SHIPPING_HOUR = 14.5, 15.5
CUSTOMERS = ("C-LIFT", "C-PUMP")
RETURN_SHARE = 0.04
RETURN_DAYS = (8, 20)
"""How long a drifting board runs in the field before somebody sends it back."""
REASON = "supply voltage drifts when warm: the controller restarts"


def ship(works: Works, made: Sequence[Made], *, story: str) -> None:
    """Pack a day's boards when the last of them is ready, and send them the next work day.

    `story`: the board that comes back last of all.
    """
    if not made:
        return
    day = made[-1].ready_at.astimezone(calendar.LINE.zone).date()
    packed_at = calendar.moment(day, hour=PACKING_HOUR)
    left_at = calendar.moment(calendar.next_work_day(day), hour=SHIPPING_HOUR)
    by, boxes = works.person(packed_at, "STORE"), []
    for start in range(0, len(made), BOARDS_A_BOX):
        at = packed_at + timedelta(minutes=40 * start / len(made))
        box = _box(works)
        units = [unit(BOARD, one.number) for one in made[start : start + BOARDS_A_BOX]]
        works.do(packing.pack, container=box, contents=units, location="FG", at=at, by=by)
        boxes.append((box, made[start : start + BOARDS_A_BOX]))
    half = -(-len(boxes) // 2)
    for customer, going in zip(CUSTOMERS, (boxes[:half], boxes[half:]), strict=True):
        if not going:
            continue
        _send(works, customer, [box for box, _ in going], left_at)
        for _, content in going:
            for one in content:
                _follow(works, one.number, customer, left_at, story=story)


def _box(works: Works) -> str:
    number = described.numbered(PLANT, "SSCC", Facts(sequence=works.number("box")))
    return identifiers.container_uri(sscc=number)


def _send(works: Works, customer: str, boxes: Sequence[str], at: datetime) -> None:
    note = f"LS-{at:%Y}-{works.number('delivery note'):05d}"
    by = works.person(at, "STORE")
    picked_at = at - timedelta(minutes=40)
    works.do(shipping.pick, boxes, note=note, location="VERSAND", at=picked_at, by=by)
    works.do(
        shipping.ship, boxes, note=note, to=customer, ship_to=f"LOC-{customer}", carrier="T-LOG",
        at=at, by=by,
    )  # fmt: skip


def _follow(works: Works, number: str, customer: str, left_at: datetime, *, story: str) -> None:
    """Some drifting boards come back; the story's is the last that does."""
    told, plan = works.truths, works.plan
    if number not in told.drifting:
        return
    if number == story:
        told.story, told.customer = number, customer
        _take_back(works, number, customer, calendar.moment(plan.until, hour=-13))
    elif works.rng.random() < RETURN_SHARE:
        day = calendar.next_work_day(left_at.date() + timedelta(works.rng.randint(*RETURN_DAYS)))
        _take_back(works, number, customer, calendar.moment(day, hour=9 + 4 * works.rng.random()))


def _take_back(works: Works, number: str, customer: str, at: datetime) -> None:
    if at > calendar.moment(works.plan.until, hour=-13):
        return
    works.truths.returned[number] = at
    works.do(
        returning.take_back, unit(BOARD, number), dealer=customer, reason=REASON,
        note=f"RMA-{works.number('return'):05d}", location="SPERR", at=at,
        by=works.person(at, "STORE"),
    )  # fmt: skip
