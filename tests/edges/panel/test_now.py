"""What a station shows, over HTTP: sent again only when it changed; a hold changes it at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gozinto.access import stations
from gozinto.access.stations import Station
from gozinto.operations import holding
from tests import workshop
from tests.edges.panel.test_entries import send, signed_in
from tests.operations.panels import floor
from tests.operations.panels.floor import JOB, entry
from tests.workshop import INSPECTOR, lot

JSON = "application/json"
MOST_QUERIES_UNCHANGED = 18


@pytest.fixture(autouse=True)
def _works(station: Station) -> None:
    workshop.furnish()
    floor.furnish()
    stations.change(station.code, equipment="MIX-1", location="RACK", language="en", by="chief")


def now(panel: Client, *, tag: str = "") -> Any:
    return panel.get("/panel/now", headers={"If-None-Match": tag} if tag else {})


def scan(panel: Client, text: str, **more: Any) -> dict[str, Any]:
    """What one scan of Ayşe is answered."""
    (answer,) = send(panel, entry("scan", {"text": text}, person="P-01", **more))
    return answer


def test_a_station_is_told_its_people_jobs_and_badges(panel: Client) -> None:
    signed_in(panel)
    found = now(panel).json()
    assert found["station"]["equipment"] == "MIX-1"
    assert [one["person"] for one in found["people"]] == ["P-01"]
    assert found["badges"]["P-02"] == "Mert Demir"
    assert all(one["code"] in one["texts"] for one in found["places"])
    assert [one["job"] for one in found["jobs"]] == [JOB, "MO-2/80"]
    assert found["kept"] == 0
    assert found["server_time"]


def test_nothing_is_sent_again_while_nothing_changed(
    panel: Client, django_assert_max_num_queries: Any
) -> None:
    signed_in(panel)
    tag = now(panel)["ETag"]
    with django_assert_max_num_queries(MOST_QUERIES_UNCHANGED):
        again = now(panel, tag=tag)
    assert (again.status_code, again.content) == (304, b"")
    scan(panel, JOB)
    changed = now(panel, tag=tag)
    assert (changed.status_code, changed.json()["open"]) == (200, JOB)


def test_a_hold_in_the_office_refuses_the_next_scan_and_is_shown_at_once(panel: Client) -> None:
    signed_in(panel)
    scan(panel, JOB)
    floor.rubber()
    tag = now(panel)["ETag"]
    assert now(panel, tag=tag).status_code == 304
    holding.hold(lot("HB", "H-1", "ELASTO"), reason="smell", by=INSPECTOR)
    answer = scan(panel, "H-1")
    assert (answer["verdict"], answer["code"]) == ("refused", "object_held")
    shown = now(panel, tag=tag)
    assert shown.status_code == 200
    slots = {one["slot"]: one for one in shown.json()["jobs"][0]["slots"]}
    (rubber,) = slots["rubber"]["next"]
    assert (rubber["state"], rubber["why"]) == ("held", "on hold")


def test_a_hold_also_holds_for_a_panel_whose_clock_is_slow(panel: Client) -> None:
    signed_in(panel)
    scan(panel, JOB)
    floor.rubber()
    sent = entry("scan", {"text": "H-1"}, person="P-01")  # scanned before the hold, by its clock
    holding.hold(lot("HB", "H-1", "ELASTO"), reason="smell", by=INSPECTOR)
    (answer,) = send(panel, sent)
    assert answer["code"] == "object_held"


def test_what_waits_in_the_inbox_is_counted(panel: Client) -> None:
    send(panel, 7)
    assert now(panel).json()["kept"] == 1
