"""A panel without its network: what may be done is done, kept, and handed over once."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, expect

from gozinto.access import stations
from gozinto.access.station_models import IdentityProof
from gozinto.operations.panels.models import PanelEntry
from gozinto.record.attachments import attaching
from gozinto.record.attachments.attaching import Described
from tests.panel import plant
from tests.panel.browsers import PATIENCE_MS, SIZE
from tests.panel.conftest import Device, Site

pytestmark = pytest.mark.browser


def entries_of(number: str) -> list[tuple[str, bool, str, str]]:
    """What the server has of a job's entries, in its own order: act, live, verdict, sentence."""
    told = [(json.loads(one.told), one) for one in PanelEntry.objects.order_by("pk")]
    return [
        (entry["act"], one.live, one.verdict, json.loads(one.answer)["sentence"])
        for entry, one in told
        if entry["context"]["job"] == number
    ]


def waits(device: Device, word: str) -> None:
    """The pill says that."""
    expect(device.page.locator(".pill").first).to_contain_text(word)


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    """A window whose network is taken away: it may complain of that in its console, and fail on
    nothing."""
    context = browser.new_context(viewport=SIZE, locale="en-GB", timezone_id="Europe/Istanbul")
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    yield context
    context.close()
    assert wrong == []


def opened(device: Device, job: str) -> None:
    """A job is open, and the device has all that it needs to go on alone."""
    device.scan(device.site.do(plant.job, job))
    expect(device.page.get_by_role("banner")).to_contain_text(job)
    device.reads("Scan: Process oil")
    expect(device.page.locator(".slots")).to_contain_text("O-70")


def test_an_answer_that_is_lost_is_asked_for_again(mixer: Device, site: Site) -> None:
    """The server had done it; it is done once, and the panel says what was done."""
    site.do(plant.oil, "O-70")
    opened(mixer, "MO-71")
    lost: list[int] = []
    between = mixer.page.context.new_cdp_session(mixer.page)

    def answered(told: dict[str, Any]) -> None:
        request = {"requestId": told["requestId"]}
        if lost:
            between.send("Fetch.continueResponse", request)
            return
        lost.append(told["responseStatusCode"])
        between.send("Fetch.failRequest", {**request, "errorReason": "ConnectionReset"})

    between.on("Fetch.requestPaused", answered)
    entries = {"urlPattern": "*/panel/entries", "requestStage": "Response"}
    between.send("Fetch.enable", {"patterns": [entries]})
    mixer.scan("O-70")
    waits(mixer, "Connected")
    expect(mixer.page.locator(".events li").first).to_contain_text("10 kg of O-70 went in.")
    assert lost == [200]
    assert site.do(entries_of, "MO-71/10") == [("scan", True, "ok", "10 kg of O-70 went in.")]


def test_what_was_sent_and_has_no_answer_is_kept_though_it_is_shown_as_done(
    mixer: Device, site: Site
) -> None:
    """The network goes with a pause on its way: that the job pauses now is no reason against it."""
    site.do(plant.oil, "O-70")
    opened(mixer, "MO-75")
    between = mixer.page.context.new_cdp_session(mixer.page)
    between.on(
        "Fetch.requestPaused",
        lambda told: between.send(
            "Fetch.failRequest",
            {"requestId": told["requestId"], "errorReason": "ConnectionReset"},
        ),
    )
    entries = {"urlPattern": "*/panel/entries"}
    between.send("Fetch.enable", {"patterns": [entries]})
    mixer.tap("Pause")
    expect(mixer.page.get_by_role("button", name="Continue")).to_be_visible()
    expect(mixer.page.locator(".events li").first).to_contain_text("Kept here")
    between.send("Fetch.disable")
    waits(mixer, "Connected")
    acts = [(act, verdict) for act, _, verdict, _ in site.do(entries_of, "MO-75/10")]
    assert acts == [("pause", "ok")]


