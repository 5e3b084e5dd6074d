"""The pages of accounts: an administrator lets people in, and shuts the door behind them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from gozinto.access import administering, tokens
from gozinto.access.models import AccessChange, ApiToken, RoleGrant, Session, User
from gozinto.access.roles import Role
from gozinto.edges.office.accounts import agents, page, wording
from gozinto.plant.models import Person
from tests.edges.office.questions import few
from tests.edges.office.test_pages import text

pytestmark = pytest.mark.django_db
LONG = "three tyres and a bladder"


@pytest.fixture
def office(db: None) -> Client:
    """A browser in which an administrator is signed in."""
    user = User.objects.create_user("chief", password=LONG)
    RoleGrant.objects.create(user=user, role=Role.ADMIN)
    browser = Client()
    browser.force_login(user)
    return browser


def shown_once(answer: Any) -> str:
    """What stands in the field that is shown only now."""
    content = answer.content.decode()
    found = re.search(r'readonly value="([^"]+)"', content)
    assert found
    return found[1]


def test_from_a_new_account_to_its_first_password(office: Client) -> None:
    Person.objects.create(code="P-1", name="Ben Can")
    form = {"name": "ben", "full_name": "Ben Can", "person": "P-1", "role": ["quality"]}
    answer = office.post("/accounts/new/", form, follow=True)
    assert answer.redirect_chain == [("/accounts/who/ben/", 302)]
    assert "The account is there." in text(answer)
    answer = office.post("/accounts/who/ben/", {"act": "password-link"})
    assert answer["Cache-Control"] == "no-store"
    link = shown_once(answer)
    own = Client()
    assert "Choose a password" in text(own.get(link))
    differ = own.post(link, {"new": LONG, "again": "x"})
    assert differ.status_code == 400
    assert "not the same" in text(differ)
    weak = own.post(link, {"new": "ben", "again": "ben"})
    assert "too short" in text(weak)
    answer = own.post(link, {"new": LONG, "again": LONG}, follow=True)
    assert "Your new password is set" in text(answer)
    assert own.post(link, {"new": LONG, "again": LONG}).status_code == 401
    signed = own.post("/sign-in/", {"username": "ben", "password": LONG}, follow=True)
    assert signed.status_code == 200
    assert "P-1" in text(own.get("/account/"))
    assert "Ben Can" in text(office.get("/accounts/", {"q": "qual"}))


def test_a_link_to_sign_in_is_shown_once(office: Client) -> None:
    administering.create(name="ben", roles=["quality"], by="test")
    link = shown_once(office.post("/accounts/who/ben/", {"act": "sign-in-link"}))
    assert Client().post(link)["Location"] == "/"
    assert "shown only now" not in text(office.get("/accounts/who/ben/"))


def test_a_refusal_keeps_what_was_typed(office: Client) -> None:
    answer = office.post("/accounts/new/", {"name": "a b", "full_name": "Ann", "role": ["quality"]})
    assert answer.status_code == 400
    content = answer.content.decode()
    assert "150 at most" in content
    assert 'value="a b"' in content
    assert re.search(r'value="quality" checked', content)
    answer = office.post("/accounts/who/chief/", {"act": "roles", "role": ["quality"]})
    assert answer.status_code == 409
    assert "Nobody else could administer" in text(answer)
    assert User.objects.get(username="chief").roles() == {Role.ADMIN}


def test_an_account_is_described_closed_and_opened_again(office: Client) -> None:
    ben = administering.create(name="ben", roles=["quality"], by="test")
    Client().force_login(ben)
    where = "/accounts/who/ben/"
    office.post(where, {"act": "describe", "full_name": "Ben C.", "email": "ben@x.example"})
    office.post(where, {"act": "roles", "role": ["planner", "quality"]})
    shown = text(office.post(where, {"act": "close"}, follow=True))
    assert "sessions have ended" in shown
    assert "closed" in shown
    assert not Session.objects.filter(account=ben).exists()
    assert "closed" in text(office.get("/accounts/"))
    shown = text(office.post(where, {"act": "reopen"}, follow=True))
    for said in ("Roles changed", "given: Planner", "Account closed", "→ Ben C."):
        assert said in shown


def test_sessions_are_ended_from_the_page(office: Client) -> None:
    ben = administering.create(name="ben", roles=["quality"], by="test")
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(ben)
    mark = page.session_rows(ben, here="")[0]["session"].mark
    assert "has ended" in text(
        office.post("/accounts/who/ben/", {"act": "end", "mark": mark}, follow=True)
    )
    assert Session.objects.filter(account=ben).count() == 1
    office.post("/accounts/who/ben/", {"act": "end-all"})
    assert [one.get("/").status_code for one in browsers] == [302, 302]
    assert office.post("/accounts/who/ben/", {"act": "end", "mark": "x"}).status_code == 404
    assert office.post("/accounts/who/ben/", {"act": "dance"}).status_code == 400
    assert office.get("/accounts/who/nobody/").status_code == 404


def test_ones_own_password_and_sessions(desk: Client) -> None:
    user = User.objects.get(username="quality")
    other = Client()
    other.force_login(user)
    right = {"act": "password", "old": "a long enough one", "new": LONG, "again": LONG}
    wrong = desk.post("/account/", right | {"old": "no"})
    assert wrong.status_code == 409
    assert "The old password is another one." in text(wrong)
    assert other.get("/account/").status_code == 200
    assert "every other session" in text(desk.post("/account/", right, follow=True))
    assert other.get("/account/").status_code == 302
    assert desk.get("/account/").status_code == 200
    other.force_login(User.objects.get(username="quality"))
    assert "this one" in text(desk.get("/account/"))
    desk.post("/account/", {"act": "end-others"})
    assert other.get("/account/").status_code == 302
    assert desk.post("/account/", {"act": "dance"}).status_code == 400


def test_a_token_is_shown_once_and_opens_until_it_is_revoked(office: Client) -> None:
    answer = office.post("/accounts/tokens/", {"name": "erp", "role": "auditor", "until": ""})
    plain = shown_once(answer)
    token = tokens.find(plain)
    assert token is not None
    assert (token.role, token.created_by) == ("auditor", "chief")
    listed = office.get("/accounts/tokens/")
    assert plain not in listed.content.decode()
    assert f"gz_{token.prefix}" in text(listed)
    office.post("/accounts/tokens/revoke/", {"prefix": token.prefix})
    assert tokens.find(plain) is None
    assert "revoked" in text(office.get("/accounts/tokens/"))
    assert office.post("/accounts/tokens/revoke/", {"prefix": token.prefix}).status_code == 404
    shown = text(office.get("/accounts/changes/", {"of": token.prefix}))
    assert "Token revoked" in shown
    assert "Token made" in shown


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": ""}, "needs a name"),
        ({"role": "king"}, "no such role"),
        ({"until": "2020-01-01"}, "a day to come"),
        ({"until": "2026-13-45"}, "a day to come"),
        ({"until": "soon"}, "a day to come"),
    ],
)
def test_a_token_that_cannot_be_made_says_why(
    office: Client, given: dict[str, str], said: str
) -> None:
    form = {"name": "erp", "role": "auditor"} | given
    answer = office.post("/accounts/tokens/", form)
    assert answer.status_code == 400
    assert said in text(answer)
    assert not ApiToken.objects.exists()


FORGED = (
    ("/accounts/new/", {"name": "mole", "role": ["admin"]}),
    ("/accounts/who/quality/", {"act": "roles", "role": ["admin"]}),
    ("/accounts/tokens/", {"name": "mole", "role": "admin"}),
    ("/accounts/tokens/revoke/", {"prefix": "x"}),
)


@pytest.mark.parametrize(("where", "form"), FORGED)
def test_a_forged_request_changes_nothing(
    desk: Client, where: str, form: dict[str, object]
) -> None:
    answer = desk.post(where, form)
    assert answer.status_code == 403
    assert not AccessChange.objects.exists()
    assert User.objects.count() == 1


def test_an_auditor_reads_the_register_and_changes_nothing(client: Client) -> None:
    user = administering.create(name="aud", roles=["auditor"], by="chief")
    client.force_login(user)
    shown = text(client.get("/accounts/changes/"))
    assert "Account made aud chief Auditor" in shown
    assert client.get("/accounts/").status_code == 403
    menu = client.get("/").content.decode()
    assert "/accounts/changes/" in menu
    assert 'href="/accounts/"' not in menu


def test_every_kind_of_change_has_its_word() -> None:
    import ast
    from pathlib import Path

    import gozinto

    noted = set()
    for path in Path(gozinto.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "changes.note":
                noted |= {
                    one.value for one in ast.walk(call.args[0]) if isinstance(one, ast.Constant)
                }
    assert noted <= set(wording.WORDS)
    assert len(noted) > 8


def test_a_page_of_an_account_costs_few_queries(office: Client) -> None:
    for number in range(20):
        administering.create(name=f"u{number}", roles=["quality"], by="chief")
    for where in ("/accounts/", "/accounts/who/u1/", "/accounts/tokens/", "/account/"):
        assert few(office, where).status_code == 200


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
            "Chrome, Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8.5", "curl/8.5"),
        ("", ""),
    ],
)
def test_a_browser_is_recognised(agent: str, said: str) -> None:
    assert agents.described(agent) == said
