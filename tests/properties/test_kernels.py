"""The walk in machine code against the walk in a few plain lines, and planted mistakes."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import accumulate, cycle, islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from gozinto.genealogy.arrays import PASS, Arrays, EdgeList, Side, build
from gozinto.genealogy.edges import Used
from gozinto.genealogy.graph import ALWAYS, EVER
from gozinto.genealogy.mass_shares import mass_shares
from gozinto.genealogy.walker import Hop, Reached, Walker

from . import wirings
from .wirings import Edge, Split, Wiring, ask, in_arrays, questions, slow_walk, splits

slow_machines_too = [HealthCheck.too_slow, HealthCheck.data_too_large]
few = settings(max_examples=120, deadline=None, suppress_health_check=slow_machines_too)
many = settings(max_examples=10_000, deadline=None, suppress_health_check=slow_machines_too)


def check(wiring: Wiring, walker: Walker, origins: Mapping[int, int], *, ahead: bool) -> None:
    found = ask(walker, origins, ahead=ahead, used=True, paths=True)
    truth = slow_walk(wiring, origins, ahead=ahead)
    nodes = found.nodes.tolist()
    assert dict(zip(nodes, found.times.tolist(), strict=True)) == truth.times
    assert dict(zip(nodes, found.depths.tolist(), strict=True)) == truth.depths
    assert not found.truncated
    used = edges_of(found.moments, ahead=ahead, is_moment=True)
    used |= edges_of(found.presences, ahead=ahead, is_moment=False)
    assert used == {edge for edge in truth.used if edge.link != PASS}
    for row, node in enumerate(nodes):
        path = found.paths.to(row)
        assert len(path) == truth.depths[node]
        assert replay(wiring, origins, path, ahead=ahead).get(node) is not None


def edges_of(used: Used, *, ahead: bool, is_moment: bool) -> set[Edge]:
    source, target = (used.near, used.far) if ahead else (used.far, used.near)
    rows = zip(
        source.tolist(), target.tolist(), used.time.tolist(), used.link.tolist(), strict=True
    )
    found = [Edge(*row, is_moment) for row in rows]
    assert len(set(found)) == len(found)
    return set(found)


def replay(
    wiring: Wiring, origins: Mapping[int, int], path: list[Hop], *, ahead: bool
) -> dict[int, int]:
    """Where one can be after just these hops, passes inside runs between them, and since when."""
    here = dict(origins)
    for hop in path:
        here = with_passes(wiring, here, ahead=ahead)
        ends = (hop.near, hop.far) if ahead else (hop.far, hop.near)
        edge = Edge(*ends, hop.time, hop.link, hop.is_moment)
        assert edge in wiring.edges
        time = wirings.offered(wiring, edge, here[hop.near], ahead=ahead)
        assert time is not None
        here = {hop.far: time}
    return with_passes(wiring, here, ahead=ahead)


def with_passes(wiring: Wiring, here: dict[int, int], *, ahead: bool) -> dict[int, int]:
    passes = wiring._replace(edges=tuple(edge for edge in wiring.edges if edge.link == PASS))
    for _ in range(2):
        for node, label in list(here.items()):
            for edge in wirings.leaving(passes, node, ahead=ahead):
                time = wirings.offered(wiring, edge, label, ahead=ahead)
                assert time is not None
                here.setdefault(edge.target if ahead else edge.source, time)
    return here


def check_split(split: Split, origins: Mapping[int, int], *, ahead: bool) -> None:
    """With the overlay the whole truth; without it again the graph as it was."""
    walker = Walker(split.arrays)
    old = {node: label for node, label in origins.items() if node < split.arrays.nodes}
    before = ask(walker, old, ahead=ahead, used=True, paths=True)
    walker.lay(split.overlay)
    check(split.truth, walker, origins, ahead=ahead)
    walker.lay(None)
    assert_same(before, ask(walker, old, ahead=ahead, used=True, paths=True))


def assert_same(one: Reached, other: Reached) -> None:
    for name in ("nodes", "times", "depths"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist()
    for name in ("moments", "presences"):
        for column in ("near", "far", "time", "link"):
            left, right = (getattr(getattr(reached, name), column) for reached in (one, other))
            assert left.tolist() == right.tolist()


def check_pairs_agree(wiring: Wiring, arrays: Arrays) -> None:
    walker = Walker(arrays)
    reached = {
        ahead: [
            set(ask(walker, {one: bound}, ahead=ahead).nodes.tolist()) for one in wiring.objects
        ]
        for ahead, bound in ((True, ALWAYS), (False, EVER))
    }
    for i, one in enumerate(wiring.objects):
        for j, other in enumerate(wiring.objects):
            assert (other in reached[True][i]) == (one in reached[False][j]), (one, other)


@st.composite
def asked(draw: st.DrawFn) -> tuple[Wiring, dict[int, int], bool]:
    wiring, ahead = draw(wirings.wirings()), draw(st.booleans())
    return wiring, draw(questions(wiring, ahead=ahead)), ahead


@st.composite
def asked_split(draw: st.DrawFn) -> tuple[Split, dict[int, int], bool]:
    split, ahead = draw(splits()), draw(st.booleans())
    return split, draw(questions(split.truth, ahead=ahead)), ahead


@few
@given(asked())
def test_machine_code_walks_as_a_few_plain_lines_do(
    question: tuple[Wiring, dict[int, int], bool],
) -> None:
    wiring, origins, ahead = question
    check(wiring, Walker(in_arrays(wiring)), origins, ahead=ahead)


@few
@given(asked_split())
def test_with_an_overlay_the_answer_is_that_of_the_whole(
    question: tuple[Split, dict[int, int], bool],
) -> None:
    split, origins, ahead = question
    check_split(split, origins, ahead=ahead)


@few
@given(wirings.wirings())
def test_backward_and_forward_agree_pair_by_pair(wiring: Wiring) -> None:
    check_pairs_agree(wiring, in_arrays(wiring))


@few
@given(asked(), st.integers(0, 12))
def test_a_limit_cuts_and_says_so(
    question: tuple[Wiring, dict[int, int], bool], limit: int
) -> None:
    wiring, origins, ahead = question
    walker = Walker(in_arrays(wiring))
    whole = ask(walker, origins, ahead=ahead)
    cut = ask(walker, origins, ahead=ahead, limit=limit, used=True)
    assert len(cut.nodes) == min(limit, len(whole.nodes))
    assert cut.truncated == (len(whole.nodes) > limit)
    assert set(cut.nodes.tolist()) <= set(whole.nodes.tolist())
    for used in (cut.moments, cut.presences):
        assert set(used.near.tolist()) | set(used.far.tolist()) <= set(cut.nodes.tolist())


@few
@given(asked())
def test_without_room_for_its_steps_a_walk_makes_more(
    question: tuple[Wiring, dict[int, int], bool],
) -> None:
    wiring, origins, ahead = question
    walker = Walker(in_arrays(wiring))
    walker._steps = walker._steps[:1]
    check(wiring, walker, origins, ahead=ahead)
    walker._steps = walker._steps[:1]
    each = walker.reach_each(wiring.objects, ahead=ahead, lists=True)
    unbound = ALWAYS if ahead else EVER
    for row, one in enumerate(wiring.objects):
        truth = slow_walk(wiring, {one: unbound}, ahead=ahead)
        assert each.objects is not None
        assert each.offsets is not None
        listed = each.objects[each.offsets[row] : each.offsets[row + 1]].tolist()
        assert sorted(listed) == sorted(set(truth.times) & set(wiring.objects))


@few
@given(asked_split(), st.lists(st.integers(1, 3), max_size=6))
def test_many_questions_may_each_be_of_several_objects(
    question: tuple[Split, dict[int, int], bool], sizes: list[int]
) -> None:
    split, _, ahead = question
    walker = Walker(split.arrays, overlay=split.overlay)
    # with little room there are several pieces
    walker._steps = walker._steps[:1]
    starts = [0, *accumulate(sizes)]
    origins = [*islice(cycle(split.truth.objects), starts[-1])]
    groups = [set(origins[begin:end]) for begin, end in pairwise(starts)]
    found: list[list[int]] = []
    for piece in walker.pieces_of_each(origins, ahead=ahead, starts=starts):
        assert piece.first == len(found)
        ends = [0, *accumulate(piece.counts.tolist())]
        found += [sorted(piece.objects[begin:end].tolist()) for begin, end in pairwise(ends)]
        # somebody else asks in between
        walker.reach(origins, ahead=not ahead)
    objects = set(split.truth.objects)
    unbound = ALWAYS if ahead else EVER
    for group, listed in zip(groups, found, strict=True):
        truth = slow_walk(split.truth, dict.fromkeys(group, unbound), ahead=ahead)
        assert listed == sorted(set(truth.times) & objects)


@few
@given(asked_split())
def test_a_walker_that_counted_to_its_end_begins_anew(
    question: tuple[Split, dict[int, int], bool],
) -> None:
    split, origins, ahead = question
    walker = Walker(split.arrays, overlay=split.overlay)
    check(split.truth, walker, origins, ahead=ahead)
    walker._base = 2**31 - 2 - len(walker._steps)
    for _ in range(3):
        check(split.truth, walker, origins, ahead=ahead)
    walker._base = 2**31 - 2 - len(walker._steps)
    twice = walker.reach_each([*split.truth.objects] * 2, ahead=ahead).counts.tolist()
    assert twice[: len(twice) // 2] == twice[len(twice) // 2 :]


@pytest.mark.long
@many
@given(asked_split())
def test_walks_at_length(question: tuple[Split, dict[int, int], bool]) -> None:
    split, origins, ahead = question
    check_split(split, origins, ahead=ahead)
    whole = in_arrays(split.truth)
    check(split.truth, Walker(whole), origins, ahead=ahead)
    check_pairs_agree(split.truth, whole)


def test_a_million_units_of_one_lot_and_back() -> None:
    """A lot into a run, a million units out of it, all of them into one more run, and one out."""
    many_units, lot, making, packing, pallet = 1_000_000, 0, 1, 2, 3
    units = np.arange(4, 4 + many_units)
    first, after = np.arange(many_units) + 10, np.arange(many_units) + 2 * many_units
    source = np.concatenate([[lot], np.full(many_units, making), units, [packing]])
    target = np.concatenate([[making], units, np.full(many_units, packing), [pallet]])
    graph = build(
        layer=np.concatenate([[0, 3, 3], np.zeros(many_units + 1)]),
        forgets=np.zeros(many_units + 4),
        moments=EdgeList.of(
            source=source,
            target=target,
            time=np.concatenate([[9], first, after, [4 * many_units]]),
            link=np.arange(len(source)),
        ),
        carries=EdgeList.of(),
    )
    walker = Walker(graph)
    for ahead, origin in ((True, lot), (False, pallet)):
        reached = walker.reach([origin], ahead=ahead, used=True, paths=True)
        assert sorted(reached.nodes.tolist()) == list(range(many_units + 4))
        assert reached.moments is not None
        assert len(reached.moments.link) == len(source)
        assert reached.paths is not None
        assert len(reached.paths.to(many_units)) == reached.depths[many_units]
        assert walker.reach_each([origin], ahead=ahead).counts.tolist() == [many_units + 2]
    # what came out of the making before half of them is not in the later half
    half = walker.reach([lot], ahead=True, times=[10])
    assert half.nodes.tolist() == [lot]


def test_maps_of_files_and_arrays_in_memory_share_one_compilation(tmp_path: Path) -> None:
    edges = (Edge(0, 1, 5, 7, True), Edge(1, 2, 6, 8, True))
    wiring = Wiring((0, 3, 0), (False, False, False), edges)
    inside = in_arrays(wiring)
    mapped = replace(inside, forward=on_disk(inside.forward, tmp_path))
    for arrays in (inside, mapped):
        walker = Walker(arrays)
        check(wiring, walker, {0: ALWAYS}, ahead=True)
        walker.reach_each([0, 2], ahead=False, lists=True)
        mass_shares(walker, [0], mass=[1.0] * 9)
    # only now: a kernel that is imported before the door is open is not kept
    from gozinto.genealogy.kernels import answering, asking, dealing, mixing

    compiled_functions: list[Any] = [asking.bind, dealing.deal, mixing.needs, mixing.mix]
    compiled_functions += [asking.ask, answering.spread_each]
    compiled_functions += [answering.note_moments, answering.note_presences]
    assert [len(kernel.signatures) for kernel in compiled_functions] == [1] * 8


def on_disk(side: Side, folder: Path) -> Side:
    for name in ("start", "far", "time", "link"):
        np.save(folder / f"{name}.npy", getattr(side, name))
    return Side(
        **{
            name: np.load(folder / f"{name}.npy", mmap_mode="r")
            for name in ("start", "far", "time", "link")
        }
    )


Change = Callable[[Wiring], Wiring]


def every_edge(change: Callable[[Edge], Edge | None]) -> Change:
    def changed(wiring: Wiring) -> Wiring:
        edges = [change(edge) for edge in wiring.edges]
        return wiring._replace(edges=tuple(edge for edge in edges if edge is not None))

    return changed


MISTAKES: dict[str, Change] = {
    "time is ignored": every_edge(lambda edge: edge._replace(time=0)),
    "moments are a little late": every_edge(
        lambda edge: edge._replace(time=edge.time + 1) if edge.is_moment else edge
    ),
    "presences never end": every_edge(
        lambda edge: edge if edge.is_moment else edge._replace(time=EVER)
    ),
    "presences are forgotten": every_edge(
        lambda edge: edge if edge.is_moment or edge.link == PASS else None
    ),
    "passes are forgotten": every_edge(lambda edge: None if edge.link == PASS else edge),
    "lines are batches": lambda one: one._replace(forgets=tuple(x > 0 for x in one.layer)),
    "batches are lines": lambda one: one._replace(forgets=(False,) * len(one.layer)),
    "carries are moments": every_edge(lambda edge: edge._replace(is_moment=True)),
    "the last edge is lost": lambda one: one._replace(edges=one.edges[:-1]),
}

search = settings(max_examples=4_000, deadline=None, database=None, phases=[Phase.generate])


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_graph_with_a_planted_mistake_is_found_out(mistake: str) -> None:
    def is_caught(question: Any) -> bool:
        wiring, origins, ahead = question
        try:
            check(wiring, Walker(in_arrays(MISTAKES[mistake](wiring))), origins, ahead=ahead)
        except AssertionError:
            return True
        return False

    assert find(asked(), is_caught, settings=search, random=random.Random(1))


def test_dead_ports_that_live_on_are_found_out() -> None:
    def is_caught(question: Any) -> bool:
        split, origins, ahead = question
        walker = Walker(split.arrays, overlay=split.overlay)
        walker._nodes["step"][split.overlay.dead] = 0
        try:
            check(split.truth, walker, origins, ahead=ahead)
        except AssertionError:
            return True
        return False

    assert find(asked_split(), is_caught, settings=search, random=random.Random(1))
