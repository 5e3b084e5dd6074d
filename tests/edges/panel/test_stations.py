"""A device is enrolled and known by its cookie alone; people sign in there and nowhere else."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver

from gozinto.access import gate, limits, stations
from gozinto.access.models import User
from gozinto.access.roles import Role
from gozinto.access.station_models import StationDevice
from gozinto.access.stations import Station
from gozinto.edges.panel import urls
from tests.edges.panel.conftest import PANEL

JSON = "application/json"
KNOCK = {"badge": "P-01", "pin": "2580", "id": "0198"}


def of_stations(
    patterns: list[URLPattern | URLResolver] | None = None, *, before: str = "/"
) -> list[str]:
    """Every address that answers stations alone."""
    found: list[str] = []
    for one in urls.urlpatterns if patterns is None else patterns:
        here = before + str(one.pattern).replace("<int:number>", "1")
        if isinstance(one, URLResolver):
            found += of_stations(one.url_patterns, before=here)
        elif (declared := gate.find_declared(one.callback)) and declared.station:
            found.append(here)
    return found


def told(answer: Any) -> tuple[int, str]:
    """The status of a refusal, and its code."""
    return answer.status_code, answer.json()["code"]


def test_a_code_makes_a_device_a_station(station: Station) -> None:
    device = Client(headers=PANEL)
    code = stations.invite("PRESSES", by="chief")
    answer = device.post("/panel/enrol", {"code": code}, JSON, secure=True)
    assert answer.json()["code"] == "PRESSES"
    assert answer.json()["px_per_mm"] == 3.78
    cookie = answer.cookies["gozinto_station"]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"], cookie["path"]) == (
        *(True, True, "Strict", "/panel/"),
    )
    assert cookie.value not in StationDevice.objects.get().hash
    assert told(device.post("/panel/enrol", {"code": code}, JSON)) == (401, "invitation_not_valid")


def test_a_form_of_another_site_enrols_nothing(station: Station) -> None:
    code = stations.invite("PRESSES", by="chief")
    body = {"code": code}
    assert told(Client().post("/panel/enrol", body, JSON)) == (403, "not_from_a_panel")
    elsewhere = Client(headers={**PANEL, "Sec-Fetch-Site": "cross-site"})
    assert told(elsewhere.post("/panel/enrol", body, JSON)) == (403, "not_from_a_panel")
    assert Client(headers=PANEL).post("/panel/enrol", body, JSON).status_code == 200


def test_what_answers_stations_answers_nobody_else(station: Station, client: Client) -> None:
    client.force_login(User.objects.create_superuser("chief"))
    assert len(of_stations()) > 3
    for where in of_stations():
        for ask in (client.get, client.post):
            assert told(ask(where, headers=PANEL)) == (401, "station_not_enrolled"), where


def test_a_cookie_that_nobody_gave_out_opens_nothing(station: Station, panel: Client) -> None:
    forged = Client(headers=PANEL)
    forged.cookies["gozinto_station"] = panel.cookies["gozinto_station"].value[:-1] + "_"
    for where in of_stations():
        assert told(forged.post(where, KNOCK, JSON)) == (401, "station_not_enrolled"), where


def test_the_right_cookie_without_the_panels_header_opens_nothing(panel: Client) -> None:
    cookie = panel.cookies["gozinto_station"].value
    form = Client(headers={"Cookie": f"gozinto_station={cookie}"})
    same_site = Client(
        headers={"Cookie": f"gozinto_station={cookie}", **PANEL, "Sec-Fetch-Site": "same-site"}
    )
    for where in of_stations():
        for browser in (form, same_site):
            assert told(browser.post(where, KNOCK)) == (403, "not_from_a_panel"), where


def test_a_revoked_station_ends_at_once(panel: Client) -> None:
    assert panel.post("/panel/sign-in", KNOCK, JSON).status_code == 200
    stations.revoke("PRESSES", by="chief")
    for where in of_stations():
        assert told(panel.post(where, KNOCK, JSON)) == (401, "station_revoked"), where


def test_people_sign_in_act_and_leave(panel: Client) -> None:
    first = panel.post("/panel/sign-in", KNOCK, JSON).json()
    assert first["person"]["name"] == "Ayşe Kaya"
    assert (first["person"]["roles"], first["person"]["proof"]) == (["operator"], "pin")
    assert first["unproven"] == 0
    panel.post("/panel/sign-in", {**KNOCK, "badge": "P-02"}, JSON)
    back = panel.post("/panel/badge", {"badge": "P-01"}, JSON).json()
    assert [one["person"] for one in back["people"]] == ["P-01", "P-02"]
    left = panel.post("/panel/sign-out", {"person": "P-01"}, JSON).json()
    assert [one["person"] for one in left["people"]] == ["P-02"]
    assert told(panel.post("/panel/badge", {"badge": "P-01"}, JSON)) == (401, "not_signed_in_here")
    assert panel.post("/panel/sign-out", {}, JSON).json() == {"people": []}


def test_a_refusal_is_in_the_language_of_the_station(panel: Client) -> None:
    stations.change("PRESSES", by="chief", language="en")
    for _ in range(5):
        refused = panel.post("/panel/sign-in", {**KNOCK, "pin": "0815"}, JSON)
        assert told(refused) == (401, "wrong_pin")
    assert refused.json()["message"] == "This PIN is wrong."
    blocked = panel.post("/panel/sign-in", KNOCK, JSON)
    assert told(blocked) == (429, "pin_blocked")
    assert blocked.json()["wait_s"] == int(blocked["Retry-After"]) == 60


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        '{"badge": 1}',
        '{"badge": "a\\u0000"}',
        '{"badge": "\\ud800"}',
        "[" * 9000,
        "\xff",
        '"x"',
    ],
)
def test_what_cannot_be_read_is_refused(panel: Client, body: str) -> None:
    for where in ("/panel/sign-in", "/panel/badge", "/panel/enrol"):
        answer = panel.post(where, body.encode("latin-1"), JSON)
        assert 400 <= answer.status_code < 500, where


def test_only_what_is_sent_is_answered_by_one_method(panel: Client) -> None:
    assert panel.get("/panel/sign-in").status_code == 405


def test_the_pin_is_never_in_the_logs(
    panel: Client, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        for pin in ("2580", "73519"):
            panel.post("/panel/sign-in", {**KNOCK, "pin": pin}, JSON)
    assert "73519" not in caplog.text + "".join(capfd.readouterr())


def test_a_panel_says_how_large_it_is_and_what_its_scanner_types(panel: Client) -> None:
    sent = {"px_per_mm": 5.5, "scanner": {"KeyY": "z"}, "language": "de"}
    answer = panel.post("/panel/station", sent, JSON).json()
    assert (answer["px_per_mm"], answer["scanner"], answer["language"]) == (
        *(5.5, {"KeyY": "z"}, "de"),
    )
    assert told(panel.post("/panel/station", {"px_per_mm": 500}, JSON)) == (400, "bad_station")
    for keys in ([1], {"KeyY": 1}, {"KeyY": "\0"}, {"KeyY": "\ud800"}):
        assert told(panel.post("/panel/station", {"scanner": keys}, JSON)) == (400, "malformed")
    panel.post("/panel/station", {"code": "OTHER", "idle_minutes": 480}, JSON)
    assert stations.get("PRESSES").idle_minutes == 15


def test_a_panel_that_never_stops_asking_is_told_to_wait(
    panel: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = limits.Limits({Role.OPERATOR: 1}, clock=lambda: 0.0)
    monkeypatch.setattr(limits, "of_process", lambda: few)
    answers = [panel.post("/panel/badge", {"badge": "P-01"}, JSON) for _ in range(4)]
    assert [one.status_code for one in answers] == [401, 401, 401, 429]
    assert told(answers[-1]) == (429, "too_many_requests")
    assert answers[-1].headers["Retry-After"] == "1"


def test_how_much_waits_is_noted_as_told(panel: Client) -> None:
    for waiting, kept in (("3", 3), ("0", 0), ("-1", 0), ("many", 0), ("٣", 0), ("9" * 40, 0)):
        panel.post("/panel/station", {}, JSON, headers={**PANEL, "X-Gozinto-Waiting": waiting})
        assert stations.row_of("PRESSES").waiting == kept
