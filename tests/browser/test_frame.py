"""The frame round every page, and the pages of accounts, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.conftest import Site
from tests.edges.small_plant import SERIAL

pytestmark = pytest.mark.browser


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
    expect(page).to_have_url(re.compile("/trace/$"))


def test_a_narrow_window_opens_the_menu_without_a_script(
    browser: Browser, site: Site, session: StorageState
) -> None:
    context = browser.new_context(
        storage_state=session,
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
    browser: Browser, site: Site, session: StorageState
) -> None:
    context = browser.new_context(
        storage_state=session,
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


def test_a_passkey_is_added_and_then_signs_in_alone(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    keys = context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto(site.sign_in_link().removeprefix(site.url))
    page.get_by_role("button", name="Sign in").click()
    page.goto("/account/key/")
    if "/again/" in page.url:  # whoever has a password proves it first
        page.get_by_label("Password").fill("a long enough one")
        page.get_by_role("button", name="It is me").click()
    page.get_by_label("What to call it").fill("This machine")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/account/")
    expect(page.get_by_role("row", name=re.compile("key or passkey This machine"))).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**localhost:*/")
    # The other tests' sign-in links must go on leading straight in.
    page.goto("/account/")
    page.get_by_role("link", name="Remove").click()
    if "/again/" in page.url:
        page.goto(page.url.replace("/again/key/", "/again/"))
        page.get_by_label("Password").fill("a long enough one")
        page.get_by_role("button", name="It is me").click()
    page.get_by_role("button", name="Remove").click()
    page.goto("/account/")
    expect(page.get_by_text("The password alone opens it")).to_be_visible()
    context.close()
