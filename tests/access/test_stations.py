"""A station is described, its device enrolled by a code, and ended at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gozinto.access import changes, panel_sessions, pins, stations
from gozinto.access.station_models import StationDevice, StationInvitation
from gozinto.access.stations import Station
from gozinto.errors import Conflict, Malformed, NotSignedIn, Unknown
from gozinto.plant.models import Equipment
from tests.access.clocks import Clock

pytestmark = pytest.mark.django_db


def noted(about: str) -> list[str]:
    """What was noted about a station or a person, oldest first."""
    return [one.what for one in reversed(changes.listed(about=about))]


def test_a_station_is_at_a_machine_and_has_its_own_language() -> None:
    Equipment.objects.create(code="PRESS-42", name="Press 42", level="work_unit")
    made = stations.create(
        code="PRESSES", name=" Press  hall ", equipment="PRESS-42", language="tr", by="chief"
    )
    assert (made.name, made.equipment, made.language) == ("Press hall", "PRESS-42", "tr")
    assert made.idle_minutes == 15
    assert noted("PRESSES") == ["station_created"]


def test_all_that_is_wrong_with_a_station_is_said_at_once() -> None:
    with pytest.raises(Malformed) as refused:
        stations.create(
            code="a b", name="", equipment="NOWHERE", language="fr", px_per_mm="0", by="chief"
        )
    assert [fault.path for fault in refused.value.violations] == [
        *("code", "name", "equipment", "language", "px_per_mm"),
    ]


def test_two_stations_do_not_share_a_code(station: Station) -> None:
    with pytest.raises(Conflict) as refused:
        stations.create(code="PRESSES", name="Other", by="chief")
    assert refused.value.code == "station_exists"


def test_what_was_changed_of_a_station_is_noted(station: Station) -> None:
    changed = stations.change("PRESSES", name="Press hall", idle_minutes="30", by="chief")
    assert changed.idle_minutes == 30
    assert changes.listed(about="PRESSES")[0].data == {"idle_minutes": [15, 30]}
    stations.change("PRESSES", idle_minutes="30", by="chief")
    assert noted("PRESSES") == ["station_created", "station_changed"]


@pytest.mark.parametrize("minutes", ["0", "481", "x", "1.5", ""])
def test_a_session_that_never_ends_by_itself_is_refused(station: Station, minutes: str) -> None:
    with pytest.raises(Malformed):
        stations.change("PRESSES", idle_minutes=minutes, by="chief")


def test_nothing_is_known_of_a_station_that_is_not_there() -> None:
    with pytest.raises(Unknown):
        stations.get("PRESSES")


def test_a_station_learns_what_its_scanner_types(station: Station) -> None:
    assert stations.learn("PRESSES", by="station", keys={"KeyY": "z"}).scanner == {"KeyY": "z"}
    assert stations.learn("PRESSES", by="station", keys=None).scanner is None
    with pytest.raises(Malformed):
        stations.learn("PRESSES", by="station", keys={"KeyY": "too long"})


def test_a_code_enrols_one_device_once(station: Station) -> None:
    code = stations.invite("PRESSES", by="chief")
    enrolled, secret = stations.enrol(code, agent="Tablet")
    found, device = stations.find(secret)
    assert found == enrolled
    assert (found.code, device.agent, device.enrolled_by) == ("PRESSES", "Tablet", "chief")
    with pytest.raises(NotSignedIn) as refused:
        stations.enrol(code)
    assert refused.value.code == "invitation_not_valid"
    assert noted("PRESSES") == ["station_created", "station_invited", "station_enrolled"]


def test_a_code_may_be_typed_as_people_type(station: Station) -> None:
    code = stations.invite("PRESSES", by="chief")
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert stations.enrol(typed)[0].code == "PRESSES"


def test_a_code_is_of_no_use_after_an_hour(station: Station, clock: Clock) -> None:
    code = stations.invite("PRESSES", by="chief")
    clock.pass_(minutes=60)
    with pytest.raises(NotSignedIn):
        stations.enrol(code)


def test_a_new_code_ends_those_before_it(station: Station) -> None:
    first, second = (stations.invite("PRESSES", by="chief") for _ in range(2))
    with pytest.raises(NotSignedIn):
        stations.enrol(first)
    assert stations.enrol(second)[0].code == "PRESSES"


def test_neither_a_code_nor_a_secret_is_kept(station: Station) -> None:
    code = stations.invite("PRESSES", by="chief")
    _, secret = stations.enrol(code)
    kept = [*StationInvitation.objects.values_list("hash", flat=True)]
    kept += StationDevice.objects.values_list("hash", flat=True)
    assert all(code.replace("-", "") not in one and secret not in one for one in kept)
    assert len(secret) >= 43  # 256 bits


def test_a_station_that_is_revoked_ends_at_once(station: Station) -> None:
    _, secret = stations.enrol(stations.invite("PRESSES", by="chief"))
    pins.choose("P-01", pin="2580", by="chief")
    panel_sessions.sign_in(station="PRESSES", person="P-01", pin="2580")
    unused = stations.invite("PRESSES", by="chief")
    assert stations.revoke("PRESSES", by="chief")
    with pytest.raises(NotSignedIn) as refused:
        stations.find(secret)
    assert refused.value.code == "station_revoked"
    assert panel_sessions.signed_in("PRESSES") == []
    with pytest.raises(NotSignedIn):
        stations.enrol(unused)
    assert not stations.revoke("PRESSES", by="chief")
    assert noted("PRESSES")[-1] == "station_revoked"


def test_another_device_takes_the_place_of_the_one_before(station: Station) -> None:
    _, first = stations.enrol(stations.invite("PRESSES", by="chief"))
    _, second = stations.enrol(stations.invite("PRESSES", by="chief"))
    assert stations.find(second)[0].code == "PRESSES"
    with pytest.raises(NotSignedIn):
        stations.find(first)


@pytest.mark.parametrize("secret", ["", "x", "a" * 43])
def test_what_nobody_was_given_is_no_secret(station: Station, secret: str) -> None:
    with pytest.raises(NotSignedIn) as refused:
        stations.find(secret)
    assert refused.value.code == "station_not_enrolled"


def test_what_waits_at_a_station_is_known_as_last_told(station: Station, clock: Clock) -> None:
    _, secret = stations.enrol(stations.invite("PRESSES", by="chief"))
    stations.note_seen(stations.find(secret)[1], waiting=3)
    assert stations.row_of("PRESSES").waiting == 3
    began = clock.now
    clock.pass_(seconds=5)
    stations.note_seen(stations.find(secret)[1], waiting=None)
    assert stations.row_of("PRESSES").seen_at == began
    clock.pass_(seconds=30)
    stations.note_seen(stations.find(secret)[1], waiting=None)
    assert stations.row_of("PRESSES").seen_at == clock.now
    assert stations.row_of("PRESSES").waiting == 3


def test_the_cookie_is_renewed_long_before_it_ends(station: Station, clock: Clock) -> None:
    _, secret = stations.enrol(stations.invite("PRESSES", by="chief"))
    StationDevice.objects.update(cookie_at=clock.now)
    assert not stations.must_renew(stations.find(secret)[1])
    StationDevice.objects.update(cookie_at=clock.now - timedelta(days=8))
    assert stations.must_renew(stations.find(secret)[1])
    assert not stations.must_renew(stations.find(secret)[1])
