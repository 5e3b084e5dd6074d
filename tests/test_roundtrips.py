"""Statements that share a round trip do what they would do one by one."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from gozinto import roundtrips
from gozinto.deployment.database import Roles
from gozinto.record.transactions import run_tx
from gozinto.roundtrips import ask, tell, together

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AWKWARD = 'a "quoted" \\ {comma,} NULL'

in_a_test = pytest.mark.django_db


@in_a_test
@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("text", AWKWARD),
        ("text", ""),
        ("text", None),
        ("bigint", 2**60),
        ("numeric", Decimal("1E+3")),
        ("boolean", False),
        ("timestamptz", NOON),
        ("bytea", b"\0\xff"),
        ("text[]", [AWKWARD, "", None]),
        ("text[]", []),
        ("text[]", [["a", "b"], ["c", AWKWARD]]),
        ("bigint[]", [1, -2]),
    ],
)
def test_a_value_comes_back_as_it_was_sent(type_: str, value: object) -> None:
    assert ask((f"SELECT $1::{type_}", [value])) == [[(value,)]]


@in_a_test
def test_each_statement_sees_what_those_before_it_did_and_each_has_its_own_rows() -> None:
    many = ("SELECT * FROM generate_series(1, $1::int)", [3])
    made = ("CREATE TEMP TABLE written (what text)", [])
    found = ask(many, made, ("INSERT INTO written VALUES ($1)", ["x"]), ("TABLE written", []), many)
    assert found == [[(1,), (2,), (3,)], [], [], [("x",)], [(1,), (2,), (3,)]]


@in_a_test
def test_more_than_the_socket_takes_at_once_is_sent_and_read() -> None:
    long = "x" * 1_000_000
    found = ask(*[("SELECT $1::text", [long])] * 8)
    assert found == [[(long,)]] * 8


@in_a_test
def test_a_text_that_would_end_before_its_end_is_refused() -> None:
    with pytest.raises(DatabaseError, match="NUL"):
        ask(("SELECT $1::text", ["be\0gun"]))
    assert ask(("SELECT 1", [])) == [[(1,)]]


@in_a_test
def test_after_a_statement_that_fails_none_runs_and_the_session_goes_on() -> None:
    ask(("CREATE TEMP TABLE once (n int PRIMARY KEY)", []))
    one = ("INSERT INTO once VALUES ($1)", [1])
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        ask(one, one, ("SELECT 1 / $1::int", [0]))
    assert isinstance(refused.value.__cause__, psycopg.errors.UniqueViolation)
    assert ask(("TABLE once", [])) == [[]]
    # what had been planned, and what had not, can both be asked
    assert ask(one, ("TABLE once", []), ("SELECT 1 / $1::int", [1])) == [[], [(1,)], [(1,)]]


@in_a_test
def test_what_is_told_waits_and_whoever_reads_next_sees_it() -> None:
    ask(("CREATE TEMP TABLE noted (n int)", []))
    with together():
        tell(("INSERT INTO noted VALUES (1)", []))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM noted")
            assert cursor.fetchone() == (1,)
        tell(("INSERT INTO noted VALUES (2)", []))
        assert ask(("SELECT count(*) FROM noted", [])) == [[(2,)]]
        tell(("INSERT INTO noted VALUES (3)", []))
        assert not connection.execute_wrappers[1:]
    assert ask(("SELECT count(*) FROM noted", [])) == [[(3,)]]


@in_a_test
def test_what_waits_when_something_fails_is_never_sent() -> None:
    ask(("CREATE TEMP TABLE noted (n int)", []))
    with pytest.raises(ZeroDivisionError), together():
        _told_and_then_failed()
    assert ask(("TABLE noted", [])) == [[]]


@in_a_test
def test_a_table_that_comes_before_another_of_its_name_counts_once_plans_are_forgotten() -> None:
    count = ("SELECT count(*) FROM gozinto_partner", [])
    assert ask(count) == [[(0,)]]
    ask(("CREATE TEMP TABLE gozinto_partner AS SELECT 1", []))
    roundtrips.forget()
    assert ask(count) == [[(1,)]]


@in_a_test
def test_what_is_forgotten_the_server_forgets_too() -> None:
    kept = ("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'gozinto_%'", [])
    ask(("SELECT 1", []), ("SELECT 2", []), kept)
    for _ in range(3):
        roundtrips.forget()
        assert ask(kept) == [[(1,)]]


@in_a_test
def test_one_that_makes_statements_anew_all_the_time_does_not_fill_the_server() -> None:
    for number in range(1100):
        assert ask((f"SELECT {number}", [])) == [[(number,)]]
    ((kept,),) = ask(("SELECT count(*) FROM pg_prepared_statements", []))[0]
    assert kept <= 600


def test_a_session_that_is_ended_raises_and_the_next_one_works(committed_db: Roles) -> None:
    ask(("SELECT 1", []))
    ((pid,),) = ask(("SELECT pg_backend_pid()", []))[0]
    with psycopg.connect(**committed_db.application.psycopg(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    with pytest.raises(OperationalError), transaction.atomic():
        ask(("SELECT 1", []))
    connection.close()
    assert ask(("SELECT 1", [])) == [[(1,)]]


def test_the_transaction_is_that_of_the_block(committed_db: Roles) -> None:
    with transaction.atomic():
        ask(("CREATE TEMP TABLE noted (n int)", []), ("INSERT INTO noted VALUES (1)", []))
        assert connection.in_atomic_block
        transaction.set_rollback(True)
    with pytest.raises(DatabaseError, match="does not exist"):
        ask(("TABLE noted", []))


def _told_and_then_failed() -> None:
    tell(("INSERT INTO noted VALUES (1)", []))
    raise ZeroDivisionError


def test_a_transaction_whose_planned_statements_are_gone_is_tried_again(
    committed_db: Roles,
) -> None:
    count = ("SELECT count(*) FROM gozinto_partner", [])
    run_tx(lambda: ask(count))
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert run_tx(lambda: ask(count)) == [[(0,)]]


@in_a_test
def test_what_takes_longer_than_it_did_is_planned_anew() -> None:
    """A plan made for a few rows would be kept while a plant grows."""
    sleeps = "SELECT pg_sleep($1::float8)"
    kept = ("SELECT name FROM pg_prepared_statements WHERE statement = $1", [sleeps])
    for _ in range(3):
        ask((sleeps, [0]))
    (before,) = ask(kept)
    ask((sleeps, [0.1]))
    assert ask(kept) == [before], "once is no pace"
    ask((sleeps, [0.2]))
    assert ask(kept) == [[]]
    ask((sleeps, [0]))
    (after,) = ask(kept)
    assert len(after) == 1
    assert after != before
