"""The properties can fail: each planted mistake is found by a search over random plants."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from gozinto.genealogy import crossing, reach
from gozinto.genealogy.graph import ALWAYS, EVER, Link, Presence

from .plants import plants, presses, tangles
from .test_reach import check_against_oracle, clocks, origins

Patch = Callable[[pytest.MonkeyPatch], None]


def time_is_ignored(patch: pytest.MonkeyPatch) -> None:
    whole = crossing.Shelf.take
    patch.setattr(crossing.Shelf, "take", lambda shelf, **_: whole(shelf, first=ALWAYS, last=EVER))


def forward_is_strict(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        reach._Forward,
        "taken_from",
        lambda walk, node: walk.shelves[node].take(first=walk.objects[node] + 1, last=EVER),
    )


def backward_is_strict(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        reach._Backward,
        "taken_from",
        lambda walk, node: walk.shelves[node].take(first=ALWAYS, last=walk.objects[node] - 1),
    )


def runs_are_strict(patch: pytest.MonkeyPatch) -> None:
    whole = crossing.Shelf.take
    patch.setattr(
        crossing.Shelf,
        "take",
        lambda shelf, first, last: whole(
            shelf, first=first + (last == EVER and first != ALWAYS), last=last
        ),
    )


def replaces_is_ignored(patch: pytest.MonkeyPatch) -> None:
    class Blind(crossing.Kind):
        def __new__(cls, _: Any, equipment: str, position: str) -> Blind:  # type: ignore[misc]
            return super().__new__(cls, frozenset(), equipment, position)

    patch.setattr(crossing, "Kind", Blind)


def every_link_is(patch: pytest.MonkeyPatch, **changed: Any) -> None:
    def changed_links(_: Any, links: Iterator[Link]) -> list[Link]:
        return [replace(link, **changed) for link in links if link.at <= _.until]

    patch.setattr(reach.Walk, "_known", changed_links)


def lines_are_batches(patch: pytest.MonkeyPatch) -> None:
    every_link_is(patch, continuous=False)


def batches_are_lines(patch: pytest.MonkeyPatch) -> None:
    every_link_is(patch, continuous=True)


def lots_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    every_link_is(patch, lot=None)


def slots_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    every_link_is(patch, slot=None)


def as_of_is_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(reach.Walk, "_known", lambda _, links: links)


def presences_end_too_late(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(crossing, "last_instant", lambda one: EVER if one.off is None else one.off)


def presences_never_end(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(crossing, "last_instant", lambda _: EVER)


def presences_are_everywhere(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(crossing, "_same_place", lambda *_: True)


def presences_forget_the_arrival(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(reach._Forward, "usable_from", lambda _, presence, arrival: presence.on)


def presences_ended_later_are_dropped(patch: pytest.MonkeyPatch) -> None:
    def gone(walk: reach.Walk, presences: Iterator[Presence]) -> list[Presence]:
        return [one for one in presences if (one.off or one.on) <= walk.until]

    patch.setattr(reach.Walk, "_seen", gone)


def first_found_stays(patch: pytest.MonkeyPatch) -> None:
    for walk in (reach._Forward, reach._Backward):
        patch.setattr(walk, "better", lambda *_, **__: False)


MUTANTS: list[Patch] = [
    time_is_ignored,
    forward_is_strict,
    backward_is_strict,
    runs_are_strict,
    replaces_is_ignored,
    lines_are_batches,
    batches_are_lines,
    lots_are_forgotten,
    slots_are_forgotten,
    as_of_is_ignored,
    presences_end_too_late,
    presences_never_end,
    presences_are_everywhere,
    presences_forget_the_arrival,
    presences_ended_later_are_dropped,
    first_found_stays,
]

question = st.tuples(plants, origins, st.booleans(), clocks)
about_a_press = st.tuples(presses(), origins, st.booleans(), clocks)
about_a_tangle = st.tuples(tangles(), origins, st.booleans(), clocks)
search = settings(max_examples=4_000, deadline=None, database=None, phases=[Phase.generate])


def is_caught(asked: Any) -> bool:
    try:
        check_against_oracle(*asked)
    except AssertionError:
        return True
    return False


@pytest.mark.long
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_planted_mistake_is_found(mutant: Patch, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant(monkeypatch)
    asked = about_a_press if mutant.__name__.startswith("presences") else about_a_tangle
    assert find(asked, is_caught, settings=search, random=random.Random(1))


@pytest.mark.long
def test_the_search_finds_nothing_where_nothing_is_planted() -> None:
    few = settings(search, max_examples=200)
    with pytest.raises(NoSuchExample):
        find(question, is_caught, settings=few, random=random.Random(1))
