"""The three widths against all consistent histories of small plants."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gozinto.genealogy import frontier, reach, widths
from gozinto.genealogy.graph import Link, Presence

from .disorder import Disorderly
from .doubtful_plants import chains, small_plants
from .histories import (
    Happening,
    In,
    Out,
    Plant,
    histories,
    in_memory,
    reached,
    recorded,
    surely_reached,
    walks,
)

slow_machines_too = [HealthCheck.too_slow, HealthCheck.data_too_large]
few = settings(max_examples=100, deadline=None, suppress_health_check=slow_machines_too)
many = settings(max_examples=10_000, deadline=None, suppress_health_check=slow_machines_too)

Pairs = set[tuple[int, int]]


def ask(plant: Plant, origin: int, *, ahead: bool, width: str) -> Any:
    return (widths.forward if ahead else widths.backward)(in_memory(plant), {origin}, width=width)


def ask_plainly(plant: Plant, origin: int, *, ahead: bool) -> Any:
    """The recorded width by the walk that knows no other; its source keeps what is unknown."""
    source = in_memory(plant, width="recorded")
    return (reach.forward if ahead else reach.backward)(source, {origin})


def answered(plant: Plant, *, ahead: bool, width: str) -> Pairs:
    """All pairs (from, into) that the kernels give."""
    found = set()
    for one in plant.objects:
        for other in ask(plant, one, ahead=ahead, width=width).objects:
            found.add((one, other) if ahead else (other, one))
    return found


def told(plant: Plant, history: Any) -> Pairs:
    return pairs(reached(plant, history))


def pairs(found: Mapping[int, frozenset[int]]) -> Pairs:
    return {(one, other) for one, into in found.items() for other in into}


def check_against_histories(plant: Plant) -> None:
    every = [told(plant, history) for history in histories(plant)]
    some, always = set.union(*every), set.intersection(*every)
    surely = pairs(surely_reached(plant))
    for ahead in (True, False):
        assert answered(plant, ahead=ahead, width="possible") == some
        assert answered(plant, ahead=ahead, width="recorded") == told(plant, recorded(plant))
        proven = answered(plant, ahead=ahead, width="proven")
        assert proven == surely
        assert proven <= always
        assert proven <= told(plant, recorded(plant)) <= some


@few
@given(small_plants)
def test_possible_is_some_history_and_proven_is_certain(plant: Plant) -> None:
    check_against_histories(plant)


@settings(few, max_examples=120)
@given(chains())
def test_a_path_that_no_one_history_holds_is_not_possible(plant: Plant) -> None:
    check_against_histories(plant)


def check_witnesses(plant: Plant, *, ahead: bool, width: str) -> None:
    every = list(histories(plant))
    for one in plant.objects:
        answer = ask(plant, one, ahead=ahead, width=width)
        for node in set(answer.objects) - {one}:
            path = [named(link) for link in answer.witness_of_object(node)]
            assert len(path) == answer.object_depth[node]
            held = [recorded(plant)] if width == "recorded" else every
            shown = [walks(plant, history, path if ahead else path[::-1]) for history in held]
            assert any(shown) if width == "possible" else all(shown)


def named(link: Link | Presence) -> tuple[str, int]:
    return ("mount" if isinstance(link, Presence) else "link", link.id)


@settings(few, max_examples=100)
@given(small_plants, st.booleans(), st.sampled_from(sorted(widths.WIDTHS)))
def test_every_object_has_a_path_that_shows_it(plant: Plant, ahead: bool, width: str) -> None:
    check_witnesses(plant, ahead=ahead, width=width)


@few
@given(small_plants, st.booleans(), st.sampled_from(sorted(widths.WIDTHS)))
def test_whatever_hangs_on_an_answer_is_in_it_or_is_told_apart(
    plant: Plant, ahead: bool, width: str
) -> None:
    for one in plant.objects:
        answer = ask(plant, one, ahead=ahead, width=width)
        taken = {named(link) for link in (*answer.links, *answer.presences)}
        told_apart = [named(fact.link) for fact in answer.separations]
        assert len(told_apart) == len(set(told_apart))
        assert taken.isdisjoint(told_apart)
        assert hanging(plant, answer, ahead=ahead) <= taken.union(told_apart)
        assert all((fact.by > 0) == (fact.reason == "order") for fact in answer.separations)


@few
@given(small_plants, st.booleans())
def test_both_walks_of_the_recorded_width_say_the_same(plant: Plant, ahead: bool) -> None:
    for one in plant.objects:
        wide = ask(plant, one, ahead=ahead, width="recorded")
        plain = ask_plainly(plant, one, ahead=ahead)
        for name in ("objects", "object_depth", "run_depth"):
            assert getattr(wide, name) == getattr(plain, name)
        assert {named(link) for link in wide.links} == {named(link) for link in plain.links}


@few
@given(small_plants, st.booleans(), st.sampled_from(sorted(widths.WIDTHS)))
def test_whatever_is_left_out_is_told_apart_or_not_connected(
    plant: Plant, ahead: bool, width: str
) -> None:
    """Of each thing that is not in an answer: the fact at which every way to it ends, or none."""
    source = in_memory(plant)
    for one in plant.objects:
        answer = ask(plant, one, ahead=ahead, width=width)
        taken = {named(link) for link in (*answer.links, *answer.presences)}
        connected = hangs_together(plant, one, ahead=ahead)
        for other in set(plant.objects) - set(answer.objects):
            found = frontier.towards(source, other, answer=answer, ahead=ahead)
            assert bool(found.separations) == (other in connected)
            for fact, way in found.separations:
                link = named(fact.link)
                assert link not in taken
                assert link in hanging(plant, answer, ahead=ahead)
                last = way[-1] if way else fact.link
                assert other in last.heads
                assert (fact.beside is None) == (fact.reason in {"certainty", "history", "nothing"})
                if fact.beside and (fact.reason != "order" or isinstance(fact.link, Presence)):
                    assert fact.beside.run == fact.link.run


def hangs_together(plant: Plant, one: int, *, ahead: bool) -> set[int]:
    """All that any links lead to, whatever their times, slots and certainties."""
    entries = [(row.object, row.run) for row in (*plant.ins, *plant.mounts)]
    made = [(row.run, head) for row in plant.outs for head in (row.object, row.lot) if head]
    pairs = [(a, b) for a, run in entries for other, b in made if run == other]
    if not ahead:
        pairs = [(b, a) for a, b in pairs]
    found, wave = {one}, {one}
    while wave:
        wave = {b for a, b in pairs if a in wave} - found
        found |= wave
    return found


def hanging(plant: Plant, answer: Any, *, ahead: bool) -> set[tuple[str, int]]:
    """The links by which an answer could have gone on."""
    entries = [("link", row.id, row.object, row.run) for row in plant.ins]
    entries += [("mount", row.id, row.object, row.run) for row in plant.mounts]
    outputs = [
        ("link", row.id, head, row.run) for row in plant.outs for head in (row.object, row.lot)
    ]
    near, far = (entries, outputs) if ahead else (outputs, entries)
    found = {(kind, pk) for kind, pk, node, run in near if node in answer.objects}
    return found | {(kind, pk) for kind, pk, node, run in far if run in answer.runs}


@few
@given(small_plants, st.booleans(), st.sampled_from(sorted(widths.WIDTHS)), st.randoms())
def test_late_shuffled_and_duplicated_delivery_gives_the_same_answer(
    plant: Plant, ahead: bool, width: str, shuffler: random.Random
) -> None:
    tidy = in_memory(plant)
    disorderly = Disorderly(tidy, shuffler)
    question = widths.forward if ahead else widths.backward
    for one in plant.objects:
        answers = [question(source, {one}, width=width) for source in (tidy, disorderly)]
        for name in ("objects", "runs", "links", "presences", "object_depth", "separations"):
            assert getattr(answers[0], name) == getattr(answers[1], name)


@few
@given(small_plants, st.sampled_from(sorted(widths.WIDTHS)), st.data())
def test_an_unrelated_event_changes_nothing(plant: Plant, width: str, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(plant.objects or [1]))
    before = ask(plant, one, ahead=True, width=width)
    strangers = st.sampled_from(sorted(set(range(1, 12)) - set(before.objects)))
    taken = data.draw(st.lists(strangers, max_size=3))
    made = data.draw(st.lists(st.integers(1, 11), max_size=3))
    more = plant._replace(
        events={**plant.events, 99: Happening(0, 3, 7)},
        ins=plant.ins + tuple(In(900 + i, o, 99, 99, None, "scanned") for i, o in enumerate(taken)),
        outs=plant.outs
        + tuple(
            Out(950 + i, o, 99, 99, frozenset(), frozenset(), "", None, "scanned")
            for i, o in enumerate(made)
        ),
    )
    after = ask(more, one, ahead=True, width=width)
    assert (after.objects, after.runs, after.links) == (before.objects, before.runs, before.links)


@pytest.mark.long
@many
@given(small_plants)
def test_the_widths_at_length(plant: Plant) -> None:
    check_against_histories(plant)


@pytest.mark.long
@many
@given(chains())
def test_chains_at_length(plant: Plant) -> None:
    check_against_histories(plant)


@pytest.mark.long
@settings(many, max_examples=2_000)
@given(small_plants, st.booleans(), st.sampled_from(sorted(widths.WIDTHS)))
def test_witnesses_at_length(plant: Plant, ahead: bool, width: str) -> None:
    check_witnesses(plant, ahead=ahead, width=width)
