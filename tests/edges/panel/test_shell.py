"""The page of the panel can be kept by a device: it holds no data, and loads only what we serve."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from gozinto.edges.panel import shell


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A panel that was built."""
    (tmp_path / "build.json").write_text('{"version": "0a1b"}')
    (tmp_path / "worker.js").write_text("its worker")
    monkeypatch.setattr(
        shell.finders, "find", lambda name: str(tmp_path / name.removeprefix("panel/"))
    )
    forget()
    yield tmp_path
    forget()


def forget() -> None:
    """What was built is looked at once a process; in a test, whenever it says so."""
    shell.version.cache_clear()


def test_the_page_asks_the_database_nothing_and_loads_only_ours(built: Path) -> None:
    answer = Client().get("/panel/")  # without a database: a query would fail
    text = answer.content.decode()
    assert answer.status_code == 200
    assert '<script type="module" src="/static/panel/main.js"></script>' in text
    assert "<style" not in text
    assert " on" not in text.split("<body>")[1]
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert "'unsafe-eval'" not in answer["Content-Security-Policy"]


def test_the_worker_serves_the_panel_alone_and_is_asked_for_anew(built: Path) -> None:
    answer = Client().get("/panel/worker.js")
    assert answer["Service-Worker-Allowed"] == "/panel/"
    assert answer["Cache-Control"] == "no-cache"
    assert answer.content.decode() == "its worker"


def test_the_page_says_which_panel_was_built(built: Path) -> None:
    assert "0a1b" in Client().get("/panel/").content.decode()


def test_the_manifest_installs_the_panel_alone(built: Path) -> None:
    told = Client().get("/panel/panel.webmanifest").json()
    assert (told["scope"], told["start_url"], told["id"]) == ("/panel/", "/panel/", "/panel/")


def test_without_a_built_panel_the_page_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shell.finders, "find", lambda name: None)
    forget()
    answer = Client().get("/panel/")
    forget()
    assert answer.status_code == 503
    assert "GOZINTO_SKIP_ASSETS" in answer.content.decode()
