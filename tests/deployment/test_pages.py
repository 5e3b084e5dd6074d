"""What every answer carries, and the two questions of a load balancer."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from gozinto.deployment.locations import READY_FILE


def test_livez_needs_no_database(client: Client) -> None:
    answer = client.get("/livez")
    assert answer.status_code == 200
    assert answer.json() == {"status": "alive"}


@pytest.mark.django_db
def test_readyz_asks_the_database(client: Client) -> None:
    assert client.get("/readyz").json() == {"status": "ready"}


def test_readyz_is_503_once_we_stop(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(READY_FILE, str(tmp_path / "gone"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "stopping"}


def test_a_page_may_load_only_what_we_serve(client: Client) -> None:
    policy = client.get("/livez").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(("given", "kept"), [("abc-1", True), ('a b"{', False), ("x" * 65, False)])
def test_a_callers_request_id_is_kept_when_harmless(client: Client, given: str, kept: bool) -> None:
    answer = client.get("/livez", headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-ID"] == given) is kept
    assert answer.headers["X-Request-ID"]


def test_another_host_name_is_refused(client: Client) -> None:
    assert client.get("/livez", headers={"Host": "elsewhere.example"}).status_code == 400
