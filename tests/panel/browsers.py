"""Browsers of devices, which keep their disks whatever becomes of them."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from playwright.sync_api import BrowserContext, Error, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, chromium
from tests.panel.floor_site import NAME

SIZE = {"width": 1280, "height": 800}
PATIENCE_MS = 60_000
"""A machine that runs all tests at once is slow; nothing here waits for a time to pass."""


class Start(Protocol):
    """Starts the browser whose disk lies in that directory."""

    def __call__(self, disk: Path) -> BrowserContext: ...


def trusting(key_hash: str) -> list[str]:
    """Arguments of a Chromium that knows the plant's name and trusts its key."""
    return [
        f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
        f"--ignore-certificate-errors-spki-list={key_hash}",
    ]


@contextmanager
def devices(key_hash: str) -> Iterator[Start]:
    """Starts browsers while this lasts, and those that were not killed end with it."""
    with sync_playwright() as player:
        started: list[BrowserContext] = []

        def start(disk: Path) -> BrowserContext:
            context = player.chromium.launch_persistent_context(
                disk,
                executable_path=chromium(),
                args=[*ARGUMENTS, *trusting(key_hash)],
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


def kill(context: BrowserContext) -> None:
    """The power goes: no page is asked, nothing is put away."""
    browser = context.browser
    assert browser is not None
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    [pid] = [one["id"] for one in told["processInfo"] if one["type"] == "browser"]
    os.kill(pid, signal.SIGKILL)
