"""What an operator does with gloves on, on the real page before the real server, over TLS."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.panel import plant
from tests.panel.conftest import Device, Site
from tests.panel.test_offline import entries_of

pytestmark = pytest.mark.browser


def opened(device: Device, job: str) -> None:
    """A job of her own is open before her; what she did until here does not count."""
    number = device.site.do(plant.job, job)
    device.scan(number)
    expect(device.page.locator(".where")).to_contain_text(number)
    device.reads("Scan: Process oil")
    device.scans = device.taps = 0


def done(device: Device, sentence: str) -> None:
    """It went well: it stands first among what was done here."""
    expect(device.page.locator(".events li").first).to_contain_text(sentence)


def touches(device: Device) -> tuple[int, int]:
    """Scans and taps since the last time somebody asked."""
    counted = device.scans, device.taps
    device.scans = device.taps = 0
    return counted


def test_a_lot_is_made_in_the_touches_of_the_table(mixer: Device, site: Site) -> None:
    """One scan starts a job, one uses a lot, a tap and a value measure, one tap finishes."""
    site.do(plant.rubber, "H-10")
    site.do(plant.oil, "O-10")
    mixer.scan(site.do(plant.job, "MO-10"))
    mixer.reads("Scan: Process oil")
    assert touches(mixer) == (1, 0)
    mixer.scan("O-10")
    done(mixer, "10 kg of O-10 went in.")
    assert touches(mixer) == (1, 0)
    mixer.scan("H-10")
    done(mixer, "60 kg of H-10 went in.")
    mixer.reads("Make it, then press Finish")
    assert touches(mixer) == (1, 0)
    mixer.tap("Other quantity")
    mixer.type("30.5")
    mixer.tap("Made · 30.5 kg")
    done(mixer, "30.5 kg made")
    mixer.tap("Back")
    mixer.reads("Measure: Mooney")
    touches(mixer)
    mixer.tap("Measure")
    mixer.type("51")
    assert touches(mixer) == (0, 1)
    mixer.tap("Record 51")
    done(mixer, "Mooney 51")
    touches(mixer)
    mixer.tap("Finish · 69.5 kg")
    done(mixer, "MO-10/10 is finished")
    assert touches(mixer) == (0, 1)


def test_what_is_held_in_the_office_is_refused_at_the_next_scan(mixer: Device, site: Site) -> None:
    """The whole screen: what was scanned, what was expected, what to do, who may open it."""
    site.do(plant.rubber, "H-20")
    opened(mixer, "MO-20")
    site.do(plant.hold, "H-20")
    mixer.scan("H-20")
    mixer.reads("H-20 is on hold.")
    screen = mixer.page.locator(".verdict.stop")
    for line in ("Scanned", "Expected", "What to do", "Who may open it", "Quality manager"):
        expect(screen).to_contain_text(line)
    mixer.page.wait_for_timeout(1_000)
    expect(screen).to_be_visible()
    mixer.tap("Understood")
    mixer.reads("Scan: Process oil")


def test_a_lot_goes_into_the_job_that_was_scanned_right_before_it(
    mixer: Device, site: Site
) -> None:
    """Nobody waits for the answer: what is scanned next belongs to what was scanned."""
    site.do(plant.oil, "O-25")
    first, second = (site.do(plant.job, number) for number in ("MO-25", "MO-26"))
    for text in (first, second, "O-25"):
        mixer.scan(text)
    done(mixer, "10 kg of O-25 went in.")
    expect(mixer.page.locator(".where")).to_contain_text(second)
    expect(mixer.page.locator(".slot.done")).to_contain_text("O-25")


def test_who_may_opens_a_refusal_with_badge_pin_and_reason(mixer: Device, site: Site) -> None:
    """It is done under her name, and then the operator goes on under her own."""
    site.do(plant.rubber, "H-30")
    opened(mixer, "MO-30")
    site.do(plant.hold, "H-30")
    mixer.scan("H-30")
    mixer.reads("H-30 is on hold.")
    mixer.scan("P-2")
    mixer.reads("Ben")
    mixer.type(plant.PIN)
    mixer.tap("Sign in")
    mixer.reads("Why may it be done?")
    mixer.tap("Agreed with quality")
    done(mixer, "60 kg of H-30 went in.")
    expect(mixer.page.locator(".events li").first).to_contain_text("Ben")
    expect(mixer.page.locator(".who")).to_contain_text("Ada")


def test_the_right_scan_takes_a_refusal_away_and_the_next_wrong_one_does_not_cover_it(
    mixer: Device, site: Site
) -> None:
    """A refusal that nobody can have read yet stays, whatever is scanned behind it."""
    site.do(plant.oil, "O-40")
    opened(mixer, "MO-40")
    mixer.scan("NO-SUCH-1")
    mixer.scan("NO-SUCH-2")
    mixer.reads("NO-SUCH-1")
    mixer.tap("Understood · 1 more")
    mixer.reads("NO-SUCH-2")
    mixer.page.wait_for_timeout(1_000)
    mixer.scan("O-40")
    mixer.reads("Scan: Bromobutyl")
    done(mixer, "10 kg of O-40 went in.")
    last = site.do(entries_of, "MO-40/10")[-3:]
    assert [verdict for _, _, verdict, _ in last] == ["refused", "refused", "ok"]


def test_several_meanings_are_big_buttons_and_a_quantity_is_asked(
    mixer: Device, site: Site
) -> None:
    """A full slot takes more only by somebody's word."""
    site.do(plant.oil, "O-50")
    opened(mixer, "MO-50")
    mixer.scan("O-50")
    mixer.reads("Scan: Bromobutyl")
    mixer.scan("O-50")
    mixer.tap("Another quantity")
    mixer.reads("How much?")
    mixer.type("2.5")
    mixer.tap("Record")
    done(mixer, "2.5 kg of O-50 went in.")
    assert site.do(entries_of, "MO-50/10")[-1][2:] == ("ok", "2.5 kg of O-50 went in.")


