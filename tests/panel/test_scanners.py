"""Scanners as they really behave: keys on the window of the real page, from three countries."""

from __future__ import annotations

import json
import time

import pytest
from playwright.sync_api import expect

from gozinto.operations.panels.models import PanelEntry
from tests.frontend import check_picture
from tests.panel.conftest import Device
from tests.panel.layouts import GS, Country, Scanner

pytestmark = pytest.mark.browser

LABEL = f"]d20109521234543213{'10'}XyZ-77/1{GS}17270131"
PLAIN = "XyZ-77/1_i"


def _texts(count: int) -> list[str]:
    """What the last entries told, oldest first."""
    last = list(PanelEntry.objects.order_by("-pk")[:count])
    return [json.loads(one.told)["told"]["text"] for one in reversed(last)]


def _arrived(device: Device, before: int, count: int) -> None:
    """Wait until so many entries more are at the server."""
    until = time.monotonic() + 15
    while device.site.do(PanelEntry.objects.count) < before + count:
        assert time.monotonic() < until, "entries are missing"
        device.page.wait_for_timeout(50)


def _played(device: Device, scanner: Scanner, text: str) -> int:
    """Play a code, again where this machine did not keep the pace of a scanner; how many entries
    there were before it was played well."""
    for _ in range(10):
        before = _settled(device)
        if scanner.play(device.page, text):
            return before
    pytest.fail("this machine is too busy to play a scanner")


def _settled(device: Device) -> int:
    """How many entries there are, once no more come of what was played before and came apart."""
    count, again = -1, device.site.do(PanelEntry.objects.count)
    while count != again:
        device.page.wait_for_timeout(500)
        count, again = again, device.site.do(PanelEntry.objects.count)
    return count


def _entered(device: Device, scanner: Scanner, text: str) -> list[str]:
    """The text of the last entry, after a code was played."""
    before = _played(device, scanner, text)
    _arrived(device, before, 1)
    device.page.wait_for_timeout(300)  # one that came apart would be followed by its rest
    return list(device.site.do(_texts, 1))


@pytest.mark.parametrize("computer", ["us", "tr", "de"])
def test_a_code_is_the_same_on_a_computer_of_any_country(mixer: Device, computer: Country) -> None:
    """With GS as Ctrl+] and as Alt+029, and without any; each is one entry with that very text."""
    by_number = Scanner(computer=computer, separator="alt", end="Tab")
    assert _entered(mixer, Scanner(computer=computer), LABEL) == [LABEL]
    assert _entered(mixer, by_number, LABEL) == [LABEL]
    assert _entered(mixer, Scanner(computer=computer, end=""), PLAIN) == [PLAIN]


def test_twenty_scans_in_four_seconds_are_twenty_entries(mixer: Device) -> None:
    """None is lost while another is on its way, and their order stays."""
    for attempt in range(5):
        before = mixer.site.do(PanelEntry.objects.count)
        texts = [f"NO-{attempt}{number:02}" for number in range(20)]
        began, kept_pace = time.monotonic(), True
        for number, text in enumerate(texts):
            # Twenty in four seconds is the pace at which others lose scans.
            # Twenty scans in four seconds are what is shown: each has its moment.
            time.sleep(max(0, began + number * 0.2 - time.monotonic()))
            kept_pace &= Scanner().play(mixer.page, text)
        _arrived(mixer, before, 20)
        if kept_pace:
            break
    assert kept_pace, "this machine is too busy to play a scanner"
    assert mixer.site.do(_texts, 20) == texts
    expect(mixer.page.get_by_role("button", name="Understood")).to_contain_text("more")


def test_a_scanner_of_another_setting_is_learned_from_one_code(mixer: Device) -> None:
    """Until then it reads wrong, and the panel says so; from then on it reads right."""
    german = Scanner(set_to="de", computer="de")
    mixer.tap("Station")
    mixer.tap("Scanner check")
    mixer.reads("Scan this code")
    _played(mixer, german, check_picture.text())
    expect(mixer.page.get_by_text("The scanner types another way.")).to_be_visible()
    mixer.tap("Keep what was learned")
    expect(mixer.page.get_by_text("Learned for this station")).to_be_visible()
    assert _entered(mixer, german, LABEL) == [LABEL]
    mixer.tap("Understood")
    mixer.tap("Scanner check")
    _played(mixer, Scanner(), check_picture.text())
    mixer.tap("Keep what was learned")
    expect(mixer.page.get_by_text("Usual keyboard")).to_be_visible()
