"""A clock that a test sets forward."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone


class Clock:
    """The server's time in a test; it stands still until it is set forward."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def pass_(self, **how_long: float) -> datetime:
        """Let time pass; answers what it is then."""
        self.now += timedelta(**how_long)
        return self.now
