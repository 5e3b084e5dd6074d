"""Who was at a machine, read from badges in any order."""

from __future__ import annotations

from random import Random

from tests.plants import at

from gozinto.record.presences import LONGEST, Badge, Presence, of


def badge(hours: float, *, in_: bool, person: str = "P-1", machine: str = "M-1") -> Badge:
    return Badge(at(hours), in_, machine, person, "operator")


def there(first: float, last: float, person: str = "P-1", machine: str = "M-1") -> Presence:
    return Presence(machine, person, "operator", at(first), at(last))


def test_a_person_is_there_from_in_to_out_and_again() -> None:
    badges = [badge(0, in_=True), badge(4, in_=False), badge(5, in_=True), badge(8, in_=False)]
    Random(3).shuffle(badges)
    assert of(badges) == [there(0, 4), there(5, 8)]


def test_who_forgot_to_badge_out_was_there_a_day_at_most() -> None:
    assert of([badge(0, in_=True)]) == [there(0, LONGEST.total_seconds() / 3600)]
    assert of([badge(0, in_=True), badge(40, in_=False)])[0].last == at(24)


def test_two_badges_in_are_no_gap() -> None:
    badges = [badge(0, in_=True), badge(2, in_=True), badge(4, in_=False)]
    assert of(badges) == [there(0, 2), there(2, 4)]


def test_a_badge_out_ends_only_the_own_presence_at_that_machine() -> None:
    badges = [
        badge(0, in_=True), badge(0, in_=True, person="P-2"), badge(0, in_=True, machine="M-2"),
        badge(1, in_=False), badge(2, in_=False, person="P-2"), badge(3, in_=False, machine="M-2"),
    ]  # fmt: skip
    assert set(of(badges)) == {there(0, 1), there(0, 2, "P-2"), there(0, 3, machine="M-2")}


def test_a_badge_out_alone_says_nothing() -> None:
    assert of([badge(3, in_=False)]) == []


def test_a_presence_meets_what_touches_it() -> None:
    here = there(2, 4)
    assert here.overlaps(at(4), at(9))
    assert here.overlaps(at(0), at(2))
    assert not here.overlaps(at(4.1), at(9))
