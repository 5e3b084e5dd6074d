"""Whose account it is."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from gozinto.access import accounts, gate
from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.errors import Conflict, Unknown
from gozinto.plant.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _people() -> None:
    for code in ("P-1", "P-2"):
        Person.objects.create(code=code)
    for name in ("P-1", "ben", "cem"):
        User.objects.create_user(name)


def person_of(name: str, rf: RequestFactory) -> str:
    """As whom a session of that account acts."""
    request = rf.get("/")
    request.user = User.objects.get(username=name)
    found = gate.find_principal(request)
    assert found is not None
    return found.person


def test_it_is_that_of_the_person_it_is_called_by_until_it_says_whose(rf: RequestFactory) -> None:
    assert (person_of("P-1", rf), person_of("ben", rf)) == ("P-1", "ben")
    accounts.link("ben", person="P-2")
    assert person_of("ben", rf) == "P-2"
    accounts.link("ben", person="")
    assert person_of("ben", rf) == "ben"


def test_a_person_or_an_account_that_is_not_there_is_unknown() -> None:
    for name, person, code in (("ben", "P-3", "unknown_person"), ("dan", "P-2", "unknown_account")):
        with pytest.raises(Unknown) as caught:
            accounts.link(name, person=person)
        assert caught.value.code == code
    assert not User.objects.exclude(person="").exists()


def test_a_person_has_one_account() -> None:
    accounts.link("ben", person="P-2")
    accounts.link("ben", person="P-2")
    for person in ("P-1", "P-2"):  # by its name, and by its link
        with pytest.raises(Conflict) as caught:
            accounts.link("cem", person=person)
        assert caught.value.code == "person_has_account"
    accounts.link("P-1", person="")
    assert User.objects.get(username="cem").person == ""


def test_an_account_does_not_become_again_whom_another_is_by_now() -> None:
    Person.objects.create(code="ben")
    accounts.link("ben", person="P-2")
    accounts.link("cem", person="ben")
    with pytest.raises(Conflict):
        accounts.link("ben", person="")


def test_all_are_listed_with_whom_they_act_as() -> None:
    accounts.link("ben", person="P-2")
    RoleGrant.objects.create(user=User.objects.get(username="ben"), role=Role.QUALITY)
    found = {one.name: (one.person, one.is_somebody, one.roles) for one in accounts.listed()}
    assert found == {
        "P-1": ("P-1", True, ()),
        "ben": ("P-2", True, ("quality",)),
        "cem": ("cem", False, ()),
    }
