"""The print agent as a real process: killed before, while and after it prints."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections

from gozinto.access import tokens
from gozinto.access.roles import Role
from gozinto.deployment.database import Roles
from gozinto.edges.api import print_jobs
from gozinto.errors import Unavailable
from gozinto.labels.jobs import agents, asking, drawing
from gozinto.labels.jobs.asking import Asked
from gozinto.labels.jobs.models import PrintedLabel, PrintJob
from gozinto.plant.models import Printer
from tests import homes
from tests.edges.printing.listeners import listening, never_answers, reads_all
from tests.faults.print_worker import label

SLOW_S = 60

tokens_of: dict[str, str] = {}
"""The token of each server's agent."""


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


class _Threads(ThreadingMixIn, WSGIServer):
    """Waits for each request when it is closed."""


def _closing(application: Callable[..., Any]) -> Callable[..., Any]:
    def answer(environ: dict[str, Any], start: Any) -> Any:
        try:
            return application(environ, start)
        finally:
            connections.close_all()

    return answer


@pytest.fixture
def server(committed_db: Roles, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server of ours whose labels say their job."""
    monkeypatch.setattr(drawing, "draw", lambda job, _printer: label(job.pk))
    monkeypatch.setattr(agents, "MOST_WAIT_S", 1)
    Printer.objects.create(code="P1", name="P1", connection="agent", language="pdf")
    made = make_server("127.0.0.1", 0, _closing(get_wsgi_application()), _Threads, _Quiet)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{made.server_port}"
    tokens_of[url] = tokens.create(role=Role.AGENT, name="dock")
    yield url
    made.shutdown()
    made.server_close()
    thread.join(5)


@contextmanager
def agent(server: str, printer: str, state: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`gozinto agent` at work."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", "from gozinto.cli import main; main()", "agent"),
            *("--server", server, "--printer", f"P1={printer}", "--name", "dock"),
            *("--state", str(state)),
        ],
        env={
            "GOZINTO_AGENT_TOKEN": tokens_of[server],
            "PYTHONPATH": ":".join(p for p in sys.path if p),
        },
        stdout=subprocess.DEVNULL,
        cwd=homes.ROOT,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def ask(count: int = 1) -> list[int]:
    asked = [Asked(purpose="lot", subject=f"https://x.example/{n}") for n in range(count)]
    return [job.pk for job in asking.print_labels(asked, printer="P1", by="Cem")]


def states() -> list[str]:
    return list(PrintJob.objects.order_by("pk").values_list("state", flat=True))


class Held:
    """A word of the agent that the server got, and answers no more: the agent waits in it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, where: object, name: str) -> None:
        self.came, self.let_go = threading.Event(), threading.Event()
        self._patch = monkeypatch
        self._where, self._name, self._real = where, name, getattr(where, name)
        monkeypatch.setattr(where, name, self._hold)

    def _hold(self, *_words: Any, **_more: Any) -> Any:
        self.came.set()
        self.let_go.wait(SLOW_S)
        raise Unavailable("Nobody hears this.")

    def end(self) -> None:
        """The words that come from now on are heard."""
        self._patch.setattr(self._where, self._name, self._real)
        self.let_go.set()


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_an_agent_prints_what_it_fetches(server: str, tmp_path: Path) -> None:
    jobs = ask(3)
    with listening(reads_all) as printer, agent(server, printer.address, tmp_path):
        homes.wait_until(lambda: states() == ["printed"] * 3)
        assert printer.jobs == [label(job) for job in jobs]
    assert PrintedLabel.objects.count() == 3


def test_killed_between_pull_and_print_it_prints_once_when_it_comes_back(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (job,) = ask()
    held = Held(monkeypatch, print_jobs.leasing, "begin")
    with listening(reads_all) as printer:
        with agent(server, printer.address, tmp_path) as process:
            assert held.came.wait(SLOW_S)
            assert states() == ["rendering"]
            kill(process)
        held.end()
        assert printer.jobs == []
        with agent(server, printer.address, tmp_path):
            homes.wait_until(lambda: states() == ["printed"])
        assert printer.jobs == [label(job)]


def test_killed_between_print_and_word_of_it_it_tells_when_it_comes_back(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (job,) = ask()
    held = Held(monkeypatch, print_jobs.agents, "ended")
    with listening(reads_all) as printer:
        with agent(server, printer.address, tmp_path) as process:
            assert held.came.wait(SLOW_S)
            assert states() == ["sending"]
            kill(process)
        held.end()
        with agent(server, printer.address, tmp_path):
            homes.wait_until(lambda: states() == ["printed"])
        assert printer.jobs == [label(job)]


def test_one_that_forgot_what_it_printed_leaves_a_doubt_and_no_second_label(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (job,) = ask()
    held = Held(monkeypatch, print_jobs.agents, "ended")
    with listening(reads_all) as printer:
        with agent(server, printer.address, tmp_path / "one") as process:
            assert held.came.wait(SLOW_S)
            kill(process)
        held.end()
        with agent(server, printer.address, tmp_path / "another"):
            homes.wait_until(lambda: states() == ["in_doubt"])
        assert printer.jobs == [label(job)]


def test_killed_while_the_printer_takes_it_it_leaves_a_doubt(server: str, tmp_path: Path) -> None:
    ask()
    with listening(never_answers) as printer:
        with agent(server, printer.address, tmp_path) as process:
            homes.wait_until(lambda: any(printer.jobs))
            kill(process)
        assert states() == ["sending"]
        with agent(server, printer.address, tmp_path):
            homes.wait_until(lambda: states() != ["sending"])
    assert states() == ["in_doubt"]


def test_an_agent_without_a_good_token_ends(server: str, tmp_path: Path) -> None:
    ask()
    tokens_of[server] = "gzt_nobody_nothing"
    with agent(server, "127.0.0.1:1", tmp_path) as process:
        assert process.wait(SLOW_S) != 0
    assert states() == ["queued"]