def test_a_badge_without_network_opens_a_session_that_is_unproven(
    mixer: Device, site: Site
) -> None:
    """What she does is recorded, and says that nobody checked who she is."""
    site.do(plant.oil, "O-70")
    opened(mixer, "MO-72")
    mixer.tap("Station")
    mixer.tap("Everybody leaves")
    expect(mixer.page.get_by_role("button", name="Everybody leaves")).to_be_hidden()
    mixer.page.context.set_offline(True)
    mixer.scan("P-1")
    mixer.tap("Go on with the badge alone")
    expect(mixer.page.locator(".who")).to_contain_text("Ada")
    waits(mixer, "1 waiting")
    mixer.scan("O-70")
    waits(mixer, "2 waiting")
    mixer.page.context.set_offline(False)
    waits(mixer, "Connected")
    assert site.do(entries_of, "MO-72/10")[-1] == ("scan", False, "ok", "10 kg of O-70 went in.")
    last = site.do(lambda: PanelEntry.objects.order_by("pk").last())
    assert (last.person, last.is_proven) == ("P-1", False)
    mixer.tap("Station")
    mixer.tap("Everybody leaves")
    expect(mixer.page.get_by_role("button", name="Everybody leaves")).to_be_hidden()
    mixer.give_pin("P-1", "Ada")
    mixer.tap("It was me")
    expect(mixer.page.locator(".who")).to_contain_text("Ada")
    assert site.do(IdentityProof.objects.count) == 1


def test_without_network_too_the_keypad_asks_how_much_where_the_bill_does_not_say(
    mixer: Device, site: Site
) -> None:
    """The slot is full: how much more went in is said, and is on record as it was said."""
    site.do(plant.oil, "O-70")
    opened(mixer, "MO-73")
    mixer.page.context.set_offline(True)
    mixer.scan("O-70")
    waits(mixer, "1 waiting")
    mixer.scan("O-70")
    mixer.reads("How much of O-70 is it?")
    mixer.tap("Another quantity")
    mixer.reads("How much?")
    mixer.type("2.5")
    mixer.tap("Record")
    waits(mixer, "2 waiting")
    mixer.page.context.set_offline(False)
    waits(mixer, "Connected")
    told = [sentence for *_rest, sentence in site.do(entries_of, "MO-73/10")]
    assert told == ["10 kg of O-70 went in.", "2.5 kg of O-70 went in."]


def drawing() -> str:
    """A drawing of what the mixer makes; its address at the panel."""
    picture = io.BytesIO()
    Image.new("L", (40, 30), 128).save(picture, "PNG")
    compound = Described(kind="materials", key="LC")
    one = attaching.attach(picture, name="mixer.png", to=compound, by="P-2", note="The open mixer")
    return f"/panel/papers/{one.id}"


KEPT_PAPERS = """async () => {
  const cache = await caches.open("papers");
  return (await cache.keys()).map((one) => new URL(one.url).pathname);
}"""


def has_papers(device: Device, *addresses: str) -> None:
    """Wait until exactly these are kept by the device."""
    device.page.wait_for_function(
        f"async (wanted) => JSON.stringify(await ({KEPT_PAPERS})()) === JSON.stringify(wanted)",
        arg=list(addresses),
    )


def test_drawings_are_shown_without_network_until_the_device_is_ended(
    mixer: Device, site: Site
) -> None:
    """They stand after a cold start too; a device that is no station any more has none of them."""
    site.do(plant.oil, "O-70")
    address = site.do(drawing)
    opened(mixer, "MO-74")
    has_papers(mixer, address)
    page = mixer.page
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.reload()
    mixer.reads("Scan: Process oil")
    mixer.tap("Instructions")
    shown = page.get_by_role("img", name="The open mixer")
    expect(shown).to_be_visible()
    assert shown.evaluate("one => one.naturalWidth") == 40
    policy = "async at => (await fetch(at)).headers.get('Content-Security-Policy')"
    assert page.evaluate(policy, address).startswith("default-src 'none'")
    site.do(stations.revoke, plant.MIXER, by="chief")
    page.context.set_offline(False)
    mixer.reads("Scan or type the code")
    has_papers(mixer)
