"""The application may read the record and add to it; the database itself forbids the rest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, ClassVar

import psycopg
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from psycopg import sql

from gozinto.deployment import database
from gozinto.deployment.database import Roles
from gozinto.errors import Unavailable

pytestmark = pytest.mark.django_db


def record_tables() -> list[str]:
    """The tables of the models that declare themselves record or register."""
    return [
        m._meta.db_table
        for m in apps.get_app_config("gozinto").get_models()
        if database.declared(m) in ("record", "register")
    ]


def tried(statement: str) -> int:
    """Runs a statement as the application, and undoes it; answers the rows it touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        transaction.set_rollback(True)
        return int(cursor.rowcount)


def test_tests_run_as_the_application(roles: Roles) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (roles.application.user,)
    assert roles.application.user != roles.owner.user


def test_the_application_cannot_change_the_record() -> None:
    tables = record_tables()
    assert tables
    for table in tables:
        column = apps.get_app_config("gozinto").get_models()
        key = next(m for m in column if m._meta.db_table == table)._meta.pk
        assert key is not None
        for statement in (
            f'UPDATE "{table}" SET "{key.column}" = "{key.column}"',
            f'DELETE FROM "{table}"',
            f'TRUNCATE "{table}" CASCADE',
        ):
            with pytest.raises(ProgrammingError, match="permission denied"):
                tried(statement)


def test_the_owner_could_change_it_so_the_test_can_fail(roles: Roles) -> None:
    with psycopg.connect(**roles.owner.psycopg()) as owner:
        done = owner.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(record_tables()[0])))
        assert done.statusmessage == "DELETE 0"
        owner.rollback()


def test_the_application_cannot_give_itself_more() -> None:
    table = record_tables()[0]
    for statement in (
        f'ALTER TABLE "{table}" DISABLE TRIGGER ALL',
        f'ALTER TABLE "{table}" OWNER TO CURRENT_USER',
        f'DROP TABLE "{table}" CASCADE',
        "CREATE TABLE beside (x int)",
        "CREATE ROLE another SUPERUSER",
    ):
        with pytest.raises(ProgrammingError, match=r"permission denied|must be (owner|superuser)"):
            tried(statement)


def test_a_grant_by_the_application_gives_nothing(roles: Roles) -> None:
    name = roles.application.user
    table = record_tables()[0]
    with psycopg.connect(**roles.application.psycopg(), autocommit=True) as application:
        # Some servers refuse, others warn that nothing was granted.
        with suppress(psycopg.errors.InsufficientPrivilege):
            application.execute(
                sql.SQL("GRANT UPDATE, DELETE ON {} TO {}").format(
                    sql.Identifier(table), sql.Identifier(name)
                )
            )
        may = application.execute(
            "SELECT has_table_privilege(%s, %s, 'UPDATE, DELETE, TRUNCATE')", [name, table]
        ).fetchone()
    assert may == (False,)


def test_projections_and_djangos_own_tables_may_be_written() -> None:
    kinds = {m: database.declared(m) for m in apps.get_app_config("gozinto").get_models()}
    for model, kind in kinds.items():
        if kind not in ("record", "register", "counter", "version"):
            assert tried(f'DELETE FROM "{model._meta.db_table}" WHERE false') == 0
    assert tried("DELETE FROM django_session WHERE false") == 0
    assert tried("CREATE TEMP TABLE scratch (x int)") == -1  # done; it counts no rows


def test_a_model_that_does_not_declare_itself_is_refused() -> None:
    class Meta:
        db_table = "x"
        app_label = "gozinto"
        auto_created = False

    class Silent:
        _meta: ClassVar[Any] = Meta

    with pytest.raises(Unavailable, match="does not declare"):
        database.declared(Silent)  # type: ignore[arg-type]  # a stand-in: no table wanted


@pytest.fixture
def altered(roles: Roles) -> Iterator[psycopg.Connection]:
    """The owner, who may change how the application's role behaves; put back afterwards."""
    role = sql.Identifier(roles.application.user)
    with psycopg.connect(**roles.owner.psycopg(), autocommit=True) as owner:
        yield owner
        owner.execute(sql.SQL("ALTER ROLE {} RESET ALL").format(role))


def test_a_safe_server_is_accepted(roles: Roles) -> None:
    assert database.check_safe(roles.application) is None


@pytest.mark.parametrize(("value", "accepted"), [("off", False), ("local", False), ("on", True)])
def test_a_start_is_refused_unless_commits_wait_for_the_disk(
    value: str, accepted: bool, roles: Roles, altered: psycopg.Connection
) -> None:
    altered.execute(
        sql.SQL("ALTER ROLE {} SET synchronous_commit = {}").format(
            sql.Identifier(roles.application.user), sql.Literal(value)
        )
    )
    if accepted:
        assert database.check_safe(roles.application) is None
        return
    with pytest.raises(Unavailable, match=f"synchronous_commit = {value}") as refused:
        database.check_safe(roles.application)
    assert "ALTER SYSTEM" in refused.value.next_step
