"""The electronics plant as a stream, without a database: order, size, and what is planted."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from gozinto.demo import described
from gozinto.demo.electronics import calendar, truths
from gozinto.demo.electronics.calendar import PLANT
from gozinto.demo.electronics.generate import steps
from gozinto.demo.electronics.plan import Plan
from gozinto.demo.electronics.supply import Supplies, expected_numbers
from gozinto.demo.electronics.truths import Truths
from gozinto.demo.steps import Step
from gozinto.operations import production, receiving, scrapping
from gozinto.standards.numbers import patterns, reading
from tests.demo.conftest import UNTIL


def stream(plan: Plan, told: Truths | None = None) -> list[Step]:
    return [one for one in steps(plan, told or Truths()) if isinstance(one, Step)]


def test_the_same_seed_gives_the_same_plant_and_another_seed_another() -> None:
    assert stream(Plan(120, 1, UNTIL)) == stream(Plan(120, 1, UNTIL))
    assert stream(Plan(120, 1, UNTIL)) != stream(Plan(120, 2, UNTIL))


@pytest.mark.parametrize("scale", [120, 121, 500, 1_200, 7_001])
def test_any_size_comes_in_order_of_time_and_holds_the_story(scale: int) -> None:
    told = Truths()
    times = [step.at for step in stream(Plan(scale, 1, UNTIL), told)]
    assert times == sorted(times)
    assert times[-1] < calendar.moment(UNTIL)
    assert told.made == scale
    assert told.story in told.certain
    assert max(told.returned, key=lambda number: told.returned[number]) == told.story
    assert told.uncertain
    assert told.perhaps
    assert told.repaired.keys() <= set(told.plated)
    assert told.repaired


@pytest.mark.parametrize("days_back", range(9))
def test_it_can_end_on_any_day_of_the_week(days_back: int) -> None:
    told = Truths()
    stream(Plan(120, 1, UNTIL - timedelta(days=days_back)), told)
    assert told.story
    assert told.changed


def test_a_million_boards_leave_the_line_time_for_each_panel() -> None:
    plan = Plan(1_000_000, 1, UNTIL)
    panels = max(plan.before(day + 1) - plan.before(day) for day in range(len(plan.days)))
    assert (13.5 - 6.5) * 3600 / panels >= 25, "seconds a panel"


def test_the_line_rests_at_weekends_and_on_holidays() -> None:
    days = Plan(7_001, 1, date(2026, 6, 22)).days
    assert all(day.weekday() < 5 for day in days)
    assert date(2026, 5, 14) not in days, "Ascension Day"
    assert len(days) == 20


def test_every_slot_has_a_reel_for_every_panel_and_the_drifting_one_ends_at_the_change() -> None:
    plan = Plan(5_000, 1, UNTIL)
    for name, reels in Supplies(plan).reels.items():
        served = [panel for reel in reels for panel in range(reel.first, reel.end)]
        assert served == list(range(plan.panels)), name
    (drifting,) = [r for r in Supplies(plan).reels["U2"] if r.number == truths.DRIFTING_LOT]
    assert drifting.end == plan.change


def test_what_suppliers_print_agrees_with_their_patterns() -> None:
    known = {
        (row["partner"], row["material"]): patterns.read_partners(row["pattern"])
        for row in described.rows("electronics", "supplier-patterns")
    }
    seen: Counter[str] = Counter()
    for supplier, material, number in expected_numbers(Supplies(Plan(1_200, 1, UNTIL))):
        pattern = known.get((supplier, material)) or known.get((supplier, ""))
        if pattern is not None:
            assert reading.read(pattern, number, near=UNTIL)
            seen[material] += 1
    assert set(seen) == {"U-MCU", "R-10K", "PASTE"}


@pytest.mark.parametrize("scale", [120, 1_200, 7_001])
def test_no_box_gives_more_than_came_in_it_and_what_is_left_is_never_the_older_one(
    scale: int,
) -> None:
    came: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    expires: dict[str, set[date]] = defaultdict(set)
    for one in stream(Plan(scale, 1, UNTIL)):
        told = one.keywords
        if one.verb is receiving.receive:
            lot = described.lot(
                PLANT, told["material"], told["supplier_lot"], supplier=told["supplier"]
            )
            came[lot] += told["quantity"]
            expires[told["material"]].add(told["expires"].date())
        for part in told.get("inputs", ()):
            taken[part.of] += part.quantity or 0
        for part in told.get("replaced", ()):
            taken[part.new] += part.quantity
    assert not [lot for lot in came if taken[lot] > came[lot]]
    del expires["PASTE"]  # what is left in a jar is thrown away
    assert len(expires) == 6
    assert all(len(days) == 1 for days in expires.values())


def test_an_open_jar_is_used_within_a_shift_and_its_rest_thrown_away() -> None:
    jars = [step for step in stream(Plan(120, 1, UNTIL)) if "solder paste" in str(step.keywords)]
    opened = [s for s in jars if s.verb is production.mount]
    closed = [s for s in jars if s.verb is production.unmount]
    assert len(opened) == len(closed) == len(Plan(120, 1, UNTIL).days)
    for begin, end in zip(opened, closed, strict=True):
        assert begin.args == end.args
        assert end.at - begin.at < timedelta(hours=8)
    thrown = [s for s in stream(Plan(120, 1, UNTIL)) if s.verb is scrapping.scrap]
    assert Counter(s.keywords["reason"] for s in thrown) == {
        "open longer than a shift": len(opened), "SC-FLOOR": 1,
    }  # fmt: skip
