"""Who is signed in at a station, until when, and what a badge without a PIN is worth."""

from __future__ import annotations

import pytest

from gozinto.access import panel_sessions, pins
from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.access.station_models import IdentityProof, PanelSession, Proof
from gozinto.access.stations import Station
from gozinto.errors import Forbidden, NotSignedIn, Unknown
from tests.access.clocks import Clock

AT = "PRESSES"


@pytest.fixture(autouse=True)
def _cheap_pins(station: Station, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """Everybody's PIN is 2580; its hash costs nothing."""
    monkeypatch.setattr(pins, "make_password", lambda pin: f"hash of {pin}")
    monkeypatch.setattr(pins, "check_password", lambda pin, kept: kept == f"hash of {pin}")
    for person in ("P-01", "P-02"):
        pins.choose(person, pin="2580", by="chief")


def sign_in(person: str = "P-01", *, proves_ended: bool = False) -> None:
    """Somebody signs in by badge and PIN."""
    panel_sessions.sign_in(station=AT, person=person, pin="2580", proves_ended=proves_ended)


def there() -> list[str]:
    """Who is signed in; the first of them is acting."""
    return [one.person for one in panel_sessions.signed_in(AT)]


class TestOnline:
    """With the network: badge and PIN."""

    def test_several_people_are_there_and_whose_badge_came_last_acts(self, clock: Clock) -> None:
        sign_in("P-01")
        clock.pass_(minutes=1)
        sign_in("P-02")
        assert there() == ["P-02", "P-01"]
        assert [one.is_acting for one in panel_sessions.signed_in(AT)] == [True, False]
        clock.pass_(minutes=1)
        panel_sessions.scan_badge(station=AT, person="P-01")
        assert there() == ["P-01", "P-02"]
        found = panel_sessions.signed_in(AT)[0]
        assert (found.name, found.proof, found.roles) == (
            *("Ayşe Kaya", "pin", frozenset({Role.OPERATOR})),
        )

    def test_signing_in_again_is_no_second_session(self) -> None:
        sign_in()
        sign_in()
        assert PanelSession.objects.count() == 1

    def test_a_wrong_pin_begins_nothing(self) -> None:
        with pytest.raises(NotSignedIn):
            panel_sessions.sign_in(station=AT, person="P-01", pin="0815")
        assert there() == []

    def test_whoever_does_nothing_for_a_while_is_gone(self, clock: Clock) -> None:
        sign_in("P-01")
        clock.pass_(minutes=10)
        sign_in("P-02")
        clock.pass_(minutes=6)
        assert there() == ["P-02"]
        assert panel_sessions.seen(station=AT, person="P-01", at=clock.now) is None
        with pytest.raises(NotSignedIn) as refused:
            panel_sessions.scan_badge(station=AT, person="P-01")
        assert refused.value.code == "not_signed_in_here"

    def test_whoever_acts_stays(self, clock: Clock) -> None:
        sign_in()
        for _ in range(4):
            at = clock.pass_(minutes=14)
            assert panel_sessions.seen(station=AT, person="P-01", at=at) == Proof.PIN
        assert there() == ["P-01"]

    def test_one_leaves_and_then_the_shift_is_over(self) -> None:
        sign_in("P-01")
        sign_in("P-02")
        assert panel_sessions.leave(station=AT, person="P-01")
        assert not panel_sessions.leave(station=AT, person="P-01")
        assert there() == ["P-02"]
        assert panel_sessions.leave_all(station=AT)
        assert there() == []
        assert not panel_sessions.leave_all(station=AT)

    def test_whoever_left_is_not_taken_for_there(self, clock: Clock) -> None:
        sign_in()
        panel_sessions.leave(station=AT, person="P-01")
        at = clock.pass_(minutes=3)
        assert panel_sessions.seen(station=AT, person="P-01", at=at) is None

    @pytest.mark.parametrize("person", ["P-03", "P-99", ""])
    def test_the_badge_of_nobody_who_works_here(self, person: str) -> None:
        with pytest.raises(Unknown) as refused:
            sign_in(person)
        assert refused.value.code == "unknown_badge"


class TestRoles:
    """What somebody may do at a station."""

    def test_the_roles_are_those_of_the_persons_account(self) -> None:
        account = User.objects.create_user("ayse", person="P-01")
        RoleGrant.objects.create(user=account, role=Role.INSPECTOR)
        assert panel_sessions.roles_at_panels("P-01") == {Role.INSPECTOR}
        assert panel_sessions.roles_at_panels("P-02") == {Role.OPERATOR}

    def test_an_account_that_is_called_by_the_code_is_that_persons(self) -> None:
        RoleGrant.objects.create(user=User.objects.create_user("P-02"), role=Role.WAREHOUSE)
        assert panel_sessions.roles_at_panels("P-02") == {Role.WAREHOUSE}

    def test_whose_account_is_closed_does_not_sign_in(self) -> None:
        User.objects.create_user("ayse", person="P-01", is_active=False)
        with pytest.raises(Forbidden) as refused:
            sign_in()
        assert refused.value.code == "account_closed"


class TestOffline:
    """Without the network a badge alone begins a session, which stays unproven."""

    def test_a_badge_alone_is_unproven_until_the_pin_comes(self, clock: Clock) -> None:
        began = clock.now
        assert panel_sessions.begun_offline(station=AT, person="P-01", at=began) == Proof.BADGE
        assert panel_sessions.signed_in(AT)[0].proof == "badge"
        clock.pass_(minutes=5)
        assert not panel_sessions.proven_at(station=AT, person="P-01", at=began)
        sign_in()
        assert panel_sessions.signed_in(AT)[0].proof == "pin"
        assert panel_sessions.proven_at(station=AT, person="P-01", at=began)
        assert IdentityProof.objects.get().at == clock.now

    def test_a_shift_told_afterwards_is_one_session(self, clock: Clock) -> None:
        began = clock.now
        clock.pass_(hours=3)
        for minutes in range(0, 180, 12):
            at = began + (clock.now - began) * minutes / 180
            panel_sessions.begun_offline(station=AT, person="P-01", at=at)
        assert PanelSession.objects.count() == 1
        assert there() == ["P-01"]

    def test_told_twice_is_told_once(self, clock: Clock) -> None:
        began = clock.now
        clock.pass_(hours=3)
        for _ in range(2):
            panel_sessions.begun_offline(station=AT, person="P-01", at=began)
        assert PanelSession.objects.count() == 1
        assert there() == []

    def test_a_session_by_pin_goes_on_while_there_is_no_network(self, clock: Clock) -> None:
        sign_in()
        began = clock.now
        clock.pass_(hours=1)
        assert there() == []
        for minutes in (14, 28, 42, 55):
            at = began + (clock.now - began) * minutes / 60
            assert panel_sessions.seen(station=AT, person="P-01", at=at) == Proof.PIN
        assert there() == ["P-01"]

    def test_after_a_pause_the_old_pin_proves_nothing(self, clock: Clock) -> None:
        sign_in()
        at = clock.pass_(hours=1)
        assert panel_sessions.seen(station=AT, person="P-01", at=at) is None
        assert panel_sessions.begun_offline(station=AT, person="P-01", at=at) == Proof.BADGE

    def test_what_ended_is_proven_only_by_whoever_says_it_was_they(self, clock: Clock) -> None:
        began = clock.now
        panel_sessions.begun_offline(station=AT, person="P-01", at=began)
        clock.pass_(hours=2)
        sign_in()
        assert panel_sessions.unproven(station=AT, person="P-01") == 1
        assert not panel_sessions.proven_at(station=AT, person="P-01", at=began)
        sign_in(proves_ended=True)
        assert panel_sessions.unproven(station=AT, person="P-01") == 0
        assert panel_sessions.proven_at(station=AT, person="P-01", at=began)

    def test_one_person_proves_nothing_of_another(self, clock: Clock) -> None:
        panel_sessions.begun_offline(station=AT, person="P-01", at=clock.now)
        sign_in("P-02", proves_ended=True)
        assert not panel_sessions.proven_at(station=AT, person="P-01", at=clock.now)

    def test_who_left_long_ago_and_came_again_is_there(self, clock: Clock) -> None:
        left = clock.now
        clock.pass_(hours=1)
        sign_in()
        assert not panel_sessions.leave(station=AT, person="P-01", at=left)
        assert there() == ["P-01"]
