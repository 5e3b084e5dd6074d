"""One database with its two roles: the owner migrates, the application runs.

The application may do with a table what the model behind it declares itself to be, and the
record it may only read and add to.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from django.apps import apps
from django.db.models import Model
from psycopg import sql

from gozinto.deployment.homes import Home
from gozinto.deployment.locations import Address
from gozinto.deployment.postgres.binaries import OLDEST_MAJOR
from gozinto.errors import Unavailable

MAINTENANCE = "postgres"
MAY = {
    "master": "SELECT, INSERT, UPDATE, DELETE",
    "record": "SELECT, INSERT",
    "projection": "SELECT, INSERT, UPDATE, DELETE",
    "queue": "SELECT, INSERT, UPDATE, DELETE",
    "register": "SELECT, INSERT",
    "counter": "SELECT, INSERT, UPDATE",
    "version": "SELECT",
}
"""What the application's role may do, by what a model declares itself to be."""

MUST_BE_ON = ("fsync", "full_page_writes", "synchronous_commit")


@dataclass(frozen=True)
class Roles:
    """One database, as each of its two roles."""

    owner: Address
    application: Address


@contextmanager
def connected(address: Address, *, autocommit: bool = False) -> Iterator[psycopg.Connection]:
    """A connection outside Django, for what the application itself must not do.

    Raises Unavailable when the server cannot be reached.
    """
    try:
        connection = psycopg.connect(**address.psycopg(), autocommit=autocommit, connect_timeout=10)
    except psycopg.OperationalError as problem:
        reason = str(problem).strip().splitlines()[0].rpartition("failed: ")[2]
        raise Unavailable(
            f"The database {address.described()} cannot be reached: {reason}",
            next_step="Check DATABASE_URL and that the server runs; `gozinto doctor` says more.",
        ) from problem
    with connection:
        yield connection


def exists(owner: Address) -> bool:
    """Whether the server has a database of this name."""
    with connected(owner.of(MAINTENANCE), autocommit=True) as connection:
        row = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [owner.name]
        ).fetchone()
    return row is not None


def prepared(owner: Address, *, home: Home, application: Address | None = None) -> Roles:
    """The database and the application's role, made when they are not there.

    `application` names a role that someone else made; else it is `<database>_app`, with its
    password in the home. Raises Unavailable when the owner may not make what is missing.
    """
    try:
        if not exists(owner):
            with connected(owner.of(MAINTENANCE), autocommit=True) as connection:
                _create_database(connection, owner.name)
        if application is None:
            application = application_role(owner, home=home)
        with connected(owner, autocommit=True) as connection:
            _let_in(connection, database=owner.name, role=application.user)
    except psycopg.errors.InsufficientPrivilege as problem:
        raise Unavailable(
            f"The role {owner.user} may not prepare the database {owner.name}: "
            f"{str(problem).strip().splitlines()[0]}",
            next_step=f"ALTER ROLE {owner.user} CREATEDB CREATEROLE; or set "
            "GOZINTO_APP_DATABASE_URL to a role that you made.",
        ) from problem
    return Roles(owner, application)


def _create_database(connection: psycopg.Connection, name: str) -> None:
    try:
        # template0: what an administrator put into template1 is not ours, nor is its encoding.
        connection.execute(
            sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(
                sql.Identifier(name)
            )
        )
    except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
        return  # another command was first


def application_role(owner: Address, *, home: Home) -> Address:
    """The application's role of a database, `<database>_app`, made when there is none."""
    role = f"{owner.name}_app"
    address = owner.as_role(user=role, password=home.secret(f"{role}_password"))
    try:
        with psycopg.connect(**address.psycopg(), connect_timeout=10):
            return address
    except psycopg.OperationalError:
        # No such role yet, or one whose password another home keeps: the owner decides.
        pass
    with connected(owner.of(MAINTENANCE), autocommit=True) as connection:
        name, password = sql.Identifier(role), sql.Literal(address.password)
        rights = sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}").format(password)
        try:
            connection.execute(sql.SQL("CREATE ROLE {} ").format(name) + rights)
        except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
            connection.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(name, password))
    return address


