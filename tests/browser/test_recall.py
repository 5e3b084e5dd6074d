"""The worst day of a quality manager's year: from one complaint to a closed recall, and on to what
keeps it from coming back, by nothing but what the pages offer next."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django import DjangoDbBlocker

from gozinto.access import links, tokens
from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.cases.recalls import notifying
from gozinto.deployment.database import Roles
from gozinto.edges.office.cases import answers
from gozinto.labels import letters
from gozinto.plant import enterprise
from gozinto.plant.models import Equipment, Location, Material, Partner
from tests.browser.conftest import Site, chromium, served, signed_in
from tests.cases.recalls.posted import Post, posting
from tests.conftest import empty
from tests.labels.rendering.images import pdf_words
from tests.plants import DOMAIN, asset, at, mounted, partner, shipped
from tests.trace.returned_tyres import came_back, made, master_data, told, tyre

pytestmark = pytest.mark.browser

PASSWORD = "a long enough one"
CAME_BEFORE = range(10, 13)
COMPLAINED = "T-013"
NORTH, SOUTH = ("T-014", "T-015", "T-020"), ("T-016", "T-017")
"""What the two dealers have of what bladder B-1 made, which had 10 to 19, or 20 as well."""
HERE = ("T-018", "T-019")


@dataclass(frozen=True, slots=True)
class Plant:
    """A site on that day. `post`: the mails that went out; `headers`: of a program."""

    site: Site
    post: Post
    headers: dict[str, str]


def build() -> None:
    """Eighty tyres of two presses; ten of one bladder, of which nobody saw exactly when it came
    off. Two dealers have most of them, and three came back."""
    enterprise.describe(name="Demo Tyres", domain="id.demo.example", zone="Europe/Istanbul")
    master_data()
    Material.objects.filter(code="T").update(uom="C62", unit_value="64.50")
    for code, name, language in (("D1", "North Tyres", "en"), ("D2", "South Tyres", "de")):
        Partner.objects.create(
            code=code, uri=partner(code), name=name, kind="dealer", language=language,
            email=f"quality@{code.lower()}.example",
        )  # fmt: skip
    Location.objects.create(code="DOCK", uri=f"{DOMAIN}/loc/DOCK", name="Dock")
    for code in ("PRESS-1", "PRESS-2", "CAL"):
        Equipment.objects.create(code=code, name=code.title(), level="work_unit")
    numbers = [number for number in range(80) if f"T-{number:03}" not in HERE]
    south = [tyre(number) for number in numbers if f"T-{number:03}" in SOUTH]
    told(
        *made(80)[:-2],
        *(
            mounted(
                asset(code), 10.9, equipment="PRESS-1", slot=slot, position="L", on=False,
                earliest=at(10.2), latest=at(11.3),
            )
            for code, slot in (("B-1", "bladder"), ("M-1", "mould"))
        ),
        shipped([tyre(number) for number in numbers if tyre(number) not in south], 30),
        shipped(south, 31, to="D2", note="SN-2"),
        came_back([tyre(number) for number in CAME_BEFORE], 24 * 30),
    )  # fmt: skip


@pytest.fixture(scope="module")
def plant(
    roles: Roles, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Plant]:
    """The plant behind a server, with a mail server and a program that ships."""
    chromium()
    with django_db_blocker.unblock(), posting() as post:
        build()
        user = User.objects.create_user("m.kaya", password=PASSWORD, first_name="M. Kaya")
        RoleGrant.objects.create(user=user, role=Role.QUALITY)
        plain = links.create(user=user)
        token = tokens.create(role=Role.INTEGRATOR, name="mes")
        with served() as url, override_settings(GOZINTO_PUBLIC_URL=url):
            link = f"{url}/sign-in/{plain}/"
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            yield Plant(Site(url, lambda: link, lambda: link), post, headers)
    empty(roles)


@pytest.fixture(scope="module")
def site(plant: Plant) -> Site:
    """Where the browser goes."""
    return plant.site


@dataclass(frozen=True, slots=True)
class Manager:
    """She, before her screen. She presses only what stands there."""

    page: Page

    def box(self, heading: str) -> Locator:
        """A part of the page, by its heading."""
        heads = self.page.get_by_role("heading", name=heading, exact=True)
        return self.page.locator("section, aside").filter(has=heads)

    def does(self, word: str, *, within: Locator | None = None, **told: str) -> None:
        """Unfold what the page offers under this word, fill it in, and send it."""
        offered = (within or self.box("What may be done now")).locator("details")
        form = offered.filter(has=self.page.get_by_text(word, exact=True)).first
        summary = form.locator("summary")
        if form.get_attribute("open") is None:
            summary.click()
        for name, value in told.items():
            self.fills(form.locator(f"[name='{name}']"), value)
        form.get_by_role("button", name=word, exact=True).click()
        expect(self.page.get_by_role("alert")).to_have_count(0)

    def fills(self, box: Locator, value: str) -> None:
        """Type or choose a value."""
        if box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)

    def saves(self, word: str) -> bytes:
        """What a button of the head saves as a file."""
        with self.page.expect_download() as download:
            self.page.locator(".title").get_by_role("link", name=word, exact=True).click()
        return Path(download.value.path()).read_bytes()


@pytest.fixture
def she(browser: Browser, site: Site) -> Iterator[Manager]:
    """Signed in, before a window in which nothing goes wrong unseen."""
    state = signed_in(browser, site, link=site.sign_in_link())
    context = browser.new_context(
        storage_state=state, base_url=site.url, viewport={"width": 1440, "height": 900}
    )
    context.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    yield Manager(context.new_page())
    expect.set_options(timeout=5_000)
    context.close()
    assert wrong == []


def test_from_a_complaint_to_a_closed_recall_and_to_what_keeps_it_away(
    she: Manager, plant: Plant, browser: Browser
) -> None:
    page = she.page
    _complains(she)
    _calls_back(she)
    number = _decides(she)
    _stops(she, plant)
    _tells(she, plant)
    _customer_answers(browser, plant)
    _accounts(she)
    _saves(she, number)
    _keeps_it_away(she, plant)
    page.goto(f"/cases/{number}/")
    expect(page.locator("main")).to_contain_text("CA-")


def _complains(she: Manager) -> None:
    page = she.page
    page.goto("/")
    page.keyboard.type(COMPLAINED)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Open a complaint").click()
    page.get_by_label("In a few words").fill("Loses air overnight")
    page.locator("[name=claim]").fill("22 kPa a month, no nail found")
    page.locator("[name=dealer]").fill("D1")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("CP-")
    expect(page.locator("main")).to_contain_text("B-1")
    station(page, "complaint")
    she.does("It came back", location="DOCK")
    she.does("Examine", result="confirmed", defect="leak", cause="The liner is cut at the bladder.")
    page.get_by_role("link", name="What do the returns have in common?").click()
    expect(page.locator("main")).to_contain_text("4 of 4 returned units")
    station(page, "suspects")


def _calls_back(she: Manager) -> None:
    page = she.page
    page.get_by_role("link", name="Open a recall").first.click()
    expect(page.locator("[name=title]")).to_have_value(re.compile("B-1"))
    expect(page.locator("[name=because]")).to_have_value(re.compile("4 of 4 returned"))
    station(page, "open")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("RC-")
    expect(page.locator(".width .large")).to_have_text(["9", "10", "11"])
    expect(page.locator(".width").last).to_contain_text("1 ")
    ask = page.get_by_label("Why is this number in it, or why is it not?")
    ask.fill("T-014")
    ask.press("Enter")
    expect(page.locator("#why")).to_contain_text("B-1 is in T-014")
    expect(page.locator("#why .way li")).not_to_have_count(0)
    station(page, "scope")
    ask.fill("T-003")
    ask.press("Enter")
    expect(page.locator("#why")).to_contain_text("B-1 cannot be in T-003")
    station(page, "scope-not")


def _decides(she: Manager) -> str:
    page = she.page
    recorded = page.locator(".width").filter(has_text="Recorded")
    recorded.get_by_role("button", name="Choose this width").click()
    expect(page.locator(".width.chosen")).to_contain_text("Recorded")
    possible = page.locator(".width").filter(has_text="Possible")
    possible.get_by_role("button", name="Choose this width").click()
    expect(page.locator(".width.chosen")).to_contain_text("Possible")
    station(page, "chosen")
    she.does("Decide the scope", because="Nobody saw when it came off.", password=PASSWORD)
    expect(page.locator("main")).to_contain_text("signed by password")
    return str(page.url.rstrip("/").rpartition("/")[2])


def _stops(she: Manager, plant: Plant) -> None:
    page = she.page
    station(page, "frozen")
    page.get_by_role("button", name=re.compile("Hold all 11")).click()
    expect(page.locator("#hold")).to_be_visible()
    ships = {"objects": [HERE[0]], "note": "SN-9", "to": "D1", "by": "P-1"}
    refused = asks(page, plant, "shipping/ship", ships)
    assert refused["status"] == 422, refused
    assert "T-018 is recalled" in json.dumps(refused)
    station(page, "stopped")


def _tells(she: Manager, plant: Plant) -> None:
    page = she.page
    she.does("Tell customers", instruction="Take them off the wheel, and send them back.")
    with ThreadPoolExecutor(1) as worker:
        assert worker.submit(_sent).result() == 2
    page.reload()
    station(page, "told")
    papers = {to: mail.get_payload()[1].get_payload(decode=True) for to, mail in plant.post.mails}
    for to, theirs, others in (("d1", NORTH, SOUTH), ("d2", SOUTH, NORTH)):
        words = pdf_words(papers[f"quality@{to}.example"])  # type: ignore[arg-type]  # a PDF is bytes
        assert all(one in words for one in theirs)
        assert not any(one in words for one in others)


def _sent() -> int:
    """As the worker does, in a thread of its own: this one has the browser's event loop."""
    try:
        return notifying.send(draw=letters.draw, link=answers.link)
    finally:
        connections.close_all()


