"""Databases that come and go: for tests, and for a restore that failed."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from gozinto.deployment import database
from gozinto.deployment.homes import Home
from gozinto.deployment.locations import Address


def test_a_database_is_dropped_although_the_application_is_connected(
    server_owner: Address, worker_id: str, tmp_path: Path
) -> None:
    owner = server_owner.of(f"test_gozinto_{worker_id}_in_use")
    roles = database.prepared(owner, home=Home(tmp_path))
    with psycopg.connect(**roles.application.psycopg()) as application:
        database.drop(owner)
        assert not database.exists(owner)
        with pytest.raises(psycopg.OperationalError):
            application.execute("SELECT 1")
