"""What comes in, goes somewhere, is packed and leaves: where to stays until another is scanned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect

from tests.browser.looking import Scheme
from tests.panel import plant
from tests.panel.conftest import Device, Site
from tests.panel.test_screens import done, opened, touches

pytestmark = pytest.mark.browser
GS = "\x1d"
AXE = Axe()
LOOKS: Mapping[Scheme, dict[str, Any]] = {
    "light": {
        "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}}
    },
    "dark": {"runOnly": ["color-contrast-enhanced"]},
}
"""Everything on one paper; on the other what depends on it. The contrast of a floor is 7:1."""
SIZES = ((800, 1280), (390, 844), (1280, 800))
WIDER = """() => [...document.querySelectorAll("button, h1, p, b")]
  .filter((one) => one.checkVisibility() && !one.closest(".hidden"))
  .filter((one) => { const at = one.getBoundingClientRect();
    return at.width > 0 && (at.right > innerWidth + 1 || at.left < -1); })
  .map((one) => one.outerHTML.slice(0, 80))"""
"""What lies beyond the edge of the window, where nobody can scroll to."""


@pytest.fixture
def store(device: Device) -> Device:
    """The panel with Cem of the warehouse before it."""
    device.enrol(plant.MIXER)
    device.come("P-3", "Cem")
    other_work(device)
    touches(device)
    return device


def other_work(device: Device) -> None:
    """Leave the job that somebody else has open at this machine, if there is one."""
    other, receive = (
        device.page.get_by_role("button", name=name) for name in ("Other work", "Receive")
    )
    expect(other.or_(receive).first).to_be_visible()
    if other.is_visible():
        other.click()


def test_a_suppliers_lot_comes_in_and_goes_on_its_way(store: Device) -> None:
    """One scan and one tap receive it; then it is moved, packed and shipped by a scan each."""
    store.tap("Receive")
    touches(store)
    store.scan(f"]C101{plant.OIL_GTIN}10R-1{GS}172909303102012550")
    store.tap("Elasto Rubber")
    done(store, "125.5 kg of R-1 received.")
    assert touches(store) == (1, 1)
    store.tap("Done")
    store.tap("Move")
    store.reads("Scan the place")
    touches(store)
    store.scan("DOCK")
    store.reads("Scan what goes there")
    store.scan("R-1")
    done(store, "R-1")
    assert touches(store) == (2, 0)
    store.tap("Done")
    store.tap("Pack")
    store.reads("Scan the container")
    touches(store)
    store.scan(f"00{plant.PALLET}")
    store.reads("Scan each unit")
    store.scan("R-1")
    done(store, "R-1")
    assert touches(store) == (2, 0)
    store.tap("Done")
    store.tap("Ship")
    store.reads("Scan the shipment note")
    touches(store)
    store.scan("SO-1")
    store.reads("Scan what is loaded")
    store.scan(f"00{plant.PALLET}")
    done(store, "SO-1")
    assert touches(store) == (2, 0)


def test_without_a_network_the_badge_alone_lets_in_and_the_pill_says_what_waits(
    window: BrowserContext, device: Device, site: Site
) -> None:
    """What is scanned is kept, shown in its slot, and sent as soon as there is a network.

    At a machine of its own: where one has badged in, all others must.
    """
    site.do(plant.oil, "O-80")
    device.enrol(plant.SPARE)
    device.come("P-1", "Ada")
    opened(device, "MO-80")
    expect(device.page.locator(".lots")).to_contain_text("O-80")
    pill = device.page.locator(".bar .pill")
    window.set_offline(True)
    device.scan("O-80")
    expect(pill).to_contain_text("No network · 1 waiting")
    device.scan("P-2")
    device.tap("Go on with the badge alone")
    expect(device.page.locator(".who")).to_contain_text("unproven")
    pill.click()
    device.tap("Outbox")
    device.reads("Waiting here: 2")
    window.set_offline(False)
    device.reads("Nothing waits")
    expect(pill).to_contain_text("Connected")


SCREENS = (
    "Receive", "Move", "Pack", "Ship", "Hold", "Type a number", "Camera",
)  # fmt: skip


def test_nothing_on_any_screen_is_in_anybodys_way(mixer: Device, site: Site) -> None:
    """By axe with the contrast of 7:1, on both papers; no screen is wider than its window."""
    site.do(plant.oil, "O-90")
    opened(mixer, "MO-90")
    found = in_the_way(mixer, "job")
    for name in ("Measure", "Other quantity"):
        mixer.tap(name)
        found += in_the_way(mixer, name)
        mixer.tap("Back")
    other_work(mixer)
    found += in_the_way(mixer, "ready")
    for name in SCREENS:
        mixer.tap(name)
        found += in_the_way(mixer, name)
        mixer.page.get_by_role("button", name="Back").or_(
            mixer.page.get_by_role("button", name="Done")
        ).or_(mixer.page.get_by_role("button", name="Cancel")).first.click()
        other_work(mixer)
    mixer.scan("NO-SUCH")
    mixer.reads("NO-SUCH")
    found += in_the_way(mixer, "refusal")
    mixer.tap("Understood")
    mixer.tap("Station")
    for name in ("Outbox", "Scanner check", "Size of the keys"):
        mixer.tap(name)
        found += in_the_way(mixer, name)
        mixer.tap("Back")
    found += in_the_way(mixer, "station")
    mixer.scan("P-2")
    mixer.reads("Ben")
    found += in_the_way(mixer, "pin")
    assert found == []


def in_the_way(device: Device, name: str) -> list[str]:
    """All that stands in anybody's way on the screen that is shown."""
    found: list[str] = []
    page = device.page
    for scheme, looked_at in LOOKS.items():
        page.emulate_media(color_scheme=scheme)
        seen = AXE.run(page, options=looked_at)
        if seen.violations_count:
            found.append(f"{name}, {scheme}: {seen.generate_report()}")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        over = page.evaluate(WIDER)
        found += [f"{name}, {width}: {one}" for one in over]
    return found
