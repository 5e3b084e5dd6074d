"""Share of origin, worked by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from gozinto.genealogy.graph import Link, Slot
from gozinto.genealogy.share import Portion, shares_from, shares_in, six_digits

SILO, DOUGH_1, DOUGH_2 = 10, 11, 12


def goes_in(
    thing: int,
    run: int,
    at: int,
    mass: str | None,
    *,
    continuous: bool = False,
    slot: Slot | None = None,
) -> Portion:
    link = Link(
        id=1000 * thing + at,
        object=thing,
        run=run,
        role="input",
        at=at,
        earliest=at,
        latest=at,
        continuous=continuous,
        slot=slot,
    )
    return Portion(link, None if mass is None else Decimal(mass))


def comes_out(
    thing: int,
    run: int,
    at: int,
    mass: str | None,
    *,
    continuous: bool = False,
    replaces: frozenset[Slot] = frozenset(),
    lot: int | None = None,
) -> Portion:
    link = Link(
        id=1000 * thing + at,
        object=thing,
        run=run,
        role="output",
        at=at,
        earliest=at,
        latest=at,
        continuous=continuous,
        replaces=replaces,
        lot=lot,
    )
    return Portion(link, None if mass is None else Decimal(mass))


def test_two_hundred_salads_from_100_and_50_and_40_pounds() -> None:
    lettuce, carrots, dressing, salads = 1, 2, 3, 4
    mixing = [
        goes_in(lettuce, 1, 1, "100"),
        goes_in(carrots, 1, 2, "50"),
        goes_in(dressing, 1, 3, "40"),
        comes_out(salads, 1, 4, "190"),
    ]

    parts = shares_in(salads, portions=mixing)
    assert [str(six_digits(parts[one])) for one in (lettuce, carrots, dressing)] == [
        "0.526316",
        "0.263158",
        "0.210526",
    ]
    assert parts[salads] == 1
    assert shares_from({lettuce}, portions=mixing)[salads] == Fraction(100, 190)
    assert shares_from({lettuce, carrots, dressing}, portions=mixing)[salads] == 1


def test_a_topped_up_silo_thins_what_was_in_it() -> None:
    silo = [
        goes_in(1, 1, 1, "300", continuous=True),
        comes_out(DOUGH_1, 1, 2, "10", continuous=True),
        goes_in(2, 1, 3, "100", continuous=True),
        comes_out(DOUGH_2, 1, 4, "10", continuous=True),
    ]

    first = shares_from({1}, portions=silo)
    assert (first[DOUGH_1], first[DOUGH_2]) == (1, Fraction(3, 4))
    assert shares_in(DOUGH_2, portions=silo) == {
        1: Fraction(3, 4),
        2: Fraction(1, 4),
        DOUGH_1: 0,
        DOUGH_2: 1,
    }


def test_a_lot_taken_before_it_was_topped_up_is_all_of_the_first() -> None:
    lot = 20
    plant = [
        goes_in(1, 1, 1, "5"),
        comes_out(lot, 1, 2, "5"),
        goes_in(lot, 3, 3, "1"),
        comes_out(DOUGH_1, 3, 3, "1"),
        goes_in(2, 2, 4, "15"),
        comes_out(lot, 2, 5, "15"),
        goes_in(lot, 4, 6, "1"),
        comes_out(DOUGH_2, 4, 6, "1"),
    ]

    shares = shares_from({1}, portions=plant)
    assert (shares[DOUGH_1], shares[DOUGH_2], shares[lot]) == (1, Fraction(1, 4), Fraction(1, 4))


def test_an_input_without_mass_makes_the_share_absent_and_never_wrong() -> None:
    plant = [
        goes_in(1, 1, 1, "5"),
        goes_in(2, 1, 1, None),
        comes_out(3, 1, 2, "5"),
        goes_in(1, 2, 3, None),
        comes_out(4, 2, 4, None),
        goes_in(8, 3, 1, None),
        goes_in(9, 3, 1, "1"),
        comes_out(5, 3, 2, "1"),
    ]

    shares = shares_from({1}, portions=plant)
    assert 3 not in shares
    # but nothing need be weighed where all of it, or none of it, comes from the origin
    assert shares[4] == 1
    assert shares[5] == 0
    assert 1 not in shares_in(3, portions=plant)


def test_a_loop_of_rework_is_solved_together() -> None:
    """Trimmings go back into the mixer that they came from, in one batch record."""
    rubber, oil, sheet = 1, 2, 3
    plant = [
        goes_in(rubber, 1, 1, "60"),
        goes_in(oil, 1, 1, "20"),
        goes_in(sheet, 1, 5, "20"),
        comes_out(sheet, 1, 4, "100"),
    ]

    assert shares_from({rubber}, portions=plant)[sheet] == Fraction(3, 4)
    assert shares_in(sheet, portions=plant) == {
        rubber: Fraction(3, 4),
        oil: Fraction(1, 4),
        sheet: 1,
    }


def test_a_unit_reworked_twice_counts_its_first_content_once() -> None:
    part, patch = 1, 2
    plant = [
        goes_in(part, 1, 1, "9"),
        goes_in(patch, 1, 1, "1"),
        comes_out(part, 1, 2, "10"),
        goes_in(part, 2, 3, "10"),
        comes_out(5, 2, 4, "10"),
    ]

    assert shares_in(5, portions=plant) == {part: 1, patch: Fraction(1, 10), 5: 1}


def test_what_a_unit_replaced_by_its_own_link_weighs_nothing_in_it() -> None:
    belt, carcass = ("build", "belt", "1"), ("build", "carcass", "")
    plant = [
        goes_in(1, 1, 1, "2", slot=belt),
        goes_in(2, 1, 1, "6", slot=carcass),
        comes_out(10, 1, 2, "8"),
        comes_out(11, 1, 2, "6", replaces=frozenset({belt}), lot=30),
    ]

    shares = shares_from({1}, portions=plant)
    assert (shares[10], shares[11], shares[30]) == (Fraction(1, 4), 0, 0)


def test_a_trace_of_it_never_reads_as_nothing() -> None:
    assert str(six_digits(Fraction(1, 3_000_000))) == "3.33333E-7"
    assert six_digits(Fraction(1)) == 1


def test_what_is_unknown_stays_unknown_in_all_that_it_went_into() -> None:
    plant = [
        goes_in(1, 1, 1, "1"),
        comes_out(2, 1, 1, "1"),
        goes_in(2, 2, 2, "1"),
        comes_out(3, 2, 2, "1"),
        goes_in(1, 3, 3, "1"),
        comes_out(3, 3, 3, "3"),
        goes_in(1, 4, 4, "1"),
        comes_out(4, 4, 4, "1"),
    ]

    assert shares_from({1}, portions=plant) == {1: 1, 2: 1, 3: 1, 4: 1}
    assert shares_from({1}, portions=plant, unknown={2}) == {1: 1, 4: 1}


def test_what_goes_in_circles_is_given_up_where_it_would_take_too_long() -> None:
    rubber, oil, sheet = 1, 2, 3
    plant = [
        goes_in(rubber, 1, 1, "60"),
        goes_in(oil, 1, 1, "20"),
        goes_in(sheet, 1, 5, "20"),
        comes_out(sheet, 1, 4, "100"),
    ]

    assert shares_in(sheet, portions=plant, most=7) == {sheet: 1}
    assert len(shares_in(sheet, portions=plant, most=8)) == 3
