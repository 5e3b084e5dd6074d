"""The keeper: a detached process that is the server's parent as long as a command needs it.

Two locks in the home speak for themselves even after a kill -9, because the kernel lets go
of them: `keeper.lock` is held by the keeper (there is one), `users.lock` is shared by every
attached command. The keeper stops the server when it can have the latter for itself.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from gozinto.deployment.homes import Home
from gozinto.deployment.postgres import cluster as clusters
from gozinto.deployment.postgres.account import launch
from gozinto.deployment.postgres.cluster import Cluster
from gozinto.errors import GozintoError, Unavailable

LOOK_S = 0.1
"""How often the keeper looks at the server and at the lock of the users."""

LOG_BYTES = 20 * 1024 * 1024
"""How long the server's log may grow before the next start puts it aside, over the last one."""

STOP_S = 90
"""How long a fast shutdown may take before the server is told to leave at once."""

FAILURES = 5
"""Starts in a row that ended by themselves before the keeper gives up and says why."""

ORPHANS = ("pre-existing shared memory block", 'lock file "postmaster.pid" already exists')


def keeper_lock(home: Home) -> Path:
    """Held by the keeper of a home."""
    return home.path / "keeper.lock"


def users_lock(home: Home) -> Path:
    """Shared by the commands attached to a home."""
    return home.path / "users.lock"


def failure_file(home: Home) -> Path:
    """Why the last keeper gave up."""
    return home.path / "keeper.failed"


def open_lock(path: Path) -> IO[str]:
    """Opens a lock's file, made for us alone: who can open it could hold us up."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+")


def locked(file: IO[str], kind: int) -> bool:
    """Takes a flock without waiting; False when another holds it."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Keeper:
    """Keeps one server: starts it, starts it again when it dies, stops it after its last user."""

    def __init__(self, *, home: Home, cluster: Cluster, users: IO[str]) -> None:
        self.home = home
        self.cluster = cluster
        self.users = users
        self.asked_to_stop = False

    def stop(self, *_: object) -> None:
        """Asks for an end (a signal handler)."""
        self.asked_to_stop = True

    def wanted(self) -> bool:
        """Whether someone still needs the server. False is for good: the lock is then ours."""
        return not (
            self.asked_to_stop
            or not clusters.state_file(self.home).exists()
            or locked(self.users, fcntl.LOCK_EX)
        )

    def keep(self) -> None:
        """Runs until nobody needs the server. Raises GozintoError when it will not start."""
        found = clusters.binaries(self.cluster)
        failures = 0
        while self.wanted():
            clusters.open_socket_directory(self.cluster)
            self.end_orphan()
            self.put_log_aside()
            read_from = self.cluster.log.stat().st_size if self.cluster.log.exists() else 0
            began = time.monotonic()
            self.run_once(clusters.server_arguments(self.cluster, found))
            if not self.wanted():
                break
            said = self.said_since(read_from)
            if any(sign in said for sign in ORPHANS):
                time.sleep(LOOK_S)  # processes of the killed server still hold its memory
                continue
            failures = failures + 1 if time.monotonic() - began < 2 else 0
            note(f"the server ended by itself; starting it again ({failures})")
            if failures >= FAILURES:
                raise gives_up(said)

    def run_once(self, arguments: Sequence[str]) -> None:
        """One life of the server, from its start until it is reaped."""
        command, rest = launch(arguments, account=self.cluster.runner(), die_with_parent=True)
        with self.cluster.log.open("a") as log:
            server = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=clusters.CLEAN,
                start_new_session=True,
                **rest,
            )
        while server.poll() is None:
            if not self.wanted():
                self.shut_down(server)
                return
            time.sleep(LOOK_S)  # two things end this wait: the server, or the last command

    def shut_down(self, server: subprocess.Popen[bytes]) -> None:
        """Fast shutdown: transactions are rolled back, a checkpoint is written."""
        server.send_signal(signal.SIGINT)
        try:
            server.wait(STOP_S)
        except subprocess.TimeoutExpired:
            note("fast shutdown took too long; the next start will recover")
            server.send_signal(signal.SIGQUIT)
            server.wait()

    def end_orphan(self) -> None:
        """Asks a server of an earlier keeper to leave, where no death signal reached it."""
        try:
            pid = int((self.cluster.data / "postmaster.pid").read_text().split("\n")[0])
            at_work_in = os.readlink(f"/proc/{pid}/cwd")
        except (OSError, ValueError):
            return
        if Path(at_work_in) == self.cluster.data:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)

    def put_log_aside(self) -> None:
        """Keeps one older log, so that the disk does not fill with words."""
        log = self.cluster.log
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))

    def said_since(self, position: int) -> str:
        """What the server wrote to its log since `position`, in bytes."""
        with self.cluster.log.open("rb") as log:
            log.seek(position)
            return log.read().decode(errors="replace")


def gives_up(said: str) -> Unavailable:
    """Why the server ended several times in a row right after its start, in its own words."""
    lines = [line for line in said.splitlines() if "FATAL" in line or "PANIC" in line]
    last = (lines or said.splitlines() or ["it said nothing"])[-1]
    return Unavailable(f"The database server does not start: {last.strip()}")


def note(text: str) -> None:
    """One line of the keeper's own log."""
    sys.stderr.write(f"{datetime.now(UTC).isoformat(timespec='milliseconds')} {text}\n")
    sys.stderr.flush()


def main(path: str) -> int:
    """Keeps the server of the home at `path`. Exits at once when it already has a keeper."""
    if os.fork():  # the starter must not become the parent who has to reap us
        return 0
    home = Home(Path(path))
    with open_lock(keeper_lock(home)) as mine, open_lock(users_lock(home)) as users:
        patience = 20
        while not locked(mine, fcntl.LOCK_EX):  # a command may be looking whether it is free
            patience -= 1
            if not patience:
                return 0
            time.sleep(0.05)  # a look takes less; who holds the lock longer is another keeper
        cluster = clusters.find(home)
        if cluster is None:
            return 1
        failure_file(home).unlink(missing_ok=True)
        keeper = Keeper(home=home, cluster=cluster, users=users)
        signal.signal(signal.SIGTERM, keeper.stop)
        signal.signal(signal.SIGINT, keeper.stop)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        mine.truncate(0)
        mine.write(f"{os.getpid()}\n")
        mine.flush()
        note("keeping")
        try:
            keeper.keep()
        except GozintoError as problem:
            note(problem.message)
            with suppress(FileNotFoundError):  # the home itself may be gone
                failure_file(home).write_text(f"{problem.message}\n{problem.next_step}\n")
            return 1
        finally:
            with suppress(OSError):  # somebody put something there, or nothing was made
                Path(cluster.socket).rmdir()
        note("stopped")
    return 0
