"""The generated stream itself, without a database: order, size, and the planted truths."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

import pytest

from gozinto.demo.steps import Step
from gozinto.demo.tyre import calendar, truths
from gozinto.demo.tyre.dispatch import sscc
from gozinto.demo.tyre.generate import steps, truths_of
from gozinto.demo.tyre.plan import Plan
from gozinto.demo.tyre.truths import Truths
from gozinto.operations import badging, production
from gozinto.record import presences
from gozinto.record.presences import Badge, Presence

UNTIL = date(2026, 6, 17)


def stream(plan: Plan) -> list[Step]:
    return [one for one in steps(plan, told=Truths()) if isinstance(one, Step)]


def test_the_same_seed_gives_the_same_plant() -> None:
    assert stream(Plan(60, 1, UNTIL)) == stream(Plan(60, 1, UNTIL))


def test_another_seed_gives_another_plant_with_the_same_story() -> None:
    one, other = Plan(60, 1, UNTIL), Plan(60, 2, UNTIL)
    assert stream(one) != stream(other)
    assert truths.SERIAL in truths_of(other).returned


@pytest.mark.parametrize("scale", [60, 61, 159, 500, 2000, 12_345])
def test_any_size_comes_in_order_of_time_and_holds_the_story(scale: int) -> None:
    plan = Plan(scale, 1, UNTIL)
    told = Truths()
    last = datetime.min.replace(tzinfo=calendar.moment(UNTIL).tzinfo)
    for one in steps(plan, told=told):
        if isinstance(one, Step):
            assert one.at >= last
            last = one.at
    assert told.made == scale
    assert last < calendar.moment(UNTIL)
    assert truths.SERIAL in told.touched[truths.BLADDER_CAUSE]
    assert told.returned[truths.SERIAL] == truths.BLADDER_CAUSE
    assert all(told.touched.values())


@pytest.mark.parametrize("days_back", range(9))
def test_it_can_end_on_any_day_of_the_week(days_back: int) -> None:
    told = truths_of(Plan(300, 1, UNTIL - timedelta(days=days_back)))
    assert all(told.touched.values())
    assert truths.SERIAL in told.returned


def test_every_run_is_begun_before_something_needs_it() -> None:
    begun: set[str] = set()
    for step in stream(Plan(2000, 1, UNTIL)):
        begun.add(step.begins)
        assert not step.run or step.run in begun


@pytest.mark.parametrize("scale", [60, 2000, 12_345])
def test_what_is_done_in_a_run_is_done_between_its_start_and_finish_by_somebody_badged_in(
    scale: int,
) -> None:
    told = stream(Plan(scale, 1, UNTIL))
    started = {one.begins: one for one in told if one.verb is production.start}
    finished = {one.run: one for one in told if one.verb is production.finish}
    assert started.keys() == finished.keys()
    there = presences_of(told)
    for one in told:
        job = one.begins or one.run
        if job:
            at, machine = done_at(one), started[job].keywords["equipment"]
            assert started[job].at <= at <= finished[job].at, one
            assert any(p.overlaps(at, at) for p in there[machine, one.keywords["by"]]), one


def done_at(one: Step) -> datetime:
    """When it happened: what was entered late happened before it was told."""
    happened: datetime = one.keywords.get("at", one.at)
    return happened


def presences_of(told: list[Step]) -> dict[tuple[str, str], list[Presence]]:
    """Who was at which machine by badge, from when to when."""
    badges = [
        Badge(one.at, one.verb is badging.badge_in, one.keywords["equipment"],
              one.keywords["by"], "operator")
        for one in told
        if one.verb in (badging.badge_in, badging.badge_out)
    ]  # fmt: skip
    there: dict[tuple[str, str], list[Presence]] = defaultdict(list)
    for one in presences.of(badges):
        assert one.last - one.first < presences.LONGEST, "nobody forgets to badge out"
        there[one.equipment, one.person].append(one)
    return there


def test_the_bladder_leaks_in_one_cavity_for_two_shifts_only() -> None:
    plan = Plan(2000, 1, UNTIL)
    told = truths_of(plan)
    there = Counter(
        cure.shift
        for cure in plan.cures(truths.STORY_DAY)
        if cure.press == 0 and cure.cavity == truths.CAVITY
    )
    assert plan.presses[0] == truths.PRESS
    assert len(told.touched[truths.BLADDER_CAUSE]) == there[0] + there[1] > 5


def test_the_decoy_stood_at_press_42_while_the_bladder_leaked() -> None:
    for days_back in range(4):
        plan = Plan(600, 1, UNTIL - timedelta(days=days_back))
        told = truths_of(plan)
        leaking = [
            plan.people.at(cure.at, "press", cure.press)
            for cure in plan.cures(truths.STORY_DAY)
            if (cure.press, cure.cavity) == (0, truths.CAVITY) and cure.shift < 2
        ]
        assert told.operator in leaking


def test_permeable_liner_spreads_over_the_presses_and_explains_most_returns() -> None:
    told = truths_of(Plan(2000, 1, UNTIL))
    assert 200 < len(told.touched[truths.HALOBUTYL_CAUSE]) < 700
    assert Counter(told.returned.values())[truths.HALOBUTYL_CAUSE] >= 10


def test_some_returns_show_their_dot_code_alone() -> None:
    told = truths_of(Plan(2000, 1, UNTIL))
    share = len(told.returned_unread) / (len(told.returned) + len(told.returned_unread))
    assert 0.15 < share < 0.45


def test_a_million_tyres_fit_the_presses() -> None:
    plan = Plan(1_000_000, 1, UNTIL)
    assert len(plan.production) == calendar.MOST_DAYS
    per_cavity = plan.count(0) / len(plan.presses) / 2
    assert per_cavity <= 99, "cycles a day and cavity"


def test_lots_are_numbered_by_their_own_date() -> None:
    told = truths_of(Plan(60, 1, UNTIL))
    assert told.cured_at is not None
    day, _ = calendar.shift_of(told.cured_at)
    assert told.curing_lot.startswith(f"IA-{day:%d%m%Y}-")


def test_a_pallet_number_ends_in_its_check_digit() -> None:
    # GS1 General Specifications 7.9.1, worked by hand: 3 * (9+2+2+4+0+0...) from the right.
    assert sscc(1) == "095212340000000013"
