"""The clock on a demo plant's wall, and the dates on which its calendar goes by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class PlantClock:
    """The clock of a plant in an IANA zone."""

    zone: str

    def last_midnight(self, now: datetime) -> date:
        """The date that began at the last midnight passed there."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def moment(self, day: date, *, hour: float = 0, minutes: float = 0) -> datetime:
        """A time of the clock as UTC, in whole seconds; `hour` may pass 24."""
        midnight = datetime.combine(day, time(), ZoneInfo(self.zone)).astimezone(UTC)
        return midnight + timedelta(seconds=round(hour * 3600 + minutes * 60))


def dates(first: date, until: date) -> Iterator[date]:
    """Every date from `first` up to, without, `until`."""
    for days in range((until - first).days):
        yield first + timedelta(days=days)
