"""Dispersion on random plants: every lot by itself, and the table turned round."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gozinto.genealogy.dispersion import extent, reach_each, turned_round
from gozinto.genealogy.graph import Source
from gozinto.genealogy.reach import Reach, backward, forward

from . import oracle
from .plants import Plant, in_memory, plants

few = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def down(source: Source, objects: Collection[int]) -> Reach:
    return forward(source, set(objects))


def up(source: Source, objects: Collection[int]) -> Reach:
    return backward(source, set(objects))


@few
@given(plants)
def test_each_of_many_lots_reaches_what_brute_force_says_of_it_alone(plant: Plant) -> None:
    source = in_memory(plant)
    found = reach_each(source, {one: {one} for one in plant.objects}, ask=down)
    assert not found.truncated
    for one in plant.objects:
        assert found.objects[one] == oracle.ask(plant, {one: None}, ahead=True).objects


@few
@given(plants)
def test_the_source_is_read_as_if_for_one_question(plant: Plant) -> None:
    asked, together = in_memory(plant), in_memory(plant)
    forward(together, set(plant.objects))
    reach_each(asked, {one: {one} for one in plant.objects}, ask=down)
    assert asked.questions == together.questions


@few
@given(plants)
def test_downward_turned_round_is_upward(plant: Plant) -> None:
    groups = {one: {one} for one in plant.objects}
    downward = reach_each(in_memory(plant), groups, ask=down)
    upward = reach_each(in_memory(plant), groups, ask=up)
    assert turned_round(downward.objects) == upward.objects


@given(st.dictionaries(st.integers(0, 9), st.decimals(0, 999, places=2), min_size=1))
def test_the_worst_and_the_average(costs: dict[int, Decimal]) -> None:
    found = extent(costs)
    assert found is not None
    assert found.worst == max(costs.values()) == costs[found.worst_of]
    exact = sum(map(Fraction, costs.values())) / len(costs)
    assert abs(Fraction(found.average) - exact) <= Fraction(1, 2_000_000)
    assert extent({}) is None
