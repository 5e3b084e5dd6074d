"""A quality manager's day in a browser: the inbox, inspections, what goes on, the figures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django import DjangoDbBlocker

from gozinto.operations import holding
from gozinto.plant.models import Person
from gozinto.record.newest import NEWEST
from tests.browser.conftest import Site
from tests.edges import laboratory

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _work(site: Site, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What waits: a lot on hold, two lots to inspect, a series with a signal."""
    with django_db_blocker.unblock():
        laboratory.furnish()
        laboratory.measure(30)
        Person.objects.create(code="m.kaya", name="M. Kaya")
        holding.hold("HB-2209", reason="Smells.", by="A1107")
        yield
        # Its reader asks the database until it has ended.
        NEWEST.end(timeout_s=10)


def test_findings_are_settled_and_taken_back(page: Page) -> None:
    page.goto("/inbox/?group=findings")
    boxes = page.get_by_role("checkbox")
    before = boxes.count()
    assert before
    boxes.first.check()
    page.get_by_role("button", name="Settle what is marked").click()
    expect(page.get_by_role("alert")).to_contain_text("A finding is settled for a reason.")
    expect(boxes.first).to_be_checked()
    page.get_by_label("What was done").fill("The bladder was changed.")
    page.get_by_role("button", name="Settle what is marked").click()
    expect(page.get_by_role("status").first).to_contain_text("settled")
    expect(boxes).to_have_count(before - 1)
    page.get_by_role("button", name="Undo").click()
    expect(boxes).to_have_count(before)


def is_looked_up(live: Page) -> None:
    """The board is another one than the last that was seen here, and seen now."""
    live.wait_for_selector("#board:not([data-seen])", timeout=20_000)
    live.locator("#board").evaluate("board => (board.dataset.seen = 'yes')")


def test_what_is_inspected_is_seen_at_once_where_somebody_looks_on(desk: BrowserContext) -> None:
    live, laboratory_tab = desk.new_page(), desk.new_page()
    seen = "document.getElementById('board').dataset.seen = 'yes'"
    live.add_init_script(f"addEventListener('DOMContentLoaded', () => {{ {seen} }})")
    live.goto("/live/")
    expect(live.get_by_text("shown as it happens")).to_be_visible()
    # what was there before is told at once; the second look is of what happens now
    is_looked_up(live)
    laboratory_tab.goto("/inspections/")
    laboratory_tab.get_by_role("link", name="Inspect H-2").click()
    laboratory_tab.get_by_label("Value").first.fill("32,5")
    laboratory_tab.get_by_label("in order", exact=True).check()
    laboratory_tab.locator("select[name='value-30']").select_option("light")
    laboratory_tab.get_by_role("button", name="Record the inspection").click()
    expect(laboratory_tab.get_by_role("status")).to_contain_text("accepted")
    is_looked_up(live)
    live.close()


def test_a_drill_goes_from_its_opening_to_its_report_by_following_the_page(page: Page) -> None:
    page.goto("/cases/")
    page.get_by_role("link", name="Drills over time").click()
    page.get_by_role("link", name="Begin a drill").first.click()
    page.get_by_label("Drawn blindly among").select_option("finished")
    page.get_by_role("button", name="Begin").click()
    clock = page.locator("#clock")
    expect(clock).not_to_have_text(clock.inner_text())
    page.get_by_role("link", name="Draw again and compare").click()
    expect(page.get_by_text("nobody chose it")).to_be_visible()
    page.get_by_role("button", name="Find where all of it went").click()
    dealer = page.get_by_role("row", name="Bayi 0417")
    dealer.get_by_label("Spoken with at Bayi 0417").fill("A. Kaya")
    dealer.get_by_role("button", name="Reached").click()
    expect(page.get_by_role("cell", name="A. Kaya")).to_be_visible()
    page.get_by_role("button", name="No answer").click()
    expect(page.get_by_text("1 of 2")).to_be_visible()
    page.get_by_text("Finish signed").click()
    page.get_by_label("What was learned").fill("The list of telephone numbers is old.")
    page.get_by_label("Sign it: your password again").fill("a long enough one")
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", name="It took")).to_be_visible()
    stopped = clock.inner_text()
    with page.expect_download() as report:
        page.get_by_role("link", name="PDF").click()
    assert report.value.path().read_bytes().startswith(b"%PDF")
    expect(clock).to_have_text(stopped)
    page.get_by_role("link", name="Open a corrective action").last.click()
    expect(page.get_by_label("Problem")).to_have_value("The list of telephone numbers is old.")
