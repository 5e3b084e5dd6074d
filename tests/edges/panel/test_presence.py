"""Whoever signs in at a station works at its machine, on record, until the session ends."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from gozinto.access import stations
from gozinto.access.station_models import Ended, PanelSession
from gozinto.access.stations import Station
from gozinto.record import clock
from gozinto.record.models import Activity
from tests import workshop
from tests.edges.panel.test_entries import JSON, send, signed_in
from tests.operations.panels import floor
from tests.operations.panels.floor import entry


@pytest.fixture(autouse=True)
def _works(station: Station) -> None:
    workshop.furnish()
    floor.furnish()
    stations.change(station.code, equipment="MIX-1", location="RACK", language="en", by="chief")


def presence() -> list[tuple[str, str, str]]:
    """Who came and who left, in the order in which it happened."""
    found = Activity.objects.filter(activity__startswith="badge").order_by("at", "id")
    return list(found.values_list("activity", "person", "equipment"))


def alone(act: str, *, at: datetime) -> dict[str, Any]:
    """What Ayşe did then, without the network, by her badge alone."""
    told = {"context": {"screen": "ready", "job": ""}, "person": "P-01", "proof": "badge"}
    return entry(act, {}, live=False, at=at.isoformat(), **told)


CAME, LEFT = ("badge_in", "P-01", "MIX-1"), ("badge_out", "P-01", "MIX-1")


def test_who_signs_in_is_at_the_machine_and_who_leaves_is_not(panel: Client) -> None:
    signed_in(panel)
    signed_in(panel)
    assert presence() == [CAME]
    panel.post("/panel/sign-out", {"person": "P-01"}, JSON)
    panel.get("/panel/now")
    assert presence() == [CAME, LEFT]


def test_who_does_nothing_for_long_has_left_when_that_was_over(panel: Client) -> None:
    signed_in(panel)
    long_ago = clock.now() - timedelta(hours=2)
    PanelSession.objects.update(began_at=long_ago, seen_at=long_ago)
    panel.get("/panel/now")
    assert sorted(presence()) == [CAME, LEFT]
    session = PanelSession.objects.get()
    assert session.ended_at is not None
    assert Activity.objects.get(activity="badge_out").at == session.ended_at
    told = presence()
    panel.get("/panel/now")
    assert presence() == told, "it is told once"


def test_who_worked_on_without_the_network_has_not_left_while_that_waits_at_the_panel(
    panel: Client,
) -> None:
    """The panel is back and has not sent yet what she did: it says so with each question."""
    signed_in(panel)
    long_ago = clock.now() - timedelta(hours=2)
    PanelSession.objects.update(began_at=long_ago, seen_at=long_ago)
    panel.get("/panel/now", headers={"X-Gozinto-Waiting": "3"})
    assert presence() == [CAME]
    send(panel, alone("badge_in", at=long_ago + timedelta(minutes=14)))
    panel.get("/panel/now", headers={"X-Gozinto-Waiting": "0"})
    left = Activity.objects.get(activity="badge_out")
    late = left.at - (long_ago + timedelta(minutes=14 + 15))
    assert abs(late) < timedelta(seconds=5)


def test_who_left_without_the_network_has_left_once_and_then(panel: Client) -> None:
    signed_in(panel)
    send(panel, alone("badge_out", at=clock.now()))
    panel.get("/panel/now")
    assert presence() == [CAME, LEFT]
    assert PanelSession.objects.get().ended_by == Ended.LEFT


@pytest.mark.parametrize("leaves", ["by a key", "by doing nothing"])
def test_who_came_by_the_badge_alone_leaves_on_record_too(panel: Client, leaves: str) -> None:
    send(panel, alone("badge_in", at=clock.now() - timedelta(minutes=14)))
    if leaves == "by a key":
        panel.post("/panel/sign-out", {"person": "P-01"}, JSON)
    else:
        PanelSession.objects.update(seen_at=clock.now() - timedelta(minutes=16))
        panel.get("/panel/now")
    assert presence() == [CAME, LEFT]


def test_who_is_proven_by_the_pin_goes_on(panel: Client) -> None:
    send(panel, alone("badge_in", at=clock.now() - timedelta(minutes=1)))
    signed_in(panel)
    panel.get("/panel/now")
    assert LEFT not in presence()


def test_beside_somebody_who_came_by_badge_alone_who_gave_the_pin_is_at_the_machine(
    panel: Client,
) -> None:
    then = (clock.now() - timedelta(minutes=1)).isoformat()
    context = {"screen": "ready", "job": ""}
    came = entry("badge_in", {}, person="P-02", context=context, live=False, proof="badge", at=then)
    assert send(panel, came)[0]["verdict"] == "ok"
    signed_in(panel)
    floor.rubber("A")
    for text in (floor.JOB, "A"):
        (answer,) = send(panel, entry("scan", {"text": text}, person="P-01"))
        assert (answer["verdict"], answer["code"]) == ("ok", ""), answer["sentence"]
