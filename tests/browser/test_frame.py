"""The frame round every page, and the pages of accounts, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import look
from tests.edges.small_plant import SERIAL

pytestmark = pytest.mark.browser

PAGES = {
    "own-account": "/account/",
    "find": "/find/",
    "found": f"/find/?q={SERIAL}",
    "nothing-found": "/find/?q=zzzz",
    "keys": "/keys/",
    "offline": "/offline/",
}
ADMINISTRATORS = {
    "accounts": "/accounts/",
    "accounts-none": "/accounts/?q=zzzz",
    "account-new": "/accounts/new/",
    "account": "/accounts/who/m.kaya/",
    "tokens": "/accounts/tokens/",
    "changes": "/accounts/changes/",
}


@pytest.fixture(scope="module")
def chiefs_session(browser: Browser, site: Site) -> dict[str, object]:
    """The cookies of an administrator."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(site.administrators_link())
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site.url}/")
    state: dict[str, object] = dict(context.storage_state())
    context.close()
    return state


@pytest.fixture
def chief(
    browser: Browser, site: Site, chiefs_session: dict[str, object]
) -> Iterator[BrowserContext]:
    """A window in which an administrator is signed in."""
    context = browser.new_context(
        storage_state=chiefs_session,  # type: ignore[arg-type]  # as Playwright gave it
        base_url=site.url,
        viewport={"width": 1440, "height": 900},
    )
    yield context
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_stands_in_nobodys_way(desk: BrowserContext, name: str) -> None:
    look(desk, PAGES[name])


@pytest.mark.parametrize("name", ADMINISTRATORS)
def test_a_page_of_administrators_stands_in_nobodys_way(chief: BrowserContext, name: str) -> None:
    look(chief, ADMINISTRATORS[name])


def test_the_palette_takes_letters_arrows_and_a_scan(page: Page) -> None:
    page.goto("/gallery/")
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Pages, actions and things")
    expect(palette.get_by_role("link", name="Trace", exact=True)).to_be_visible()
    page.keyboard.type("pri")
    found = palette.get_by_role("link")
    expect(found).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(found).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/labels/queue/")
    page.keyboard.press("Control+k")
    # A scanner types faster than anything is found, and ends with Enter.
    page.keyboard.insert_text(SERIAL)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/o/\?id="))
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()


def test_g_and_a_letter_lead_to_a_page(page: Page) -> None:
    page.goto("/gallery/")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/trace/")


def test_a_narrow_window_opens_the_menu_without_a_script(
    browser: Browser, site: Site, session: dict[str, object]
) -> None:
    context = browser.new_context(
        storage_state=session,  # type: ignore[arg-type]  # as Playwright gave it
        base_url=site.url,
        viewport={"width": 390, "height": 844},
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto("/gallery/")
    menu = page.get_by_role("navigation", name="Main")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(menu).to_be_visible()
    menu.get_by_role("link", name="Trace").click()
    page.wait_for_url("**/trace/")
    context.close()


def test_without_a_connection_the_office_says_so_and_keeps_no_data(
    browser: Browser, site: Site, session: dict[str, object]
) -> None:
    context = browser.new_context(
        storage_state=session,  # type: ignore[arg-type]  # as Playwright gave it
        base_url=site.url,
    )
    page = context.new_page()
    page.goto("/gallery/")
    page.evaluate("navigator.serviceWorker.ready")
    page.goto(f"/o/?id={SERIAL}")
    kept = page.evaluate(
        "caches.keys().then(names => Promise.all(names.map(name => caches.open(name)"
        ".then(one => one.keys()).then(all => all.map(each => new URL(each.url).pathname)))))"
    )
    assert sorted(kept[0]) == [
        "/offline/",
        "/static/office/components.css",
        "/static/office/pages.css",
        "/static/office/tokens.css",
    ]
    context.set_offline(True)
    page.goto("/trace/")
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", name="What went into it")).to_be_visible()
    context.close()
