"""Which database a command gets (design 1), and what DATABASE_URL means (design 6)."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from gozinto.deployment import postgres
from gozinto.deployment.homes import Home
from gozinto.deployment.locations import Address
from tests import homes

LET_IN = "a-word-of-the-test"


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """A home with a server that stands in for somebody else's, too."""
    with homes.temporary() as made, postgres.running(made):
        yield made


@pytest.fixture
def other(home: Home) -> Iterator[tuple[Home, Address]]:
    """Another home, and an owner on a server that is not its own."""
    with homes.temporary() as made, postgres.running(home) as server:
        owner = Address(
            host=server.cluster.socket, name="factory", user="landlord", password=LET_IN
        )
        with psycopg.connect(**server.superuser.psycopg(), autocommit=True) as superuser:
            superuser.execute(
                sql.SQL("CREATE ROLE landlord LOGIN CREATEDB CREATEROLE PASSWORD {}").format(
                    sql.Literal(LET_IN)
                )
            )
            yield made, owner
            for name in ("factory", "factory_demo"):
                superuser.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            for name in ("factory_app", "factory_demo_app", "runner", "landlord"):
                superuser.execute(f"DROP ROLE IF EXISTS {name}")


def test_the_plant_is_used_and_a_demo_only_where_there_is_nothing_else(home: Home) -> None:
    assert homes.command(home, "migrate", "--demo").stdout.startswith("gozinto_demo is")
    only_demo = homes.command(home, "migrate")
    assert only_demo.stdout.startswith("gozinto_demo is")
    assert "demo plant" in only_demo.stderr
    with postgres.running(home) as server:
        with psycopg.connect(
            **server.owner.of("postgres").psycopg(), autocommit=True
        ) as connection:
            connection.execute("CREATE DATABASE gozinto")
        # An empty database is no plant yet.
        assert homes.command(home, "migrate").stdout.startswith("gozinto_demo is")
        with psycopg.connect(**server.owner.of("gozinto").psycopg()) as connection:
            connection.execute("CREATE TABLE django_migrations AS SELECT 1 AS id WHERE false")
        both = homes.command(home, "doctor", COLUMNS="200")
        assert "gozinto as gozinto_app" in both.stdout
        assert not both.stderr
        forced = homes.command(home, "migrate", "--demo")
        assert forced.stdout.startswith("gozinto_demo is")
        assert not forced.stderr


def test_database_url_names_the_owner_who_makes_the_rest(other: tuple[Home, Address]) -> None:
    home, owner = other
    done = homes.command(home, "migrate", DATABASE_URL=owner.as_url())
    assert (done.returncode, done.stdout) == (0, "factory is up to date.\n"), done.stderr
    assert not (home.path / "cluster.json").exists()
    password = (home.path / "factory_app_password").read_text()
    application = owner.as_role(user="factory_app", password=password)
    with psycopg.connect(**application.psycopg()) as connection:
        row = connection.execute(
            "SELECT has_table_privilege('gozinto_event', 'INSERT'),"
            " has_table_privilege('gozinto_event', 'UPDATE')"
        ).fetchone()
    assert row == (True, False)
    # A second home does not know the password: the owner makes a new one, and both go on.
    with homes.temporary() as second:
        assert homes.command(second, "migrate", DATABASE_URL=owner.as_url()).returncode == 0
    assert homes.command(home, "migrate", DATABASE_URL=owner.as_url()).returncode == 0


@pytest.mark.long
def test_the_applications_role_may_be_somebody_elses(
    other: tuple[Home, Address], home: Home
) -> None:
    mine, owner = other
    with (
        postgres.running(home) as server,
        psycopg.connect(**server.superuser.psycopg(), autocommit=True) as superuser,
    ):
        superuser.execute(
            sql.SQL("CREATE ROLE runner LOGIN PASSWORD {}").format(sql.Literal(LET_IN))
        )
        superuser.execute("ALTER ROLE landlord NOCREATEROLE")
    runner = owner.as_role(user="runner", password=LET_IN)
    urls = {"DATABASE_URL": owner.as_url(), "GOZINTO_APP_DATABASE_URL": runner.as_url()}
    done = homes.command(mine, "rebuild", "--check", **urls)
    assert done.returncode == 0, done.stderr
    without = homes.command(mine, "migrate", DATABASE_URL=owner.as_url())
    assert without.returncode == 1
    assert "CREATEROLE" in without.stderr


def test_an_owner_that_is_a_superuser_is_no_application(
    other: tuple[Home, Address], home: Home
) -> None:
    mine, owner = other
    with postgres.running(home) as server:
        boss = server.superuser.of("factory")
    urls = {"DATABASE_URL": owner.as_url(), "GOZINTO_APP_DATABASE_URL": boss.as_url()}
    done = homes.command(mine, "migrate", **urls)
    assert done.returncode == 1
    assert "is a superuser" in done.stderr


@pytest.mark.parametrize("url", ["mysql://a@b/c", "nonsense"])
def test_a_database_url_that_is_none_is_refused(url: str, home: Home) -> None:
    done = homes.command(home, "migrate", DATABASE_URL=url)
    assert done.returncode == 5
    assert "postgresql://USER" in done.stderr
