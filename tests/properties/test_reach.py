"""Reach against brute force on random plants, and the properties that need no oracle."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gozinto.genealogy.graph import ALWAYS, EVER, Found, Link, Presence, Role
from gozinto.genealogy.memory import Memory
from gozinto.genealogy.reach import Reach, backward, forward

from . import oracle
from .disorder import Disorderly
from .plants import In, Out, Plant, in_memory, objects, plants, runs, times

slow_machines_too = [HealthCheck.too_slow, HealthCheck.data_too_large]
few = settings(max_examples=100, deadline=None, suppress_health_check=slow_machines_too)
many = settings(max_examples=10_000, deadline=None, suppress_health_check=slow_machines_too)
origins = st.dictionaries(objects, st.none() | times, min_size=1, max_size=2)
clocks = st.none() | times


def walk(plant: Plant, start: Mapping[int, int | None], *, ahead: bool, **rest: Any) -> Reach:
    return (forward if ahead else backward)(in_memory(plant), start, **rest)


def check_against_oracle(
    plant: Plant, start: Mapping[int, int | None], ahead: bool, until: int | None
) -> None:
    reach = walk(plant, start, ahead=ahead, until=until)
    truth = oracle.ask(plant, start, ahead=ahead, until=until)
    assert set(reach.objects) == truth.objects
    assert set(reach.runs) == truth.runs
    moments = {("in" if link.role == "input" else "out", link.id) for link in reach.links}
    assert moments == {hop for hop in truth.hops if hop[0] != "mount"}
    presences = {(presence.id, presence.run) for presence in reach.presences}
    assert presences == {hop[1:3] for hop in truth.hops if hop[0] == "mount"}
    assert reach.object_depth == truth.depth_of_object
    assert reach.run_depth == truth.depth_of_run
    assert not reach.truncated


def check_pairs_agree(plant: Plant, until: int | None) -> None:
    source = in_memory(plant)
    ahead = {one: set(forward(source, {one}, until=until).objects) for one in plant.objects}
    back = {one: set(backward(source, {one}, until=until).objects) for one in plant.objects}
    for one in plant.objects:
        for other in plant.objects:
            assert (other in ahead[one]) == (one in back[other]), (one, other)


def check_labels(plant: Plant) -> None:
    """A departure is the last arrival that still gets through; an arrival the first content."""
    source = in_memory(plant)
    for one in plant.objects:
        departures = backward(source, {one}).objects
        arrivals = forward(source, {one}).objects
        for other in set(plant.objects) - {one}:
            for time in range(-1, 10):
                gets_through = one in forward(source, {other: time}).objects
                assert gets_through == (time <= departures.get(other, ALWAYS))
                is_in_by_then = one in backward(source, {other: time}).objects
                assert is_in_by_then == (time >= arrivals.get(other, EVER))


def check_witnesses(
    plant: Plant, start: Mapping[int, int | None], ahead: bool, until: int | None
) -> None:
    reach = walk(plant, start, ahead=ahead, until=until)
    known = oracle.known_until(plant, until)
    truth, follows = oracle.ask(known, start, ahead=ahead), oracle.pairs(known)
    if not ahead:
        follows = {(later, earlier) for earlier, later in follows}
    ways = {node: reach.witness_of_object(node) for node in reach.objects}
    for node, path in ways.items():
        assert len(path) == reach.object_depth[node]
        if path:
            ends = follow(path, truth.first_hops, follows)
            assert any(node in truth.reached_by_hop[hop] for hop in ends)
    for run in reach.runs:
        path = reach.witness_of_run(run)
        assert len(path) == reach.run_depth[run]
        assert path[-1].run == run
        assert follow(path, truth.first_hops, follows)


def follow(
    path: Sequence[Link | Presence],
    first: set[oracle.Hop],
    follows: set[tuple[oracle.Hop, oracle.Hop]],
) -> set[oracle.Hop]:
    """The hops at which the path can end, in the oracle's terms; empty if it is no path."""
    here = {hop for hop in first if names(hop, path[0])}
    for link in path[1:]:
        here = {later for earlier, later in follows if earlier in here and names(later, link)}
    return here


def names(hop: oracle.Hop, link: Link | Presence) -> bool:
    if isinstance(link, Presence):
        return hop[:3] == ("mount", link.id, link.run)
    return hop == ("in" if link.role == "input" else "out", link.id)


@few
@given(plants, origins, st.booleans(), clocks)
def test_reach_is_what_brute_force_finds(
    plant: Plant, start: dict[int, int | None], ahead: bool, until: int | None
) -> None:
    check_against_oracle(plant, start, ahead, until)


@few
@given(plants, clocks)
def test_backward_and_forward_agree_pair_by_pair(plant: Plant, until: int | None) -> None:
    check_pairs_agree(plant, until)


@settings(few, max_examples=100)
@given(plants)
def test_arrivals_and_departures_are_the_sharpest_there_are(plant: Plant) -> None:
    check_labels(plant)


@few
@given(plants, origins, st.booleans(), clocks)
def test_every_node_has_a_shortest_path_that_shows_it(
    plant: Plant, start: dict[int, int | None], ahead: bool, until: int | None
) -> None:
    check_witnesses(plant, start, ahead, until)


