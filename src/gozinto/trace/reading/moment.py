"""From which moment the record is read: event time, record time, and the SQL that says so."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from psycopg import postgres
from psycopg.adapt import Dumper
from psycopg.types.datetime import TimestamptzLoader

from gozinto.errors import Malformed

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


class _Ids(list[int]):
    """A list of whole numbers that is sent as one text."""


class _IdsDumper(Dumper):
    """Always bigint[], whatever is in it: a narrower type would be another statement to plan."""

    oid = postgres.types["int8"].array_oid

    def dump(self, obj: list[int]) -> bytes:
        """The array as PostgreSQL reads it; psycopg asks each number for its own type."""
        return f"{{{','.join(map(str, obj))}}}".encode()


class _Kept(threading.local):
    """The cursor of this thread's session: making one, and its converters, costs as much as asking.

    Every answer is read whole, so no two questions need one at a time.
    """

    session: psycopg.Connection[Any] | None = None
    cursor: psycopg.Cursor[Any]


_kept = _Kept()


def rows(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Ask the database; all rows, times in UTC.

    The server plans a statement once and keeps it: of the small queries of a trace, planning was
    the larger half.
    """
    here = connections[DEFAULT_DB_ALIAS]
    here.close_if_health_check_failed()
    here.ensure_connection()
    with here.wrap_database_errors:
        cursor = _cursor(here.connection)
        if not here.queries_logged and not here.execute_wrappers:
            cursor.execute(sql, _sent(values))
            return cursor.fetchall()
    wrapped = (CursorDebugWrapper if here.queries_logged else CursorWrapper)(cursor, here)
    wrapped.execute(sql, _sent(values))
    found: list[tuple[Any, ...]] = wrapped.fetchall()
    return found


def _cursor(session: psycopg.Connection[Any]) -> psycopg.Cursor[Any]:
    if _kept.session is not session:
        cursor = psycopg.Cursor(session)
        # Django's loader sets the zone of each time anew, in Python; the session is in UTC anyway.
        cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
        cursor.adapters.register_dumper(_Ids, _IdsDumper)
        _kept.session, _kept.cursor = session, cursor
    return _kept.cursor


def _sent(values: Sequence[Any] | Mapping[str, Any]) -> list[Any] | dict[str, Any]:
    if isinstance(values, Mapping):
        return dict(zip(values, _sent(list(values.values())), strict=True))
    return [
        _Ids(one) if type(one) is list and one and type(one[0]) is int else one for one in values
    ]
