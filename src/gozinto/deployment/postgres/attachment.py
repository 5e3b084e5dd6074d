"""How a command gets a running server and keeps it running for as long as it needs it."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

from gozinto.deployment.homes import Home
from gozinto.deployment.locations import Address
from gozinto.deployment.postgres import cluster as clusters
from gozinto.deployment.postgres.cluster import SUPERUSER, Cluster
from gozinto.deployment.postgres.keeper import (
    failure_file,
    keeper_lock,
    locked,
    open_lock,
    users_lock,
)
from gozinto.errors import StorageFull, Unavailable

OWNER = "gozinto_owner"
LOOK_S = 0.05
STARTING_BYTES = 4 * 1024 * 1024
"""What a start writes before the server answers, at most."""


@dataclass(frozen=True)
class Server:
    """A running embedded server. Its superuser is the supervisor's own; nobody else uses it."""

    home: Home
    cluster: Cluster

    @property
    def superuser(self) -> Address:
        """The maintenance database as the superuser."""
        password = self.home.secret("postgres_password")
        return Address(host=self.cluster.socket, name="postgres", user=SUPERUSER, password=password)

    @property
    def owner(self) -> Address:
        """The maintenance database as the owner of ours: no superuser, so that what works
        here works on any server."""
        return self.superuser.as_role(user=OWNER, password=self.home.secret("owner_password"))

    def ensure(self) -> None:
        """Returns when the server answers; starts a keeper when there is none.

        Waits without limit while the server recovers. Raises Unavailable with the server's
        own words when it cannot start.
        """
        while not self._answers():
            if not keeper_alive(self.home):
                self._raise_failure()
                start_keeper(self.home)
            time.sleep(LOOK_S)  # recovery tells nobody that it has ended: one has to ask

    def _answers(self) -> bool:
        try:
            with psycopg.connect(
                **self.superuser.psycopg(), connect_timeout=5, autocommit=True
            ) as connection:
                _make_owner(connection, password=self.owner.password)
        except psycopg.OperationalError as problem:
            if "password authentication failed" in str(problem):
                raise Unavailable(
                    "The server of this home does not know the home's password.",
                    next_step=f"Restore {self.home.path}/postgres_password from a copy.",
                ) from problem
            return False
        return True

    def _raise_failure(self) -> None:
        if shutil.disk_usage(self.cluster.directory).free < STARTING_BYTES:
            raise StorageFull(
                f"The disk of {self.cluster.directory} is full: the database server cannot start."
            )
        file = failure_file(self.home)
        if file.exists():
            message, _, next_step = file.read_text().partition("\n")
            file.unlink()
            raise Unavailable(message, next_step=next_step.strip())


def _make_owner(connection: psycopg.Connection, *, password: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone()
    if known:
        return
    try:
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN CREATEDB CREATEROLE NOSUPERUSER PASSWORD {}").format(
                sql.Identifier(OWNER), sql.Literal(password)
            )
        )
    except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        return  # another command was first


def keeper_alive(home: Home) -> bool:
    """Whether a keeper holds its lock. A killed one does not: the kernel let go."""
    with open_lock(keeper_lock(home)) as file:
        return not locked(file, fcntl.LOCK_SH)


def start_keeper(home: Home) -> None:
    """Starts a keeper that outlives us; returns when it is on its own."""
    environment = {k: v for k, v in os.environ.items() if k.startswith(("PYTHON", "GOZINTO_P"))}
    with (home.path / "keeper.log").open("a") as log:
        subprocess.run(
            [sys.executable, "-m", "gozinto.deployment.postgres", str(home.path)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=clusters.CLEAN | environment,
            start_new_session=True,
            check=True,
        )
    waited_until = time.monotonic() + 5
    while not (keeper_alive(home) or failure_file(home).exists()):
        if time.monotonic() > waited_until:
            return
        time.sleep(LOOK_S)  # the keeper is detached, so only its files tell how it does


@contextmanager
def running(home: Home) -> Iterator[Server]:
    """The server of a home, made and started as needed, running until the last user leaves."""
    cluster = clusters.made(home)
    # Waits while a keeper that has just lost its last user shuts the server down.
    with open_lock(users_lock(home)) as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        server = Server(home, cluster)
        server.ensure()
        yield server
