"""The palette: from a few letters or a scan to the page, for each role its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.edges.office import navigation
from gozinto.edges.office.palette import found
from gozinto.operations.scanning.known_codes import Match
from tests.edges.office.test_pages import text
from tests.edges.small_plant import SERIAL, TYRE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]
PART = {"HX-Request": "true"}


def test_a_scan_with_enter_leads_to_the_thing(desk: Client) -> None:
    answer = desk.get("/find/", {"q": f" {SERIAL} ", "go": "1"})
    assert answer["Location"] == f"/o/?{urlencode({'id': TYRE})}"
    looked = desk.get("/find/", {"q": SERIAL})
    assert looked.status_code == 200
    assert "serial · 205/55 R16 tyre" in text(looked)


def test_a_job_leads_to_its_own_page(desk: Client) -> None:
    leads = desk.get("/find/", {"q": "J-1042/80", "go": "1"})["Location"]
    assert leads.startswith("/job/?id=")
    assert "J-1042/80" in text(desk.get(leads))


def test_letters_find_pages_and_actions_and_enter_takes_the_only_one(desk: Client) -> None:
    shown = text(desk.get("/find/", {"q": "tra"}, headers=PART))
    assert "Pages Trace" in shown
    assert "Labels" not in shown
    assert desk.get("/find/", {"q": "trace", "go": "1"})["Location"] == "/trace/"
    assert desk.get("/find/", {"q": "pass", "go": "1"})["Location"] == "/account/"
    assert desk.get("/find/", {"q": "zz no such", "go": "1"}).status_code == 200


def test_nothing_asked_offers_all_and_what_was_looked_at(desk: Client) -> None:
    desk.get("/o/", {"id": TYRE})
    shown = text(desk.get("/find/", headers=PART))
    assert f"Looked at last {SERIAL}" in shown
    assert "Change your password" in shown
    assert "<html" not in shown


def test_only_what_one_may_do_is_offered(desk: Client, client: Client) -> None:
    assert "account" not in text(desk.get("/find/", {"q": "make a new"}, headers=PART))
    chief = User.objects.create_user("chief")
    RoleGrant.objects.create(user=chief, role=Role.ADMIN)
    client.force_login(chief)
    shown = client.get("/find/", {"q": "make a new"}, headers=PART)
    assert "Make a new account" in text(shown)


def test_what_nothing_goes_by_is_said_and_near_ones_are_offered(desk: Client) -> None:
    assert SERIAL in text(desk.get("/find/", {"q": "0444232323"}))
    assert "Nothing here goes by this name." in text(desk.get("/find/", {"q": "qqqqqq"}))


@pytest.mark.parametrize("typed", ["(", "(01)0952", "]d20", "(10", "%00", "\x1d"])
def test_half_a_scan_is_no_fault(desk: Client, typed: str) -> None:
    assert desk.get("/find/", {"q": typed}, headers=PART).status_code == 200


@pytest.mark.parametrize("typed", ["x" * 3000, "a\0b"])
def test_what_no_label_holds_is_refused(desk: Client, typed: str) -> None:
    assert desk.get("/find/", {"q": typed}).status_code == 400


def test_each_kind_of_thing_has_a_word() -> None:
    source = Path(found.resolving.known_codes.__file__).read_text(encoding="utf-8")
    kinds = {kind for kind in found.KINDS if f"'{kind}'" in source}
    assert len(kinds) >= 8
    for kind in found.KINDS:
        # Each leads somewhere, or says what it is: none of them is a fault.
        found._thing(Match(kind=kind, code="X", uri="https://id.demo.example/x/X"))


def test_every_action_leads_to_a_page() -> None:
    for action in found.ACTIONS:
        assert reverse(f"office:{action.name}")


def test_each_page_has_its_own_letter() -> None:
    letters = list(navigation.KEYS.values())
    assert len(set(letters)) == len(letters)
    assert "g" not in letters


def test_keys_stand_on_a_page_too(desk: Client) -> None:
    shown = text(desk.get("/keys/"))
    assert "next and previous row" in shown
    assert "g t Trace" in shown


class TestInstalling:
    """The office as an application of its own window."""

    def test_the_manifest_names_icons_that_are_there(self, client: Client) -> None:
        answer = client.get("/manifest.webmanifest")
        assert answer["Content-Type"] == "application/manifest+json"
        told = answer.json()
        assert (told["display"], told["start_url"], told["scope"]) == ("standalone", "/", "/")
        for icon in told["icons"]:
            assert finders.find(icon["src"].removeprefix("/static/"))
        assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}

    def test_the_worker_keeps_the_notice_and_no_data(self, client: Client) -> None:
        answer = client.get("/worker.js")
        script = answer.content.decode()
        assert answer["Content-Type"].startswith("text/javascript")
        assert "/offline/" in script
        assert script.count(".addAll(") == 1
        assert ".put(" not in script

    def test_what_is_shown_without_a_connection_needs_no_session(self, client: Client) -> None:
        assert "No connection" in text(client.get("/offline/"))
