"""A plant that was described before the versions were kept goes on by migrating."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from gozinto.deployment import database, migrating
from gozinto.deployment.database import Roles
from gozinto.plant import known

BEFORE = ("gozinto", "0012_orders_and_documents")


@pytest.fixture
def older(committed_db: Roles) -> Iterator[Roles]:
    """A database of the version before, with one material; Django is its owner."""
    beside = committed_db.owner.of(f"{committed_db.owner.name}_older")
    database.drop(beside)
    roles = Roles(beside, committed_db.application.of(beside.name))
    with psycopg.connect(
        **beside.of(database.MAINTENANCE).psycopg(), autocommit=True
    ) as maintenance:
        maintenance.execute(f'CREATE DATABASE "{beside.name}"')
    with psycopg.connect(**beside.psycopg()) as owner:
        owner.execute(f'GRANT USAGE ON SCHEMA public TO "{roles.application.user}"')
    migrating.use(beside)
    MigrationExecutor(connection).migrate([BEFORE])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO gozinto_material (code, name, kind, uom, tracking, state)"
            " VALUES ('HB', 'Halobutyl', 'raw', 'KGM', 'lot', 'active')"
        )
    yield roles
    connections.close_all()
    migrating.use(committed_db.application)
    database.drop(beside)


def test_what_was_described_before_is_known_and_its_changes_too(older: Roles) -> None:
    migrating.migrate(older)  # and Django is the application from here on
    assert known.now().materials["HB"].name == "Halobutyl"
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (older.application.user,)
        cursor.execute("UPDATE gozinto_material SET name = 'Other'")
    assert known.now().materials["HB"].name == "Other"


@pytest.mark.long
def test_the_way_back_leaves_nothing_behind(older: Roles) -> None:
    migrating.migrate(older)
    migrating.use(older.owner)
    MigrationExecutor(connection).migrate([BEFORE])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE gozinto_material SET name = 'Other'")  # no trigger is in the way
        cursor.execute("SELECT count(*) FROM pg_proc WHERE proname LIKE 'gozinto%'")
        assert cursor.fetchone() == (0,)
