"""The lists in a browser: looked at on both papers and at three widths, and used by keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.looking import in_the_way
from tests.edges.small_plant import SERIAL

pytestmark = pytest.mark.browser


def test_a_list_is_filtered_and_sorted_and_the_address_keeps_it(page: Page) -> None:
    page.goto("/lots/")
    page.locator("summary", has_text="Filter").click()
    page.locator("select[name=status]").select_option("returned")
    page.get_by_role("button", name="Show").first.click()
    expect(page.locator(".rows tbody tr")).to_have_count(1)
    expect(page.locator("#list")).to_contain_text("Status: returned")
    page.wait_for_url(re.compile(r"\?status=returned$"))
    page.reload()
    expect(page.locator(".rows tbody a")).to_have_text(SERIAL)
    page.get_by_role("link", name=re.compile("Without Status")).click()
    expect(page.locator(".rows tbody tr")).to_have_count(50)
    page.locator("thead").get_by_role("link", name="Number").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Number")
    page.wait_for_url(re.compile("sort=number"))
    page.locator("#later").click()
    expect(page.locator("#earlier")).to_have_count(1)
    page.wait_for_url(re.compile("after="))
    page.go_back()
    expect(page.locator("#earlier")).to_have_count(0)


def test_rows_are_marked_by_keys_and_held_with_a_page_that_says_how_far_it_is(
    desk: BrowserContext,
) -> None:
    page = desk.new_page()
    page.goto("/lots/?q=SI-302")
    bar = page.locator("#marks")
    expect(bar.get_by_role("button", name="Hold")).to_be_disabled()
    page.locator("main").focus()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(bar).to_contain_text("Marked: 1")
    bar.get_by_label("Reason").fill("smells")
    bar.get_by_role("button", name="Hold").click()
    expect(page.get_by_role("status")).to_contain_text("0 of 1")
    address = page.url
    page.close()
    assert in_the_way(desk, address) == []


def test_on_paper_a_list_is_a_table_however_narrow_the_sheet(page: Page) -> None:
    page.set_viewport_size({"width": 690, "height": 1000})
    page.emulate_media(media="print")
    page.goto("/lots/")
    first = page.locator(".rows tbody tr").first
    assert first.evaluate("row => getComputedStyle(row).display") == "table-row"
    expect(first.get_by_role("checkbox")).to_have_count(0)
    expect(page.locator("thead th").last).to_be_visible()
