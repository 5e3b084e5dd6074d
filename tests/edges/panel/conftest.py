"""A station whose device is enrolled, and whoever works there."""

from __future__ import annotations

import pytest
from django.test import Client

from gozinto.access import pins, stations
from gozinto.access.stations import Station
from gozinto.plant.models import Person

PANEL = {"X-Gozinto-Panel": "1"}


@pytest.fixture
def station(db: None, monkeypatch: pytest.MonkeyPatch) -> Station:
    """The station at the presses, where Ayşe and Mert have the PIN 2580, which costs nothing."""
    monkeypatch.setattr(pins, "make_password", lambda pin: f"hash of {pin}")
    monkeypatch.setattr(pins, "check_password", lambda pin, kept: kept == f"hash of {pin}")
    for code, name in (("P-01", "Ayşe Kaya"), ("P-02", "Mert Demir")):
        Person.objects.create(code=code, name=name)
        pins.choose(code, pin="2580", by="chief")
    return stations.create(code="PRESSES", name="Press hall", language="tr", by="chief")


@pytest.fixture
def panel(station: Station) -> Client:
    """The enrolled device."""
    device = Client(headers=PANEL, enforce_csrf_checks=True)
    code = stations.invite(station.code, by="chief")
    assert device.post("/panel/enrol", {"code": code}, "application/json").status_code == 200
    return device
