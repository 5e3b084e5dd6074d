"""Which points in time an event may speak of."""

from __future__ import annotations

from datetime import UTC, datetime


def is_showable(time: datetime) -> bool:
    """Whether any zone, and the database, can show this aware time: years 2 to 9998 in UTC."""
    return 1 < time.year < 9999 and 1 < time.astimezone(UTC).year < 9999
