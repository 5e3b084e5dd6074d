"""A PIN is guessed at five times, then waits grow; at another station it is counted anew."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from gozinto.access import changes, pins, stations
from gozinto.access.station_models import PersonPin, PinTries
from gozinto.access.stations import Station
from gozinto.deployment.database import Roles
from gozinto.errors import Forbidden, Malformed, NotSignedIn, TooManyRequests, Unknown
from gozinto.plant.models import Person
from tests.access.clocks import Clock


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash that costs nothing: where tries are counted, the hash is not what is tested."""
    monkeypatch.setattr(pins, "make_password", lambda pin: f"hash of {pin}")
    monkeypatch.setattr(pins, "check_password", lambda pin, kept: kept == f"hash of {pin}")


def guess(pin: str = "0000", *, station: str = "PRESSES", person: str = "P-01") -> str:
    """The code of what a guess was refused with; "" when it was right."""
    try:
        pins.check(person, pin=pin, station=station)
    except (NotSignedIn, TooManyRequests, Forbidden) as refused:
        return refused.code
    return ""


def test_a_pin_is_kept_as_an_argon2_hash_and_opens(station: Station) -> None:
    pins.choose("P-01", pin="2580", by="chief")
    assert PersonPin.objects.get().hash.startswith("argon2")
    assert "2580" not in PersonPin.objects.get().hash
    assert guess("2580") == ""
    assert guess("2581") == "wrong_pin"


@pytest.mark.parametrize(
    "pin", ["", "123", "1234", "8765", "7890", "7777", "12a4", "²⁵⁸⁰", "1" * 13]
)
def test_a_pin_that_is_guessed_first_is_refused(station: Station, pin: str) -> None:
    with pytest.raises(Malformed) as refused:
        pins.choose("P-01", pin=pin, by="chief")
    assert refused.value.code == "weak_pin"


@pytest.mark.parametrize("person", ["P-03", "P-99"])
def test_who_does_not_work_here_gets_no_pin(station: Station, person: str) -> None:
    with pytest.raises(Unknown):
        pins.choose(person, pin="2580", by="chief")


def test_without_a_pin_nobody_signs_in(station: Station) -> None:
    assert guess("2580") == "pin_not_set"


@pytest.mark.usefixtures("cheap")
class TestWaits:
    """What guessing costs."""

    def test_five_wrong_ones_then_waits_that_double(self, station: Station, clock: Clock) -> None:
        pins.choose("P-01", pin="2580", by="chief")
        assert [guess() for _ in range(7)] == ["wrong_pin"] * 5 + ["pin_blocked"] * 2
        assert guess("2580") == "pin_blocked"
        waits = []
        for _ in range(3):
            waits.append(PinTries.objects.get().blocked_until - clock.now)
            clock.now = PinTries.objects.get().blocked_until
            assert guess() == "wrong_pin"
        assert [wait.total_seconds() for wait in waits] == [60, 120, 240]

    def test_a_right_one_ends_the_count(self, station: Station, clock: Clock) -> None:
        pins.choose("P-01", pin="2580", by="chief")
        for _ in range(4):
            guess()
        assert guess("2580") == ""
        assert [guess() for _ in range(4)] == ["wrong_pin"] * 4
        assert guess("2580") == ""

    def test_how_long_to_wait_is_said(self, station: Station, clock: Clock) -> None:
        pins.choose("P-01", pin="2580", by="chief")
        for _ in range(5):
            guess()
        clock.pass_(seconds=20)
        with pytest.raises(TooManyRequests) as refused:
            pins.check("P-01", pin="2580", station="PRESSES")
        assert refused.value.data == {"retry_after_s": 40}

    def test_one_person_at_one_station_does_not_lock_another(
        self, station: Station, clock: Clock
    ) -> None:
        stations.create(code="STORE", name="Store", by="chief")
        for person in ("P-01", "P-02"):
            pins.choose(person, pin="2580", by="chief")
        for _ in range(6):
            guess()
        assert guess("2580", person="P-02") == ""
        assert guess("2580", station="STORE") == ""

    def test_a_new_pin_ends_the_wait(self, station: Station, clock: Clock) -> None:
        pins.choose("P-01", pin="2580", by="chief")
        for _ in range(6):
            guess()
        pins.choose("P-01", pin="3691", by="chief")
        assert guess("3691") == ""

    def test_what_is_done_with_a_pin_is_noted_and_never_the_pin(self, station: Station) -> None:
        pins.choose("P-01", pin="2580", by="chief")
        for _ in range(5):
            guess("4711")
        pins.remove("P-01", by="chief")
        assert not pins.remove("P-01", by="chief")
        found = changes.listed(about="P-01")
        assert [one.what for one in found] == ["pin_removed", "pin_blocked", "pin_set"]
        assert not [one for one in found if "2580" in str(one.data) or "4711" in str(one.data)]
        assert guess("2580") == "pin_not_set"


def test_many_guesses_at_once_are_no_more_than_five(
    committed_db: Roles, monkeypatch: pytest.MonkeyPatch
) -> None:
    Person.objects.create(code="P-01", name="Ayşe Kaya")
    stations.create(code="PRESSES", name="Press hall", by="chief")
    pins.choose("P-01", pin="2580", by="chief")
    start = threading.Barrier(12)
    looked_at: list[str] = []
    monkeypatch.setattr(pins, "check_password", lambda pin, kept: bool(looked_at.append(pin)))
    found: list[str] = []

    def try_one() -> None:
        start.wait()
        try:
            found.append(guess())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=try_one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looked_at) == 5
    assert sorted(found) == ["pin_blocked"] * 7 + ["wrong_pin"] * 5
