"""The properties of the widths can fail: each planted mistake is found by a search.

A mistake in the running maximum of *possible* alone is made good by the check of each path; the
labels themselves are held by tests/genealogy/test_widths.py.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import Phase, find, settings
from hypothesis.errors import NoSuchExample

from gozinto.genealogy import consistency, order, passing, widths
from gozinto.genealogy.graph import ALWAYS

from .doubtful_plants import chains, detours, fillings, plants, small_plants
from .test_mutants import (
    Patch,
    batches_are_lines,
    every_link_is,
    lines_are_batches,
    lots_are_forgotten,
    slots_are_forgotten,
)
from .test_widths import check_against_histories

possible, proven = order._Possible, order._Proven


def possible_is_strict(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(possible, "limit", lambda _, span: span.last - 1)


def possible_asks_for_certainty(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(possible, "limit", lambda _, span: span.first)


def possible_keeps_no_unknown(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(possible, "excluded", frozenset({"unknown"}))


def possible_lets_any_link_replace(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(possible, "replaced", lambda _, output: output.replaces)


def possible_ends_presences_before_their_end(patch: pytest.MonkeyPatch) -> None:
    whole = possible.miss
    patch.setattr(
        possible, "miss", lambda _, one, out: max(whole(_, one, out), out.earliest - _end(one) + 1)
    )


def _end(presence: Any) -> int:
    return int(presence.off_bounds[1])


def proven_is_content_with_perhaps(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(proven, "limit", lambda _, span: span.last)


def proven_counts_from_the_earliest(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(proven, "after", lambda _, label, span: max(label, span.first))


def proven_keeps_what_is_inferred(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(proven, "excluded", frozenset({"unknown"}))


def proven_inherits_what_is_perhaps_replaced(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(proven, "replaced", possible.replaced)


def proven_counts_the_instant_of_the_end(patch: pytest.MonkeyPatch) -> None:
    whole = proven.miss
    patch.setattr(proven, "miss", lambda _, one, out: whole(_, one, out) - 1)


def proven_forgets_the_arrival_at_a_tool(patch: pytest.MonkeyPatch) -> None:
    whole = proven.through
    patch.setattr(proven, "through", lambda _, label, **rest: whole(_, ALWAYS, **rest))


def events_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    every_link_is(patch, event=None)


def first_found_stays(patch: pytest.MonkeyPatch) -> None:
    def better(
        crossing: Any, link: Any, label: int, *, key: Any, entry: Any
    ) -> Iterable[passing.Step]:
        if key not in crossing._labels:
            crossing._labels[key] = label
            yield passing.Step(link, label, entry)

    patch.setattr(passing.WideCrossing, "_better", better)


def places_are_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(passing, "inherits", lambda *_, **__: True)


def paths_are_not_checked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(widths._Wide, "_keep_consistent", lambda _: None)


def no_other_path_is_sought(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(consistency.Search, "paths", lambda *_, **__: {})


IN_SMALL_PLANTS: list[Patch] = [
    possible_is_strict,
    possible_asks_for_certainty,
    proven_is_content_with_perhaps,
    proven_counts_from_the_earliest,
    proven_counts_the_instant_of_the_end,
    lines_are_batches,
    batches_are_lines,
    slots_are_forgotten,
]
IN_TANGLES: list[Patch] = [
    possible_keeps_no_unknown,
    possible_ends_presences_before_their_end,
    proven_keeps_what_is_inferred,
    lots_are_forgotten,
    places_are_ignored,
]
IN_CHAINS: list[Patch] = [
    paths_are_not_checked,
    proven_forgets_the_arrival_at_a_tool,
    events_are_forgotten,
]
IN_DETOURS: list[Patch] = [no_other_path_is_sought, first_found_stays]
IN_FILLINGS: list[Patch] = [
    possible_lets_any_link_replace,
    proven_inherits_what_is_perhaps_replaced,
]
MUTANTS = [
    *((mutant, small_plants) for mutant in IN_SMALL_PLANTS),
    *((mutant, plants()) for mutant in IN_TANGLES),
    *((mutant, chains()) for mutant in IN_CHAINS),
    *((mutant, detours()) for mutant in IN_DETOURS),
    *((mutant, fillings()) for mutant in IN_FILLINGS),
]
search = settings(max_examples=4_000, deadline=None, database=None, phases=[Phase.generate])


def is_caught(plant: Any) -> bool:
    try:
        check_against_histories(plant)
    except AssertionError:
        return True
    return False


@pytest.mark.long
@pytest.mark.parametrize(("mutant", "asked"), MUTANTS, ids=lambda one: getattr(one, "__name__", ""))
def test_a_planted_mistake_is_found(
    mutant: Patch, asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant(monkeypatch)
    assert find(asked, is_caught, settings=search, random=random.Random(1))


@pytest.mark.long
def test_the_search_finds_nothing_where_nothing_is_planted() -> None:
    few = settings(search, max_examples=100)
    with pytest.raises(NoSuchExample):
        find(small_plants, is_caught, settings=few, random=random.Random(1))
