"""A pattern's shifts: the clocks' changes, holidays, long years, crews, and what overlaps."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from tests.plant.calendars.patterns import first_overlap, four_crews, pattern, three_shifts, turn

from gozinto.plant.calendars.local_time import first_moment
from gozinto.plant.calendars.patterns import Period

DAY = timedelta(days=1)


def hours(shift: Period) -> float:
    return (shift.ends_at - shift.starts_at) / timedelta(hours=1)


def night(zone: str, day: date) -> Period:
    """The night shift that begins on a date."""
    (found,) = (s for s in three_shifts(zone).shifts(day, day + DAY) if s.code == "N")
    return found


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "saturday", "length"),
    [
        ("Europe/Berlin", "2024-03-30", 7),
        ("Europe/Berlin", "2024-10-26", 9),
        ("America/New_York", "2024-03-09", 7),
        ("America/New_York", "2024-11-02", 9),
        # Turkey kept European summer time, was late in 2014 (an exam) and 2015 (an election)…
        ("Europe/Istanbul", "2013-03-30", 7),
        ("Europe/Istanbul", "2014-03-29", 8),
        ("Europe/Istanbul", "2015-10-24", 8),
        ("Europe/Istanbul", "2016-03-26", 7),
        # …and has stayed in it since September 2016.
        ("Europe/Istanbul", "2016-10-29", 8),
        ("Europe/Istanbul", "2024-03-30", 8),
        ("Europe/Istanbul", "2024-10-26", 8),
    ],
)
def test_a_night_on_which_the_clocks_change_is_an_hour_shorter_or_longer(
    zone: str, saturday: str, length: int
) -> None:
    assert hours(night(zone, date.fromisoformat(saturday))) == length


@pytest.mark.parametrize(("spring", "autumn"), [("2014-03-30", "2015-11-07")])
def test_the_late_changes_of_istanbul_are_known(spring: str, autumn: str) -> None:
    assert hours(night("Europe/Istanbul", date.fromisoformat(spring))) == 7
    assert hours(night("Europe/Istanbul", date.fromisoformat(autumn))) == 9


def test_a_night_shift_counts_to_the_day_on_which_it_begins() -> None:
    works = three_shifts("Europe/Istanbul")
    # 02:30 of the first of March by Istanbul's clocks.
    found = works.shift_of(moment("2024-02-29T23:30"))
    assert found is not None
    assert (found.code, found.date) == ("N", date(2024, 2, 29))
    # A shift begins with its first instant, and what ends with it is over.
    assert works.shift_of(found.ends_at) != found
    assert works.shift_of(found.starts_at) == found


@pytest.mark.parametrize(
    ("zone", "local", "is_at"),
    [
        # What is skipped is the moment when the clocks are put forward.
        ("Europe/Berlin", "2024-03-31T02:30", "2024-03-31T01:00"),
        ("Europe/Berlin", "2024-03-31T03:00", "2024-03-31T01:00"),
        ("America/New_York", "2024-03-10T02:00", "2024-03-10T07:00"),
        # Of what is shown twice the first is meant.
        ("Europe/Berlin", "2024-10-27T02:30", "2024-10-27T00:30"),
        ("Europe/Berlin", "2024-10-27T03:00", "2024-10-27T02:00"),
        ("America/New_York", "2024-11-03T01:30", "2024-11-03T05:30"),
        # Samoa slept through a whole day to change sides of the date line.
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00"),
    ],
)
def test_a_local_time_is_the_first_moment_that_shows_it_or_a_later_one(
    zone: str, local: str, is_at: str
) -> None:
    assert first_moment(datetime.fromisoformat(local), zone=ZoneInfo(zone)) == moment(is_at)


def test_shifts_that_meet_in_the_skipped_hour_meet_on_the_clock() -> None:
    works = pattern("Europe/Berlin", turn("N", "18:30", "02:30"), turn("E", "02:30", "10:30"))
    evening, early = (
        next(s for s in works.shifts(day, day + DAY) if s.code == code)
        for day, code in ((date(2024, 3, 30), "N"), (date(2024, 3, 31), "E"))
    )
    assert evening.ends_at == early.starts_at == moment("2024-03-31T01:00")
    assert (hours(evening), hours(early)) == (7.5, 7.5)


def test_a_shift_in_the_skipped_hour_does_not_take_place() -> None:
    works = pattern("Europe/Berlin", turn("CLEAN", "02:10", "02:50"))
    days = [shift.date for shift in works.shifts(date(2024, 3, 30), date(2024, 4, 2))]
    assert days == [date(2024, 3, 30), date(2024, 4, 1)]


def test_on_a_holiday_no_shift_begins_but_one_may_end() -> None:
    feast = date(2024, 4, 10)
    works = three_shifts("Europe/Istanbul", holidays=frozenset({feast}))
    days = Counter(shift.date for shift in works.shifts(feast - DAY, feast + 2 * DAY))
    assert days == {feast - DAY: 3, feast + DAY: 3}
    # 04:00 of the feast belongs to the night shift of the day before; at noon nobody works.
    before = works.shift_of(moment("2024-04-10T01:00"))
    assert before is not None
    assert before.date == feast - DAY
    assert works.shift_of(moment("2024-04-10T09:00")) is None


def test_a_crew_keeps_its_turn_over_a_holiday() -> None:
    works = four_crews("Europe/Istanbul")
    crews = [(s.code, s.crew) for s in works.shifts(date(2024, 5, 5), date(2024, 5, 6))]
    with_feast = pattern(
        "Europe/Istanbul", *works.turns, days=4, holidays=frozenset({date(2024, 5, 1)})
    )
    assert [
        (s.code, s.crew) for s in with_feast.shifts(date(2024, 5, 5), date(2024, 5, 6))
    ] == crews


def test_four_crews_over_three_shifts_work_alike_and_rest_between_two_shifts() -> None:
    works = four_crews("America/New_York")
    shifts = list(works.shifts(date(2024, 1, 1), date(2024, 1, 1) + 280 * DAY))
    assert Counter(shift.crew for shift in shifts) == {f"C{n}": 210 for n in range(1, 5)}
    for crew in ("C1", "C2", "C3", "C4"):
        own = [shift for shift in shifts if shift.crew == crew]
        rests = {later.starts_at - earlier.ends_at for earlier, later in pairwise(own)}
        assert min(rests) >= timedelta(hours=15)
    assert first_overlap(shifts) is None


@pytest.mark.parametrize("year", [2020, 2026])
def test_a_weekly_rotation_goes_on_over_a_year_of_53_weeks(year: int) -> None:
    assert date(year, 12, 28).isocalendar().week == 53
    # Two crews change places every week.
    works = pattern(
        "Europe/Berlin",
        *(
            turn(code, starts, ends, day=7 * week + day, crew=f"C{(week + number) % 2 + 1}")
            for week in range(2)
            for day in range(1, 6)
            for number, (code, starts, ends) in enumerate(
                (("E", "06:00", "14:00"), ("L", "14:00", "22:00"))
            )
        ),
        days=14,
    )
    last = date.fromisocalendar(year, 53, 1)
    weeks = [
        {s.crew for s in works.shifts(monday, monday + 7 * DAY) if s.code == "E"}
        for monday in (last - 7 * DAY, last, last + 7 * DAY)
    ]
    assert weeks[0] == weeks[2] != weeks[1]
    assert not list(works.shifts(last + 5 * DAY, last + 7 * DAY))


def test_the_cycle_reaches_back_before_its_anchor() -> None:
    works = four_crews("Europe/Istanbul")
    assert works.day_of(date(2024, 1, 1)) == 1
    assert works.day_of(date(2023, 12, 31)) == 4
    assert works.day_of(date(2018, 9, 23)) == (date(2018, 9, 23) - date(2024, 1, 1)).days % 4 + 1
