"""kill -9 of web and database under workers who will not be discouraged."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol, TypeVar

import psycopg

from gozinto.deployment import postgres
from gozinto.deployment.attach import PLANT
from gozinto.deployment.homes import Home
from tests import homes

VICTIMS = ("worker", "server", "web", "both")


class Worker(Protocol):
    """Somebody who sends requests until the end. `told`: those that were acknowledged; `lot`: the
    number of the one lot that all of them are about."""

    lot: str

    @property
    def told(self) -> Sequence[Any]:
        """What was acknowledged."""

    def work(self, end: threading.Event) -> None:
        """Until the end; what was begun is brought to its end."""


W = TypeVar("W", bound=Worker)


UP = ("-c", "from gozinto.cli import main; main()", "up")


class Web:
    """`gozinto up` in a home, started again whenever it was killed.

    command: how Python is told to; more: what else its environment says.
    """

    def __init__(self, home: Home, *, command: Sequence[str] = UP, **more: str) -> None:
        self._home, self._command, self._more = home, command, more
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, *self._command],
            env=homes.environment(self._home, GOZINTO_PORT=str(self.port), **self._more),
            cwd=homes.ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def children(self) -> list[int]:
        """The processes that it started."""
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/children")
        return [int(pid) for task in tasks for pid in task.read_text().split()]

    def kill_worker(self, chance: random.Random) -> None:
        """One of its children, which it starts again itself."""
        with suppress(ProcessLookupError, IndexError, FileNotFoundError):
            os.kill(chance.choice(self.children()), signal.SIGKILL)

    def kill(self) -> None:
        """All of it goes, its children by themselves."""
        self._process.kill()
        self._process.wait()

    def keep_up(self, end: threading.Event) -> None:
        """Starts it again until the end: the port is taken until its last child has gone."""
        while not end.wait(0.1):
            if self._process.poll() is not None:
                self._process = self._started()

    def stop(self) -> None:
        """In good order."""
        self._process.terminate()
        self._process.wait()


def run(
    home: Home,
    make: Callable[[int], list[W]],
    *,
    kills: int,
    seed: int = 1,
    afterwards: Callable[[list[W]], object] = len,
) -> list[W]:
    """Strikes so often under the workers, made for a port; then each is answered whatever it asked.

    afterwards: what is asked of them while the web is up, when all have ended their work.
    """
    web, chance = Web(home), random.Random(seed)
    over, rest = threading.Event(), threading.Event()
    workers = make(web.port)
    threads = [threading.Thread(target=worker.work, args=(rest,)) for worker in workers]
    keeping = threading.Thread(target=web.keep_up, args=(over,))

    def wait_for(more: int) -> None:
        enough = sum(len(worker.told) for worker in workers) + more
        homes.wait_until(lambda: sum(len(worker.told) for worker in workers) >= enough)

    for thread in (*threads, keeping):
        thread.start()
    try:
        for number in range(kills):
            wait_for(20)
            time.sleep(chance.uniform(0, 0.2))  # so that kills fall anywhere in the work
            strike(home, web, VICTIMS[number % len(VICTIMS)], chance)
        wait_for(20)
        rest.set()
        for thread in threads:
            thread.join()
        afterwards(workers)
    finally:
        rest.set()
        for thread in threads:
            thread.join()
        over.set()
        keeping.join()
        web.stop()
    return workers


def strike(home: Home, web: Web, victim: str, chance: random.Random) -> None:
    """kill -9."""
    if victim in ("server", "both"):
        with suppress(ProcessLookupError, FileNotFoundError):
            os.kill(homes.server_pid(home), signal.SIGKILL)
    if victim == "worker":
        web.kill_worker(chance)
    if victim in ("web", "both"):
        web.kill()


def stock(home: Home, workers: Sequence[Worker]) -> list[Decimal]:
    """How many kilograms of each worker's lot are there."""
    with (
        postgres.running(home) as server,
        psycopg.connect(**server.owner.of(PLANT).psycopg()) as owner,
    ):
        found = dict(
            owner.execute(
                "SELECT number, on_hand FROM gozinto_objectstate s"
                " JOIN gozinto_traceableobject o ON o.id = s.object_id"
            ).fetchall()
        )
    return [found[worker.lot] for worker in workers]
