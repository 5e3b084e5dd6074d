"""Boxes do not overlap, material flows left to right, and the same graph is drawn the same."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gozinto.edges.office.tracing import layout
from gozinto.edges.office.tracing.layout import Box, Place


def overlap(one: Place, other: Place) -> bool:
    """Whether two boxes share area."""
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height - 0.01
        and other.y < one.y + one.height - 0.01
    )


def arranged(edges: list[tuple[str, str]], keys: list[str]) -> layout.Layout:
    """The layout of a graph of equal boxes."""
    level = layout.levels(keys, edges)
    return layout.arrange([Box(key, 120, 40) for key in keys], edges, level=level)


def test_a_chain_runs_left_to_right_and_ends_right() -> None:
    plan = arranged([("a", "b"), ("b", "c"), ("x", "c")], ["a", "b", "c", "x"])
    assert plan.places["a"].x < plan.places["b"].x == plan.places["x"].x < plan.places["c"].x


def test_seen_from_the_left_what_is_used_at_once_stands_at_once() -> None:
    edges = [("a", "b"), ("b", "c"), ("a", "x")]
    level = layout.levels_from_left(["a", "b", "c", "x"], edges)
    assert level == {"a": 0, "b": 1, "x": 1, "c": 2}


def test_a_straight_chain_is_drawn_straight() -> None:
    plan = arranged([("a", "b"), ("b", "c")], ["a", "b", "c"])
    assert len({place.y for place in plan.places.values()}) == 1


def test_crossed_neighbours_are_uncrossed() -> None:
    edges = [("a", "y"), ("b", "x"), ("x", "end"), ("y", "end")]
    plan = arranged(edges, ["a", "b", "x", "y", "end"])
    assert (plan.places["a"].y < plan.places["b"].y) == (plan.places["y"].y < plan.places["x"].y)


def test_a_long_edge_runs_between_the_boxes_of_the_columns_it_passes() -> None:
    edges = [("a", "b"), ("b", "c"), ("a", "c")]
    plan = arranged(edges, ["a", "b", "c"])
    middle = plan.places["b"]
    heights = [y for x, y in plan.routes["a", "c"] if middle.x <= x <= middle.x + middle.width]
    assert heights
    assert all(not middle.y < y < middle.y + middle.height for y in heights)


def test_rework_closes_a_cycle_and_is_still_drawn() -> None:
    plan = arranged([("a", "b"), ("b", "a"), ("b", "c"), ("c", "c")], ["a", "b", "c"])
    assert set(plan.places) == {"a", "b", "c"}
    assert ("b", "a") in plan.routes


def test_nothing_to_place() -> None:
    plan = arranged([], [])
    assert (plan.width, plan.height) == (0, 0)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[str], list[tuple[str, str]]]:
    """Graphs of up to 14 boxes, cycles included."""
    keys = [f"n{index}" for index in range(draw(st.integers(1, 14)))]
    ends = st.sampled_from(keys)
    return keys, draw(st.lists(st.tuples(ends, ends), max_size=30, unique=True))


@given(graphs())
def test_no_two_boxes_overlap_and_every_edge_has_a_way(
    graph: tuple[list[str], list[tuple[str, str]]],
) -> None:
    keys, edges = graph
    plan = arranged(edges, keys)
    for one, other in combinations(plan.places.values(), 2):
        assert not overlap(one, other)
    for edge in edges:
        start, end = plan.places[edge[0]], plan.places[edge[1]]
        route = plan.routes[edge]
        assert route[0] == (start.x + start.width, start.y + start.height / 2)
        assert route[-1] == (end.x, end.y + end.height / 2)
    assert all(0 <= place.y <= plan.height - place.height + 0.01 for place in plan.places.values())
    assert plan == arranged(edges, keys)


@pytest.mark.parametrize("count", [400])
def test_the_largest_picture_is_laid_out_in_well_under_a_second(count: int) -> None:
    keys = [f"n{index}" for index in range(count)]
    edges = [(keys[index], keys[index + 20]) for index in range(count - 20)]
    edges += [(keys[index], keys[(index * 7) % count]) for index in range(0, count, 3)]
    plan = arranged(edges, keys)
    assert len(plan.places) == count
