"""A real panel: Chromium before a server over TLS, enrolled at a station of the small plant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from pytest_django import DjangoDbBlocker

from gozinto.access import stations
from gozinto.deployment.database import Roles
from gozinto.record.newest import NEWEST
from tests.browser.conftest import ARGUMENTS, chromium
from tests.conftest import empty
from tests.frontend.conftest import packages as packages
from tests.frontend.conftest import panel as panel
from tests.panel import plant, wedge
from tests.panel.browsers import PATIENCE_MS, SIZE, trusting
from tests.panel.floor_site import NAME, TlsServer, papers

PIN = plant.PIN


@dataclass(frozen=True, slots=True)
class Site:
    """The running server. `do` calls something of the plant's beside the browser."""

    url: str
    key_hash: str
    do: Callable[..., Any]

    def invitation(self, station: str) -> str:
        """A code that enrols a device."""
        return str(self.do(stations.invite, station, by="chief"))


@dataclass(slots=True)
class Device:
    """A panel in somebody's hands; it counts what she does with it."""

    page: Page
    site: Site
    scans: int = 0
    taps: int = 0

    def scan(self, text: str) -> None:
        """Hold something before the scanner."""
        self.scans += 1
        wedge.scan(self.page, text)

    def tap(self, word: str) -> None:
        """Touch a key by what stands on it."""
        self.taps += 1
        self.page.get_by_role("button", name=word).first.click()

    def type(self, digits: str) -> None:
        """Touch digits: they are a value, and no taps."""
        for digit in digits:
            name = "Decimal point" if digit == "." else digit
            self.page.get_by_role("button", name=name, exact=True).click()

    def reads(self, sentence: str) -> None:
        """Wait until the screen says that."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(sentence)

    def enrol(self, station: str) -> None:
        """Make it that station's."""
        self.page.goto(f"{self.site.url}/panel/")
        self.reads("Scan or type the code")
        self.scan(self.site.invitation(station))
        self.reads("Scan your badge")

    def give_pin(self, person: str, name: str) -> None:
        """Scan a badge and type its PIN."""
        self.scan(person)
        self.reads(name)
        self.type(PIN)
        self.tap("Sign in")

    def come(self, person: str, name: str) -> None:
        """Sign in by badge and PIN."""
        self.give_pin(person, name)
        expect(self.page.locator(".who")).to_contain_text(name)


@pytest.fixture(scope="module")
def site(
    roles: Roles,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    panel: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """A server over TLS on a free port, with a plant that has something to make."""
    chromium()
    ours = papers(tmp_path_factory.mktemp("papers"))
    # Django refuses a database to the thread that drives the browser: it goes to this one.
    with django_db_blocker.unblock(), ThreadPoolExecutor(1) as beside:

        def do(function: Callable[..., Any], *told: Any, **more: Any) -> Any:
            return beside.submit(function, *told, **more).result()

        do(plant.build)
        settings.ALLOWED_HOSTS.append(NAME)
        server = TlsServer(ours.file)
        server.start()
        server.is_ready.wait()
        assert server.error is None
        yield Site(f"https://{NAME}:{server.port}", ours.key_hash, do)
        server.terminate()
        settings.ALLOWED_HOSTS.remove(NAME)
        # it would ask a database that is not there for whoever comes next
        NEWEST.end(timeout_s=10)
        do(connections.close_all)
        connections.close_all()
    empty(roles)


@pytest.fixture(scope="module")
def browser(site: Site) -> Iterator[Browser]:
    """Chromium that knows the plant's name and trusts its key."""
    arguments = [*ARGUMENTS, *trusting(site.key_hash)]
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=chromium(), args=arguments)
        yield opened
        opened.close()


def _is_wrong(said: ConsoleMessage) -> bool:
    """An error that is no refusal: those a browser writes down as it does a missing picture."""
    return said.type == "error" and "/panel/" not in str(said.location.get("url", ""))


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    """A window that fails on any error in its console."""
    context = browser.new_context(viewport=SIZE, locale="en-GB", timezone_id="Europe/Istanbul")
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("console", lambda said: wrong.append(said.text) if _is_wrong(said) else None)
    yield context
    context.close()
    assert wrong == []


@pytest.fixture
def device(window: BrowserContext, site: Site) -> Device:
    """A panel that belongs to no station yet."""
    return Device(window.new_page(), site)


@pytest.fixture
def mixer(device: Device) -> Device:
    """The panel at the mixer, with Ada before it; what she did until here does not count."""
    device.enrol(plant.MIXER)
    device.come("P-1", "Ada")
    device.scans = device.taps = 0
    return device
