"""`gozinto up --tls`, met by a client that trusts the plant, and by a browser of a station."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from gozinto.deployment import tls
from tests import homes
from tests.browser.conftest import ARGUMENTS, chromium
from tests.deployment.test_up import free_port

NAME = "panel.plant.example"


@dataclass(frozen=True, slots=True)
class Up:
    """A running Gozinto, and what it printed of how to sign in."""

    port: int
    room: Path
    link: str
    said: str


@pytest.fixture(scope="module")
def up() -> Iterator[Up]:
    """`gozinto up --tls`, under a name that stations would call it by."""
    with homes.temporary() as home:
        homes.lend_kernels(home)
        port = free_port()
        command = ["up", "--plant", "--tls", "--tls-name", NAME]
        with subprocess.Popen(
            [sys.executable, "-c", "from gozinto.cli import main; main()", *command],
            env=homes.environment(home, GOZINTO_PORT=str(port), PYTHONUNBUFFERED="1"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            assert process.stdout is not None
            said = ""
            while "Ctrl-C" not in said:
                line = process.stdout.readline()
                assert line, said
                said += line
            link = re.search(r"https://\S+/sign-in/[\w-]{20,}/", said)
            assert link, said
            homes.wait_until(lambda: is_open(port))
            yield Up(port, home.path / "tls", link[0], said)
            process.terminate()
            process.wait(30)


def is_open(port: int) -> bool:
    """Whether somebody listens: the greeting comes a moment before the door opens."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def ask(up: Up, path: str, *, name: str = NAME, **headers: str) -> http.client.HTTPResponse:
    """What a client that trusts the plant's authority alone is answered under a name."""
    context = ssl.create_default_context(cafile=up.room / "plant-ca.crt")
    with closing(http.client.HTTPSConnection(name, up.port)) as connection:
        plain = socket.create_connection(("127.0.0.1", up.port), timeout=10)
        connection.sock = context.wrap_socket(plain, server_hostname=name)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer


def test_a_client_that_trusts_the_plant_is_answered_by_name(up: Up) -> None:
    answer = ask(up, "/readyz")
    assert answer.status == 200
    assert answer.getheader("Strict-Transport-Security") is None
    assert ask(up, "/readyz", name="localhost").status == 200


def test_a_device_that_trusts_nobody_yet_compares_what_a_start_printed(up: Up) -> None:
    page = ask(up, "/trust/")
    assert page.status == 200
    fingerprint = tls.fingerprint((up.room / "plant-ca.crt").read_bytes()).replace(":", " ")
    assert fingerprint in up.said
    assert ask(up, "/trust/plant-ca.crt").status == 200


def test_what_signs_in_goes_over_tls_alone(up: Up) -> None:
    assert up.link.startswith(f"https://{NAME}:{up.port}/")
    kept = ask(up, "/sign-in/").getheader("Set-Cookie") or ""
    assert "csrftoken=" in kept
    assert "Secure" in kept


def test_a_name_that_is_not_ours_is_not_answered(up: Up) -> None:
    assert ask(up, "/sign-in/", Host="evil.example").status == 400


def test_whoever_speaks_no_tls_is_told_nothing(up: Up) -> None:
    with socket.create_connection(("127.0.0.1", up.port), timeout=10) as plain:
        plain.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        try:
            told = plain.recv(1024)
        except ConnectionResetError:
            told = b""
    assert b"ready" not in told


@pytest.mark.browser
def test_a_browser_of_a_station_has_what_only_tls_gives(up: Up) -> None:
    known = tls.key_hash((up.room / "server.crt").read_bytes())
    arguments = [
        *ARGUMENTS,
        f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
        f"--ignore-certificate-errors-spki-list={known}",
    ]
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium(), args=arguments)
        page = browser.new_page()
        page.goto(up.link)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: urlsplit(url).path == "/")
        assert page.evaluate("isSecureContext")
        assert page.evaluate("typeof crypto.randomUUID") == "function"
        scope = page.evaluate(
            "navigator.serviceWorker.register('/worker.js').then((found) => found.scope)"
        )
        assert scope == f"https://{NAME}:{up.port}/"
        browser.close()
