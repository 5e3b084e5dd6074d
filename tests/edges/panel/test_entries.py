"""A panel sends entries over HTTP: judged live, recorded if they happened, kept if unreadable."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from gozinto.access import stations
from gozinto.access.models import User
from gozinto.access.stations import Station
from gozinto.operations.panels.models import PanelEntry
from gozinto.plant import enterprise
from gozinto.plant.models import Equipment, Location
from gozinto.record import clock
from gozinto.record.models import Event
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.gozinto import Context
from tests.edges.panel.conftest import PANEL
from tests.operations.panels.floor import entry
from tests.workshop import DOMAIN

JSON = "application/json"


@pytest.fixture(autouse=True)
def _works(station: Station) -> None:
    enterprise.describe(name="Small Tyre Works", domain=DOMAIN, zone="Europe/Istanbul")
    Equipment.objects.create(code="PRESS-42", name="Press 42", level="work_unit")
    Location.objects.create(code="RACK", uri=f"https://{DOMAIN}/loc/RACK", name="Rack")
    stations.change(station.code, equipment="PRESS-42", location="RACK", by="chief")


def send(panel: Client, *sent: Any, **more: Any) -> list[dict[str, Any]]:
    """The answers to these entries."""
    body = {"entries": list(sent), "device_now": clock.now().isoformat(), **more}
    answer = panel.post("/panel/entries", body, JSON)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["answers"]
    return found


def signed_in(panel: Client) -> None:
    """Ayşe gives her PIN."""
    body = {"badge": "P-01", "pin": "2580", "id": "1"}
    assert panel.post("/panel/sign-in", body, JSON).status_code == 200


def badge(**more: Any) -> dict[str, Any]:
    """That Ayşe begins to work at the press."""
    return entry("badge_in", {}, person="P-01", context={"screen": "ready", "job": ""}, **more)


def context_of(answer: dict[str, Any]) -> Context:
    """What the event of an answer says beyond EPCIS."""
    document = Event.objects.get(event_id=answer["event_id"]).document
    return Context.of(jsonld.loads(document))


def test_an_entry_of_somebody_signed_in_is_on_record_with_its_station(panel: Client) -> None:
    signed_in(panel)
    (answer,) = send(panel, badge())
    assert (answer["verdict"], answer["sentence"]) == ("ok", "P-01 artık burada çalışıyor.")
    told = context_of(answer)
    assert (told.station, told.equipment, told.person) == ("PRESSES", "PRESS-42", "P-01")
    assert told.identity == ""


def test_who_has_not_given_the_pin_is_refused_live(panel: Client) -> None:
    (answer,) = send(panel, badge())
    assert (answer["verdict"], answer["code"]) == ("refused", "pin_needed")
    assert not Event.objects.exists()


def test_what_was_done_by_badge_alone_is_on_record_and_says_so(panel: Client) -> None:
    then = clock.now() - timedelta(hours=3)
    (answer,) = send(panel, badge(live=False, proof="badge", at=then.isoformat()))
    assert answer["verdict"] == "ok"
    assert context_of(answer).identity == "unproven"
    row = PanelEntry.objects.get()
    assert (row.is_proven, row.at, row.station) == (False, then, "PRESSES")
    assert Event.objects.get().event_time == then


def test_the_pin_that_comes_later_proves_it_beside_the_record(panel: Client) -> None:
    then = clock.now() - timedelta(hours=3)
    send(panel, badge(live=False, proof="badge", at=then.isoformat()))
    event = Event.objects.get()
    office = Client()
    office.force_login(User.objects.create_superuser("chief"))
    page = f"/events/{event.position}/"
    assert b"badge alone, not proven" in office.get(page).content
    body = {"badge": "P-01", "pin": "2580", "id": "1"}
    assert panel.post("/panel/sign-in", body, JSON).json()["unproven"] == 1
    assert b"badge alone, not proven" in office.get(page).content
    assert panel.post("/panel/sign-in", {**body, "proves": True}, JSON).json()["unproven"] == 0
    assert b"badge, proven by PIN" in office.get(page).content
    assert Event.objects.get(position=event.position).document == event.document


def test_what_cannot_be_read_is_kept_and_stops_nothing(panel: Client) -> None:
    signed_in(panel)
    strange = [7, {"id": "\u0000"}, {"id": 1, "told": "\ud800"}, badge() | {"at": "yesterday"}]
    *kept, good = send(panel, *strange, badge(seq=9))
    assert [one["verdict"] for one in kept] == ["kept"] * 4
    assert {one["code"] for one in kept} == {"bad_entry"}
    assert good["verdict"] == "ok"
    assert PanelEntry.objects.filter(verdict="kept").count() == 4
    again = send(panel, *strange)
    assert again == kept
    assert PanelEntry.objects.filter(verdict="kept").count() == 4


@pytest.mark.parametrize("body", ["[]", "{", '{"entries": 3}', '{"entries": [], "device_now": 4}'])
def test_what_is_no_batch_is_refused_in_words(panel: Client, body: str) -> None:
    answer = panel.post("/panel/entries", body, JSON)
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_more_than_fifty_at_once_are_sent_in_parts(panel: Client) -> None:
    body = {"entries": [badge() for _ in range(51)]}
    assert panel.post("/panel/entries", body, JSON).status_code == 413


def test_a_device_that_is_no_station_sends_nothing(db: None) -> None:
    answer = Client(headers=PANEL).post("/panel/entries", {"entries": []}, JSON)
    assert (answer.status_code, answer.json()["code"]) == (401, "station_not_enrolled")
