"""The benchmark of the trace page runs, and sees an answer that lacks a lot."""

from __future__ import annotations

import pytest

from benchmarks import trace_page

pytestmark = pytest.mark.django_db


def test_every_page_and_file_has_the_whole_answer() -> None:
    trace_page.tell(40)
    figures = list(trace_page.measure(40, 1))
    assert [one.case for one in figures if not one.equal] == []
    assert {one.nodes for one in figures} == {1 + 2 * (1 + 4 + 40)}


def test_a_lot_that_is_lost_is_seen() -> None:
    trace_page.tell(20)
    assert not any(one.equal for one in trace_page.measure(21, 1))
