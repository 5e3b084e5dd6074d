"""A shift without network, and in the middle of it the whole browser is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, chromium
from tests.panel import plant
from tests.panel.conftest import PATIENCE_MS, SIZE, Device, Site
from tests.panel.floor_site import NAME
from tests.panel.test_offline import entries_of, opened, waits

pytestmark = pytest.mark.browser
Start = Callable[[], BrowserContext]


@pytest.fixture
def start(site: Site, tmp_path: Path) -> Iterator[Start]:
    """Starts the browser of one device, whose disk stays whatever becomes of the browser."""
    trusting = [
        f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
        f"--ignore-certificate-errors-spki-list={site.key_hash}",
    ]
    with sync_playwright() as player:
        started: list[BrowserContext] = []

        def start() -> BrowserContext:
            context = player.chromium.launch_persistent_context(
                tmp_path,
                executable_path=chromium(),
                args=[*ARGUMENTS, *trusting],
                viewport=SIZE,
                locale="en-GB",
                timezone_id="Europe/Istanbul",
            )
            context.set_default_timeout(PATIENCE_MS)
            expect.set_options(timeout=PATIENCE_MS)
            started.append(context)
            return context

        yield start
        for context in started:
            with suppress(Error):  # it was killed
                context.close()


def _kill(context: BrowserContext) -> None:
    """The power goes: no page is asked, nothing is put away."""
    browser = context.browser
    assert browser is not None
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    [pid] = [one["id"] for one in told["processInfo"] if one["type"] == "browser"]
    os.kill(pid, signal.SIGKILL)


def test_a_shift_without_network_is_handed_over_once_whatever_is_killed(
    start: Start, site: Site
) -> None:
    """Scans are kept through a killed browser and a cold start, and then recorded in order."""
    site.do(plant.oil, "O-70")
    site.do(plant.rubber, "H-70")
    context = start()
    mixer = Device(context.new_page(), site)
    mixer.enrol(plant.MIXER)
    mixer.come("P-1", "Ada")
    opened(mixer, "MO-70")
    mixer.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    mixer.scan("O-70")
    waits(mixer, "1 waiting")
    cookies = context.cookies()
    assert all(cookie["expires"] > 0 for cookie in cookies), "none ends with the browser"
    _kill(context)

    context = start()
    # A browser writes new ones to its disk every half minute; this device is a minute old.
    context.add_cookies(cookies)
    context.set_offline(True)
    again = Device(context.new_page(), site)
    again.page.goto(f"{site.url}/panel/")
    waits(again, "1 waiting")
    again.scan("H-70")
    waits(again, "2 waiting")
    again.scan("NO-SUCH")
    again.reads("NO-SUCH is not known to this panel without the network.")
    again.tap("Understood")
    assert site.do(entries_of, "MO-70/10") == []
    context.set_offline(False)
    waits(again, "Connected")
    assert site.do(entries_of, "MO-70/10") == [
        ("scan", False, "ok", "10 kg of O-70 went in."),
        ("scan", False, "ok", "60 kg of H-70 went in."),
    ]
