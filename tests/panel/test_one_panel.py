"""One device, one panel: with a second window, without room on its disk, before a new version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from gozinto.edges.panel import shell
from tests.panel import plant
from tests.panel.conftest import Device, Site
from tests.panel.test_offline import entries_of, waits
from tests.panel.test_offline import window as window
from tests.panel.test_screens import done, opened

pytestmark = pytest.mark.browser
ELSEWHERE = "This panel is open in another window"
NO_ROOM = "This device has no room left. Nothing was recorded."
LONGER_THAN_QUIET = "06:00"
DISK_BYTES = 4_000_000
FILLS = """async () => {
  const asked = indexedDB.open("of another page", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("all", { autoIncrement: true });
  await new Promise((done) => (asked.onsuccess = done));
  const written = (bytes) => new Promise((is) => {
    const writing = asked.result.transaction("all", "readwrite");
    writing.objectStore("all").add(crypto.getRandomValues(new Uint8Array(bytes)));
    writing.oncomplete = () => is(true);
    writing.onabort = () => is(false);
  });
  for (const bytes of [65536, 1024, 64]) while (await written(bytes));
}"""
"""Writes until the browser takes not one byte more."""


def test_of_two_windows_one_works_and_the_other_goes_on_when_it_is_closed(
    window: BrowserContext, mixer: Device, site: Site
) -> None:
    """What is scanned before the one that waits is not taken; nothing is taken twice."""
    site.do(plant.oil, "O-101")
    site.do(plant.rubber, "H-101")
    opened(mixer, "MO-101")
    second = Device(window.new_page(), site)
    second.page.goto(f"{site.url}/panel/")
    second.reads(ELSEWHERE)
    second.scan("H-101")
    mixer.scan("O-101")
    done(mixer, "10 kg of O-101 went in.")
    mixer.page.close()
    second.reads("Scan: Bromobutyl")
    second.scan("H-101")
    done(second, "60 kg of H-101 went in.")

    third = Device(window.new_page(), site)
    third.page.goto(f"{site.url}/panel/")
    third.tap("Go on here")
    third.reads("Make it, then press Finish")
    second.reads(ELSEWHERE)
    went_in = [sentence for *_, sentence in site.do(entries_of, "MO-101/10")]
    assert went_in == ["10 kg of O-101 went in.", "60 kg of H-101 went in."]


def test_a_device_without_room_says_so_keeps_what_it_has_and_goes_on(
    window: BrowserContext, device: Device, site: Site
) -> None:
    """The browser itself refuses to write, with the network and without, until there is room."""
    site.do(plant.oil, "O-102")
    site.do(plant.rubber, "H-102")
    mixer, disk = device, window.new_cdp_session(device.page)
    disk.send("Storage.overrideQuotaForOrigin", {"origin": site.url, "quotaSize": DISK_BYTES})
    mixer.enrol(plant.MIXER)
    mixer.come("P-1", "Ada")
    opened(mixer, "MO-102")
    expect(mixer.page.locator(".slots")).to_contain_text("O-102")
    window.set_offline(True)
    mixer.scan("O-102")
    waits(mixer, "1 waiting")
    mixer.page.evaluate(FILLS)
    mixer.scan("H-102")
    mixer.reads(NO_ROOM)
    mixer.tap("Understood")
    waits(mixer, "1 waiting")
    window.set_offline(False)
    waits(mixer, "Connected")
    done(mixer, "10 kg of O-102 went in.")
    mixer.scan("H-102")
    mixer.reads(NO_ROOM)
    disk.send("Storage.overrideQuotaForOrigin", {"origin": site.url})
    mixer.tap("Understood")
    mixer.scan("H-102")
    done(mixer, "60 kg of H-102 went in.")
    assert [(live, sentence) for _, live, _, sentence in site.do(entries_of, "MO-102/10")] == [
        (False, "10 kg of O-102 went in."),
        (True, "60 kg of H-102 went in."),
    ]


@pytest.fixture
def release(panel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """The server has a new version of the panel from now on; the name of its cache."""

    def release(name: str) -> str:
        worker = (panel / "worker.js").read_text(encoding="utf-8")
        newer = tmp_path / "worker.js"
        version = shell.version()
        assert version in worker
        newer.write_text(worker.replace(version, name), encoding="utf-8")
        find = shell.finders.find

        def found(path: str, **asked: bool) -> object:
            return str(newer) if path == "panel/worker.js" else find(path, **asked)

        monkeypatch.setattr(shell.finders, "find", found)
        return f"panel-{name}"

    return release


NEWER_STILL = """async () => {
  const all = await navigator.serviceWorker.ready;
  const before = all.waiting;
  await all.update();
  while (all.waiting === before || all.waiting === null) await new Promise(requestAnimationFrame);
}"""


@pytest.mark.long  # the driver may not wake a worker that Chromium put to sleep
def test_a_new_version_comes_when_nobody_is_in_the_middle_of_anything(
    window: BrowserContext, device: Device, site: Site, release: Callable[[str], str]
) -> None:
    """Not while an entry waits for the network, not while something is begun; nothing is lost."""
    page = device.page
    page.clock.install()
    site.do(plant.oil, "O-103")
    device.enrol(plant.SPARE)
    device.come("P-1", "Ada")
    opened(device, "MO-103")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # the first page of a device came without its worker
    device.reads("Scan: Process oil")
    release("newer")
    page.evaluate("navigator.serviceWorker.ready.then((all) => all.update())")
    page.wait_for_function(
        "() => navigator.serviceWorker.ready.then((all) => all.waiting !== null)"
    )
    page.evaluate("window.isOld = true")

    window.set_offline(True)
    device.scan("O-103")
    waits(device, "1 waiting")
    page.clock.fast_forward(LONGER_THAN_QUIET)
    waits(device, "1 waiting")
    window.set_offline(False)
    waits(device, "Connected")
    device.tap("Other work")
    device.tap("Move")
    device.scan("DOCK")
    device.reads("Scan what goes there")
    page.clock.fast_forward(LONGER_THAN_QUIET)
    device.reads("Scan what goes there")
    assert page.evaluate("window.isOld")
    device.tap("Done")
    waits(device, "Connected")
    device.scan("MO-103/10")
    device.reads("Scan: Bromobutyl")
    expect(page.locator(".verdict")).to_have_count(0)
    # Chromium stops a worker that nobody spoke to for half a minute, and where a test's driver
    # looks on it may not begin again: so it is a newer one that takes over.
    newest = release("newest")
    page.evaluate(NEWER_STILL)
    page.clock.fast_forward(LONGER_THAN_QUIET)
    page.wait_for_function("() => window.isOld === undefined")
    device.reads("Scan: Bromobutyl")
    kept = [name for name in page.evaluate("caches.keys()") if name.startswith("panel-")]
    assert kept == [newest]
    went_in = [sentence for *_, sentence in site.do(entries_of, "MO-103/10")]
    assert went_in.count("10 kg of O-103 went in.") == 1
