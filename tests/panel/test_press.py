"""A tyre is made at a press: its label, its papers, what is measured and what is only looked at."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.panel import plant, press
from tests.panel.conftest import Device, Site
from tests.panel.test_screens import done

pytestmark = pytest.mark.browser
HEARS = """
window.heard = [];
const made = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () {
  const tone = made.call(this);
  const start = tone.start;
  tone.start = function (at) { window.heard.push(tone.type); return start.call(tone, at); };
  return tone;
};
window.said = [];
new MutationObserver(() => {
  const said = document.querySelector(".verdict.well p")?.textContent;
  if (said && window.said.at(-1) !== said) window.said.push(said);
}).observe(document, { childList: true, subtree: true, characterData: true });
navigator.vibrate = (how) => { window.heard.push(how); return true; };
"""
"""What the page sounds, shakes, and says for less than a second."""
WELL, REFUSED = ["sine", "sine"], ["square", "square"]


@pytest.fixture(scope="module", autouse=True)
def _press(site: Site) -> None:
    site.do(press.furnish)


@pytest.fixture
def curing(device: Device) -> Device:
    """The panel at the press with Ada before it; what it sounds and shakes is noted."""
    device.page.add_init_script(HEARS)
    device.enrol(plant.PRESS)
    device.come("P-1", "Ada")
    return device


def opened(device: Device, order: str) -> str:
    """The number of a job of tyres, which is open before her."""
    number = str(device.site.do(press.job, order))
    device.scan(number)
    expect(device.page.locator(".where")).to_contain_text(number)
    return number


def made(device: Device, count: int) -> list[str]:
    """The numbers of tyres that are made now."""
    device.tap("Other quantity")
    device.type(str(count))
    device.tap(f"Made · {count}")
    done(device, f"{count} pcs made")
    said = device.page.locator(".events .what").first.inner_text()
    return re.findall(r"T-\d{6}", said)


def heard(device: Device) -> list[object]:
    """What it sounded and shook since somebody asked."""
    return list(device.page.evaluate("window.heard.splice(0)"))


def said(device: Device, sentence: str) -> None:
    """It went well, and said that."""
    says = "sentence => window.said.some((one) => one.includes(sentence))"
    device.page.wait_for_function(says, arg=sentence)


def understood(device: Device) -> None:
    """The refusal was read."""
    device.tap("Understood")


def test_a_label_is_scanned_back_and_one_that_is_torn_comes_again(
    curing: Device, site: Site
) -> None:
    """The right one, one of another job, and one again for a reason; each is heard and felt."""
    before = opened(curing, "MO-110")
    (other,) = made(curing, 1)
    opened(curing, "MO-111")
    first, last = made(curing, 2)
    curing.reads("Stick the label on and scan it")
    expect(curing.page.locator(".prompt")).to_contain_text("Labels printed: 2")
    assert [number for number, *_ in site.do(press.labels)[-3:]] == [other, first, last]
    heard(curing)
    curing.scan(first)
    said(curing, f"{first} 205/55 R16 tyre is the right one.")
    assert heard(curing) == [[40], *WELL]
    curing.scan(other)
    curing.reads(f"Job {before} made {other} 205/55 R16 tyre, and not this one.")
    assert heard(curing) == [[250, 90, 400], *REFUSED]
    understood(curing)
    curing.tap(f"Label again {first}")
    curing.reads("Why?")
    curing.tap("Torn or dirty")
    said(curing, f"The label of {first} is printed again.")
    again = site.do(press.labels)[-1]
    assert again == (first, "reprint", "Torn or dirty", "ZT-42")
    curing.reads("Scan each finished unit")


def test_a_plan_is_told_whole_with_what_is_only_looked_at(curing: Device, site: Site) -> None:
    """A gauge that is out of calibration is said before and refused; another one is scanned."""
    site.do(press.photo, "Bead of a green tyre")
    opened(curing, "MO-112")
    (tyre,) = made(curing, 1)
    curing.tap("Back")
    curing.tap("Instructions")
    expect(curing.page.locator(".steps")).to_contain_text("Look at the bead")
    photo = curing.page.get_by_role("img", name="Bead of a green tyre")
    expect(photo).to_be_visible()
    assert photo.evaluate("one => one.decode().then(() => one.naturalWidth)") == 192
    curing.tap("Back")
    curing.tap("Measure")
    curing.reads("Measure: Weight")
    expect(curing.page.locator(".gauge.out")).to_contain_text("Calibration has run out.")
    curing.type("9.3")
    curing.tap("Next 9.3 kg")
    curing.reads("Measure: Bead")
    curing.tap("Pass")
    curing.reads("Measure: Sheen")
    curing.tap("dull")
    curing.reads("SCALE-1 was due for calibration on 2021-01-01.")
    understood(curing)
    curing.scan(press.FRESH)
    curing.tap("Weight")
    expect(curing.page.locator(".gauge")).to_contain_text(press.FRESH)
    curing.type("9.7")
    expect(curing.page.locator(".value.out")).to_contain_text("Too high.")
    curing.tap("Record 9.7 kg")
    done(curing, f"Weight 9.7 kg, Bead in order, Sheen dull, of {tyre}.")
    curing.tap("Measure")
    trend = curing.page.get_by_role("img", name="Last values: 9.7")
    expect(trend.locator("circle").last).to_have_class("out")
    expect(trend.locator(".limit")).to_have_count(2)