def _customer_answers(browser: Browser, plant: Plant) -> None:
    """North Tyres, who has no account, in a browser without scripts."""
    (mail,) = [mail for to, mail in plant.post.mails if to == "quality@d1.example"]
    # the stubs know no mail whose parts are sure: of ours the first is the text
    body = mail.get_payload()[0].get_payload(decode=True).decode()  # type: ignore[union-attr]
    link = re.findall(r"http\S+/a/\S+", body)[0]
    window = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = window.new_page()
    page.goto(link)
    expect(page.locator("main")).to_contain_text(NORTH[0])
    expect(page.locator("main")).not_to_contain_text(SOUTH[0])
    station(page, "answer")
    page.get_by_label("Your name").fill("A. Demir")
    page.get_by_label("How many are stopped at yours").fill("2")
    page.get_by_role("button", name="We have read it").click()
    expect(page.get_by_role("status")).to_contain_text("A. Demir")
    station(page, "answered")
    window.close()


def _accounts(she: Manager) -> None:
    page = she.page
    page.reload()
    customers = she.box("Customers")
    expect(customers).to_contain_text("A. Demir")
    expect(customers).to_contain_text("2 stopped there")
    she.does("Remind")
    south = customers.get_by_role("row").filter(has_text="South Tyres")
    she.does("Customer has answered", within=south, who="F. Braun", answer="By telephone.")
    beside = page.context.new_page()
    beside.clock.install()
    beside.goto(page.url)
    before = beside.locator("#tiles").text_content() or ""
    she.does("It came back", **{"about-returned": "\n".join((NORTH[0], *SOUTH))}, location="DOCK")
    expect(page.locator("main")).to_contain_text("Recovered")
    beside.clock.fast_forward("00:16")
    after = page.locator("#tiles").text_content() or ""
    assert after != before
    expect(beside.locator("#tiles")).to_have_text(after)
    beside.close()
    station(page, "recovering")
    north = customers.get_by_role("row").filter(has_text="North Tyres")
    she.does("Write off", within=north, because="Sold on; the buyers are written to.")
    expect(page.locator(".next")).to_contain_text("Every piece is accounted for")
    station(page, "accounted")
    she.does("Close", effectiveness="Both dealers answered; no other came back.", password=PASSWORD)
    expect(page.locator(".next")).to_contain_text("It is closed")
    station(page, "closed")


