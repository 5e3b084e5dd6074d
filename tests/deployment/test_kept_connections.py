"""A request is answered although the server fell since the last one, and asks it nothing first."""

from __future__ import annotations

import psycopg
from django.core.signals import request_started
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gozinto.deployment import kept_connections
from gozinto.deployment.database import Roles


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_a_silent_connection_is_not_asked(committed_db: Roles) -> None:
    connection.ensure_connection()
    connection.health_check_enabled = True
    connection.health_check_done = False
    kept_connections.look()
    with CaptureQueriesContext(connection) as asked:
        connection.close_if_health_check_failed()
    assert (connection.health_check_done, len(asked)) == (True, 0)


def test_one_that_the_server_ended_is_found_out_and_made_anew(committed_db: Roles) -> None:
    before = _backend()
    with psycopg.connect(**committed_db.application.psycopg(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
    connection.health_check_enabled = True
    connection.health_check_done = False
    kept_connections.look()
    assert _backend() != before


def test_every_request_looks_after_django_has(committed_db: Roles) -> None:
    kept_connections.look_before_requests()
    try:
        last = request_started.receivers[-1][1]()
        assert last is kept_connections.look
    finally:
        request_started.disconnect(kept_connections.look)
