"""Any pattern over any change of the clocks: no moment in two shifts, no hour lost or won."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from gozinto.plant.calendars.local_time import first_moment
from gozinto.plant.calendars.patterns import Pattern, Turn
from tests.plant.calendars.patterns import first_overlap

ZONES = (
    "Europe/Istanbul",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",  # changed its clocks at midnight
    "America/St_Johns",  # put them back at one minute past
    "Australia/Lord_Howe",  # changes by half an hour
    "Pacific/Apia",  # left out a day
    "UTC",
)
DAY = timedelta(days=1)
MINUTES_A_DAY = 1440

zones = st.sampled_from(ZONES).map(ZoneInfo)
days = st.dates(date(2005, 1, 1), date(2030, 12, 31))


@st.composite
def patterns(draw: st.DrawFn, *, is_whole: bool = False) -> Pattern:
    """A pattern without overlaps: its cycle cut at some minutes; `is_whole`: all of it is work."""
    cycle_days = draw(st.integers(1, 9))
    cuts = draw(st.sets(st.integers(0, cycle_days * MINUTES_A_DAY - 1), max_size=20))
    # A shift is of a day at most, and begins on a day of the cycle.
    cuts |= {day * MINUTES_A_DAY + 360 for day in range(cycle_days)}
    ordered = sorted(cuts)
    turns = []
    for number, (begin, end) in enumerate(pairwise([*ordered, ordered[0] + cycle_days * 1440])):
        if is_whole or draw(st.booleans()):
            day, starts = divmod(begin, MINUTES_A_DAY)
            turns.append(
                Turn(
                    day=day + 1,
                    code=f"S{number}",
                    starts=_clock(starts),
                    ends=_clock(end % MINUTES_A_DAY),
                )
            )
    return Pattern(
        code="ANY",
        zone=draw(zones),
        cycle_days=cycle_days,
        cycle_starts_on=draw(days),
        turns=tuple(turns),
        holidays=frozenset() if is_whole else draw(st.frozensets(days, max_size=3)),
    )


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


@given(patterns(is_whole=True), days, st.integers(1, 40))
def test_shifts_round_the_clock_add_up_to_the_time_that_passed(
    works: Pattern, first: date, length: int
) -> None:
    shifts = list(works.shifts(first, first + length * DAY))
    for earlier, later in pairwise(shifts):
        assert earlier.ends_at == later.starts_at
    worked = sum((s.ends_at - s.starts_at for s in shifts), timedelta())
    if shifts:
        assert worked == shifts[-1].ends_at - shifts[0].starts_at


@given(patterns(), days, st.floats(0, 40 * 86_400))
def test_a_moment_is_in_one_shift_at_most_and_shift_of_finds_it(
    works: Pattern, first: date, seconds: float
) -> None:
    at = datetime.combine(first, time(), UTC) + timedelta(seconds=seconds)
    around = list(works.shifts(at.date() - 5 * DAY, at.date() + 6 * DAY))
    assert first_overlap(around) is None
    holding = [shift for shift in around if shift.holds(at)]
    assert len(holding) <= 1
    assert works.shift_of(at) == (holding[0] if holding else None)


@given(patterns(), days, st.integers(0, 60), st.integers(0, 60))
def test_a_calendar_written_in_parts_is_the_calendar_written_at_once(
    works: Pattern, first: date, early: int, late: int
) -> None:
    middle, until = first + early * DAY, first + (early + late) * DAY
    parts = [*works.shifts(first, middle), *works.shifts(middle, until)]
    assert parts == list(works.shifts(first, until))


@given(patterns())
def test_no_shift_begins_on_a_holiday(works: Pattern) -> None:
    for feast in works.holidays:
        assert not list(works.shifts(feast, feast + DAY))


@given(zones, days, st.times(), st.integers(0, 90_000))
def test_a_later_local_time_is_never_an_earlier_moment(
    zone: ZoneInfo, day: date, at: time, seconds: int
) -> None:
    local = datetime.combine(day, at)
    later = local + timedelta(seconds=seconds)
    assert first_moment(local, zone=zone) <= first_moment(later, zone=zone)
    shown = first_moment(local, zone=zone).astimezone(zone).replace(tzinfo=None)
    assert shown >= local