def _saves(she: Manager, number: str) -> None:
    assert number in pdf_words(she.saves("PDF"))
    book = she.saves("XLSX")
    assert book.startswith(b"PK")
    document = json.loads(she.saves("EPCIS"))
    assert document["epcisBody"]["eventList"]


def _keeps_it_away(she: Manager, plant: Plant) -> None:
    page = she.page
    page.get_by_role("link", name="Open a corrective action").click()
    page.get_by_label("In a few words").fill("Bladders past their cycles")
    page.locator("[name=problem]").fill("A bladder leaks past its cycles and nobody is stopped.")
    page.get_by_role("button", name="Open", exact=True).click()
    station(page, "action")
    she.does("Name the team", team="Ada\nBen", lead="P-1")
    she.does("Contain", containment="All of B-1 is recalled.")
    she.does("Name the cause", occurred_because="Cycles were counted on paper.")
    she.does("Plan an action", action="Count them", owner="P-1", due_on="2026-12-01")
    station(page, "planned")
    eight = she.box("The eight disciplines")
    she.does("It is done", within=eight, done="Presses count.")
    she.does("All is done", done="All count.", check_on="2026-12-24")
    she.does("Confirm the effect", because="No leak since.")
    station(page, "effective")
    page.get_by_role("link", name=re.compile("cycles", re.IGNORECASE)).first.click()
    form = page.locator("form#interlock")
    for name, value in {
        "because": "It leaks then.", "interlock": "IL-1", "name": "A bladder works 350 times",
        "asset_kind": "bladder", "cycles": "350",
    }.items():  # fmt: skip
        she.fills(form.locator(f"[name='{name}']"), value)
    station(page, "interlock")
    form.get_by_role("button", name="Make an interlock").click()
    expect(page.locator("main")).to_contain_text("A bladder works 350 times")
    mounts = {
        "thing": asset("B-1"), "equipment": "PRESS-1", "slot": "bladder", "position": "L",
        "cycles": 351, "by": "P-1",
    }  # fmt: skip
    refused = asks(page, plant, "production/mount", mounts)
    assert refused["status"] == 422, refused
    assert "A bladder works 350 times" in json.dumps(refused)
    she.does("Close", prevention="The interlock.", password=PASSWORD)
    station(page, "kept-away")


def asks(page: Page, plant: Plant, verb: str, members: dict[str, Any]) -> dict[str, Any]:
    """What a program is answered."""
    where = f"{plant.site.url}/api/v1/{verb}"
    answer = page.request.post(where, data=json.dumps(members), headers=plant.headers)
    return {"status": answer.status, **answer.json()}


def station(page: Page, name: str) -> None:
    """A page on her way fits a telephone too."""
    before = page.viewport_size
    assert before
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
    page.set_viewport_size(before)
