"""Dates that a person gives a command."""

from __future__ import annotations

from datetime import date

from gozinto.errors import Malformed


def read_day(option: str, text: str) -> date | None:
    """The date given with an option; None for "". Raises Malformed (unreadable_date)."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Malformed(
            f"{option} cannot be read as a date: {text!r}.",
            code="unreadable_date",
            next_step="Write it like 2026-03-01.",
            value=text,
        ) from error
