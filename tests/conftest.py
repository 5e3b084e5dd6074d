"""Gives the tests PostgreSQL: `DATABASE_URL` when set, else a server of this run alone.

Each worker has a database of its own, migrated as the owner; tests run as the application's
role, so that what it may not do fails here first.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections, transaction
from psycopg import sql
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from gozinto.deployment import database, locations, migrating, postgres
from gozinto.deployment.database import Roles
from gozinto.deployment.homes import Home
from tests import homes

KEPT = {"django_migrations", "django_content_type", "auth_permission", "gozinto_plantversion"}
"""Filled by migrating; everything else is empty before a test."""

LARGE_BYTES = 8 * 1024 * 1024
"""What is deleted row by row; a table with more is truncated, which costs files instead of rows."""


def _run_home() -> Home:
    # Short and passable for the server's account; one for all workers of a run.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"single-{os.getpid()}"
    return Home(Path(tempfile.gettempdir()) / f"gozinto-tests-{run[:16]}")


@pytest.fixture(autouse=True)
def _own_files(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> None:
    """What is attached in a test lies in a directory of the run's own, and not at home."""
    settings.GOZINTO_ATTACHMENTS_DIR = str(tmp_path_factory.getbasetemp() / "attachments")


def pytest_configure(config: pytest.Config) -> None:
    """`GOZINTO_TEST_POSTGRES`: the directory of the PostgreSQL programs to test with."""
    named = os.environ.get("GOZINTO_TEST_POSTGRES")
    if named:
        os.environ["GOZINTO_POSTGRES"] = named
    homes.share_kernels()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves the hours-long forms to `make test-long`, which asks for them with `-m long`."""
    if config.option.markexpr:
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Who started the workers removes their server, when the last of them has left."""
    if hasattr(session.config, "workerinput"):
        return
    runs = [_run_home()]
    workers = session.config.pluginmanager.get_plugin("dsession")
    if workers is not None and hasattr(workers, "nodemanager"):
        uid = workers.nodemanager.testrunuid
        runs = [Home(Path(tempfile.gettempdir()) / f"gozinto-tests-{uid[:16]}")]
    for home in runs:
        if home.path.exists():
            homes.remove(home)


@pytest.fixture(scope="session")
def server_owner() -> Iterator[locations.Address]:
    """The owner's address on the server under test."""
    url = os.environ.get("DATABASE_URL")
    if url:
        yield locations.read(url)
        return
    with postgres.running(_run_home().prepared()) as server:
        yield server.owner


@pytest.fixture(scope="session")
def roles(
    server_owner: locations.Address, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Roles]:
    """This worker's empty database, as each of its roles."""
    name = "test_gozinto" if worker_id == "master" else f"test_gozinto_{worker_id}"
    owner = server_owner.of(name)
    database.drop(owner)
    yield database.prepared(owner, home=Home(tmp_path_factory.mktemp("home")))
    database.drop(owner)


@pytest.fixture(scope="session")
def django_db_setup(roles: Roles, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Migrated as the owner, then Django's connection is the application's."""
    with django_db_blocker.unblock():
        migrating.use(roles.application)
        migrating.migrate(roles)
        _leave_uncounted(roles)
    os.environ[locations.CONNECTION] = roles.application.as_url()
    yield
    del os.environ[locations.CONNECTION]
    with django_db_blocker.unblock():
        connections.close_all()


def _leave_uncounted(roles: Roles) -> None:
    """Keeps the server from counting the tables behind the tests' backs.

    Between two tests it finds a table of many pages whose rows were rolled back, writes down that
    pages hold no rows, and plans every later statement for an empty table: a plant of eight
    seconds then takes minutes. A table never counted is planned by its size.
    """
    with closing(psycopg.connect(**roles.owner.psycopg())) as connection, connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (name,) in names.fetchall():
            connection.execute(
                sql.SQL("ALTER TABLE {} SET (autovacuum_enabled = off)").format(
                    sql.Identifier(name)
                )
            )


@pytest.fixture
def committed_db(
    roles: Roles, django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[Roles]:
    """For tests whose data must be committed, seen by other connections. Emptied afterwards."""
    with django_db_blocker.unblock():
        yield roles
        connections.close_all()
    empty(roles)


@contextmanager
def standing(build: Callable[[], object], *, blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is built is there for all tests while this lasts; each rolls back to it.

    For a fixture of modules whose tests all begin with it: built once, not for each of them.
    """
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # what is durable begins inside
    with blocker.unblock(), block:
        build()
        connection.check_constraints()
        with blocker.block():
            yield
        transaction.set_rollback(True)


def empty(roles: Roles) -> None:
    """Removes every row that is not there after migrating, as the owner.

    Only where there are rows: to truncate all tables gives each of their files a new one, whatever
    it held, which takes longer than most of the tests that come here.
    """
    with closing(psycopg.connect(**roles.owner.psycopg())) as connection, connection:
        sizes = {
            name: size
            for name, size in connection.execute(
                "SELECT tablename, pg_table_size(quote_ident(tablename)::regclass)"
                " FROM pg_tables WHERE schemaname = 'public'"
            )
            if name not in KEPT
        }
        row_of = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
        filled = connection.execute(
            sql.SQL(" UNION ALL ").join(
                row_of.format(sql.Literal(name), sql.Identifier(name)) for name in sizes
            )
        ).fetchall()
        names = [name for (name,) in filled]
        if max((sizes[name] for name in names), default=0) > LARGE_BYTES:
            every = sql.SQL(", ").join(map(sql.Identifier, sizes))
            connection.execute(sql.SQL("TRUNCATE {}").format(every))
        else:
            # Foreign keys are looked at when this ends, so that any order will do.
            for name in names:
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
        connection.execute(
            "SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence"
            " JOIN pg_depend ON objid = seqrelid AND deptype IN ('a', 'i')"
            " JOIN pg_class ON pg_class.oid = refobjid"
            " WHERE relname = ANY(%s) AND pg_sequence_last_value(seqrelid) IS NOT NULL",
            [list(sizes)],
        )