def _let_in(connection: psycopg.Connection, *, database: str, role: str) -> None:
    name, to = sql.Identifier(database), sql.Identifier(role)
    with connection.transaction():
        # Two commands that grant at once would both write the same row of the catalogue.
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('gozinto grants'))")
        for statement in (
            "REVOKE ALL ON DATABASE {name} FROM PUBLIC",
            "GRANT CONNECT, TEMPORARY ON DATABASE {name} TO {to}",
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            "GRANT USAGE ON SCHEMA public TO {to}",
        ):
            connection.execute(sql.SQL(statement).format(name=name, to=to))


def rights() -> dict[str, str]:
    """What the application's role may do with each table, by table.

    Raises Unavailable when a model of ours does not declare what it is.
    """
    table: dict[str, str] = {"django_migrations": "SELECT"}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            table[model._meta.db_table] = MAY[declared(model)]
    return table


def declared(model: type[Model]) -> str:
    """What a model declares itself to be. Django's own tables are edited freely: master."""
    if model._meta.app_label != "gozinto":
        return "master"
    source = model._meta.auto_created or model
    kind = getattr(source, "declared_as", None)
    if kind not in MAY:
        raise Unavailable(
            f"{model.__name__} does not declare what it is.",
            next_step=f"Give it declared_as, one of {', '.join(MAY)}.",
        )
    return str(kind)


def grant(roles: Roles) -> None:
    """Gives the application exactly its rights on every table. Run after each migration."""
    to = sql.Identifier(roles.application.user)
    with connected(roles.owner) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('gozinto grants'))")
        for table, allowed in rights().items():
            name = sql.Identifier(table)
            connection.execute(sql.SQL("REVOKE ALL ON {} FROM PUBLIC, {}").format(name, to))
            connection.execute(sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(allowed), name, to))
        connection.execute(
            sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(to)
        )


def check_safe(application: Address) -> None:
    """Refuses a server that could lose what was acknowledged, or a role that could change it.

    Raises Unavailable with the first thing wrong and its remedy.
    """
    with connected(application) as connection:
        if connection.info.server_version < OLDEST_MAJOR * 10_000:
            raise Unavailable(
                f"The server is PostgreSQL {connection.info.server_version // 10_000}; "
                f"{OLDEST_MAJOR} is the oldest that will do.",
                next_step="Upgrade the server, or unset DATABASE_URL to use the embedded one.",
            )
        for setting in MUST_BE_ON:
            row = connection.execute("SELECT current_setting(%s)", [setting]).fetchone()
            # synchronous_commit may also ask for more than `on`: for the standby's disk.
            if row is None or row[0] not in ("on", "remote_apply"):
                raise Unavailable(
                    f"The server has {setting} = {row[0] if row else '?'}: "
                    "what it acknowledges can be lost.",
                    next_step=f"ALTER SYSTEM SET {setting} = on; then restart the server.",
                )
        role = connection.execute(
            "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    if role is None or role[0] or role[1]:
        word = "a superuser" if role and role[0] else "above row-level security"
        raise Unavailable(
            f"The application's role {application.user} is {word}.",
            next_step=f"ALTER ROLE {application.user} NOSUPERUSER NOBYPASSRLS; "
            "or name another in GOZINTO_APP_DATABASE_URL.",
        )


def drop(owner: Address) -> None:
    """Removes a database and the application's role made for it: tests and failed restores."""
    role = sql.Identifier(f"{owner.name}_app")
    with connected(owner.of(MAINTENANCE), autocommit=True) as connection:
        if connection.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = %s", [f"{owner.name}_app"]
        ).fetchone():
            # Only who has a role's privileges may end its sessions.
            connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
        # Not WITH (FORCE): it would end an autovacuum worker too, which is the superuser's and
        # refused. Without it PostgreSQL asks such a worker to leave by itself, and waits for it.
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = %s AND pg_has_role(usesysid, 'USAGE')",
            [owner.name],
        )
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(owner.name)))
        connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(role))
