"""A day of each role at a desk: each signs in, finds the work by what the pages offer, does it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.operations import holding, production
from gozinto.plant import changing
from gozinto.plant.changing import Given
from gozinto.plant.models import Person
from gozinto.record.newest import NEWEST
from tests.browser.conftest import Site
from tests.browser.test_setup import work
from tests.edges import laboratory
from tests.edges.small_plant import SERIAL

pytestmark = pytest.mark.browser

PASSWORD = "three tyres and a bladder"
PRINTER = {"code": "ZD-1", "name": "Goods receipt", "connection": "agent", "language": "zpl"}
WAX = "code,name,kind,uom\nW1,Wax,raw,KGM\n"
PAPER = {"name": "DN-SI-302.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}

Desk = Callable[[str], Page]


@pytest.fixture(scope="module", autouse=True)
def _work(site: Site, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Accounts that hold one role each, and what waits for them."""
    known = make_password(PASSWORD)
    with django_db_blocker.unblock():
        laboratory.furnish()
        changing.apply([Given(kind="printers", values=PRINTER)], by="test")
        for role in Role:
            Person.objects.get_or_create(code=role.value, defaults={"name": role.label})
            user = User.objects.create(username=role.value, password=known)
            RoleGrant.objects.create(user=user, role=role)
        production.start(
            job="J-77/10",
            step="curing",
            equipment="PRESS-42",
            product="T205",
            by="operator",
            at=datetime.now(UTC) - timedelta(hours=1),
        )
        holding.hold("TX-088", reason="Wrong label.", by="A1107")
    yield
    NEWEST.end(timeout_s=10)


@pytest.fixture
def desk(browser: Browser, site: Site) -> Iterator[Desk]:
    """Opens a window at the sign-in page, and signs somebody in there by name."""
    opened = []

    def sign_in(name: str) -> Page:
        context = browser.new_context(base_url=site.url, accept_downloads=True)
        opened.append(context)
        page = context.new_page()
        page.goto("/")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(f"{site.url}/")
        return page

    yield sign_in
    for one in opened:
        one.close()


def to(page: Page, line: str) -> None:
    """Follow a line of the menu."""
    menu = page.get_by_role("navigation", name="Main")
    menu.get_by_role("link", name=re.compile(f"^{line}")).click()


def test_the_warehouse_puts_a_paper_to_a_receipt_labels_it_and_hands_a_note_over(
    desk: Desk,
) -> None:
    page = desk("warehouse")
    to(page, "Receipts")
    row = page.get_by_role("row").filter(has_text="DN-SI-302")
    row.get_by_role("link").first.click()
    page.locator("input[type=file]").set_input_files(PAPER)
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("link", name="DN-SI-302.pdf")).to_be_visible()
    page.get_by_role("link", name="SI-302", exact=True).first.click()
    label = page.locator("#label")
    label.get_by_role("button", name="Print").click()
    expect(label.get_by_role("status")).to_contain_text("waits for its printer")
    to(page, "Print queue")
    expect(page.get_by_role("row").filter(has_text="SI-302")).to_contain_text("warehouse")
    to(page, "Shipments")
    page.get_by_role("link", name="SN-20871").click()
    page.emulate_media(media="print")
    expect(page.get_by_text("Handed over")).to_be_visible()
    expect(page.get_by_text("034531200000000417")).to_be_visible()


def test_an_inspector_finds_what_waits_and_rejects_it(desk: Desk) -> None:
    page = desk("inspector")
    to(page, "Inspections")
    page.get_by_role("link", name="Inspect H-1").click()
    page.get_by_label("Value").first.fill("41")
    page.get_by_label("in order", exact=True).check()
    page.locator("select[name='value-30']").select_option("light")
    page.get_by_role("button", name="Record the inspection").click()
    expect(page.get_by_role("status")).to_contain_text("rejected")
    to(page, "Inspections")
    expect(page.get_by_role("link", name="Inspect H-2")).to_be_visible()
    expect(page.get_by_role("link", name="Inspect H-1")).to_have_count(0)


def test_a_quality_manager_holds_a_lot_sees_whom_it_reached_and_frees_it(desk: Desk) -> None:
    page = desk("quality")
    to(page, "Lots and serials")
    page.get_by_label("Number begins with").fill("HB-2209")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="HB-2209", exact=True).click()
    page.locator("summary", has_text="Hold").click()
    page.get_by_label("Why", exact=True).fill("Permeability past its limit.")
    page.get_by_role("button", name="Hold", exact=True).click()
    expect(page.locator("h1 + p")).to_contain_text("on hold")
    page.get_by_role("link", name="Where used").first.click()
    expect(page.locator("#customers")).to_contain_text("Bayi 0417")
    expect(page.locator("#customers")).to_contain_text("Bayi 0233")
    to(page, "Inbox")
    page.get_by_role("link", name=re.compile("^On hold")).click()
    held = page.get_by_role("row").filter(has_text="HB-2209")
    expect(held).to_contain_text("Permeability past its limit.")
    held.get_by_role("checkbox").check()
    page.get_by_label("Why it may be used").fill("Concession C-12.")
    page.get_by_role("button", name="Release what is marked").click()
    expect(page.get_by_role("status").first).to_contain_text("It is released.")
    expect(held).to_have_count(0)


