"""From which moment the record is read: event time, record time, and the SQL that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from gozinto.errors import Malformed
from gozinto.roundtrips import rows as rows

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(time: datetime) -> int:
    """Microseconds since 1970 in UTC, exact."""
    return (time - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The inverse of `to_micros`."""
    return _EPOCH + timedelta(microseconds=micros)


@dataclass(frozen=True, slots=True)
class Moment:
    """`as_of`: nothing that happened later; `known_at`: nothing that was recorded later."""

    as_of: datetime | None = None
    known_at: datetime | None = None

    @classmethod
    def asked(cls, *, as_of: datetime | None, known_at: datetime | None) -> Moment:
        """The moment that somebody asks for, in UTC.

        Raises Malformed for a time without a zone or outside the years 1 to 9999 of UTC.
        """
        return cls(_in_utc("as_of", as_of), _in_utc("known_at", known_at))

    @property
    def until(self) -> int | None:
        """`as_of` for the kernels."""
        return None if self.as_of is None else to_micros(self.as_of)

    @property
    def is_now(self) -> bool:
        """Whether the question is about the present."""
        return self.as_of is None and self.known_at is None

    def condition(self, row: str) -> tuple[str, list[Any]]:
        """SQL that holds for projection rows `row` that stand at this moment, and its values."""
        if self.known_at is None:
            sql = (
                f"NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = {row}.event_id)"
            )
            values: list[Any] = []
        else:
            sql = (
                "NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w"
                f" WHERE w.event_id = {row}.event_id AND w.withdrawn_at <= %s)"
                f" AND EXISTS (SELECT 1 FROM gozinto_event known"
                f" WHERE known.position = {row}.event_id AND known.record_time <= %s)"
            )
            values = [self.known_at, self.known_at]
        if self.as_of is not None:
            sql += f" AND {row}.at <= %s"
            values.append(self.as_of)
        return sql, values


def _in_utc(name: str, at: datetime | None) -> datetime | None:
    if at is None:
        return None
    if at.utcoffset() is None:
        raise Malformed(
            f"{name} has no time zone.",
            code="time_without_zone",
            next_step="Send the time with its offset, for example +03:00.",
            value=at.isoformat(),
        )
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise Malformed(
            f"{name} lies outside the years 1 to 9999 of UTC.",
            code="time_out_of_range",
            next_step="Send a time in this plant's life, or leave it out.",
            value=at.isoformat(),
        ) from error
