"""Which shift an event was in: by the calendar of the machine, and the time of the event."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.plants import at, lot, some, transformed

from gozinto import record, trace
from gozinto.plant import objects
from gozinto.plant.models import Calendar, Equipment, Shift

pytestmark = pytest.mark.django_db


def calendar(code: str, *shifts: tuple[str, float, float]) -> Calendar:
    """A calendar with shifts: (code, begin, end), in hours as events have them."""
    made = Calendar.objects.create(
        code=code, name=code, zone="UTC", cycle_days=7, cycle_starts_on=date(2026, 3, 2)
    )
    for name, begin, end in shifts:
        Shift.objects.create(
            calendar=made,
            code=name,
            crew=f"crew {name}",
            date=at(begin).date(),
            starts_at=at(begin),
            ends_at=at(end),
        )
    return made


def machine(code: str, *, parent: Equipment | None = None, by: Calendar | None = None) -> Equipment:
    return Equipment.objects.create(
        code=code, name=code, level="work_unit", parent=parent, calendar=by
    )


def shifts_of(hours: float, equipment: str = "") -> list[str]:
    """The shifts of a lot that was made then and there."""
    record.capture(
        transformed(
            hours,
            inputs=[some(lot("NR", "R-1"), 1)],
            outputs=[some(lot("MB", "B-1"), 1)],
            equipment=equipment,
        )
    )
    found = trace.backward([objects.resolve("B-1")]).facts.shifts
    return [shift.code for shift in found]


@pytest.fixture
def works() -> Equipment:
    """A site on three shifts, with a workshop that works by day."""
    site = machine("SITE", by=calendar("MAIN", ("A", 0, 8), ("B", 8, 16), ("C", 16, 24)))
    machine("MIXER", parent=machine("MIXING", parent=site))
    machine("LATHE", parent=machine("SHOP", parent=site, by=calendar("DAY", ("D", 2, 11))))
    return site


@pytest.mark.parametrize(
    ("hours", "equipment", "expected"),
    [
        (3, "MIXER", ["A"]),
        (8, "MIXER", ["B"]),
        (3, "LATHE", ["D"]),
        (12, "LATHE", []),
        # Of a machine that nobody described, and of no machine, it may have been either.
        (3, "ELSEWHERE", ["A", "D"]),
        (3, "", ["A", "D"]),
    ],
)
def test_a_shift_is_one_of_the_calendar_that_the_machine_works_by(
    works: Equipment, hours: float, equipment: str, expected: list[str]
) -> None:
    assert shifts_of(hours, equipment) == expected


def test_a_shift_of_no_calendar_is_of_every_machine(works: Equipment) -> None:
    Shift.objects.create(code="EXTRA", date=at(12).date(), starts_at=at(12), ends_at=at(13))
    assert shifts_of(12.5, "LATHE") == ["EXTRA"]


def test_equipment_that_goes_in_a_circle_is_no_endless_question() -> None:
    first = machine("FIRST")
    second = machine("SECOND", parent=first)
    first.parent = second
    first.save()
    calendar("MAIN", ("A", 0, 8))
    begun = record.clock.now()
    assert shifts_of(3, "SECOND") == ["A"]
    assert record.clock.now() - begun < timedelta(seconds=20)
