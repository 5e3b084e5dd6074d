"""Suspects on paper: values from the book, ties, several causes, and what popular factors may."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pytest

from gozinto.genealogy.suspects.explaining import Explanation, explained
from gozinto.genealogy.suspects.membership import Flags, Membership
from gozinto.genealogy.suspects.overturning import best_tests, overturned, told_bits
from gozinto.genealogy.suspects.ranking import Ranking, ranked
from gozinto.genealogy.suspects.tails import interval, log_tail


def units(count: int, **factors: Iterable[int]) -> tuple[Membership, list[str]]:
    """A table of so many units, and the names of its factors, of the units that had each."""
    names = list(factors)
    rows: list[set[int]] = [set() for _ in range(count)]
    for number, name in enumerate(names):
        for unit in factors[name]:
            rows[unit].add(number)
    return Membership.of(rows, count=len(names)), names


def flags(count: int, of: Iterable[int]) -> Flags:
    found = np.zeros(count, dtype=np.bool_)
    found[list(of)] = True
    return found


def told(ranking: Ranking, names: list[str]) -> list[set[str]]:
    """The suspects in order, those that are tied together."""
    return [{names[factor] for factor in row.factors} for row in ranking.rows(100)]


def causes(table: Membership, bad: Flags) -> Explanation:
    return explained(table, bad, first=ranked(table, bad), exposed=table.counts())


@pytest.mark.parametrize(
    ("hits", "exposed", "complaints", "population", "chance"),
    [
        (4, 6, 5, 20, 216 / 15504),
        (9, 220, 12, 10_000, 2.13202e-13),
        (0, 6, 5, 20, 1.0),
        (5, 20, 5, 20, 1.0),
    ],
)
def test_the_chance_of_so_many_by_chance(
    hits: int, exposed: int, complaints: int, population: int, chance: float
) -> None:
    found = log_tail(hits, exposed=exposed, complaints=complaints, population=population)
    assert math.exp(float(found)) == pytest.approx(chance, rel=1e-5)


def test_a_chance_smaller_than_any_number_still_has_its_place() -> None:
    all_of_them, fewer = log_tail(
        [1000, 900], exposed=1000, complaints=1000, population=1_000_000
    ).tolist()
    assert all_of_them < fewer < math.log(5e-324)


def test_nine_of_twelve_where_two_hundred_of_ten_thousand_were_is_34_times_as_often() -> None:
    table, _ = units(10_000, bladder=range(220))
    row = ranked(table, flags(10_000, [*range(9), *range(5000, 5003)])).row(0)
    assert row.lift == pytest.approx(34.09, abs=0.005)
    low, high = row.lift_interval
    assert (round(low, 1), round(high, 1)) == (21.3, 41.4)
    assert interval(0, 5)[0] == 0
    assert interval(5, 5)[1] == 1


def test_what_is_in_everything_is_no_suspect() -> None:
    table, names = units(100, popular=range(100), bladder=range(10))
    ranking = ranked(table, flags(100, range(8)))
    assert told(ranking, names) == [{"bladder"}, {"popular"}]
    assert ranking.row(1).p == ranking.row(1).lift == 1


def test_the_wider_of_two_that_hold_all_complaints_comes_after_the_narrower() -> None:
    # the operator always stands at the press, and has made much that never came back
    table, names = units(1000, bladder=range(20), operator=range(100), press=range(300))
    ranking = ranked(table, flags(1000, range(12)))
    assert told(ranking, names) == [{"bladder"}, {"operator"}, {"press"}]


def test_the_same_units_are_one_suspect_and_as_many_others_are_not() -> None:
    table, names = units(
        60, bladder=range(10), other=range(10, 20), mould=range(10), half=range(5, 15)
    )
    ranking = ranked(table, flags(60, range(2, 18)))
    assert told(ranking, names) == [{"half"}, {"bladder", "mould"}, {"other"}]
    assert ranking.tested == 3, "a tie is tested once"


def test_what_no_complaint_has_is_not_asked() -> None:
    table, names = units(30, one=range(5), other=range(20, 30))
    assert told(ranked(table, flags(30, [1, 2, 29 - 10])), names) == [{"one"}]
    assert ranked(table, flags(30, [])).tested == 0


def test_three_causes_are_found_one_after_the_other_and_chance_is_left() -> None:
    halobutyl, bladder, belt = range(100, 350), range(20), range(600, 640)
    table, names = units(
        2000, bladder=bladder, halobutyl=halobutyl, belt=belt, popular=range(2000),
        week=range(1000),
    )  # fmt: skip
    bad = flags(2000, [*range(18), *range(100, 145), *range(600, 620), 1500])
    assert told(ranked(table, bad), names)[0] == {"week"}, "all of it happened in one week"
    found = causes(table, bad)
    named = {names[one.row.factors[0]]: len(one.explains) for one in found.causes}
    assert named == {"bladder": 18, "belt": 20, "halobutyl": 45}
    assert found.unexplained == (1500,)
    assert found.shorter == ()


def test_a_popular_factor_explains_nothing_that_is_left() -> None:
    table, names = units(400, bladder=range(10), popular=range(390))
    bad = flags(400, [*range(9), 100, 200, 300])
    found = causes(table, bad)
    assert [names[one.row.factors[0]] for one in found.causes] == ["bladder"]
    assert found.unexplained == (100, 200, 300)


def test_one_word_that_says_what_two_said_is_named_beside_them() -> None:
    # two shifts of one machine lead, for each alone is worth a little more than both together
    table, names = units(
        5000, first=range(10), second=range(10, 20), machine=range(21), rest=range(21, 5000)
    )
    found = causes(table, flags(5000, range(20)))
    assert [names[one.row.factors[0]] for one in found.causes] == ["machine"]


def test_how_many_complaints_without_it_would_put_it_behind() -> None:
    table, names = units(1000, first=range(20), second=range(500, 540))
    bad = flags(1000, [*range(6), *range(500, 504)])
    ranking = ranked(table, bad)
    assert told(ranking, names) == [{"first"}, {"second"}]
    found = overturned(ranking.row(0), ranking.row(1), tested=ranking.tested, alpha=0.05)
    assert found.behind is not None
    more = flags(1000, [*range(6), *range(500, 504 + found.behind)])
    assert told(ranked(table, more), names) == [{"second"}, {"first"}]
    one_fewer = flags(1000, [*range(6), *range(500, 503 + found.behind)])
    assert told(ranked(table, one_fewer), names) == [{"first"}, {"second"}]


def test_the_best_test_halves_the_tie() -> None:
    assert told_bits(0.5, rate=1, chance=0) == 1
    assert told_bits(0.25, rate=1, chance=0) == pytest.approx(0.8113, abs=1e-4)
    assert told_bits(0.5, rate=0.3, chance=0.3) == pytest.approx(0), "it fails as often anyway"
    tied = [1, 2, 3, 4]
    asked = {"all": [1, 2, 3, 4], "one": [1, 9], "two": [2, 3], "none": [9]}
    tests = best_tests(tied, asked, rate=0.9, chance=0.01)
    assert [(test.what, set(test.of)) for test in tests] == [("two", {2, 3}), ("one", {1})]


def test_a_large_table_is_counted_in_pieces_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(7)
    rows = [set(random.integers(0, 30, 6).tolist()) for _ in range(200)]
    table, bad = Membership.of(rows, count=30), random.random(200) < 0.1
    whole = ranked(table, bad)
    monkeypatch.setattr("gozinto.genealogy.suspects.membership._CHUNK", 7)
    pieces = ranked(table, bad)
    assert list(pieces.rows(30)) == list(whole.rows(30))
