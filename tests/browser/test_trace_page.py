"""The trace page asked in other ways, both ways, side by side, by level, and saved."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.edges.small_plant import SERIAL

pytestmark = pytest.mark.browser

PRESS = "equipment=PRESS-42&since=2026-02-06T22:00&until=2026-02-07T04:00"


def test_from_an_hour_at_a_press_to_its_customers(page: Page) -> None:
    page.goto("/trace/")
    page.get_by_role("link", name="Time at a machine").click()
    page.get_by_label("Machine, or what machines stand in").fill("PRESS-42")
    page.get_by_label("From", exact=True).fill("2026-02-07T00:00:00")
    page.get_by_label("Until, and not at it").fill("2026-02-07T00:45:00")
    page.get_by_role("radio", name="Where used").check()
    page.get_by_role("button", name="Trace").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Where used PRESS-42")
    expect(page.locator("#customers")).to_contain_text("Bayi 0417")
    page.get_by_role("link", name=re.compile("3 origins")).click()
    expect(page.get_by_label("Machine, or what machines stand in")).to_have_value("PRESS-42")


def test_widths_open_in_their_place_and_the_address_keeps_them(page: Page) -> None:
    page.goto(f"/trace/?id={SERIAL}")
    compared = page.get_by_role("region", name="Three widths")
    compared.get_by_role("link", name="Side by side").click()
    expect(compared.get_by_role("link", name="Proven")).to_be_visible()
    page.wait_for_url(re.compile("compare=1"))
    page.reload()
    expect(compared.get_by_role("link", name="Possible")).to_be_visible()
    compared.get_by_role("link", name="Close").click()
    expect(compared.get_by_role("link", name="Proven")).to_have_count(0)


def test_a_band_opens_in_the_graph(page: Page) -> None:
    page.goto(f"/trace/?{PRESS}&view=sankey")
    page.get_by_role("link", name=re.compile("6 × Green tyre")).click()
    expect(page.get_by_role("link", name=re.compile("GT-118203"))).to_be_visible()
    page.wait_for_url(re.compile("view=graph"))


def test_the_report_is_the_one_whose_number_stands_beside_it(page: Page) -> None:
    page.goto(f"/trace/?id={SERIAL}")
    page.get_by_text("Save …").click()
    page.get_by_role("link", name="SHA-256 of the report").click()
    number = page.locator("#files code")
    expect(number).to_have_text(re.compile("^[0-9a-f]{64}$"))
    with page.expect_download() as download:
        page.get_by_role("link", name="pdf", exact=True).click()
    content = Path(download.value.path()).read_bytes()
    assert sha256(content).hexdigest() == number.inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="epcis.json", exact=True).click()
    document = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert document["type"] == "EPCISDocument"
