"""Who is on duty in a demo plant: crews by its calendar, and people by what they can do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from gozinto.demo.described import by_code, rows


@dataclass(frozen=True)
class Rota:
    """One calendar of a plant's files, and the people of its crews."""

    plant: str
    calendar: str

    @cached_property
    def zone(self) -> ZoneInfo:
        """Where the calendar's hours are told."""
        return ZoneInfo(by_code(self.plant, "calendars")[self.calendar]["zone"])

    def holidays(self) -> frozenset[date]:
        """The days on which nobody works by this calendar."""
        told = rows(self.plant, "holidays")
        return frozenset(
            date.fromisoformat(row["date"]) for row in told if row["calendar"] == self.calendar
        )

    def crew(self, at: datetime) -> str:
        """The crew whose shift it is; "" outside all shifts."""
        local = at.astimezone(self.zone)
        for day in (local.date(), local.date() - timedelta(days=1)):
            for begins, ends, crew in _turns(self.plant, self.calendar, day):
                if begins <= local < ends:
                    return crew
        return ""

    def person(self, at: datetime, skill: str) -> str:
        """Somebody with the skill: of the crew on duty, else the first of all who have it."""
        able = self._able[skill]
        crew = self._members.get(self.crew(at), ())
        return next((code for code in able if code in crew), able[0])

    @cached_property
    def _members(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for row in rows(self.plant, "crew-members"):
            if not row["to_on"]:
                found[row["crew"]] = (*found.get(row["crew"], ()), row["person"])
        return found

    @cached_property
    def _able(self) -> dict[str, list[str]]:
        """Who can do what, those outside the crews first: a bench has people of its own."""
        people = by_code(self.plant, "people")
        crews = {person for members in self._members.values() for person in members}
        found: dict[str, list[str]] = {}
        for row in sorted(rows(self.plant, "qualifications"), key=lambda r: r["person"] in crews):
            if people[row["person"]]["state"] == "active":
                found.setdefault(row["skill"], []).append(row["person"])
        return found


@cache
def _turns(plant: str, calendar: str, day: date) -> tuple[tuple[datetime, datetime, str], ...]:
    """The shifts that begin on a day: from when, until when, which crew."""
    pattern = by_code(plant, "calendars")[calendar]
    zone = ZoneInfo(pattern["zone"])
    since = day - date.fromisoformat(pattern["cycle_starts_on"])
    number = str(since.days % int(pattern["cycle_days"]) + 1)
    found = []
    for row in rows(plant, "calendar-shifts"):
        if (row["calendar"], row["day"]) == (calendar, number):
            begins = datetime.combine(day, time.fromisoformat(row["starts"]), zone)
            ends = datetime.combine(day, time.fromisoformat(row["ends"]), zone)
            found.append((begins, ends if ends > begins else ends + timedelta(days=1), row["crew"]))
    return tuple(found)
