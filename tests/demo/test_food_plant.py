"""The food plant on record: what was planted is found by asking, and the record is sound."""

from __future__ import annotations

import io

from rich.console import Console

from gozinto import trace
from gozinto.demo import plants
from gozinto.demo.food import dispatch, story, truths
from gozinto.demo.food.truths import Truths
from gozinto.demo.registry import FOOD
from gozinto.operations import orders
from gozinto.plant import objects
from gozinto.record import rebuild
from gozinto.record.models import Event, Finding
from gozinto.trace import Trace
from tests.demo.conftest import SMALL_FOOD


def forward(number: str) -> Trace:
    return trace.forward([objects.resolve(number)])


def backward(number: str) -> Trace:
    return trace.backward([objects.resolve(number)])


def jars(answer: Trace) -> list[str]:
    return sorted(n.number for n in answer.nodes if n.material in ("AB-340", "PB-340"))


def test_salad_s101_is_of_three_lots_with_their_shares(filled: Truths) -> None:
    found = backward(truths.SALAD)
    assert found.complete
    shares = {n.number: str(n.share) for n in found.nodes if n.number in truths.SALAD_SHARES}
    assert shares == truths.SALAD_SHARES
    assert {one.name for one in found.facts.suppliers} >= {
        "Green Acre Farms",
        "Tomato Hill Growers",
    }


def test_the_bad_almonds_are_in_what_was_drawn_after_they_were_tipped_in(filled: Truths) -> None:
    found = forward(truths.ALMOND_LOT)
    assert jars(found) == sorted(filled.touched)
    assert found.complete
    received = sum(customer.quantity or 0 for customer in found.facts.customers)
    assert received == sum(filled.shipped[number] for number in filled.touched)
    for number in filled.spared:
        assert truths.ALMOND_LOT not in {n.number for n in backward(number).nodes}


def test_what_is_left_of_the_bad_jars_is_on_hold(filled: Truths) -> None:
    for number in filled.held:
        (balance,) = trace.balance(objects.resolve(number)).balances
        assert balance.on_hand > 0
        last = trace.story(objects.resolve(number))[-1]
        assert (last.biz_step, last.reason) == ("holding", "HO-SUPPLIER")


def test_a_topped_up_silo_gives_nothing_of_what_came_later(filled: Truths) -> None:
    first, topping = jars(forward(filled.first_peanuts)), jars(forward(filled.topping))
    assert first == sorted(filled.weeks[0])
    assert set(first) - set(topping) == set(filled.before_topping)


def test_a_clean_silo_and_a_clean_tank_keep_the_weeks_apart(filled: Truths) -> None:
    week, other = (set(lots) for lots in filled.weeks[:2])
    reached = set(jars(forward(filled.first_peanuts)))
    assert reached == week
    assert not reached & other


def test_rework_goes_round_and_carries_the_first_day_into_the_last(filled: Truths) -> None:
    days = len(filled.weeks[0]) // 2
    assert days > 2
    first_day, *later = (filled.weeks[0][2 * day : 2 * day + 2] for day in range(days))
    assert jars(forward(filled.rework[0])) == sorted(number for day in later for number in day)
    round_again = {n.number for n in backward(later[-1][-1]).nodes}
    assert set(filled.rework[: days - 1]) <= round_again
    assert first_day[0] not in round_again


def test_no_peanut_is_in_any_almond_jar(filled: Truths) -> None:
    for number in filled.almond_jars:
        made_of = {n.material for n in backward(number).nodes if n.material}
        assert "ALMOND" in made_of
        assert not {"PEANUT", "PEANUT-R", "PB-PASTE", "PB-REWORK"} & made_of


def test_the_washing_is_on_record_with_its_caustic_and_the_swab(filled: Truths) -> None:
    life = trace.story(objects.resolve("CC-91"))
    assert {e.equipment for e in life if e.step == "cleaning"} == {"ROASTER-1", "MILL-1", "FILL-1"}
    swabs = [e for e in trace.story(objects.resolve("SCREEN-2")) if e.step == "cleaning"]
    assert [e.result for e in swabs] == ["accepted"] * len(swabs)
    assert len(swabs) == 2 * len(SMALL_FOOD.weeks)


def test_the_roast_that_was_too_cold_was_stopped_and_never_milled(filled: Truths) -> None:
    assert not forward(filled.under_roasted).links
    life = trace.story(objects.resolve(filled.under_roasted))
    assert [e.result for e in life if e.result] == ["rejected"]
    assert [e.biz_step for e in life][-2:] == ["holding", "destroying"]
    (balance,) = trace.balance(objects.resolve(filled.under_roasted)).balances
    assert balance.on_hand == 0


def test_the_kill_step_of_every_jar_is_on_record_with_its_curve(filled: Truths) -> None:
    roasts = {n.number for n in backward(filled.weeks[0][-1]).nodes if n.material == "PEANUT-R"}
    assert len(roasts) > 2
    for number in roasts:
        life = trace.story(objects.resolve(number))
        assert "sensor_reporting" in {entry.biz_step for entry in life}
        assert "accepted" in {entry.result for entry in life}


def test_what_the_customers_ordered_is_what_they_got(filled: Truths) -> None:
    for number in dispatch.ORDERS.values():
        lines = orders.progress(number).lines
        assert {line.material for line in lines} == {"PB-340", "AB-340"}
        assert all(line.done == line.ordered > 0 and line.open == 0 for line in lines)


def test_the_plant_breaks_no_rule(filled: Truths) -> None:
    assert list(Finding.objects.values_list("rule", "message")) == []


def test_the_story_is_told_of_the_almonds_and_the_salad(filled: Truths) -> None:
    out = io.StringIO()
    story.tell(Console(file=out, width=160))
    told = out.getvalue()
    assert f"delivery {truths.ALMOND_LOT}" in told
    assert all(number in told for number in filled.touched)
    assert not any(number in told for number in filled.spared)
    assert all(share in told for share in truths.SALAD_SHARES.values())


def test_a_replay_finds_what_is_there_and_a_second_build_adds_nothing(filled: Truths) -> None:
    assert list(rebuild.check()) == []
    before = Event.objects.count()
    assert plants.build(FOOD, SMALL_FOOD) == filled
    assert Event.objects.count() == before
