"""Many statements to the database in one round trip, each planned once a session.

A request about one event is a dozen small statements. Sent one by one, each is a message, two
switches of thread and a plan; sent together they are one. So they go below the cursors, to libpq
itself (PostgreSQL 18, section 32.5, pipeline mode), on Django's connection and in its transaction.

`ask` answers; `tell` has nothing to answer, so in a `together` block it waits for what is asked
next, by whomever, or for the end of the block.
"""

from __future__ import annotations

import math
import re
import select
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from django.db import connection
from psycopg import IsolationLevel, pq
from psycopg.adapt import Transformer
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.types.datetime import TimestamptzLoader

Asked = tuple[str, Sequence[Any]]
"""A statement with `$1`, `$2` … cast to their types, and the values."""
Rows = list[tuple[Any, ...]]


def ask(*asked: Asked) -> list[Rows]:
    """The rows of each statement, times in UTC.

    They run one after another in the transaction that is open; each sees what those before it
    did and what others committed meanwhile; after one that fails none runs. Raises
    django.db.DatabaseError as a cursor would.
    """
    waiting = _waiting.get() or []
    asked = (*waiting, *asked)
    answered_nobody = len(waiting)
    waiting.clear()
    if not asked:
        return []
    connection.validate_no_broken_transaction()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    if connection.queries_logged:
        # as one, for many values, as Django does with `executemany`
        different = dict.fromkeys(sql for sql, _ in asked)
        connection.queries_log.extend({"sql": sql, "time": "0"} for sql in different)
    with connection.wrap_database_errors:
        return _session(connection.connection).ask(asked)[answered_nobody:]


