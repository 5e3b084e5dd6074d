"""An administrator makes, changes and closes accounts; each change has its line in the register."""

from __future__ import annotations

import pytest
from django.test import Client

from gozinto.access import administering, changes, links, sessions
from gozinto.access.models import AccessChange, SignInLink, User
from gozinto.access.roles import Role
from gozinto.errors import Conflict, Malformed, NotSignedIn, Unknown
from gozinto.plant.models import Person

pytestmark = pytest.mark.django_db
LONG = "three tyres and a bladder"


@pytest.fixture
def chief() -> User:
    """The only administrator."""
    return administering.create(name="chief", roles=[Role.ADMIN], by="test")


def told(name: str) -> list[str]:
    """What was changed about an account, oldest first."""
    return [one.what for one in reversed(changes.listed(about=name))]


def test_a_new_account_holds_its_roles_and_cannot_be_signed_in_to_yet() -> None:
    Person.objects.create(code="P-1")
    user = administering.create(
        name="ben",
        full_name=" Ben  Can ",
        email="ben@x.example",
        roles=["quality"],
        person="P-1",
        by="chief",
    )
    assert (user.roles(), user.get_full_name()) == ({Role.QUALITY}, "Ben Can")
    user.refresh_from_db()
    assert user.acts_as == "P-1"
    assert not user.has_usable_password()
    assert told("ben") == ["created", "person"]
    assert AccessChange.objects.get(what="created").by == "chief"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": "a b"}, "bad_account_name"),
        ({"name": ""}, "bad_account_name"),
        ({"roles": ["king"]}, "unknown_role"),
        ({"email": "no"}, "bad_email"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said_and_nothing_is_made(
    given: dict[str, object], code: str
) -> None:
    with pytest.raises(Malformed) as refused:
        administering.create(**({"name": "ben", "roles": [], "by": "chief"} | given))  # type: ignore[arg-type]  # a part of them is wrong
    assert refused.value.code == code
    assert not User.objects.exists()
    assert not AccessChange.objects.exists()


def test_an_account_of_a_person_who_is_not_there_is_not_made() -> None:
    with pytest.raises(Unknown):
        administering.create(name="ben", roles=[], by="chief", person="P-9")
    assert not User.objects.exists()


def test_a_name_is_given_once(chief: User) -> None:
    with pytest.raises(Conflict) as refused:
        administering.create(name="chief", roles=[], by="test")
    assert refused.value.code == "account_exists"


def test_roles_are_set_exactly_and_only_a_difference_is_a_change(chief: User) -> None:
    user = administering.create(name="ben", roles=["quality", "planner"], by="chief")
    administering.set_roles(user, roles=["quality", "inspector"], by="chief")
    administering.set_roles(user, roles=["quality", "inspector"], by="chief")
    assert User.objects.get(pk=user.pk).roles() == {Role.QUALITY, Role.INSPECTOR}
    line = AccessChange.objects.get(what="roles")
    assert line.data == {"given": ["inspector"], "taken": ["planner"]}


def test_somebody_who_may_administer_is_always_left(chief: User) -> None:
    for act in (
        lambda: administering.set_roles(chief, roles=["quality"], by="chief"),
        lambda: administering.close(chief, by="chief"),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "last_administrator"
    other = administering.create(name="other", roles=[Role.ADMIN], by="chief")
    administering.close(chief, by="other")
    chief.refresh_from_db()
    assert not chief.is_active
    with pytest.raises(Conflict):
        administering.set_roles(other, roles=[], by="other")


def test_a_closed_account_has_no_session_and_gets_no_link(chief: User) -> None:
    user = administering.create(name="ben", roles=["quality"], by="chief")
    browser = Client()
    browser.force_login(user)
    assert browser.get("/account/").status_code == 200
    administering.close(user, by="chief")
    assert browser.get("/account/").status_code == 302
    assert sessions.of(user) == []
    with pytest.raises(Conflict) as refused:
        administering.link_to_sign_in(User.objects.get(pk=user.pk), by="chief")
    assert refused.value.code == "account_closed"
    administering.reopen(user, by="chief")
    assert told("ben") == ["created", "closed", "sessions_ended", "opened"]


def test_a_password_link_sets_a_password_once_and_signs_nobody_in(chief: User) -> None:
    token = administering.link_to_sign_in(chief, by="test", sets_password=True)
    with pytest.raises(NotSignedIn):
        links.redeem(token)
    with pytest.raises(Malformed) as refused:
        administering.set_password_by_link(token, password="chief")
    assert refused.value.code == "weak_password"
    assert len(refused.value.violations) >= 2
    administering.set_password_by_link(token, password=LONG)
    chief.refresh_from_db()
    assert chief.check_password(LONG)
    with pytest.raises(NotSignedIn):
        administering.set_password_by_link(token, password=LONG + "!")
    assert SignInLink.objects.filter(used_at__isnull=True).count() == 0


def test_a_link_to_sign_in_sets_no_password(chief: User) -> None:
    token = administering.link_to_sign_in(chief, by="test")
    with pytest.raises(NotSignedIn):
        administering.set_password_by_link(token, password=LONG)
    assert links.redeem(token) == chief
