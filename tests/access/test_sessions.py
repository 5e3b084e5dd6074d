"""A session says whose it is, and can be ended by its owner and by an administrator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gozinto.access import administering, sessions
from gozinto.access.models import AccessChange, Session, User
from gozinto.errors import Unknown

pytestmark = pytest.mark.django_db
LONG = "three tyres and a bladder"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def user() -> User:
    """Somebody with a password."""
    made = administering.create(name="ben", roles=["quality"], by="test")
    made.set_password(LONG)
    made.save()
    return made


def signed_in(agent: str = FIREFOX) -> Client:
    """A browser in which ben signed in by name."""
    browser = Client(headers={"User-Agent": agent})
    answer = browser.post("/sign-in/", {"username": "ben", "password": LONG})
    assert answer.status_code == 302
    return browser


def test_a_session_is_listed_with_browser_and_address_and_its_key_is_not(user: User) -> None:
    browser = signed_in()
    (found,) = sessions.of(user)
    assert (found.agent, found.address) == (FIREFOX, "127.0.0.1")
    assert found.mark == sessions.mark_of(browser.session.session_key or "")
    assert found.mark not in (browser.session.session_key or "")


def test_ending_one_leaves_the_others(user: User) -> None:
    first, second = signed_in(), signed_in("curl/8")
    sessions.end(user, mark=sessions.mark_of(first.session.session_key or ""), by="chief")
    assert first.get("/account/").status_code == 302
    assert second.get("/account/").status_code == 200
    with pytest.raises(Unknown):
        sessions.end(user, mark="no such mark", by="chief")
    other = administering.create(name="cem", roles=["quality"], by="test")
    mark = sessions.mark_of(second.session.session_key or "")
    with pytest.raises(Unknown):
        sessions.end(other, mark=mark, by="chief")
    assert AccessChange.objects.filter(what="session_ended", by="chief").count() == 1


def test_ending_all_but_this_one(user: User) -> None:
    kept, *others = signed_in(), signed_in(), signed_in()
    assert sessions.end_all(user, by="ben", but=kept.session.session_key or "") == 2
    assert kept.get("/account/").status_code == 200
    assert [one.get("/account/").status_code for one in others] == [302, 302]


def test_that_it_is_used_is_noted_now_and_then(user: User) -> None:
    browser = signed_in()
    stored = browser.session
    long_ago = timezone.now() - timedelta(hours=1)
    stored["seen_at"] = long_ago.isoformat()
    stored.save()
    assert sessions.of(user)[0].seen_at == long_ago
    browser.get("/account/")
    noted = sessions.of(user)[0].seen_at
    assert timezone.now() - noted < timedelta(minutes=1)
    browser.get("/account/")
    assert sessions.of(user)[0].seen_at == noted


def test_what_ran_out_is_not_listed_and_goes_with_the_next_sign_in(user: User) -> None:
    signed_in()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert sessions.of(user) == []
    signed_in()
    assert Session.objects.count() == 1