def test_what_was_done_is_taken_back(mixer: Device, site: Site) -> None:
    """The slot is empty again."""
    site.do(plant.oil, "O-60")
    opened(mixer, "MO-60")
    mixer.scan("O-60")
    mixer.reads("Scan: Bromobutyl")
    mixer.tap("Undo 10 kg of O-60")
    mixer.reads("Scan: Process oil")
    assert site.do(entries_of, "MO-60/10")[-1][:3] == ("undo", True, "ok")


def test_something_is_stopped_in_two_taps_and_a_reason(mixer: Device, site: Site) -> None:
    """From anywhere: what was scanned last is nearest to hand."""
    site.do(plant.oil, "O-70")
    opened(mixer, "MO-70")
    mixer.scan("O-70")
    mixer.reads("Scan: Bromobutyl")
    touches(mixer)
    mixer.tap("Hold")
    mixer.tap("O-70")
    assert touches(mixer) == (0, 2)
    mixer.reads("Why?")
    mixer.tap("Damaged")
    done(mixer, "O-70 is on hold")
    mixer.reads("Scan: Bromobutyl")


def test_a_wrong_pin_is_said_and_nothing_is_taken_meanwhile(device: Device) -> None:
    """Whose scan it is, is not known before."""
    device.enrol(plant.PRESS)
    device.scan("P-1")
    device.reads("Ada")
    device.scan("H-1")
    expect(device.page.get_by_role("alert")).to_contain_text("First the PIN")
    device.type("0000")
    device.tap("Sign in")
    expect(device.page.get_by_role("alert")).to_contain_text("This PIN is wrong.")
    device.type(plant.PIN)
    device.tap("Sign in")
    expect(device.page.locator(".who")).to_contain_text("Ada")


def test_two_at_one_station_and_the_end_of_the_shift(mixer: Device) -> None:
    """Whoever scanned last acts; each leaves, or all do."""
    mixer.come("P-2", "Ben")
    expect(mixer.page.locator(".who")).to_contain_text("+1")
    mixer.scan("P-1")
    expect(mixer.page.locator(".who")).to_contain_text("Ada")
    mixer.tap("Ada")
    mixer.reads("Scan a badge to join")
    mixer.tap("Everybody leaves")
    mixer.reads("Scan your badge")
    expect(mixer.page.locator(".who")).to_contain_text("Nobody")
