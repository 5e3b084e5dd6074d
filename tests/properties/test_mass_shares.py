"""Shares by mass over arrays against the exact ones, and the properties that need no oracle."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from gozinto.genealogy import mass_shares as in_arrays
from gozinto.genealogy.graph import Link
from gozinto.genealogy.mass_shares import MassShares, mass_shares
from gozinto.genealogy.share import Portion, shares_from
from gozinto.genealogy.walker import Used, Walker

from . import wirings
from .test_walker import OBJECTS, objects, plain
from .test_walker import in_arrays as plain_arrays

slow_machines_too = [HealthCheck.too_slow, HealthCheck.data_too_large]
few = settings(max_examples=120, deadline=None, suppress_health_check=slow_machines_too)
many = settings(max_examples=10_000, deadline=None, suppress_health_check=slow_machines_too)

masses = st.lists(st.none() | st.integers(0, 3), min_size=16, max_size=16)
positive = st.lists(st.integers(1, 9), min_size=16, max_size=16)
few_objects = st.frozensets(objects, max_size=2)


def share_of(found: MassShares) -> dict[int, float]:
    return dict(zip(found.objects.tolist(), found.shares.tolist(), strict=True))


def ask(
    links: list[Link], weights: list[int | None], origins: frozenset[int], unknown: frozenset[int]
) -> dict[int, float]:
    mass = [math.nan if weight is None else float(weight) for weight in weights]
    walker = Walker(plain_arrays(links))
    return share_of(mass_shares(walker, sorted(origins), mass=mass, unknown=sorted(unknown)))


def check(
    links: list[Link], weights: list[int | None], origins: frozenset[int], unknown: frozenset[int]
) -> None:
    found = ask(links, weights, origins, unknown)
    portions = [Portion(link, weights[link.id]) for link in links]
    truth = shares_from(origins, portions=portions, unknown=unknown)
    for node in {link.object for link in links} | set(found):
        share = found.get(node, 0.0)
        assert math.isnan(share) == (node not in truth), (node, share, truth)
        if node in truth:
            assert share == pytest.approx(float(truth[node]), abs=1e-9)


@few
@given(plain(), masses, few_objects, few_objects)
def test_shares_over_arrays_are_the_exact_ones(
    links: list[Link],
    weights: list[int | None],
    origins: frozenset[int],
    unknown: frozenset[int],
) -> None:
    check(links, weights, origins, unknown)


@few
@given(plain(), positive, objects)
def test_a_share_is_there_exactly_where_a_walk_comes(
    links: list[Link], weights: list[int], origin: int
) -> None:
    found = ask(links, list(weights), frozenset({origin}), frozenset())
    reached = Walker(plain_arrays(links)).reach([origin], ahead=True).nodes.tolist()
    assert {node for node, share in found.items() if share > 0} == {
        node for node in reached if node < OBJECTS
    }


@few
@given(wirings.splits(), positive, st.data())
def test_an_overlay_mixes_in_what_happened_since(
    split: wirings.Split, weights: list[int], data: st.DataObject
) -> None:
    origin = data.draw(st.sampled_from(split.truth.objects))
    mass = np.resize(weights, 64)
    walker = Walker(split.arrays, overlay=split.overlay)
    whole = Walker(wirings.in_arrays(split.truth))
    assert share_of(mass_shares(walker, [origin], mass=mass)) == pytest.approx(
        share_of(mass_shares(whole, [origin], mass=mass)), nan_ok=True
    )


@pytest.mark.long
@many
@given(plain(), masses, few_objects, few_objects)
def test_shares_over_arrays_at_length(
    links: list[Link],
    weights: list[int | None],
    origins: frozenset[int],
    unknown: frozenset[int],
) -> None:
    check(links, weights, origins, unknown)


def all_are_lines(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Walker, "forgets", lambda _, nodes: np.zeros(len(nodes), np.bool_))


def all_are_batches(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Walker, "forgets", lambda _, nodes: np.ones(len(nodes), np.bool_))


def only_ours_is_weighed(patch: pytest.MonkeyPatch) -> None:
    whole = Walker.entering

    def entering(walker: Walker, nodes: Any) -> Used:
        poured = whole(walker, nodes)
        return poured.at(np.isin(poured.far, nodes))

    patch.setattr(Walker, "entering", entering)


def what_came_last_is_lost(patch: pytest.MonkeyPatch) -> None:
    whole = Walker.entering
    patch.setattr(Walker, "entering", lambda walker, nodes: whole(walker, nodes).at(slice(-1)))


def loops_are_left_alone(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(in_arrays, "MOST_IN_LOOPS", 0)


MISTAKES = [
    all_are_lines,
    all_are_batches,
    only_ours_is_weighed,
    what_came_last_is_lost,
    loops_are_left_alone,
]
search = settings(max_examples=4_000, deadline=None, database=None, phases=[Phase.generate])


@pytest.mark.long
@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.__name__)
def test_a_planted_mistake_is_found(
    mistake: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_caught(question: Any) -> bool:
        try:
            check(*question)
        except AssertionError:
            return True
        return False

    mistake(monkeypatch)
    question = st.tuples(plain(), masses, few_objects, few_objects)
    assert find(question, is_caught, settings=search, random=random.Random(1))


def salad(*, returned: bool) -> list[Link]:
    """Three heaps of lettuce into one batch of salads, and perhaps back into the first heap."""
    rows = [(0, "input", 2), (1, "input", 2), (2, "input", 2), (3, "output", 3)]
    rows += [(3, "input", 3), (0, "output", 1)] if returned else []
    return [
        Link(
            id=number,
            object=one,
            run=0 if number < 4 else 1,
            role="input" if role == "input" else "output",
            at=at,
            earliest=at,
            latest=at,
        )
        for number, (one, role, at) in enumerate(rows)
    ]


def test_a_salad_is_more_than_half_of_the_first_heap() -> None:
    weights: list[int | None] = [100, 50, 40, 190]
    for heap, share in ((0, "0.526316"), (1, "0.263158"), (2, "0.210526")):
        found = ask(salad(returned=False), weights, frozenset({heap}), frozenset())
        assert f"{found[3]:.6f}" == share


def test_of_what_goes_in_circles_in_a_large_answer_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weights: list[int | None] = [100, 50, 40, 190, 10, 10]
    links, origins = salad(returned=True), frozenset({1})
    exact = shares_from(origins, portions=[Portion(one, weights[one.id]) for one in links])
    assert exact[3] == Fraction(50, 90)
    assert ask(links, weights, origins, frozenset())[3] == pytest.approx(5 / 9, abs=1e-9)
    monkeypatch.setattr(in_arrays, "MOST_IN_LOOPS", 5)
    assert math.isnan(ask(links, weights, origins, frozenset())[3])
