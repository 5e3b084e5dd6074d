"""A planner at the plant's description: nothing there stands in anybody's way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from playwright.sync_api import BrowserContext, Page, expect

from gozinto.plant.importing import working
from tests.browser.looking import in_the_way

pytestmark = pytest.mark.browser

FAULTY = "code,name,kind,uom\nW1,Wax,raw,furlong\nW2,,raw,KGM\n"
SOUND = "Artikelnummer;Bezeichnung;Materialart\nW1;Wachs;raw\n"


def test_a_pattern_is_seen_while_it_is_typed(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto("/setup/numbering-formats/new/")
    page.get_by_label("Pattern").fill("{seq:10}")
    expect(page.locator("#trial")).to_contain_text("0000000010")
    page.locator("summary", has_text="Try it with").click()
    page.get_by_label("From place").fill("444232322")
    expect(page.locator("#trial")).to_contain_text("0444232322")
    page.get_by_label("Pattern").fill("{date:%Y%V}{seq:3:week}")
    expect(page.locator("#trial")).to_contain_text("2001-01-01 and 2001-12-31")
    page.close()


def test_a_box_offers_rows_while_somebody_types(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto("/setup/bill-lines/new/")
    page.get_by_label("Component").press_sequentially("T2")
    expect(page.locator("#f-component-list option")).to_have_count(1)
    page.close()


def sent(context: BrowserContext, body: str) -> Page:
    """The page of an import of this table, checked."""
    page = context.new_page()
    page.goto("/import/")
    file = {"name": "materials.csv", "mimeType": "text/csv", "buffer": body.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look at them").click()
    page.get_by_role("button", name="Check what it would do").click()
    expect(page.locator("progress")).to_be_visible()
    return page


def work() -> None:
    """What the worker does, in a thread: here Django finds an event loop and refuses."""

    def one() -> bool:
        try:
            return working.work_one(tell=lambda *_: None)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as worker:
        assert worker.submit(one).result()


def test_an_import_goes_from_its_bar_to_its_grid_without_anybodys_help(
    desk: BrowserContext,
) -> None:
    page = sent(desk, FAULTY)
    assert in_the_way(desk, page.url) == []
    work()
    expect(page.get_by_role("button", name="Check again")).to_be_visible()
    page.close()
    whole = sent(desk, SOUND)
    work()
    expect(whole.get_by_text("Nothing is wrong")).to_be_visible()
    whole.close()
