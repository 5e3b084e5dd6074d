"""A station, two people, and a clock that a test sets."""

from __future__ import annotations

import pytest

from gozinto.access import stations
from gozinto.access.stations import Station
from gozinto.plant.models import Person
from tests.access.clocks import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The server's clock."""
    return Clock(monkeypatch)


@pytest.fixture
def people(db: None) -> None:
    """Ayşe and Mert work here; Jan has left."""
    Person.objects.create(code="P-01", name="Ayşe Kaya")
    Person.objects.create(code="P-02", name="Mert Demir")
    Person.objects.create(code="P-03", name="Jan Vos", state=Person.State.LEFT)


@pytest.fixture
def station(people: None) -> Station:
    """The station at the presses."""
    return stations.create(code="PRESSES", name="Press hall", by="chief")
