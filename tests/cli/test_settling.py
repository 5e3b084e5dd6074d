"""`gozinto findings settle` and `reopen`: what a person at the machine says of findings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from typer.testing import CliRunner

from gozinto import record
from gozinto.cli import findings as command
from gozinto.cli.app import built
from gozinto.record import findings
from tests.plants import held, lot, received, run, some, transformed

pytestmark = pytest.mark.django_db

RM = lot("RM", "RM-1")


@contextmanager
def _attached(*, demo: bool = False) -> Iterator[None]:
    """The test's own database stands for the one that a command attaches to."""
    yield


def test_a_finding_is_settled_and_opened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "attached", _attached)
    record.capture(received(some(RM, 100), 0))
    record.capture(held(RM, 1))
    record.capture(transformed(2, run_id=run("R"), inputs=[some(RM, 1)]))
    (one,) = findings.page().findings
    settle = ["findings", "settle", str(one.id), "--reason", "Seen to.", "--by", "P-1"]
    assert CliRunner().invoke(built(), settle).stdout == "Settled: 1.\n"
    (settled,) = findings.page(state="settled").findings
    assert settled.settled is not None
    assert settled.settled.person == "P-1"
    again = CliRunner().invoke(built(), ["findings", "reopen", str(one.id), "--by", "P-1"])
    assert again.stdout == "Open again: 1.\n"
    assert findings.page(state="settled").findings == ()
