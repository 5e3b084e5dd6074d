"""Shifts are written ahead, again without effect, and never over what somebody wrote."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gozinto.errors import Malformed, Refused, Unknown
from gozinto.plant import changing
from gozinto.plant.calendars import reading, writing
from gozinto.plant.calendars.writing import Extended
from gozinto.plant.changing import Given, Outcome
from gozinto.plant.models import Equipment, Shift

pytestmark = pytest.mark.django_db

ISTANBUL = ZoneInfo("Europe/Istanbul")
MONDAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 4, 12, tzinfo=ISTANBUL)
"""Wednesday, in the early shift."""
HOURS = (("E", "06:00", "14:00"), ("L", "14:00", "22:00"), ("N", "22:00", "06:00"))
CALENDAR = {
    "code": "MAIN",
    "name": "Three shifts",
    "zone": "Europe/Istanbul",
    "cycle_days": "7",
    "cycle_starts_on": "2024-01-01",
}


def send(*rows: tuple[str, dict[str, str]], gone: tuple[str, ...] = ()) -> Outcome:
    removed = [(text.partition(" ")[0], text.partition(" ")[2]) for text in gone]
    given = [Given(kind=kind, values=values) for kind, values in rows]
    return changing.apply(given, removed=removed, by="ada", why="as agreed")


def turn(day: int, code: str, starts: str, ends: str) -> tuple[str, dict[str, str]]:
    return (
        "calendar-shifts",
        {"calendar": "MAIN", "day": str(day), "code": code, "starts": starts, "ends": ends},
    )


def extend(days: int, **options: object) -> Extended:
    """Until so many days after Monday."""
    known: dict[str, object] = {"by": "ada"} | options
    return writing.extend(until=MONDAY + timedelta(days=days), **known)  # type: ignore[arg-type]  # told by each test


def written() -> list[str]:
    """Every shift on record: its day and code."""
    return [f"{shift.date:%a} {shift.code}" for shift in Shift.objects.order_by("starts_at")]


@pytest.fixture(autouse=True)
def works(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plant that works Monday to Friday round the clock; it is Wednesday noon."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    send(("calendars", CALENDAR), *(turn(day, *shift) for day in range(1, 6) for shift in HOURS))


def test_shifts_are_written_from_now_on_and_again_changes_nothing() -> None:
    done = extend(5)
    assert written() == ["Wed L", "Wed N", "Thu E", "Thu L", "Thu N", "Fri E", "Fri L", "Fri N"]
    assert (done.outcome.created, done.standing) == (8, 0)
    again = extend(5)
    assert (again.outcome.batch, again.outcome.unchanged) == (None, 8)


def test_the_past_is_written_only_if_it_is_asked_for() -> None:
    extend(5, since=MONDAY)
    assert written()[:3] == ["Mon E", "Mon L", "Mon N"]
    assert len(written()) == 15


def test_a_calendar_is_extended_and_nothing_before_changes() -> None:
    extend(5)
    before = list(Shift.objects.order_by("id").values_list())
    done = extend(12)
    assert done.outcome.created == 15
    assert list(Shift.objects.order_by("id").values_list())[:8] == before


def test_a_change_of_the_pattern_changes_the_future_alone() -> None:
    extend(12, since=MONDAY)
    # From now on two long shifts a day; what is to come is written anew, to its end.
    send(
        *(turn(day, "E", "06:00", "18:00") for day in range(1, 6)),
        *(turn(day, "N", "18:00", "06:00") for day in range(1, 6)),
        gone=tuple(f"calendar-shifts MAIN|{day}|L" for day in range(1, 6)),
    )
    done = extend(5)
    assert [s for s in written() if s.startswith("Tue")][:3] == ["Tue E", "Tue L", "Tue N"]
    assert written()[6:11] == ["Wed E", "Wed N", "Thu E", "Thu N", "Fri E"]
    assert not Shift.objects.filter(code="L", starts_at__gt=NOON).exists()
    assert done.outcome.removed == 8
    # The shift that was under way ended at two; nobody planned until six.
    (night,) = Shift.objects.filter(date=date(2026, 3, 4), code="N")
    assert night.starts_at == datetime(2026, 3, 4, 18, tzinfo=ISTANBUL)


def test_what_comes_after_a_shift_under_way_begins_when_that_ends() -> None:
    extend(5, since=MONDAY)
    send(
        *(turn(day, "L", "13:00", "22:00") for day in range(1, 6)),
        *(turn(day, "E", "05:00", "13:00") for day in range(1, 6)),
        *(turn(day, "N", "22:00", "05:00") for day in range(1, 6)),
    )
    extend(5)
    (late,) = Shift.objects.filter(date=date(2026, 3, 4), code="L")
    assert late.starts_at == datetime(2026, 3, 4, 14, tzinfo=ISTANBUL)
    assert (extend(5).outcome.batch, extend(5).standing) == (None, 0)


def test_the_whole_past_follows_the_pattern_where_that_is_asked_for() -> None:
    extend(5, since=MONDAY)
    send(("holidays", {"calendar": "MAIN", "date": "2026-03-03", "name": "Feast"}))
    assert extend(5).outcome.batch is None
    assert extend(5, since=MONDAY).outcome.removed == 3
    assert not any(shift.startswith("Tue") for shift in written())


def test_what_somebody_wrote_stands_and_nothing_is_written_at_its_time() -> None:
    extra = {
        "calendar": "MAIN",
        "date": "2026-03-05",
        "code": "LONG",
        "starts_at": "2026-03-05T06:00:00+03:00",
        "ends_at": "2026-03-05T18:00:00+03:00",
    }
    send(("shifts", extra))
    done = extend(5)
    # The late shift begins when the long one ends.
    assert [s for s in written() if s.startswith("Thu")] == ["Thu LONG", "Thu L", "Thu N"]
    (late,) = Shift.objects.filter(date=date(2026, 3, 5), code="L")
    assert late.starts_at == datetime(2026, 3, 5, 18, tzinfo=ISTANBUL)
    assert done.standing == 1
    assert extend(5).outcome.batch is None


def test_what_somebody_changed_or_removed_by_hand_stays_so() -> None:
    extend(5)
    short = {"calendar": "MAIN", "date": "2026-03-06", "code": "L"}
    send(
        ("shifts", short | {"ends_at": "2026-03-06T20:00:00+03:00"}),
        gone=("shifts MAIN|2026-03-06|N",),
    )
    assert (extend(5).outcome.batch, written()[-1]) == (None, "Fri L")
    assert Shift.objects.latest("ends_at").ends_at == datetime(2026, 3, 6, 20, tzinfo=ISTANBUL)


def test_an_extension_is_one_batch_that_can_be_undone_and_made_again() -> None:
    done = extend(5)
    assert done.outcome.batch is not None
    changing.undo(done.outcome.batch, by="ada", why="wrong year")
    assert written() == []
    assert extend(5).outcome.created == 8


def test_a_change_by_hand_that_was_undone_is_none() -> None:
    extend(5)
    short = {"calendar": "MAIN", "date": "2026-03-06", "code": "L"}
    by_hand = send(("shifts", short | {"ends_at": "2026-03-06T20:00:00+03:00"}))
    assert by_hand.batch is not None
    changing.undo(by_hand.batch, by="ada", why="we do work until ten")
    send(("holidays", {"calendar": "MAIN", "date": "2026-03-06", "name": "Feast"}))
    assert extend(5).outcome.removed == 3


def test_a_dry_run_writes_nothing() -> None:
    assert extend(5, dry_run=True).outcome.created == 8
    assert written() == []


def test_overlapping_shifts_of_a_calendar_are_refused_and_both_are_named() -> None:
    with pytest.raises(Refused) as caught:
        send(turn(1, "X", "05:00", "07:00"))
    (fault,) = caught.value.violations
    assert (fault.code, fault.data["key"]) == ("overlapping_shifts", "MAIN|1|X")
    assert "shift E of day 1, 06:00 to 14:00" in fault.message


def test_the_cycle_is_a_ring_and_the_last_night_may_run_into_the_first_morning() -> None:
    with pytest.raises(Refused) as caught:
        send(turn(7, "N", "22:00", "06:30"))
    assert {v.code for v in caught.value.violations} == {"overlapping_shifts"}
    send(turn(7, "N", "22:00", "06:00"))


def test_another_calendar_or_a_thousand_years_are_refused() -> None:
    with pytest.raises(Unknown) as unknown:
        extend(5, calendar="MAINE")
    assert unknown.value.near == ("MAIN",)
    with pytest.raises(Malformed) as caught:
        writing.extend(until=date(2999, 1, 1), by="ada")
    assert caught.value.code == "span_too_long"


def test_the_number_of_queries_does_not_grow_with_the_span() -> None:
    counts = []
    for days in (30, 900):
        with CaptureQueriesContext(connection) as queries:
            extend(days)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_moment_counts_to_the_shift_on_record_else_to_that_of_the_pattern() -> None:
    night = datetime(2026, 3, 5, 1, 30, tzinfo=ISTANBUL)
    for _ in range(2):
        found = reading.shift_of(night, calendar="MAIN")
        assert found is not None
        assert (found.code, found.date) == ("N", date(2026, 3, 4))
        extend(5)
    send(gone=("shifts MAIN|2026-03-04|N",))
    assert reading.shift_of(night, calendar="MAIN") is None
    assert reading.shift_of(night.astimezone(UTC) + timedelta(days=1), calendar="MAIN") is not None
    assert reading.shift_of(datetime(2026, 3, 8, 12, tzinfo=ISTANBUL), calendar="MAIN") is None


def test_a_machine_works_by_the_nearest_calendar_above_it() -> None:
    send(
        ("calendars", CALENDAR | {"code": "DAY"}),
        ("equipment", {"code": "SITE", "name": "Site", "level": "site", "calendar": "MAIN"}),
        ("equipment", {"code": "SHOP", "name": "Shop", "level": "area", "parent": "SITE",
                       "calendar": "DAY"}),
        ("equipment", {"code": "LATHE", "name": "Lathe", "level": "work_unit", "parent": "SHOP"}),
        ("equipment", {"code": "PRESS", "name": "Press", "level": "work_unit", "parent": "SITE"}),
        ("equipment", {"code": "ALONE", "name": "Alone", "level": "site"}),
    )  # fmt: skip
    assert [reading.calendar_of(code) for code in ("LATHE", "PRESS", "ALONE", "NOBODY")] == [
        "DAY", "MAIN", "", "",
    ]  # fmt: skip
    Equipment.objects.filter(code="ALONE").update(parent=Equipment.objects.get(code="PRESS"))
    Equipment.objects.filter(code="SITE").update(
        parent=Equipment.objects.get(code="ALONE"), calendar=None
    )
    assert reading.calendar_of("PRESS") == ""  # a circle ends