def test_a_planner_changes_a_material_and_takes_it_back(desk: Desk) -> None:
    page = desk("planner")
    to(page, "Setup")
    page.get_by_role("link", name="Materials", exact=True).click()
    page.get_by_role("link", name="T205", exact=True).click()
    page.get_by_label("Name").first.fill("205/55 R16 91V tyre")
    page.get_by_label("Why").first.fill("The load index belongs to its name.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("91V")
    page.get_by_role("link", name="This change").first.click()
    expect(page.get_by_text("The load index belongs to its name.")).to_be_visible()
    page.get_by_role("button", name="Take all of it back").click()
    page.get_by_role("link", name="T205").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("205/55 R16 tyre"))


def test_an_auditor_reads_and_takes_along_and_finds_nothing_to_write_with(desk: Desk) -> None:
    page = desk("auditor")
    page.get_by_label("Anything printed on a label", exact=True).last.fill(SERIAL)
    page.get_by_role("button", name="Find").click()
    expect(page.locator("summary", has_text="Hold")).to_have_count(0)
    page.get_by_role("link", name="Audit", exact=True).click()
    page.get_by_role("link", name=re.compile(r"^\d{1,4}$")).first.click()
    expect(page.locator(".raw")).to_contain_text('"eventID"')
    expect(page.get_by_role("button", name="Add")).to_have_count(0)
    page.go_back()
    page.get_by_role("link", name="Where from").first.click()
    page.get_by_text("Save …").click()
    with page.expect_download() as report:
        page.get_by_role("link", name="PDF").click()
    assert report.value.suggested_filename == f"backward-{SERIAL}.pdf"
    to(page, "Lots and serials")
    expect(page.get_by_role("checkbox")).to_have_count(0)
    with page.expect_download() as table:
        page.get_by_role("link", name="CSV").click()
    assert table.value.suggested_filename.endswith(".csv")
    to(page, "Changes of access")
    expect(page.get_by_role("heading", level=1)).to_have_text("Changes of access")


def test_an_administrator_lets_somebody_in_and_ends_their_session(desk: Desk, site: Site) -> None:
    page, newcomer = desk("admin"), desk("operator")
    to(page, "Accounts")
    page.get_by_role("link", name="New account").click()
    page.get_by_label("Name to sign in with").fill("e.yildiz")
    page.get_by_label("Inspector").check()
    page.get_by_role("button", name="Make the account").click()
    page.get_by_role("button", name="Link to sign in").click()
    link = page.get_by_label(re.compile("Give it to its owner")).input_value()
    newcomer.get_by_role("button", name="Sign out").click()
    newcomer.goto(link)
    newcomer.get_by_role("button", name="Sign in").click()
    to(newcomer, "Inspections")
    page.goto("/accounts/who/e.yildiz/")
    page.get_by_role("button", name="End all").click()
    newcomer.reload()
    expect(newcomer.get_by_role("heading", name="Sign in")).to_be_visible()
    to(page, "Changes of access")
    expect(page.get_by_role("row").filter(has_text="e.yildiz").first).to_be_visible()


def test_an_operator_sees_what_runs_and_says_what_became_of_a_label(desk: Desk) -> None:
    page = desk("operator")
    to(page, "Live")
    page.get_by_role("link", name="J-77/10").click()
    expect(page.locator("h1 + p")).to_contain_text("running")
    to(page, "Inbox")
    page.get_by_role("link", name=re.compile("^Printing")).click()
    page.get_by_role("row").filter(has_text="in doubt").get_by_role("link").last.click()
    page.get_by_text(re.compile("^Decide about job")).click()
    page.get_by_label("Reason").fill("It lies in the tray.")
    page.get_by_role("button", name="The label is there").click()
    expect(page.get_by_text("No label is in doubt.")).to_be_visible()


def test_an_integrator_imports_what_a_table_holds_and_takes_it_back(desk: Desk) -> None:
    page = desk("integrator")
    to(page, "Import")
    table = {"name": "materials.csv", "mimeType": "text/csv", "buffer": WAX.encode()}
    page.locator("input[type=file]").set_input_files(table)
    page.get_by_role("button", name="Look at them").click()
    page.get_by_role("button", name="Check what it would do").click()
    work()
    page.get_by_role("button", name="Write 1 row").click()
    work()
    page.get_by_role("link", name="What was changed").click()
    expect(page.get_by_role("row").filter(has_text="W1")).to_contain_text("Created")
    page.get_by_role("button", name="Take all of it back").click()
    expect(page.get_by_text("taken back").first).to_be_visible()