@few
@given(plants, origins, st.booleans(), st.randoms(use_true_random=False), clocks)
def test_late_shuffled_and_duplicated_delivery_gives_the_same_answer(
    plant: Plant,
    start: dict[int, int | None],
    ahead: bool,
    shuffler: random.Random,
    until: int | None,
) -> None:
    tidy = in_memory(plant)
    disorderly = Disorderly(tidy, shuffler)
    for limit in (None, 4):
        question = forward if ahead else backward
        one = question(tidy, start, until=until, limit=limit)
        other = question(disorderly, start, until=until, limit=limit)
        for name in ("objects", "runs", "links", "presences", "object_depth", "run_depth"):
            assert getattr(one, name) == getattr(other, name)
        assert one.truncated == other.truncated
        assert [one.witness_of_object(node) for node in one.objects] == [
            other.witness_of_object(node) for node in one.objects
        ]


@few
@given(plants, origins, st.data())
def test_an_unrelated_event_changes_nothing(
    plant: Plant, start: dict[int, int | None], data: st.DataObject
) -> None:
    """Whatever is made of things that are not in the answer leaves the answer as it was."""
    before = walk(plant, start, ahead=True)
    strangers = sorted(set(range(1, 12)) - set(before.objects))
    taken = data.draw(st.lists(st.tuples(st.sampled_from(strangers), times), max_size=3))
    made = data.draw(st.lists(st.tuples(objects, times), max_size=3))
    more = plant._replace(
        ins=plant.ins + tuple(In(900 + i, o, 99, t, None) for i, (o, t) in enumerate(taken)),
        outs=plant.outs
        + tuple(Out(950 + i, o, 99, t, frozenset(), "", "", None) for i, (o, t) in enumerate(made)),
    )
    after = walk(more, start, ahead=True)
    assert (after.objects, after.runs, after.links) == (before.objects, before.runs, before.links)


@few
@given(plants, origins, st.booleans(), times, times)
def test_a_later_as_of_only_adds(
    plant: Plant, start: dict[int, int | None], ahead: bool, one: int, other: int
) -> None:
    sooner = walk(plant, start, ahead=ahead, until=min(one, other))
    later = walk(plant, start, ahead=ahead, until=max(one, other))
    assert set(sooner.objects) <= set(later.objects)
    assert set(sooner.runs) <= set(later.runs)
    assert set(sooner.links) <= set(later.links)


@few
@given(plants, origins, st.booleans(), st.integers(0, 12))
def test_a_limit_cuts_and_says_so(
    plant: Plant, start: dict[int, int | None], ahead: bool, limit: int
) -> None:
    whole = walk(plant, start, ahead=ahead)
    cut = walk(plant, start, ahead=ahead, limit=limit)
    assert len(cut.objects) + len(cut.runs) <= limit
    assert set(cut.objects) <= set(whole.objects)
    assert set(cut.links) <= set(whole.links)
    assert cut.truncated or set(cut.objects) == set(whole.objects)
    enough = len(whole.objects) + len({row.run for row in (*plant.ins, *plant.mounts, *plant.outs)})
    assert not walk(plant, start, ahead=ahead, limit=enough).truncated


@few
@given(plants, origins, st.booleans())
def test_nothing_is_read_twice(plant: Plant, start: dict[int, int | None], ahead: bool) -> None:
    asked: list[tuple[str, int]] = []

    class Watched(Memory):
        def _answer(self, end: str, nodes: Any, *, role: Role) -> Found:
            assert (role == "input") == (ahead == (end == "object"))
            asked.extend((end, node) for node in nodes)
            return super()._answer(end, nodes, role=role)

    watched = Watched(())
    watched.__dict__.update(in_memory(plant).__dict__)
    reach = (forward if ahead else backward)(watched, start)
    assert len(asked) == len(set(asked))
    # one question a level, and only new nodes are asked for
    assert watched.questions <= 2 * (len(reach.objects) + len(reach.runs)) + 1


@pytest.mark.long
@many
@given(plants, origins, st.booleans(), clocks)
def test_reach_is_what_brute_force_finds_at_length(
    plant: Plant, start: dict[int, int | None], ahead: bool, until: int | None
) -> None:
    check_against_oracle(plant, start, ahead, until)
    check_witnesses(plant, start, ahead, until)


@pytest.mark.long
@many
@given(plants, clocks)
def test_backward_and_forward_agree_at_length(plant: Plant, until: int | None) -> None:
    check_pairs_agree(plant, until)


@pytest.mark.long
@many
@given(plants)
def test_arrivals_and_departures_at_length(plant: Plant) -> None:
    check_labels(plant)


@few
@given(runs, objects, times)
def test_a_self_link_ends(run: int, thing: int, time: int) -> None:
    plant = Plant(
        lines=frozenset({run}),
        ins=(In(1, thing, run, time, None),),
        outs=(Out(2, thing, run, time, frozenset(), "", "", None),),
        mounts=(),
    )
    assert set(walk(plant, {thing: None}, ahead=True).objects) == {thing}
    assert set(walk(plant, {thing: None}, ahead=False).objects) == {thing}
