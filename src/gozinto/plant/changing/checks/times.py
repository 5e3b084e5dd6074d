"""Shifts of one calendar do not overlap, nor do the crews of one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, time

from gozinto.plant.changing.checks.circles import Span, overlaps
from gozinto.plant.changing.checks.touching import Found, Touched, rows_of, rows_where
from gozinto.plant.kinds import KINDS, Finding, Row

_DAY_S = 86_400


def calendars(touched: Touched) -> Found:
    """A calendar's shifts lie within its cycle, and none begins before another is over."""
    kind = KINDS["calendar-shifts"]
    codes = touched.values(kind.name, "calendar") | touched.keys("calendars")
    known = rows_of("calendars", codes)
    of = _grouped(rows_where(kind.name, field="calendar", values=codes), "calendar")
    for code, rows in of.items():
        days = int(known[code]["cycle_days"])
        inside: list[Row] = []
        for row in rows:
            if int(row["day"]) <= days:
                inside.append(row)
                continue
            finding = Finding(
                field="day",
                code="day_outside_cycle",
                message=f"The cycle of {code} has {days} days; there is no day {row['day']}.",
                next_step=f"Give a day from 1 to {days}, or make the cycle longer.",
            )
            yield kind.name, kind.key_of(row), finding
        # The cycle comes again: its last night may reach into its first morning.
        spans = [_span(row, days * turn) for turn in (0, 1) for row in inside]
        yield from _overlapping(kind.name, inside, _numbered(spans), touched=touched)


def _span(row: Row, days_before: int) -> tuple[float, float]:
    begin, end = (_seconds(row[name]) for name in ("starts", "ends"))
    start = (int(row["day"]) - 1 + days_before) * _DAY_S + begin
    return start, start + (end - begin if end > begin else end - begin + _DAY_S)


def _seconds(text: str) -> int:
    at = time.fromisoformat(text)
    return at.hour * 3600 + at.minute * 60 + at.second


def shifts(touched: Touched) -> Found:
    """Of one calendar no two shifts are at the same time."""
    codes = touched.values("shifts", "calendar")
    if any(key.startswith("|") for key in touched.keys("shifts")):
        codes = codes | {""}
    for rows in _grouped(rows_where("shifts", field="calendar", values=codes), "calendar").values():
        spans = [(_moment(row["starts_at"]), _moment(row["ends_at"])) for row in rows]
        yield from _overlapping("shifts", rows, _numbered(spans), touched=touched)


def _moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def crew_members(touched: Touched) -> Found:
    """Nobody is in two crews on one day, or twice in the same."""
    people = touched.values("crew-members", "person")
    for rows in _grouped(
        rows_where("crew-members", field="person", values=people), "person"
    ).values():
        spans = [(_day(row["from_on"]), _day(row["to_on"] or "9999-12-30") + 1) for row in rows]
        yield from _overlapping("crew-members", rows, _numbered(spans), touched=touched)


def _day(text: str) -> float:
    return date.fromisoformat(text).toordinal()


def _grouped(rows: Iterable[Row], field: str) -> dict[str, list[Row]]:
    of: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of[row[field]].append(row)
    return of


def _numbered(spans: Iterable[tuple[float, float]]) -> list[Span]:
    return [(begin, end, number) for number, (begin, end) in enumerate(spans)]


_SAID: dict[str, tuple[str, str, Callable[[Row], str]]] = {
    "calendar-shifts": (
        "starts",
        "overlapping_shifts",
        lambda row: f"shift {row['code']} of day {row['day']}, {row['starts']} to {row['ends']}",
    ),
    "shifts": (
        "starts_at",
        "overlapping_shifts",
        lambda row: f"shift {row['code']} of {row['date']}, until {row['ends_at']}",
    ),
    "crew-members": (
        "from_on",
        "overlapping_crews",
        lambda row: f"crew {row['crew']}, until {row['to_on'] or 'further notice'}",
    ),
}
"""By kind: the field that is to blame, the code, and how a row is called."""


def _overlapping(name: str, rows: list[Row], spans: list[Span], *, touched: Touched) -> Found:
    kind, changed = KINDS[name], touched.keys(name)
    field, code, called = _SAID[name]
    recycled = touched.keys("calendars") if name == "calendar-shifts" else set()
    told: set[str] = set()
    for first, second in overlaps(spans):
        other, blamed = (rows[number % len(rows)] for number in (first, second))
        # The one that the change brought is to blame; of two of them the later one.
        if kind.key_of(blamed) not in changed and kind.key_of(other) in changed:
            other, blamed = blamed, other
        key = kind.key_of(blamed)
        if key in told or not (key in changed or blamed.get("calendar") in recycled):
            continue
        told.add(key)
        finding = Finding(
            field=field,
            code=code,
            message=f"It overlaps with {called(other)}.",
            next_step="Let one end before the other begins.",
        )
        yield name, key, finding
