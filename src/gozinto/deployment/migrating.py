"""Brings the tables to what the models say, as the owner, and gives the application its rights."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from gozinto.deployment import database
from gozinto.deployment.database import Roles
from gozinto.deployment.locations import Address


def use(address: Address) -> None:
    """From here on, Django's connection of this thread is to `address`.

    New threads see it too: they copy these settings when they first connect.
    """
    connection.close()
    connection.settings_dict.update(
        HOST=address.host,
        PORT=str(address.port),
        NAME=address.name,
        USER=address.user,
        PASSWORD=address.password,
    )


@contextmanager
def _as(address: Address, *, then: Address) -> Iterator[None]:
    use(address)
    try:
        yield
    finally:
        use(then)


def pending() -> list[str]:
    """The migrations that the database Django is connected to does not have yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{step.app_label}.{step.name}" for step, _ in plan]


def migrate(roles: Roles, *, say: TextIO | None = None) -> list[str]:
    """Applies what is pending; answers the names of it. Django is then the application.

    One at a time: a second caller waits, and then finds nothing to do.
    """
    with database.connected(roles.owner, autocommit=True) as gate:
        gate.execute("SELECT pg_advisory_lock(hashtext('gozinto migrate'))")
        with _as(roles.owner, then=roles.application):
            applied = pending()
            call_command("migrate", interactive=False, verbosity=1 if say else 0, stdout=say)
        database.grant(roles)
    return applied


def is_current(roles: Roles) -> bool:
    """Whether the database has every migration and the application may read it."""
    use(roles.application)
    try:
        return not pending()
    except DatabaseError:
        return False
