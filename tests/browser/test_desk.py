"""A quality manager at her desk: scan, look, follow, with the mouse and without it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.conftest import Site
from tests.edges.small_plant import LOT, SERIAL

pytestmark = pytest.mark.browser

PAGES = {
    "trace": f"/trace/?id={SERIAL}",
    "forward": "/trace/?id=HB-2209&direction=forward",
    "lot": f"/o/?id={LOT}",
}
SIZES = {"1440": (1440, 900), "1280": (1280, 800), "390": (390, 844)}


def test_from_a_scan_to_the_bladder(page: Page) -> None:
    page.goto("/trace/")
    page.keyboard.press("Escape")
    page.locator("main").focus()
    page.keyboard.press("/")
    page.keyboard.type(SERIAL)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=SERIAL)).to_be_visible()
    page.get_by_role("link", name="Where from", exact=True).last.click()
    expect(page.get_by_role("heading", name=f"Where from {SERIAL}")).to_be_visible()
    expect(page.get_by_text("B-317 is 51 cycles past its limit.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("1 gap"))).to_be_visible()


def test_a_box_is_shown_beside_the_graph_and_the_address_keeps_it(page: Page) -> None:
    page.goto(PAGES["trace"])
    page.get_by_role("link", name=re.compile("HB-2209 Halobutyl")).click()
    drawer = page.get_by_label("Details")
    expect(drawer.get_by_role("heading", name="HB-2209")).to_be_visible()
    expect(drawer).to_contain_text("Elastomer D")
    page.wait_for_url(re.compile("node="))
    page.reload()
    expect(page.get_by_label("Details").get_by_role("heading", name="HB-2209")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Details").get_by_role("heading", name="J-1042/80")).to_be_visible()


def test_why_a_box_is_in_the_answer_and_why_a_number_is_not(page: Page) -> None:
    page.goto(PAGES["trace"])
    page.get_by_role("link", name=re.compile("HB-2209 Halobutyl")).click()
    page.get_by_label("Details").get_by_role("link", name="Why is this in it?").click()
    why = page.locator("#why")
    expect(why).to_contain_text(f"HB-2209 is in {SERIAL}, as it was recorded.")
    expect(why.get_by_role("listitem").first).to_contain_text("HB-2209 went into")
    page.wait_for_url(re.compile("why="))
    box = why.get_by_label("Why is this number in it, or why is it not?")
    box.fill("0444232401")
    box.press("Enter")
    expect(why).to_contain_text(f"By the record 0444232401 is not in {SERIAL}.")
    box.fill("HB-2208")
    box.press("Enter")
    expect(why.get_by_role("alert")).to_contain_text("Nothing here goes by this name.")
    why.get_by_role("link", name="HB-2209", exact=True).click()
    expect(page.locator("#why")).to_contain_text(f"HB-2209 is in {SERIAL}")


def test_a_stack_opens_where_it_stands(page: Page) -> None:
    page.goto(PAGES["forward"])
    stack = page.get_by_role("link", name=re.compile("60 × 205"))
    stack.click()
    expect(page.get_by_role("link", name=re.compile(f"^{SERIAL}"))).to_be_visible()
    page.wait_for_url(re.compile("open="))
    page.get_by_role("link", name="Close what was opened").click()
    expect(stack).to_be_visible()


def test_rows_are_filtered_as_one_types_and_sorted_by_a_click(page: Page) -> None:
    page.goto(PAGES["trace"])
    rows = page.locator("#rows tbody tr")
    page.get_by_label("Filter the rows").fill("B-317")
    expect(rows).to_have_count(1)
    page.get_by_label("Filter the rows").fill("")
    expect(rows).to_have_count(33)
    page.get_by_role("link", name="Object", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Object")
    page.locator("#rows").get_by_role("link", name=re.compile("Inspections")).click()
    expect(rows).to_have_count(2)


def test_the_table_is_saved(page: Page) -> None:
    page.goto(PAGES["trace"])
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == f"backward-{SERIAL}.csv"
    assert "B-317" in Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_the_graph_grows_shrinks_and_is_dragged(page: Page) -> None:
    page.goto(PAGES["trace"])
    graph = page.locator("svg.graph").last
    before = graph.bounding_box()
    assert before
    for _ in range(3):
        page.get_by_role("button", name="Larger").click()
    grown = graph.bounding_box()
    assert grown
    assert grown["width"] > before["width"] * 1.5
    view = page.locator(".canvas-view")
    at = view.evaluate("view => view.scrollLeft")
    box = view.bounding_box()
    assert box
    page.mouse.move(box["x"] + 300, box["y"] + 280)
    page.mouse.down()
    page.mouse.move(box["x"] + 500, box["y"] + 280, steps=5)
    page.mouse.up()
    assert view.evaluate("view => view.scrollLeft") < at or at == 0
    page.get_by_role("button", name="Fit").click()
    fitted = graph.bounding_box()
    assert fitted
    assert fitted["width"] <= box["width"]


@pytest.mark.parametrize("size", SIZES)
def test_the_graph_opens_whole_or_says_what_lies_beyond_its_edge(page: Page, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(PAGES["trace"])
    view = page.locator(".canvas-view").bounding_box()
    origin = page.locator(".canvas-view .origin .box-face").bounding_box()
    assert view
    assert origin
    assert view["x"] <= origin["x"] + origin["width"] / 2 <= view["x"] + view["width"]
    hint = page.locator(".cut[data-side=left]")
    beyond = [
        box
        for face in page.locator(".canvas-view .box-face").all()
        if (box := face.bounding_box()) and box["x"] + box["width"] / 2 < view["x"]
    ]
    if size == "390":
        expect(hint).to_have_text(f"← {len(beyond)} more")
    if not beyond:
        expect(hint).to_be_hidden()
        return
    hint.click()
    expect(hint).to_be_hidden()
    graph = page.locator("svg.graph").last.bounding_box()
    assert graph
    assert graph["width"] <= view["width"]
    assert graph["height"] <= view["height"]


def test_keys_help_and_theme(page: Page) -> None:
    page.goto("/gallery/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("main").focus()
    page.keyboard.press("t")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert light != dark
    page.goto("/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_the_first_tab_skips_to_the_content(page: Page) -> None:
    page.goto("/gallery/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize(
    ("code", "said"), [("tr", "Geriye izleme"), ("de", "Woher"), ("en", "Where from")]
)
def test_the_language_is_chosen_on_the_page(page: Page, code: str, said: str) -> None:
    page.goto(PAGES["trace"])
    page.get_by_role("combobox").select_option(code)
    expect(page.locator("h1")).to_contain_text(said)
    assert page.locator("html").get_attribute("lang") == code


def test_a_term_of_the_balance_opens_to_its_events(page: Page) -> None:
    page.goto(PAGES["lot"])
    page.get_by_role("link", name="Balance", exact=True).click()
    card = page.get_by_role("region", name="Balance")
    expect(card.get_by_role("row", name="Made 60 pcs")).to_be_visible()
    expect(card).to_contain_text("closes")
    shipped = card.get_by_role("row", name=re.compile("Shipped"))
    expect(shipped.get_by_role("listitem")).to_have_count(0)
    shipped.get_by_text("Shipped").click()
    expect(shipped.get_by_role("listitem")).to_have_text([re.compile("30 pcs")] * 2)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_without_scripts_everything_is_still_links_and_forms(
    browser: Browser, site: Site, session: StorageState
) -> None:
    context = browser.new_context(
        storage_state=session,
        java_script_enabled=False,
        base_url=site.url,
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Anything printed on a label", exact=True).last.fill(SERIAL)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Where from", exact=True).last.click()
    page.get_by_role("link", name=re.compile("HB-2209 Halobutyl")).click()
    expect(page.get_by_label("Details").get_by_role("heading", name="HB-2209")).to_be_visible()
    context.close()


def test_a_wrong_password_is_told(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_label("Name").fill("m.kaya")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("do not match")
    context.close()
