"""An office describes stations, shows an enrolment code, ends a device, and gives PINs."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from PIL import Image

from gozinto.access import panel_sessions, pins, station_overview, stations
from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import INSIDE, PIN_GIVERS, STATION_KEEPERS, Role
from gozinto.access.station_models import PersonPin, Station, StationInvitation
from gozinto.deployment import tls
from gozinto.deployment.homes import Home
from gozinto.errors import GozintoError
from gozinto.operations.panels import entries
from gozinto.operations.panels.shapes import Station as Here
from gozinto.plant.models import Equipment, NumberingFormat, Person, VoidNumber
from gozinto.plant.numbering import reserving
from gozinto.standards.symbols import reading

pytestmark = pytest.mark.django_db

NEW = {
    "code": "PRESSES",
    "name": "Press hall",
    "equipment": "PRESS-42",
    "language": "tr",
    "px_per_mm": "3.78",
    "idle_minutes": "15",
    "undo_minutes": "10",
    "warn_offline_minutes": "10",
}


@pytest.fixture
def station() -> stations.Station:
    """The station at the presses, without a device."""
    Equipment.objects.create(code="PRESS-42", name="Press 42", level="work_unit")
    Person.objects.create(code="P-01", name="Ayşe Kaya")
    return stations.create(code="PRESSES", name="Press hall", by="chief")


def browser(role: Role = Role.PLANNER) -> Client:
    """A browser in which somebody with that role alone is signed in."""
    user = User.objects.create_user(f"the-{role}")
    RoleGrant.objects.create(user=user, role=role)
    signed_in = Client()
    signed_in.force_login(user)
    return signed_in


def text(answer: Any) -> str:
    """What a page says."""
    return str(answer.content.decode())


def shown_code(answer: Any) -> str:
    """The enrolment code on a page."""
    found = re.search(r">([0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})<", text(answer))
    assert found
    return found[1]


def picture(answer: Any) -> bytes:
    """The QR code of a page as a camera would see it, eight pixels a module."""
    page = text(answer)
    size = re.search(r'viewBox="0 0 (\d+) \1"', page)
    assert size
    modules = Image.new("L", (int(size[1]), int(size[1])), 255)
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", page):
        modules.putpixel((int(x), int(y)), 0)
    large = modules.resize((modules.width * 8, modules.height * 8), Image.Resampling.NEAREST)
    seen = io.BytesIO()
    large.save(seen, "PNG")
    return seen.getvalue()


class TestStations:
    """Describing, enrolling and ending."""

    def test_a_station_is_made_and_leads_to_its_page(self) -> None:
        Equipment.objects.create(code="PRESS-42", name="Press 42", level="work_unit")
        answer = browser().post("/stations/new/", NEW)
        assert answer.headers["Location"] == "/stations/at/PRESSES/"
        assert stations.get("PRESSES").equipment == "PRESS-42"

    def test_all_that_is_wrong_stands_at_its_field_and_nothing_is_lost(self) -> None:
        answer = browser().post("/stations/new/", {**NEW, "code": "a b", "idle_minutes": "0"})
        assert answer.status_code == 400
        said = text(answer)
        assert "There is no machine of this code." in said
        assert "1 to 480 minutes." in said
        assert 'value="PRESS-42"' in said
        assert said.count('aria-invalid="true"') == 3
        assert not Station.objects.exists()

    def test_what_a_station_is_set_to_is_changed(self, station: stations.Station) -> None:
        desk = browser()
        fields = {**NEW, "act": "change", "idle_minutes": "30"}
        assert desk.post("/stations/at/PRESSES/", fields).status_code == 302
        assert stations.get("PRESSES").idle_minutes == 30
        assert desk.post("/stations/at/PRESSES/", {**fields, "name": ""}).status_code == 400
        assert "Station changed" in text(desk.get("/stations/at/PRESSES/"))

    def test_a_camera_reads_the_address_and_the_code_enrols(
        self, station: stations.Station
    ) -> None:
        answer = browser().post("/stations/at/PRESSES/", {"act": "invite"}, secure=True)
        assert answer.headers["Cache-Control"] == "no-store"
        (read,) = reading.read_picture(picture(answer))
        code = shown_code(answer)
        assert read.text == f"https://testserver/panel/#enrol={code}"
        assert stations.enrol(code)[0].code == "PRESSES"
        assert code.replace("-", "") not in str(StationInvitation.objects.values())

    def test_at_the_machine_itself_the_address_is_that_of_others(
        self, station: stations.Station
    ) -> None:
        desk = browser()
        ask = {"path": "/stations/at/PRESSES/", "data": {"act": "invite"}, "secure": True}
        with override_settings(
            GOZINTO_STATION_HOST="panel.plant.example", ALLOWED_HOSTS=["localhost"]
        ):
            told = text(desk.post(**ask, headers={"host": "localhost:8443"}))
            assert "https://panel.plant.example:8443/panel/" in told
            assert "A panel will not work" not in told
        with override_settings(GOZINTO_STATION_HOST="", ALLOWED_HOSTS=["localhost"]):
            told = text(desk.post(**ask, headers={"host": "localhost:8443"}))
            assert "A panel will not work" in told

    def test_without_tls_the_page_says_what_will_not_work(self, station: stations.Station) -> None:
        assert "--tls" in text(browser().get("/stations/at/PRESSES/"))

    def test_the_device_is_ended(self, station: stations.Station) -> None:
        _, secret = stations.enrol(stations.invite("PRESSES", by="chief"), agent="Firefox/1")
        desk = browser()
        assert "Firefox" in text(desk.get("/stations/at/PRESSES/"))
        desk.post("/stations/at/PRESSES/", {"act": "revoke"})
        with pytest.raises(GozintoError):
            stations.find(secret)

    def test_who_works_there_is_seen_and_can_be_ended(self, station: stations.Station) -> None:
        stations.enrol(stations.invite("PRESSES", by="chief"))
        pins.choose("P-01", pin="2580", by="chief")
        panel_sessions.sign_in(station="PRESSES", person="P-01", pin="2580")
        desk = browser()
        assert "Ayşe Kaya" in text(desk.get("/stations/"))
        desk.post("/stations/at/PRESSES/", {"act": "leave", "person": "P-01"})
        assert panel_sessions.signed_in("PRESSES") == []
        _station, _seen, (was_there,) = station_overview.of("PRESSES")
        assert was_there.until is not None

    def test_what_waits_at_a_panel_stands_in_the_list(self, station: stations.Station) -> None:
        _, secret = stations.enrol(stations.invite("PRESSES", by="chief"))
        stations.note_seen(stations.find(secret)[1], waiting=7)
        assert "7 entries wait" in text(browser().get("/stations/"))

    def test_what_did_not_come_stands_there_until_somebody_says_why(
        self, station: stations.Station
    ) -> None:
        desk = browser()
        assert "Entries that did not come" not in text(desk.get("/stations/at/PRESSES/"))
        told = [{"id": "torn", "seq": one} for one in (2, 5)]
        entries.take(told, station=Here.of(station), who=lambda entry, at: None, log="L")
        shown = text(desk.get("/stations/at/PRESSES/"))
        assert ">1<input" in shown
        assert ">3–4<input" in shown
        gaps = re.findall(r'name="gap" value="(\d+)"', shown)
        said = {"act": "explain", "gap": gaps}
        refused = desk.post("/stations/at/PRESSES/", said | {"reason": " "})
        assert "What a panel sent is settled for a reason." in text(refused)
        desk.post("/stations/at/PRESSES/", said | {"reason": "the tablet burned"})
        assert "Entries that did not come" not in text(desk.get("/stations/at/PRESSES/"))

    def test_numbers_that_stand_on_nothing_are_void_with_the_device_or_by_hand(
        self, station: stations.Station
    ) -> None:
        NumberingFormat.objects.create(code="T", name="T", pattern="T-{seq:4}", subject="serial")
        desk, page = browser(), "/stations/at/PRESSES/"
        stations.enrol(stations.invite("PRESSES", by="chief"))
        aside = {"format": "T", "holder": "station PRESSES", "by": "x", "count": 3}
        reserving.reserve(**aside)
        shown = text(desk.get(page))
        assert "T-0001, T-0002, T-0003" in shown
        assert 'value="void"' not in shown
        desk.post(page, {"act": "revoke", "why": "it fell into the bath"})
        assert {one.why for one in VoidNumber.objects.all()} == {"it fell into the bath"}
        assert "T-0001" not in text(desk.get(page))
        reserving.reserve(**aside)
        assert "No reason was given." in text(desk.post(page, {"act": "void", "reason": " "}))
        said = text(desk.post(page, {"act": "void", "reason": "no panel"}, follow=True))
        assert "3 numbers are void." in said
        assert VoidNumber.objects.filter(why="no panel").count() == 3

    def test_an_empty_list_says_what_to_do(self) -> None:
        assert "No station is described yet" in text(browser().get("/stations/"))

    @pytest.mark.parametrize("act", ["", "explode"])
    def test_what_is_no_act_is_refused(self, station: stations.Station, act: str) -> None:
        assert browser().post("/stations/at/PRESSES/", {"act": act}).status_code == 400

    @pytest.mark.parametrize("role", sorted(INSIDE - STATION_KEEPERS))
    def test_who_may_not_keep_stations_forges_nothing(
        self, station: stations.Station, role: Role
    ) -> None:
        forged = browser(role)
        for act in ("invite", "revoke", "change", "leave", "explain", "void"):
            answer = forged.post("/stations/at/PRESSES/", {**NEW, "act": act})
            assert answer.status_code == 403, act
        assert forged.post("/stations/new/", {**NEW, "code": "X"}).status_code == 403
        assert not StationInvitation.objects.exists()
        assert Station.objects.get().language == "en"

    def test_a_quality_manager_sees_stations_and_is_offered_nothing(
        self, station: stations.Station
    ) -> None:
        said = text(browser(Role.QUALITY).get("/stations/"))
        assert "PRESSES" in said
        assert "/stations/at/" not in said
        assert "/stations/new/" not in said


class TestPins:
    """PINs are given by whoever may, and never shown."""

    def test_a_pin_is_set_and_removed(self, station: stations.Station) -> None:
        desk = browser(Role.QUALITY)
        typed = {"act": "choose", "person": "P-01", "pin": "2580", "again": "2580"}
        assert desk.post("/stations/pins/", typed).status_code == 302
        pins.check("P-01", pin="2580", station="PRESSES")
        assert "2580" not in text(desk.get("/stations/pins/"))
        desk.post("/stations/pins/?q=ay", {"act": "remove", "person": "P-01"})
        assert not PersonPin.objects.exists()

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"pin": "2580", "again": "2581"}, "The two PINs are not the same."),
            ({"pin": "1234", "again": "1234"}, "A PIN has 4 to 12 digits"),
            ({"pin": "2580", "again": "2580", "person": "P-99"}, "There is no such person."),
            ({"act": "explode"}, "This cannot be done here."),
        ],
    )
    def test_what_will_not_do_is_said_and_nothing_typed_is_shown(
        self, station: stations.Station, typed: dict[str, str], said: str
    ) -> None:
        answer = browser(Role.ADMIN).post(
            "/stations/pins/", {"act": "choose", "person": "P-01", **typed}
        )
        assert 400 <= answer.status_code < 500
        assert said in text(answer)
        assert "2580" not in text(answer)
        assert not PersonPin.objects.exists()

    @pytest.mark.parametrize("role", sorted(INSIDE - PIN_GIVERS))
    def test_who_may_not_give_pins_forges_none(self, station: stations.Station, role: Role) -> None:
        typed = {"act": "choose", "person": "P-01", "pin": "2580", "again": "2580"}
        assert browser(role).post("/stations/pins/", typed).status_code == 403
        assert not PersonPin.objects.exists()

    def test_a_name_narrows_the_list(self, station: stations.Station) -> None:
        Person.objects.create(code="P-02", name="Mert Demir")
        said = text(browser(Role.ADMIN).get("/stations/pins/?q=mert"))
        assert "P-02" in said
        assert "P-01" not in said


class TestOwnPin:
    """Whoever works here may choose the PIN, and nobody at a desk that was left open."""

    def test_a_person_chooses_it_with_the_password(self, station: stations.Station) -> None:
        user = User.objects.create_user("ayse", password="three tyres", person="P-01")
        RoleGrant.objects.create(user=user, role=Role.OPERATOR)
        desk = Client()
        desk.force_login(user)
        assert "PIN at stations" in text(desk.get("/account/"))
        typed = {"act": "pin", "pin": "2580", "again": "2580"}
        assert desk.post("/account/", {**typed, "old": "two tyres"}).status_code == 409
        assert not PersonPin.objects.exists()
        assert desk.post("/account/", {**typed, "old": "three tyres"}).status_code == 302
        pins.check("P-01", pin="2580", station="PRESSES")

    def test_an_account_of_nobody_has_none(self) -> None:
        assert "PIN at stations" not in text(browser().get("/account/"))


class TestTrust:
    """A device that trusts nobody yet takes the certificate and compares its fingerprint."""

    def test_the_certificate_is_the_plants_own(self, tmp_path: Path) -> None:
        made = tls.prepared(Home(tmp_path))
        assert made.authority is not None
        pem = made.authority.read_bytes()
        with override_settings(GOZINTO_CA_CERTIFICATE=str(made.authority)):
            page = text(Client().get("/trust/", secure=True))
            file = Client().get("/trust/plant-ca.crt", secure=True)
        assert file.content == pem
        assert file.headers["Content-Type"] == "application/x-x509-ca-cert"
        assert tls.fingerprint(pem).replace(":", " ") in page
        assert b"PRIVATE" not in file.content

    def test_without_one_the_page_says_so(self) -> None:
        assert "--tls" in text(Client().get("/trust/"))
        assert "was not issued by the plant" in text(Client().get("/trust/", secure=True))
        assert Client().get("/trust/plant-ca.crt").status_code == 404
