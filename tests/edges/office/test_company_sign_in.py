"""Signing in at the company's own server: its groups say what somebody may do here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from gozinto.access import administering
from gozinto.access.models import AccessChange, User
from gozinto.access.roles import Role
from gozinto.deployment import single_sign_on
from gozinto.errors import Malformed
from tests.edges.office import company_server
from tests.edges.office.test_pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(settings: Settings) -> Iterator[dict[str, Any]]:
    """What the company's server says of somebody; a test may change it."""
    told: dict[str, Any] = {
        "sub": "42",
        "preferred_username": "ayla",
        "name": "Ayla Er",
        "email": "ayla@company.example",
        "groups": ["qa", "everybody"],
    }
    with company_server.serving(told) as url:
        environ = {
            "GOZINTO_OIDC_SERVER": url,
            "GOZINTO_OIDC_CLIENT": "gozinto",
            "GOZINTO_OIDC_NAME": "Demo Tyres",
            "GOZINTO_OIDC_ROLES": "qa=quality qa=auditor it=admin",
        }
        settings.SOCIALACCOUNT_PROVIDERS = single_sign_on.providers(environ)
        settings.GOZINTO_COMPANY_ROLES = single_sign_on.roles(environ)
        yield told


def sign_in(browser: Client, *, code: str = "the-right-code") -> Any:
    """There and back: what is answered at the end."""
    away = browser.get("/company/company/")
    where = urlsplit(away["Location"])
    asked = parse_qs(where.query)
    assert where.path == "/authorize"
    assert asked["redirect_uri"] == ["http://testserver/company/company/back/"]
    assert asked["code_challenge_method"] == ["S256"]
    back = {"code": code, "state": asked["state"][0]}
    return browser.get("/company/company/back/", back)


def test_the_first_sign_in_makes_an_account_with_the_roles_of_its_groups(
    said: dict[str, Any], client: Client
) -> None:
    assert "Sign in with Demo Tyres" in text(client.get("/sign-in/"))
    assert sign_in(client)["Location"] == "/"
    user = User.objects.get(username="ayla")
    assert (user.get_full_name(), user.roles()) == ("Ayla Er", {Role.QUALITY, Role.AUDITOR})
    assert client.get("/").status_code == 200
    assert AccessChange.objects.get(what="created").by == "company sign-in"


def test_each_sign_in_sets_the_roles_anew(said: dict[str, Any], client: Client) -> None:
    administering.create(name="chief", roles=["admin"], by="test")
    sign_in(client)
    said["groups"] = ["it"]
    sign_in(Client())
    assert User.objects.get(username="ayla").roles() == {Role.ADMIN}
    assert User.objects.filter(username__startswith="ayla").count() == 1


def test_whoever_has_no_group_with_a_role_stays_out(said: dict[str, Any], client: Client) -> None:
    said["groups"] = ["everybody"]
    answer = client.get(sign_in(client)["Location"])
    assert answer.status_code == 403
    assert "None of your groups" in text(answer)
    assert not User.objects.exists()
    assert "_auth_user_id" not in client.session


def test_a_name_that_is_taken_is_nobody_elses(said: dict[str, Any], client: Client) -> None:
    mine = administering.create(name="ayla", roles=["admin"], by="test")
    answer = client.get(sign_in(client)["Location"])
    assert answer.status_code == 409
    assert "There is an account of this name already." in text(answer)
    assert "_auth_user_id" not in client.session
    assert User.objects.get(pk=mine.pk).roles() == {Role.ADMIN}


def test_a_wrong_code_or_a_strangers_answer_signs_nobody_in(
    said: dict[str, Any], client: Client
) -> None:
    refused = sign_in(client, code="another")["Location"]
    assert refused == "/company/refused/?why=company_refused"
    assert "did not sign you in" in text(client.get(refused))
    forged = client.get("/company/company/back/", {"code": "the-right-code", "state": "x"})
    assert forged["Location"] == refused
    assert client.get("/company/other/").status_code == 404
    assert not User.objects.exists()


def test_a_closed_account_stays_out(said: dict[str, Any], client: Client) -> None:
    sign_in(client)
    administering.close(User.objects.get(username="ayla"), by="test")
    again = Client()
    sign_in(again)
    assert again.get("/").status_code == 302


@pytest.mark.parametrize("text_of_map", ["qa", "=quality", "qa="])
def test_a_role_map_that_cannot_be_read_is_refused_at_the_start(text_of_map: str) -> None:
    with pytest.raises(Malformed):
        single_sign_on.roles({"GOZINTO_OIDC_ROLES": text_of_map})


def test_a_server_without_a_client_is_refused_and_none_is_none() -> None:
    with pytest.raises(Malformed):
        single_sign_on.providers({"GOZINTO_OIDC_SERVER": "https://x.example"})
    assert single_sign_on.providers({}) == {}
