"""`gozinto up`, `doctor`, `backup` and `restore` as a shell meets them."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from gozinto.deployment.homes import Home
from gozinto.deployment.postgres.attachment import keeper_alive
from gozinto.genealogy.kernels import compiled
from tests import homes
from tests.edges.epcis.sending import written
from tests.plants import lot, some, transformed, unit


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """A home of this module."""
    with homes.temporary() as made:
        homes.lend_kernels(made)
        yield made


def free_port() -> int:
    """A port nobody listens at just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def status(port: int, path: str) -> int:
    """The status of an answer; 0 when nobody listens."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as problem:
        with problem:
            return problem.code
    except OSError:
        return 0


@contextmanager
def up(home: Home, port: int) -> Iterator[subprocess.Popen[str]]:
    """`gozinto up`, ready."""
    with subprocess.Popen(
        [sys.executable, "-c", "from gozinto.cli import main; main()", "up", "--plant"],
        env=homes.environment(home, GOZINTO_PORT=str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            homes.wait_until(lambda: status(port, "/readyz") == 200 or process.poll() is not None)
            yield process
        finally:
            process.kill()


def test_up_serves_until_told_to_stop_and_the_database_stops_last(home: Home) -> None:
    port = free_port()
    with up(home, port) as process:
        assert status(port, "/livez") == 200
        process.send_signal(signal.SIGTERM)
        homes.wait_until(lambda: status(port, "/readyz") != 200, patience_s=20)
        assert process.wait(30) == 0
        out = process.stdout.read() if process.stdout else ""
    assert re.search(rf"http://127\.0\.0\.1:{port}/sign-in/[\w-]{{20,}}/", out)
    homes.wait_until(lambda: not keeper_alive(home), patience_s=20)


def test_a_killed_up_leaves_no_web_process_behind(home: Home) -> None:
    port = free_port()
    with up(home, port) as process:
        process.kill()
        process.wait(10)
        homes.wait_until(lambda: status(port, "/livez") == 0, patience_s=20)
    homes.wait_until(lambda: not keeper_alive(home), patience_s=20)


def test_a_taken_port_is_one_sentence_and_a_way_out(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        began = time.monotonic()
        done = homes.command(home, "up", "--port", str(port))
    assert done.returncode == 1
    assert f"Port {port} at 127.0.0.1 is taken" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("named", ["abc", "0", "70000"])
def test_a_port_that_is_none_is_refused(home: Home, named: str) -> None:
    done = homes.command(home, "up", GOZINTO_PORT=named)
    assert done.returncode == 5
    assert named in done.stderr


def test_doctor_on_an_empty_home_changes_nothing(tmp_path: Path) -> None:
    done = homes.command(Home(tmp_path / "none"), "doctor")
    assert done.returncode == 0
    assert "gozinto up" in done.stdout
    assert not (tmp_path / "none").exists()


def test_doctor_says_what_database_this_is(home: Home) -> None:
    assert homes.command(home, "migrate").returncode == 0
    done = homes.command(home, "doctor", COLUMNS="200")
    assert done.returncode == 0, done.stdout
    for word in ("embedded", "fsync", "gozinto_app", "up to date", "free disk", "last backup"):
        assert word in done.stdout


def test_doctor_of_a_database_that_is_away_fails_with_the_reason(home: Home) -> None:
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/x"
    done = homes.command(home, "doctor", DATABASE_URL=url, COLUMNS="200")
    assert done.returncode == 1
    assert "refused" in done.stdout
    assert "DATABASE_URL" in done.stdout


@pytest.mark.long
def test_backup_and_restore_between_two_homes(home: Home, tmp_path: Path) -> None:
    assert homes.command(home, "migrate").returncode == 0
    written = homes.command(home, "backup", str(tmp_path / "b"))
    assert written.returncode == 0, written.stderr
    with homes.temporary() as other:
        restored = homes.command(other, "restore", str(tmp_path / "b"))
        assert restored.returncode == 0, restored.stderr
        assert restored.stdout.splitlines()[-1] == written.stdout.splitlines()[-1]
    assert json.loads((home.path / "last_backup.json").read_text())["directory"] == str(
        tmp_path / "b"
    )
    refused = homes.command(home, "restore", str(tmp_path))
    assert refused.returncode == 5
    assert "no finished backup" in refused.stderr


def test_a_home_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = homes.command(Home(tmp_path / "file" / "home"), "migrate")
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "GOZINTO_HOME" in done.stderr
    assert "Traceback" not in done.stderr


def has_mapped_a_generation(process: subprocess.Popen[str]) -> bool:
    """Whether the web process, which it started, reads the index."""
    begun = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return any("/gen-" in Path(f"/proc/{one}/maps").read_text() for one in begun)


def test_the_web_process_asks_the_index(home: Home, tmp_path: Path) -> None:
    told = transformed(1, inputs=[some(lot("HB", "1"), 1)], units_out=[unit("T", "1")])
    (tmp_path / "told.json").write_bytes(written([told]))
    assert homes.command(home, "capture", str(tmp_path / "told.json")).returncode == 0
    token = homes.command(home, "token", "create", "--role", "quality").stdout.split()[-1]
    port, kernels = free_port(), home.path / "kernels"
    compiled_at = (kernels / compiled.LIST).stat().st_mtime_ns
    with up(home, port) as process:
        homes.wait_until(lambda: any(home.path.glob("index/*/gen-*")))
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}/api/v1/trace/backward?id=" + quote(unit("T", "1"), safe=""),
            headers={"Authorization": f"Bearer {token}"},
        )
        with urllib.request.urlopen(asked) as answer:
            assert len(json.load(answer)["links"]) == 2
        assert has_mapped_a_generation(process)
    # by the machine code that the home keeps
    assert (kernels / compiled.LOCK).exists()
    assert (kernels / compiled.LIST).stat().st_mtime_ns == compiled_at
