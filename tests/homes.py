"""Homes of a test's own, with an embedded server of their own, that leave nothing behind."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gozinto.deployment.homes import Home
from gozinto.deployment.postgres import cluster as clusters
from gozinto.deployment.postgres.attachment import keeper_alive
from gozinto.genealogy.kernels import compiled

PATIENCE_S = 100
ROOT = Path(__file__).parents[1]


def kernels() -> Path:
    """Where machine code is kept from run to run, of each checkout."""
    place = f"{os.geteuid()}-{zlib.crc32(__file__.encode()):x}"
    return Path(tempfile.gettempdir()) / f"gozinto-tests-kernels-{place}"


def share_kernels() -> None:
    """All tests keep their machine code in one place; what changed is compiled anew."""
    compiled.prepare(kernels())


def lend_kernels(home: Home) -> None:
    """A home whose processes find what is compiled for all tests: its own would take each of
    them a quarter of a minute, again and again where they are killed before the end of it."""
    share_kernels()
    compiled.warm()
    left_out = shutil.ignore_patterns(compiled.LOCK)
    shutil.copytree(kernels(), home.path / "kernels", ignore=left_out)


@contextmanager
def temporary() -> Iterator[Home]:
    """A home with a short path that the server's account can pass; removed at the end."""
    home = Home(Path(tempfile.gettempdir()) / f"gozinto-test-{secrets.token_hex(4)}")
    try:
        yield home.prepared()
    finally:
        remove(home)


def remove(home: Home) -> None:
    """Waits for the home's keeper to leave and removes all that the home made."""
    if not home.path.exists():
        return
    wait_until(lambda: not keeper_alive(home))
    cluster = clusters.find(home)
    if cluster is not None:
        shutil.rmtree(cluster.socket, ignore_errors=True)
        shutil.rmtree(cluster.directory)
    shutil.rmtree(home.path, ignore_errors=True)


def wait_until(so: Callable[[], bool], *, patience_s: float = PATIENCE_S) -> None:
    """Returns when `so` is true; fails when it takes too long."""
    until = time.monotonic() + patience_s
    while not so():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)  # what is waited for tells nobody when it comes


def environment(home: Home, **more: str) -> dict[str, str]:
    """What a command needs to work in `home`, and nothing that this process is attached to."""
    kept = ("PATH", "GOZINTO_POSTGRES", "HOME", "LANG")
    return {k: os.environ[k] for k in kept if k in os.environ} | {
        "GOZINTO_HOME": str(home.path),
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        **more,
    }


def command(home: Home, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs `gozinto` in `home` to its end."""
    return _run(home, "-c", "from gozinto.cli import main; main()", *arguments, **more)


def module(home: Home, name: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs a module of the tests, which is told the home first, to its end."""
    more = {"GOZINTO_LOG_LEVEL": "CRITICAL", **more}
    return _run(home, "-m", name, str(home.path), *arguments, **more)


def _run(home: Home, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment(home, **more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def server_pid(home: Home) -> int:
    """The running server of a home."""
    cluster = clusters.find(home)
    assert cluster is not None
    return int((cluster.data / "postmaster.pid").read_text().split("\n")[0])


def keeper_pid(home: Home) -> int:
    """The keeper of a home."""
    return int((home.path / "keeper.lock").read_text())
