"""Walks over arrays against reach over a record in memory, on plants of plain runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gozinto.genealogy.arrays import Arrays, EdgeList, build
from gozinto.genealogy.graph import ALWAYS, EVER, Link
from gozinto.genealogy.memory import Memory
from gozinto.genealogy.reach import backward, forward
from gozinto.genealogy.walker import Walker

OBJECTS, RUNS, LAST = 7, 5, 7

slow_machines_too = [HealthCheck.too_slow, HealthCheck.data_too_large]
few = settings(max_examples=120, deadline=None, suppress_health_check=slow_machines_too)
many = settings(max_examples=10_000, deadline=None, suppress_health_check=slow_machines_too)

objects = st.integers(0, OBJECTS - 1)
times = st.integers(0, LAST)
lines = st.frozensets(st.integers(0, RUNS - 1))
origins = st.dictionaries(objects, st.none() | times, min_size=1, max_size=3)


@st.composite
def plain(draw: st.DrawFn) -> list[Link]:
    """Anything into anything at any time: splits, merges, cycles, self-links, equal times."""
    continuous = draw(lines)
    rows = draw(
        st.lists(
            st.tuples(objects, st.integers(0, RUNS - 1), times, st.booleans(), st.none() | objects),
            max_size=16,
        )
    )
    return [
        Link(
            id=row,
            object=one,
            run=run,
            role="input" if is_input else "output",
            at=at,
            earliest=at,
            latest=at,
            continuous=run in continuous,
            lot=None if is_input else lot,
        )
        for row, (one, run, at, is_input, lot) in enumerate(rows)
    ]


def in_arrays(links: list[Link]) -> Arrays:
    """A port for each run, its number after those of the objects."""
    batches = {link.run for link in links if not link.continuous}
    edges = [
        (head, OBJECTS + link.run, link.at, link.id)
        if link.role == "input"
        else (OBJECTS + link.run, head, link.at, link.id)
        for link in links
        for head in link.heads
    ]
    source, target, time, link = zip(*edges, strict=True) if edges else ((),) * 4
    return build(
        layer=[0] * OBJECTS + [3] * RUNS,
        forgets=[0] * OBJECTS + [run in batches for run in range(RUNS)],
        moments=EdgeList.of(source=source, target=target, time=time, link=link),
        carries=EdgeList.of(),
    )


def ask(walker: Walker, start: Mapping[int, int | None], *, ahead: bool, **rest: Any) -> Any:
    unbound = ALWAYS if ahead else EVER
    bounds = [unbound if time is None else time for time in start.values()]
    return walker.reach(list(start), ahead=ahead, times=bounds, **rest)


def check_against_reach(links: list[Link], start: Mapping[int, int | None], ahead: bool) -> None:
    truth = (forward if ahead else backward)(Memory(links), start)
    found = ask(Walker(in_arrays(links)), start, ahead=ahead, used=True, paths=True)
    at = dict(zip(found.nodes.tolist(), found.times.tolist(), strict=True))
    assert {node: time for node, time in at.items() if node < OBJECTS} == truth.objects
    assert {node - OBJECTS for node in at if node >= OBJECTS} == set(truth.runs)
    depths = dict(zip(found.nodes.tolist(), found.depths.tolist(), strict=True))
    runs = {run + OBJECTS: depth for run, depth in truth.run_depth.items()}
    assert depths == truth.object_depth | runs
    assert set(found.moments.link.tolist()) == {link.id for link in truth.links}
    assert len(found.presences.link) == 0
    assert not found.truncated


def check_each_is_asked_alone(links: list[Link], ahead: bool) -> None:
    walker = Walker(in_arrays(links))
    each = walker.reach_each(range(OBJECTS), ahead=ahead, lists=True)
    counts = walker.reach_each(range(OBJECTS), ahead=ahead).counts
    assert each.offsets is not None
    assert each.objects is not None
    assert counts.tolist() == each.counts.tolist()
    for one in range(OBJECTS):
        truth = (forward if ahead else backward)(Memory(links), {one})
        found = each.objects[each.offsets[one] : each.offsets[one + 1]].tolist()
        assert sorted(found) == sorted(truth.objects)


@few
@given(plain(), origins, st.booleans())
def test_a_walk_finds_what_reach_finds(
    links: list[Link], start: dict[int, int | None], ahead: bool
) -> None:
    check_against_reach(links, start, ahead)


@few
@given(plain(), st.booleans())
def test_many_questions_at_once_are_many_questions(links: list[Link], ahead: bool) -> None:
    check_each_is_asked_alone(links, ahead)


@pytest.mark.long
@many
@given(plain(), origins, st.booleans())
def test_a_walk_finds_what_reach_finds_at_length(
    links: list[Link], start: dict[int, int | None], ahead: bool
) -> None:
    check_against_reach(links, start, ahead)
    check_each_is_asked_alone(links, ahead)
