"""Days before months, with dots."""

from __future__ import annotations

SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
EXACT_DATETIME_FORMAT = "d.m.Y H:i:s"
DAY_AND_TIME_FORMAT = "d.m H:i"
TIME_FORMAT = "H:i"
