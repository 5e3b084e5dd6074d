"""The food plant as a stream, without a database: order, size, masses, and what is planted."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal

import pytest

from gozinto.demo import described
from gozinto.demo.food import calendar, truths
from gozinto.demo.food.generate import steps
from gozinto.demo.food.plan import Plan
from gozinto.demo.food.truths import Truths
from gozinto.demo.steps import Step
from gozinto.operations import production, receiving
from gozinto.standards.numbers import patterns, reading
from tests.demo.conftest import UNTIL


def stream(plan: Plan, told: Truths | None = None) -> list[Step]:
    return [one for one in steps(plan, told or Truths()) if isinstance(one, Step)]


def test_the_same_seed_gives_the_same_plant_and_another_seed_another() -> None:
    assert stream(Plan(600, 1, UNTIL)) == stream(Plan(600, 1, UNTIL))
    assert stream(Plan(600, 1, UNTIL)) != stream(Plan(600, 2, UNTIL))


@pytest.mark.parametrize("scale", [600, 601, 6_000, 50_001, 1_000_000])
def test_any_size_comes_in_order_of_time_and_holds_the_story(scale: int) -> None:
    told = Truths()
    times = [step.at for step in stream(Plan(scale, 1, UNTIL), told)]
    assert times == sorted(times)
    assert times[-1] < calendar.moment(UNTIL)
    assert told.made == scale
    assert told.spared
    assert told.touched
    assert told.under_roasted
    assert told.salads[0] == truths.SALAD


@pytest.mark.parametrize("days_back", range(9))
def test_it_can_end_on_any_day_of_the_week(days_back: int) -> None:
    told = Truths()
    stream(Plan(600, 1, UNTIL - timedelta(days=days_back)), told)
    assert told.touched
    assert told.spared


@pytest.mark.parametrize("scale", [600, 50_001])
def test_no_lot_gives_more_than_came_into_it_and_no_machine_more_than_it_took(scale: int) -> None:
    there: dict[str, Decimal] = defaultdict(Decimal)
    inside: dict[str, Decimal] = defaultdict(Decimal)
    for step in stream(Plan(scale, 1, UNTIL)):
        said = step.keywords
        if step.verb is receiving.receive:
            there[said["supplier_lot"]] += said["quantity"]
        elif step.verb is production.consume and said["uom"] == "KGM":
            lot = step.args[0].rpartition("/")[2]
            there[lot] -= said["quantity"]
            inside[step.run] += said["quantity"]
            assert there[lot] >= 0, (lot, step.at)
        elif step.verb is production.produce_lot and said["uom"] == "KGM":
            inside[step.run] -= said["quantity"]
            there[said["number"]] += said["quantity"]
            assert inside[step.run] >= 0, (step.run, step.at)


def test_every_number_of_a_lot_is_used_once() -> None:
    made = [
        (step.keywords["material"], step.keywords["number"])
        for step in stream(Plan(50_001, 1, UNTIL))
        if step.verb in (production.produce_lot, production.mix)
    ]
    assert [number for number, times in Counter(made).items() if times > 1] == []


def test_what_suppliers_print_agrees_with_their_patterns() -> None:
    known = {
        (row["partner"], row["material"]): patterns.read_partners(row["pattern"])
        for row in described.rows("food", "supplier-patterns")
    }
    seen: Counter[str] = Counter()
    for step in stream(Plan(600, 1, UNTIL)):
        if step.verb is receiving.receive:
            said = step.keywords
            supplier, material = said["supplier"], said["material"]
            pattern = known.get((supplier, material)) or known.get((supplier, ""))
            if pattern is not None:
                assert reading.read(pattern, said["supplier_lot"], near=UNTIL)
                seen[material] += 1
    assert set(seen) == {"PEANUT", "ALMOND", "LETTUCE", "TOMATO"}


def test_peanuts_come_before_almonds_in_a_week_and_everything_is_washed_between() -> None:
    plan = Plan(600, 1, UNTIL)
    steps_of = defaultdict(list)
    for step in stream(plan):
        if step.verb is production.start:
            steps_of[step.keywords["equipment"]].append(step)
    for equipment in ("ROASTER-1", "MILL-1", "FILL-1"):
        made = [step.keywords["product"][:2] for step in steps_of[equipment]]
        # Cleaning makes nothing; it stands between every change of nut.
        text = " ".join(word or "wash" for word in made)
        assert "PB AL" not in text
        assert "PE AL" not in text
        assert "AL PE" not in text
        assert made.count("") == 2 * len(plan.weeks)
