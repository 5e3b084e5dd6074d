"""What goes in circles: the quick answer whether anything does, beside the loops themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gozinto.genealogy.loops import has_loop, in_order

GRAPHS = st.dictionaries(st.integers(0, 7), st.sets(st.integers(0, 7), max_size=4), max_size=8)


@pytest.mark.parametrize(
    ("leads", "goes_round"),
    [
        ({}, False),
        ({1: {2}, 2: {3}}, False),
        ({1: {2, 3}, 2: {4}, 3: {4}}, False),
        ({1: {1}}, True),
        ({1: {2}, 2: {3}, 3: {2}}, True),
    ],
)
def test_a_loop_is_where_something_leads_back_to_itself(
    leads: dict[int, set[int]], goes_round: bool
) -> None:
    assert has_loop(leads) is goes_round


@given(GRAPHS)
def test_there_is_a_loop_if_and_only_if_the_search_for_all_loops_finds_one(
    leads: dict[int, set[int]],
) -> None:
    found = in_order(list(leads), leads_to=lambda node: leads.get(node, ()))
    feeds_itself = any(node in others for node, others in leads.items())
    assert has_loop(leads) is (feeds_itself or any(len(loop) > 1 for loop in found))
