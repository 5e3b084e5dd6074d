"""The print worker killed under load: no label is lost, and none is double without a doubt."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gozinto.deployment.database import Roles
from gozinto.deployment.locations import CONNECTION
from gozinto.labels.jobs import asking
from gozinto.labels.jobs.asking import Asked
from gozinto.labels.jobs.models import PrintedLabel, PrintJob
from gozinto.plant.models import Printer
from tests import homes
from tests.edges.printing.listeners import Printer as Listener
from tests.edges.printing.listeners import listening, nobody_there, reads_all

LABELS, KILLS = 150, 6


@contextmanager
def working(roles: Roles, into: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker at work."""
    environment = {k: v for k, v in os.environ.items() if k != "GOZINTO_HOME"}
    environment |= {
        CONNECTION: roles.application.as_url(),
        "DJANGO_SETTINGS_MODULE": "gozinto.deployment.settings",
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        "GOZINTO_HOME": str(into),
        "GOZINTO_LOG_LEVEL": "CRITICAL",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.print_worker", str(into)],
        stdin=subprocess.PIPE,
        env=environment,
        cwd=homes.ROOT,
    )
    assert process.stdin is not None
    try:
        yield process
    finally:
        process.stdin.close()
        try:
            process.wait(20)
        finally:
            process.kill()


def a_printer(code: str, address: str, *, connection: str = "raw", language: str = "pdf") -> None:
    Printer.objects.create(
        code=code, name=code, connection=connection, address=address, language=language
    )


def ask(count: int, *, printer: str = "P1", first: int = 0) -> None:
    asked = [
        Asked(purpose="lot", subject=f"https://x.example/{printer}/{n}")
        for n in range(first, first + count)
    ]
    asking.print_labels(asked, printer=printer, by="Cem")


def counted(*states: str) -> int:
    return PrintJob.objects.filter(state__in=states).count()


def labels_at(listener: Listener) -> Counter[int]:
    """How often each job's label came out whole."""
    found = re.findall(rb"\^XA\^FDJOB-(\d{6})\^FS\^XZ\n", b"".join(listener.jobs))
    return Counter(map(int, found))


@pytest.fixture
def folder(tmp_path: Path, committed_db: Roles) -> Path:
    return tmp_path


def test_a_worker_killed_under_load_loses_no_label_and_doubles_none(
    folder: Path, committed_db: Roles
) -> None:
    chance = random.Random(7)
    with listening(reads_all) as listener:
        a_printer("P1", listener.address)
        ask(LABELS)
        for _ in range(KILLS):
            before = counted("printed", "in_doubt")
            with working(committed_db, folder) as worker:
                homes.wait_until(lambda seen=before: counted("printed", "in_doubt") > seen + 5)
                time.sleep(chance.uniform(0, 0.1))  # so that kills fall anywhere in the work
                worker.send_signal(signal.SIGKILL)
        with working(committed_db, folder):
            homes.wait_until(lambda: counted("printed", "in_doubt") == LABELS)
        came_out = labels_at(listener)
    printed = set(PrintedLabel.objects.values_list("pk", flat=True))
    doubtful = set(PrintJob.objects.filter(state="in_doubt").values_list("pk", flat=True))
    assert max(came_out.values()) == 1
    assert printed <= set(came_out)
    assert set(came_out) - printed <= doubtful
    assert len(printed) + len(doubtful) == LABELS
    assert len(doubtful) <= KILLS


def test_a_printer_that_is_gone_keeps_its_labels_and_others_print(
    folder: Path, committed_db: Roles
) -> None:
    a_printer("P1", nobody_there())
    a_printer("P2", "dock", connection="file")
    ask(2)
    ask(3, printer="P2")
    with working(committed_db, folder):
        homes.wait_until(lambda: counted("printed") == 3)
        homes.wait_until(lambda: PrintJob.objects.filter(code="printer_away").exists())
    assert set(PrintJob.objects.filter(printer="P1").values_list("state", flat=True)) == {"queued"}
    assert len(list((folder / "dock").glob("*.pdf"))) == 3


def test_two_workers_at_once_print_each_label_once(folder: Path, committed_db: Roles) -> None:
    with listening(reads_all) as listener:
        a_printer("P1", listener.address)
        ask(30)
        with working(committed_db, folder), working(committed_db, folder):
            homes.wait_until(lambda: counted("printed") == 30)
        assert labels_at(listener) == Counter(dict.fromkeys(labels_at(listener), 1))
        assert len(labels_at(listener)) == 30
