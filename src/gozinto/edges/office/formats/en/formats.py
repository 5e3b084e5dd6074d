"""Days as ISO 8601 writes them: in English alone, 3/4 is two days, by the reader's country."""

from __future__ import annotations

SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
EXACT_DATETIME_FORMAT = "Y-m-d H:i:s"
DAY_AND_TIME_FORMAT = "m-d H:i"
TIME_FORMAT = "H:i"
