"""A password that was seen opens nothing: the second step, keys, recovery codes, and the lock."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from gozinto.access import administering, links, second_factors
from gozinto.access.models import AccessChange, RoleGrant, User
from gozinto.access.roles import Role
from tests.edges.office.test_pages import text

pytestmark = pytest.mark.django_db
LONG = "three tyres and a bladder"


@pytest.fixture(autouse=True)
def _nobody_guessed() -> None:
    cache.clear()


@pytest.fixture
def user() -> User:
    """Somebody with a password and no second factor."""
    made = User.objects.create_user("ben", password=LONG)
    RoleGrant.objects.create(user=made, role=Role.QUALITY)
    return made


def sign_in(browser: Client, *, password: str = LONG, name: str = "ben") -> Any:
    """What the sign-in page answers."""
    return browser.post("/sign-in/", {"username": name, "password": password})


def code_of(secret: str) -> str:
    """What an app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def with_app(user: User) -> tuple[str, list[str]]:
    """The account sets up an app; its secret and the recovery codes."""
    browser = Client()
    sign_in(browser)
    asked = browser.get("/account/app/")
    assert asked["Location"].startswith("/account/again/")
    browser.post(asked["Location"], {"password": LONG})
    shown = browser.get("/account/app/")
    found = re.search(r'readonly value="([A-Z2-7]+)"', shown.content.decode())
    assert found
    answer = browser.post("/account/app/", {"code": code_of(found[1])})
    assert answer["Location"] == "/account/codes/"
    codes = re.findall(r"<li>([0-9a-f-]+)</li>", browser.get("/account/codes/").content.decode())
    assert len(codes) == 10
    cache.clear()
    return found[1], codes


def test_with_an_app_the_password_alone_opens_nothing(user: User) -> None:
    secret, codes = with_app(user)
    browser = Client()
    assert sign_in(browser)["Location"] == "/second-step/"
    assert browser.get("/")["Location"].startswith("/sign-in/")
    wrong = browser.post("/second-step/", {"code": "000000"})
    assert "type the newest" in text(wrong)
    assert browser.post("/second-step/", {"code": codes[0]})["Location"] == "/"
    assert browser.get("/account/").status_code == 200
    again = Client()
    sign_in(again)
    used = again.post("/second-step/", {"code": codes[0]})
    assert used.status_code == 200  # a recovery code opens once
    cache.clear()
    Authenticator.objects.filter(type="totp").update(last_used_at=None)
    assert again.post("/second-step/", {"code": code_of(secret)}).status_code in (200, 302)


def test_a_link_asks_for_the_second_step_too(user: User) -> None:
    with_app(user)
    browser = Client()
    token = links.create(user=user)
    assert browser.post(f"/sign-in/{token}/")["Location"] == "/second-step/"
    assert browser.get("/account/").status_code == 302


def test_codes_cannot_be_guessed_through(user: User) -> None:
    with_app(user)
    browser = Client()
    sign_in(browser)
    for _ in range(6):
        answer = browser.post("/second-step/", {"code": "000000"})
    assert "Too many" in text(answer)


def test_every_factor_stands_in_the_register_and_can_be_taken_by_an_administrator(
    user: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        with_app(user)
    noted = set(AccessChange.objects.filter(about="ben").values_list("what", flat=True))
    assert "factor_added" in noted
    chief = administering.create(name="chief", roles=["admin"], by="test")
    office = Client()
    office.force_login(chief)
    assert "code of an app" in text(office.get("/accounts/who/ben/"))
    office.post("/accounts/who/ben/", {"act": "forget-factors"})
    assert second_factors.of(user) == []
    assert AccessChange.objects.filter(what="factors_removed", by="chief").exists()
    assert sign_in(Client())["Location"] == "/"


def test_an_app_is_removed_by_its_owner(user: User) -> None:
    with_app(user)
    browser = Client()
    browser.force_login(user)
    asked = browser.get("/account/app/remove/")
    browser.post(asked["Location"], {"password": LONG})
    assert "the password alone opens" in text(browser.get("/account/app/remove/")).lower()
    browser.post("/account/app/remove/")
    assert not Authenticator.objects.filter(type="totp").exists()


def test_a_name_that_is_guessed_at_waits_and_is_unlocked(user: User) -> None:
    browser = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(browser, password="no")
    locked = sign_in(browser)
    assert locked.status_code == 429
    assert "ask an administrator to unlock" in text(locked)
    assert second_factors.is_locked("ben")
    elsewhere = Client(REMOTE_ADDR="10.0.0.7")
    assert sign_in(elsewhere)["Location"] == "/"
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(browser, password="no")
    office = Client()
    office.force_login(administering.create(name="chief", roles=["admin"], by="test"))
    assert "guessed at, waits" in text(office.get("/accounts/who/ben/"))
    office.post("/accounts/who/ben/", {"act": "unlock"})
    assert sign_in(browser)["Location"] == "/"
    assert AccessChange.objects.filter(what="unlocked", about="ben").exists()


def test_a_glass_that_is_broken_opens_the_account_whatever_bars_it(user: User) -> None:
    with_app(user)
    chief = administering.create(name="chief", roles=["admin"], by="test")
    administering.close(user, by="chief")
    token = administering.rescue("ben", administers=True, by="test")
    browser = Client()
    assert browser.post(f"/sign-in/{token}/")["Location"] == "/"
    assert browser.get("/accounts/").status_code == 200
    assert User.objects.get(pk=user.pk).roles() == {Role.QUALITY, Role.ADMIN}
    assert chief.is_active


@pytest.mark.parametrize(
    "where",
    ["/account/app/", "/account/key/", "/account/codes/", "/account/again/", "/account/codes/new/"],
)
def test_pages_of_factors_are_for_whoever_is_signed_in(client: Client, where: str) -> None:
    answer = client.get(where)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


def test_a_passkey_is_asked_for_in_json_and_a_forged_one_opens_nothing(client: Client) -> None:
    asked = client.get("/passkey/", headers={"Accept": "application/json"}).json()
    assert asked["request_options"]["publicKey"]["challenge"]
    for forged in ('{"id": "x"}', "[]", "7", '{"id": "eA", "rawId": "eA", "response": {}}', "{"):
        answer = client.post("/passkey/", {"credential": forged})
        assert answer["Location"] == "/sign-in/", forged
    assert "_auth_user_id" not in client.session
