"""The one way to write: a durable transaction that is tried again when the database says so."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import DatabaseError, connection, transaction
from psycopg import IsolationLevel

T = TypeVar("T")

# Serialization failure, deadlock, and a session whose planned statements are gone or no longer
# fit (`roundtrips` then plans them anew): PostgreSQL appendix A.
_TRY_AGAIN = {"40001", "40P01", "26000", "0A000"}
_UNIQUE = "23505"
_TRIES = 8


def run_tx(body: Callable[[], T]) -> T:
    """Run `body` in one transaction and commit it before answering.

    A serialization failure, a deadlock, a statement no longer planned, or the loss of a race for
    a unique key is tried again with jitter, so `body` must have no effect outside the database.
    Inside a transaction that is already open it runs once, and the outer one decides.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            return body()
    for attempt in range(1, _TRIES + 1):
        try:
            with transaction.atomic():
                return body()
        except DatabaseError as error:
            state = getattr(error.__cause__, "sqlstate", None)
            if state not in _TRY_AGAIN and not (state == _UNIQUE and attempt < 3):
                raise
            if attempt == _TRIES:
                raise
            # Jitter, so that two that met do not meet again.
            time.sleep(random.uniform(0, 0.005 * 2**attempt))
    raise AssertionError("unreachable")


@contextmanager
def snapshot() -> Iterator[None]:
    """One state of the record for all queries of the block.

    Inside a transaction that is already open, that one's view holds.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    session = connection.connection
    # Said as the transaction begins: a statement of its own would be one more round trip.
    session.isolation_level = IsolationLevel.REPEATABLE_READ
    try:
        with transaction.atomic():
            yield
    finally:
        if not session.closed:
            session.isolation_level = None