def rows(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Ask the database; all rows, times in UTC. `%s` or `%(name)s` stands for a value.

    The server plans a statement once and keeps it: of small queries, planning is the larger half.
    """
    names = tuple(values) if isinstance(values, Mapping) else None
    sent = list(values.values()) if isinstance(values, Mapping) else list(values)
    (found,) = ask((_numbered(sql, names, tuple(map(_type, sent))), sent))
    return found


_TYPES: Mapping[type, str] = {
    bool: "boolean",
    int: "bigint",
    str: "text",
    datetime: "timestamptz",
    date: "date",
    Decimal: "numeric",
}


def _type(value: Any) -> str:
    """What PostgreSQL calls the type of a value; of one that does not tell it finds out."""
    if isinstance(value, list | tuple):
        known = next((_TYPES.get(type(one), "") for one in value if one is not None), "")
        return known and f"{known}[]"
    return _TYPES.get(type(value), "")


_PLACEHOLDER = re.compile(r"%(?:%|s|\((?P<name>\w+)\)s)")


@lru_cache(maxsize=1024)
def _numbered(sql: str, names: tuple[str, ...] | None, types: tuple[str, ...]) -> str:
    """The statement with its placeholders as the server knows them: `$1::bigint[]`."""
    next_one = count()

    def number(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        at = next(next_one) if names is None else names.index(found["name"])
        return f"${at + 1}" + (f"::{types[at]}" if types[at] else "")

    return _PLACEHOLDER.sub(number, sql)


_waiting: ContextVar[list[Asked] | None] = ContextVar("waiting", default=None)


def tell(*asked: Asked) -> None:
    """Statements that answer nothing: now, or within `together` with the next that do."""
    waiting = _waiting.get()
    if waiting is None:
        ask(*asked)
    else:
        waiting += asked


@contextmanager
def together() -> Iterator[None]:
    """Within the block, what is told goes to the database with what is asked next, or at the end.

    After an error nothing more is sent: its transaction is over.
    """
    token = _waiting.set([])
    try:
        with connection.execute_wrapper(_after_what_waits):
            yield
        ask()
    finally:
        _waiting.reset(token)


def _after_what_waits(execute: Callable[..., Any], *statement: Any) -> Any:
    """Before what a cursor of Django's executes, so that it sees what was told."""
    ask()
    return execute(*statement)


def forget() -> None:
    """Have every statement planned anew: a plan does not notice that a table of the same name has
    come before the one it was made for."""
    if _kept.session is not None:
        _kept.session.forget()


def array(items: Sequence[Any]) -> str:
    """An array as PostgreSQL writes it, of one dimension or more: `{"mix","oil"}`, `{1,NULL}`."""
    kinds = set(map(type, items))
    if kinds == {int}:
        return "{" + ",".join(map(str, items)) + "}"
    if kinds == {str}:
        text = '","'.join(items)
        # nothing in it has to be escaped
        if "\\" not in text and text.count('"') == 2 * (len(items) - 1):
            return '{"' + text + '"}'
    return "{" + ",".join(map(_item, items)) + "}"


def _item(item: Any) -> str:
    if isinstance(item, str):
        return '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if item is None:
        return "NULL"
    return array(item) if isinstance(item, list | tuple) else str(item)


_TEXT: Mapping[type, Callable[[Any], str]] = {
    str: str,
    int: str,
    bool: lambda value: "t" if value else "f",
    Decimal: lambda value: format(value, "f"),
    datetime: datetime.isoformat,
    bytes: lambda value: f"\\x{value.hex()}",
    list: array,
    tuple: array,
}


def _sent(value: Any) -> bytes | None:
    """A value as text, which PostgreSQL reads."""
    if value is None:
        return None
    text = _TEXT.get(type(value), str)(value).encode()
    if b"\0" in text:
        # It would end there, and nobody would know.
        raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return text


_BEGIN = {
    None: b"BEGIN",
    IsolationLevel.REPEATABLE_READ: b"BEGIN ISOLATION LEVEL REPEATABLE READ",
}
_PLANS_GONE = (psycopg.errors.InvalidSqlStatementName, psycopg.errors.FeatureNotSupported)
"""Somebody dropped the session's statements, or changed a table that one reads: try again."""

_MOST_KEPT = 500
"""Statements that a session keeps planned; then it begins anew."""

_USUAL, _PATIENCE_S = 4.0, 0.2
"""So many times the shortest is usual; after so much time beyond that a plan is made anew.

The server plans a statement for the tables as they are, and keeps the plan while they grow: until
it has counted them again, which takes it a minute, a plant that is just being told would be read
from end to end for each of its events.
"""

_numbers = count()
"""Of statements: a name is never given twice, as a session keeps what was planned under it."""


@dataclass(slots=True)
class _Pace:
    """How long the same statements take: the shortest, and how much beyond what is usual."""

    least_s: float = math.inf
    beyond_s: float = 0.0

    def is_slow(self, took_s: float) -> bool:
        """Whether they took too long by now."""
        self.least_s = min(self.least_s, took_s)
        self.beyond_s = max(0.0, self.beyond_s + took_s - _USUAL * self.least_s)
        return self.beyond_s > _PATIENCE_S


class _Session:
    """A connection, and the statements that the server keeps planned for it."""

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        self.raw = raw
        self._names: dict[str, bytes] = {}
        cursor = psycopg.Cursor(raw)
        # Django's loader sets the zone of each time anew, in Python; the session is in UTC anyway.
        cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
        self._reader = Transformer.from_context(cursor)
        self._poll = select.poll()
        self._is_swept = True
        self._paces: dict[tuple[str, ...], _Pace] = {}
        self._outlived: list[bytes] = []

    def forget(self) -> None:
        """Drop what is planned, before the next statement: this one's transaction may be over.

        What the server keeps it looks through whenever a table comes or goes.
        """
        self._names.clear()
        self._outlived.clear()
        self._is_swept = False

    def ask(self, asked: Sequence[Asked]) -> list[Rows]:
        """The rows of each statement."""
        if len(self._names) > _MOST_KEPT:
            self.forget()
        if not self._is_swept:
            self.raw.execute("DEALLOCATE ALL")
            self._is_swept = True
        if self._outlived:
            self.raw.execute(b"; ".join(b"DEALLOCATE " + name for name in self._outlived))
            self._outlived.clear()
        values = [[_sent(value) for value in values] for _, values in asked]
        statements = [sql for sql, _ in asked]
        begun_s = time.perf_counter()
        to = self.raw.pgconn
        begins = to.transaction_status == TransactionStatus.IDLE and not self.raw.autocommit
        to.enter_pipeline_mode()
        try:
            if begins:  # as psycopg does with the first statement
                to.send_query_params(_BEGIN[self.raw.isolation_level], None)
            new: dict[str, bytes] = {}
            firsts = [self._send(to, *one, new) for one in zip(statements, values, strict=True)]
            to.pipeline_sync()
            found = iter(self._answers(to))
        except BaseException:
            to.finish()  # what it said next would answer nobody
            raise
        to.exit_pipeline_mode()
        if begins:
            _check(next(found))
        rows = []
        try:
            for sql, is_first in zip(statements, firsts, strict=True):
                if is_first:
                    _check(next(found))
                    self._names[sql] = new[sql]
                rows.append(self._rows(next(found)))
        except _PLANS_GONE:
            self._names.clear()
            self._outlived.clear()
            raise
        self._judge(tuple(statements), time.perf_counter() - begun_s)
        return rows

    def _judge(self, statements: tuple[str, ...], took_s: float) -> None:
        """Has these planned anew, before the next statement, if they take longer than they did."""
        if self._paces.setdefault(statements, _Pace()).is_slow(took_s):
            del self._paces[statements]
            names = (self._names.pop(sql, None) for sql in dict.fromkeys(statements))
            self._outlived += [name for name in names if name is not None]
        elif len(self._paces) > _MOST_KEPT:
            self._paces.clear()

    def _send(
        self,
        to: pq.abc.PGconn,
        sql: str,
        values: Sequence[bytes | None],
        new: dict[str, bytes],
    ) -> bool:
        """Sends a statement; whether the server was to plan it first.

        Not sooner than it is wanted: planning locks tables, and locks are taken in order.
        """
        name = self._names.get(sql) or new.get(sql)
        is_first = name is None
        if name is None:
            name = new[sql] = b"gozinto_%d" % next(_numbers)
            to.send_prepare(name, sql.encode())
        to.send_query_prepared(name, values)
        return is_first

    def _answers(self, to: pq.abc.PGconn) -> list[pq.abc.PGresult]:
        self._poll.register(to.socket, select.POLLIN | select.POLLOUT)
        while to.flush():  # more than the socket takes at once, and the server may wait for us
            self._poll.poll()
            to.consume_input()
        self._poll.register(to.socket, select.POLLIN)
        results: list[pq.abc.PGresult] = []
        while True:
            while to.is_busy():
                self._poll.poll()
                to.consume_input()
            result = to.get_result()
            if result is None:  # the end of one statement
                continue
            if result.status == ExecStatus.PIPELINE_SYNC:
                return results
            results.append(result)

    def _rows(self, result: pq.abc.PGresult) -> Rows:
        _check(result)
        if result.status != ExecStatus.TUPLES_OK:
            return []
        self._reader.set_pgresult(result)
        return self._reader.load_rows(0, result.ntuples, tuple)


def _check(result: pq.abc.PGresult) -> None:
    if result.status == ExecStatus.FATAL_ERROR:
        raise psycopg.errors.error_from_result(result)


class _Kept(threading.local):
    """The session of this thread."""

    session: _Session | None = None


_kept = _Kept()


def _session(raw: psycopg.Connection[Any]) -> _Session:
    if _kept.session is None or _kept.session.raw is not raw:
        _kept.session = _Session(raw)
    return _kept.session
