"""`gozinto plant shifts`: calendars become shifts from the command line."""

from __future__ import annotations

import pytest

from gozinto.cli import app
from gozinto.plant import changing
from gozinto.plant.changing import Given
from gozinto.plant.models import MasterBatch, Shift

pytestmark = pytest.mark.django_db

CALENDAR = {
    "code": "MAIN",
    "name": "Round the clock",
    "zone": "Europe/Berlin",
    "cycle_days": "1",
    "cycle_starts_on": "2024-01-01",
}


@pytest.fixture(autouse=True)
def works() -> None:
    """A plant with one calendar of one shift a day."""
    turn = {"calendar": "MAIN", "day": "1", "code": "ALL", "starts": "06:00", "ends": "06:00"}
    rows = [("calendars", CALENDAR), ("calendar-shifts", turn)]
    changing.apply([Given(kind=kind, values=values) for kind, values in rows], by="ada")


def shifts(*arguments: str) -> int:
    return app.run(["plant", "shifts", *arguments])


def test_shifts_are_written_over_the_change_of_the_clocks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ("--since", "2024-03-30", "--until", "2024-04-02", "--by", "ada", "--why", "easter")
    assert shifts(*asked, "--dry-run") == 0
    assert not Shift.objects.exists()
    assert shifts(*asked) == 0
    hours = [
        (s.ends_at - s.starts_at).total_seconds() / 3600 for s in Shift.objects.order_by("date")
    ]
    assert hours == [23, 24, 24]
    assert "3" in capsys.readouterr().out
    batch = MasterBatch.objects.latest("at")
    assert (batch.by, batch.why) == ("ada", "easter")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--until", "soon"), "unreadable_date"),
        (("--until", ""), "unreadable_date"),
        (("--until", "2027-01-01", "--calendar", "MAIM"), "unknown_calendar"),
        (("--until", "2999-01-01"), "span_too_long"),
    ],
)
def test_what_cannot_be_written_is_said(
    arguments: tuple[str, ...], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shifts(*arguments) != 0
    assert word in capsys.readouterr().err


def test_what_somebody_wrote_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    extra = {
        "calendar": "MAIN",
        "date": "2024-03-31",
        "code": "X",
        "starts_at": "2024-03-31T10:00:00Z",
        "ends_at": "2024-03-31T12:00:00Z",
    }
    changing.apply([Given(kind="shifts", values=extra)], by="ada")
    assert shifts("--since", "2024-03-30", "--until", "2024-04-02") == 0
    assert "1 shifts that somebody wrote differ" in capsys.readouterr().out
