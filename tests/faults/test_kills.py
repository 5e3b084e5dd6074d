"""kill -9 of the server, of its keeper and of both: what was acknowledged is there, once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from gozinto.deployment import postgres
from gozinto.deployment.attach import PLANT
from gozinto.deployment.homes import Home
from tests import homes

WRITERS = 4
VICTIMS = ("server", "keeper", "both")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """A home with its own server, whatever DATABASE_URL says: servers of others stay alive."""
    with homes.temporary() as made:
        done = homes.command(made, "migrate")
        assert done.returncode == 0, done.stderr
        yield made


def start_writers(home: Home, into: Path, *, mode: str) -> list[subprocess.Popen[bytes]]:
    """Four writers, each with a file of what it was acknowledged."""
    return [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.faults.writer",
                str(home.path),
                str(into / f"acknowledged-{number}"),
                f"w{number}",
                mode,
            ],
            env=homes.environment(home, GOZINTO_LOG_LEVEL="CRITICAL"),
            cwd=ROOT,
        )
        for number in range(WRITERS)
    ]


def acknowledged(into: Path) -> list[str]:
    """Every event that a writer noted. A last line that a kill cut short was never noted."""
    return [
        line for file in into.glob("acknowledged-*") for line in file.read_text().split("\n")[:-1]
    ]


def strike(home: Home, victim: str) -> None:
    """kill -9, the keeper first: else it would start the server again in between."""
    if victim in ("keeper", "both"):
        with suppress(ProcessLookupError):
            os.kill(homes.keeper_pid(home), signal.SIGKILL)
    if victim in ("server", "both"):
        with suppress(ProcessLookupError, FileNotFoundError):
            os.kill(homes.server_pid(home), signal.SIGKILL)


def run(home: Home, into: Path, *, kills: int, mode: str = "after", seed: int = 1) -> int:
    """Strikes `kills` times under four writers; answers how many events were acknowledged.

    Each blow falls after new acknowledgements, so that it hits a server at work.
    """
    chance = random.Random(seed)
    writers = start_writers(home, into, mode=mode)

    def wait_for(more: int) -> None:
        enough = len(acknowledged(into)) + more
        homes.wait_until(
            lambda: len(acknowledged(into)) >= enough or any(w.poll() for w in writers)
        )

    try:
        for number in range(kills):
            wait_for(20)
            time.sleep(chance.uniform(0, 0.3))  # so that kills fall anywhere in the work
            strike(home, VICTIMS[number % len(VICTIMS)])
        wait_for(1)
    finally:
        for writer in writers:
            writer.terminate()
        codes = [writer.wait(60) for writer in writers]
    assert codes == [0] * WRITERS
    return len(acknowledged(into))


def on_record(home: Home) -> list[str]:
    """The ids of all events on record."""
    with (
        postgres.running(home) as server,
        psycopg.connect(**server.owner.of(PLANT).psycopg()) as owner,
    ):
        return [row[0] for row in owner.execute("SELECT event_id FROM gozinto_event").fetchall()]


def check_kills(home: Home, into: Path, *, kills: int, seed: int = 1) -> None:
    """Every acknowledged event is there once, and projections are what the record says."""
    count = run(home, into, kills=kills, seed=seed)
    assert count >= 20 * kills
    there = on_record(home)
    assert len(there) == len(set(there))
    assert set(acknowledged(into)) <= set(there)
    checked = homes.command(home, "rebuild", "--check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_nothing_acknowledged_is_lost_to_three_kills(home: Home, tmp_path: Path) -> None:
    check_kills(home, tmp_path, kills=3)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_nothing_acknowledged_is_lost_to_sixty_kills(home: Home, tmp_path: Path, seed: int) -> None:
    check_kills(home, tmp_path, kills=60, seed=seed)


@pytest.mark.long
def test_a_writer_that_acknowledges_before_it_commits_loses(home: Home, tmp_path: Path) -> None:
    """The control: the same blows, and this time something must be missing."""
    run(home, tmp_path, kills=3, mode="before")
    assert set(acknowledged(tmp_path)) - set(on_record(home))
