"""Which points in time an event may speak of."""

from __future__ import annotations

from datetime import UTC, datetime


def is_showable(time: datetime) -> bool:
    """Whether any zone, and the database, can show this aware time: years 2 to 9998 in UTC."""
    if 2 < time.year < 9998:
        return True  # no zone moves it out: asking for UTC costs more than all the rest
    return 1 < time.year < 9999 and 1 < time.astimezone(UTC).year < 9999
