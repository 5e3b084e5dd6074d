"""The way every command gets its database: `with attached() as here: ...`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
from django.db import connections

from gozinto.deployment import database, homes, locations, memory, migrating, postgres
from gozinto.deployment.database import Roles
from gozinto.deployment.homes import Home
from gozinto.deployment.locations import CONNECTION, DATA_DIRECTORY, Address
from gozinto.deployment.postgres import Server
from gozinto.errors import Unavailable

SETTINGS = "gozinto.deployment.settings"
PLANT = "gozinto"


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """What a command is attached to, for as long as its `with` lasts."""

    home: Home
    roles: Roles
    is_demo: bool
    server: Server | None
    """The embedded server; None when DATABASE_URL names one of somebody else's."""


@dataclass(frozen=True, kw_only=True)
class Landlord:
    """The server our databases are on, as their owner, before one of them is chosen."""

    plant: Address
    home: Home
    server: Server | None = None

    @property
    def demo(self) -> Address:
        """The demo's own database, so that its record stands beside no real one."""
        return self.plant.of(f"{self.plant.name}_demo")

    def chosen(self, *, demo: bool, plant: bool) -> Address:
        """The database a command means (design 1): the plant's; where there is only a demo,
        that one, said on standard error; `demo` and `plant` force either."""
        if demo:
            return self.demo
        if plant or is_in_use(self.plant) or not is_in_use(self.demo):
            return self.plant
        sys.stderr.write(f"Using the demo plant ({self.demo.name}): this home has no other yet.\n")
        return self.demo


def is_in_use(owner: Address) -> bool:
    """Whether a database is there and was migrated: an administrator may have made an empty one."""
    if not database.exists(owner):
        return False
    with database.connected(owner) as connection:
        row = connection.execute("SELECT to_regclass('public.django_migrations')").fetchone()
    return row is not None and row[0] is not None


@contextmanager
def landlord(*, home: Home) -> Iterator[Landlord]:
    """The server: that of DATABASE_URL, else the embedded one, running while this lasts.

    Raises Unavailable when there is none, Malformed when DATABASE_URL cannot be read.
    """
    url = os.environ.get("DATABASE_URL")
    if url:
        yield Landlord(plant=locations.read(url), home=home)
        return
    with postgres.running(home) as server:
        yield Landlord(plant=server.owner.of(PLANT), home=home, server=server)


@contextmanager
def attached(
    *, demo: bool = False, plant: bool = False, home: Path | None = None
) -> Iterator[Attachment]:
    """Attaches this process to its database: server running, tables current, Django ready.

    A process that was started by an attached one uses the same database. Raises Unavailable
    when the database cannot be had or is not safe to use.
    """
    here = Home(home.absolute()) if home else homes.current()
    if CONNECTION in os.environ:
        yield _inherited(here, demo=demo)
        return
    with landlord(home=here.prepared()) as owner_of:
        owner = owner_of.chosen(demo=demo, plant=plant)
        roles = database.prepared(owner, home=here, application=named_application(owner))
        exported = exported_for(roles.application, home=here, server=owner_of.server)
        os.environ.update(exported)
        try:
            django.setup()
            memory.look_seldom()
            if not migrating.is_current(roles):
                migrating.migrate(roles)
            database.check_safe(roles.application)
            yield Attachment(
                home=here,
                roles=roles,
                is_demo=owner == owner_of.demo,
                server=owner_of.server,
            )
        finally:
            connections.close_all()
            for name in exported:
                os.environ.pop(name, None)


def named_application(owner: Address) -> Address | None:
    """The application's role that GOZINTO_APP_DATABASE_URL names, on the owner's database."""
    url = os.environ.get("GOZINTO_APP_DATABASE_URL")
    return locations.read(url).of(owner.name) if url else None


def exported_for(application: Address, *, home: Home, server: Server | None) -> dict[str, str]:
    """What a process needs in its environment to use this database, by name."""
    exported = {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "GOZINTO_HOME": str(home.path),
        CONNECTION: application.as_url(),
    }
    if server:
        exported[DATA_DIRECTORY] = str(server.cluster.data)
    return exported


def _inherited(home: Home, *, demo: bool) -> Attachment:
    application = locations.read(os.environ[CONNECTION])
    is_demo = application.name.endswith("_demo")
    if demo and not is_demo:
        raise Unavailable(
            f"This process is attached to {application.name}, which is no demo.",
            next_step=f"Start it without {CONNECTION} in its environment.",
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    # Whoever attached us kept the owner's password to himself.
    return Attachment(
        home=home, roles=Roles(application, application), is_demo=is_demo, server=None
    )
