"""A shift without network, and in the middle of it the whole browser is killed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.panel import browsers, plant
from tests.panel.browsers import Start
from tests.panel.conftest import Device, Site
from tests.panel.test_offline import entries_of, opened, waits

pytestmark = pytest.mark.browser


@pytest.fixture
def start(site: Site) -> Iterator[Start]:
    """Starts the browser of a device, whose disk stays whatever becomes of the browser."""
    with browsers.devices(site.key_hash) as start:
        yield start


def test_a_shift_without_network_is_handed_over_once_whatever_is_killed(
    start: Start, site: Site, tmp_path: Path
) -> None:
    """Scans are kept through a killed browser and a cold start, and then recorded in order."""
    site.do(plant.oil, "O-70")
    site.do(plant.rubber, "H-70")
    context = start(tmp_path)
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
    browsers.kill(context)

    context = start(tmp_path)
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
