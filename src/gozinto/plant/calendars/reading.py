"""Calendars as the master data has them, and the shift that a moment is in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from gozinto.errors import Unknown
from gozinto.plant.calendars.patterns import Pattern, Period, Turn
from gozinto.plant.models import Calendar, CalendarShift, Equipment, Holiday, Shift


def patterns() -> dict[str, Pattern]:
    """Every calendar, by its code, in the order of the codes. Three queries."""
    turns: dict[int, list[Turn]] = defaultdict(list)
    shifts = CalendarShift.objects.order_by("calendar_id", "day", "starts")
    for calendar, day, code, starts, ends, crew in shifts.values_list(
        "calendar_id", "day", "code", "starts", "ends", "crew__code"
    ):
        turns[calendar].append(Turn(day=day, code=code, starts=starts, ends=ends, crew=crew or ""))
    feasts: dict[int, set[date]] = defaultdict(set)
    for calendar, feast in Holiday.objects.values_list("calendar_id", "date"):
        feasts[calendar].add(feast)
    return {
        one.code: Pattern(
            code=one.code,
            zone=ZoneInfo(one.zone),
            cycle_days=one.cycle_days,
            cycle_starts_on=one.cycle_starts_on,
            turns=tuple(turns[one.id]),
            holidays=frozenset(feasts[one.id]),
        )
        for one in Calendar.objects.order_by("code")
    }


def get_pattern(code: str) -> Pattern:
    """The calendar of that code. Raises Unknown (unknown_calendar), with near codes."""
    return find(code, among=patterns())


def find(code: str, *, among: Mapping[str, Pattern]) -> Pattern:
    """The one of that code among these. Raises Unknown (unknown_calendar), with near codes."""
    found = among.get(code)
    if found is None:
        raise Unknown(
            f"There is no calendar {code!r}.",
            code="unknown_calendar",
            near=get_close_matches(code, among, n=3),
            next_step="Choose one of: " + (", ".join(among) or "none is described yet") + ".",
        )
    return found


def shift_of(at: datetime, *, calendar: str) -> Period | None:
    """The shift of a calendar that a moment is in, None between shifts; its date is the
    production day that the moment counts to.

    What is on record stands, also where somebody put an extra shift, or none; the pattern
    answers for the days of which no shift is written. Raises Unknown.
    """
    pattern = get_pattern(calendar)
    of = Shift.objects.filter(calendar__code=calendar)
    written = of.filter(starts_at__lte=at, ends_at__gt=at).first()
    if written is not None:
        return Period(
            calendar=calendar,
            date=written.date,
            code=written.code,
            crew=written.crew,
            starts_at=written.starts_at,
            ends_at=written.ends_at,
        )
    found = pattern.shift_of(at)
    if found is None or of.filter(date=found.date).exists():
        return None
    return found


def calendar_of(equipment: str) -> str:
    """The code of the calendar that a machine works by: its own, or that of the nearest level
    above it; "" where there is none."""
    rows = {
        code: (calendar or "", parent or "")
        for code, calendar, parent in Equipment.objects.values_list(
            "code", "calendar__code", "parent__code"
        )
    }
    seen: set[str] = set()
    while equipment in rows and equipment not in seen:
        seen.add(equipment)
        calendar, parent = rows[equipment]
        if calendar:
            return calendar
        equipment = parent
    return ""
