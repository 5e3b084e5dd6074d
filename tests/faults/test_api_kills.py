"""kill -9 of web and database under requests with keys: what was answered is there, once."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from gozinto.deployment import postgres
from gozinto.deployment.attach import PLANT
from gozinto.deployment.homes import Home
from tests import homes
from tests.faults.clerks import Clerk

CLERKS = 4
VICTIMS = ("worker", "server", "web", "both")


class Web:
    """`gozinto up` in a home, started again whenever it was killed."""

    def __init__(self, home: Home) -> None:
        self._home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", "from gozinto.cli import main; main()", "up"],
            env=homes.environment(self._home, GOZINTO_PORT=str(self.port)),
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


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """A small plant in a home with a server of its own."""
    with homes.temporary() as made:
        done = homes.module(made, "tests.faults.furnished")
        assert done.returncode == 0, done.stderr
        homes.lend_kernels(made)
        yield made


@pytest.fixture(scope="module")
def token(home: Home) -> str:
    """Of a program that tells what clerks do."""
    made = homes.command(home, "token", "create", "--role", "integrator")
    found = re.search(r"gz_\S+", made.stdout)
    assert found, made.stderr
    return found[0]


def run(
    home: Home, token: str, *, kills: int, seed: int = 1, keeps_keys: bool = True
) -> list[Clerk]:
    """Strikes so often under four clerks; then each has been answered whatever it asked.

    Ends with the web up, every key sent once more, and answered the same.
    """
    web, chance = Web(home), random.Random(seed)
    over, rest = threading.Event(), threading.Event()
    clerks = [Clerk(web.port, token, keeps_keys) for _ in range(CLERKS)]
    threads = [threading.Thread(target=clerk.work, args=(rest,)) for clerk in clerks]
    keeping = threading.Thread(target=web.keep_up, args=(over,))

    def wait_for(more: int) -> None:
        enough = sum(len(clerk.told) for clerk in clerks) + more
        homes.wait_until(lambda: sum(len(clerk.told) for clerk in clerks) >= enough)

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
        if keeps_keys:
            check_answers(clerks)
    finally:
        rest.set()
        for thread in threads:
            thread.join()
        over.set()
        keeping.join()
        web.stop()
    return clerks


def strike(home: Home, web: Web, victim: str, chance: random.Random) -> None:
    """kill -9."""
    if victim in ("server", "both"):
        with suppress(ProcessLookupError, FileNotFoundError):
            os.kill(homes.server_pid(home), signal.SIGKILL)
    if victim == "worker":
        web.kill_worker(chance)
    if victim in ("web", "both"):
        web.kill()


def check_answers(clerks: list[Clerk]) -> None:
    """Each key sent once more is answered as before, and says that it is."""
    for clerk in clerks:
        for request in clerk.told[::7]:
            status, answer, is_replayed = clerk.send(request)
            assert (status, answer, is_replayed) == (201, request.answer, True)


def stock(home: Home, clerks: list[Clerk]) -> list[Decimal]:
    """How many kilograms of each clerk's lot are there."""
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
    return [found[clerk.lot] for clerk in clerks]


def check_kills(home: Home, token: str, *, kills: int, seed: int = 1) -> None:
    """A kilogram on record for each that was acknowledged, and what follows is what it must be."""
    clerks = run(home, token, kills=kills, seed=seed)
    assert stock(home, clerks) == [len(clerk.told) for clerk in clerks]
    checked = homes.command(home, "rebuild", "--check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_request_is_done_once_through_four_kills(home: Home, token: str) -> None:
    check_kills(home, token, kills=4)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_every_request_is_done_once_through_sixty_kills(home: Home, token: str, seed: int) -> None:
    check_kills(home, token, kills=60, seed=seed)


def test_clerks_who_make_a_new_key_for_each_try_do_things_twice(home: Home, token: str) -> None:
    """The control: the same blows, and this time something must be there twice."""
    clerks = run(home, token, kills=2, keeps_keys=False)
    there = stock(home, clerks)
    assert sum(there) > sum(len(clerk.told) for clerk in clerks)
