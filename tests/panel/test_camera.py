"""The camera of a panel as a scanner: real pictures of codes, through the browser's own camera."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, chromium
from tests.panel import plant
from tests.panel.browsers import SIZE
from tests.panel.conftest import Device, Site
from tests.panel.film import film, shot
from tests.panel.floor_site import NAME

READS = """async ({ chunk, expected }) => {
  const camera = await import(chunk);
  const eye = document.body.appendChild(document.createElement("video"));
  eye.muted = true;
  const read = [];
  const open = await camera.look(eye, (text) => read.push(text));
  const until = performance.now() + 20000;
  while (performance.now() < until && !expected.every((one) => read.includes(one))) {
    await new Promise((done) => setTimeout(done, 100));
  }
  const track = eye.srcObject.getTracks()[0];
  open.end();
  return { read, state: track.readyState, light: open.light };
}"""


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the camera shows; it is opened anew each time that the camera is."""
    return tmp_path_factory.mktemp("camera") / "codes.y4m"


@pytest.fixture(scope="module")
def filmed(site: Site, reel: Path) -> Iterator[BrowserContext]:
    """A window of a browser whose camera plays that film."""
    camera = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={reel}",
        f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
        f"--ignore-certificate-errors-spki-list={site.key_hash}",
    ]
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS, *camera])
        context = opened.new_context(viewport=SIZE, locale="en-GB", permissions=["camera"])
        yield context
        opened.close()


def test_the_office_s_code_before_the_camera_enrols_the_device(
    filmed: BrowserContext, site: Site, reel: Path
) -> None:
    """The QR code that the office shows makes the panel a station, with nothing typed."""
    address = f"{site.url}/panel/#enrol={site.invitation(plant.MIXER)}"
    film([shot(address, symbology="qr")], reel)
    device = Device(filmed.new_page(), site)
    device.page.goto(f"{site.url}/panel/")
    device.reads("Scan or type the code")
    device.tap("Camera")
    device.reads("Scan your badge")
    assert device.scans == 0
    device.page.close()


def test_the_camera_reads_what_labels_carry(
    filmed: BrowserContext, site: Site, reel: Path, panel: Path
) -> None:
    """Data Matrix by GS1, QR and Code 128 come as a scanner would send them, each once."""
    gs1 = "(01)09521234543213(10)BC-7731(17)270131"
    film(
        [
            shot(gs1, symbology="gs1_datamatrix"),
            shot("HB-7731", symbology="code128"),
            shot("https://id.example/01/09521234543213/21/0444232322", symbology="qr"),
        ],
        reel,
    )
    expected = [
        "]d2010952123454321310BC-7731\x1d17270131",
        "HB-7731",
        "https://id.example/01/09521234543213/21/0444232322",
    ]
    page = filmed.new_page()
    page.goto(f"{site.url}/panel/")
    [chunk] = [
        f"/static/panel/{name}"
        for name in json.loads((panel / "build.json").read_text())["camera"]
        if name.endswith(".js")
    ]
    told = page.evaluate(READS, {"chunk": chunk, "expected": expected})
    assert sorted(set(told["read"])) == sorted(expected)
    assert told["state"] == "ended", "the light of the camera goes out"
    page.close()


TORCH = """
window.lit = [];
MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
MediaStreamTrack.prototype.applyConstraints = async (asked) => {
  window.lit.push(asked.advanced[0].torch);
};
"""
"""A camera that says that it has a light."""


def test_a_camera_with_a_light_has_a_key_for_it(
    filmed: BrowserContext, site: Site, reel: Path
) -> None:
    """And one without has none; a code that is no station's is read and refused meanwhile."""
    film([shot("HB-7731", symbology="code128")], reel)
    assert filmed.browser is not None
    for script, lit in (("", []), (TORCH, [True, False])):
        stranger = filmed.browser.new_context(viewport=SIZE, permissions=["camera"])
        device = Device(stranger.new_page(), site)
        device.page.add_init_script(script)
        device.page.goto(f"{site.url}/panel/")
        device.tap("Camera")
        expect(device.page.get_by_role("alert").locator("b")).to_be_visible()
        assert device.page.get_by_role("button", name="Light").count() == len(lit) / 2
        if lit:
            device.tap("Light on")
            device.tap("Light off")
            assert device.page.evaluate("window.lit") == lit
        stranger.close()
