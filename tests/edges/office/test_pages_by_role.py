"""Every page as every role: it answers whom it declares, refuses all others, and never fails."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.test import Client

from gozinto.access import gate
from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import INSIDE, Role
from gozinto.edges.office import navigation
from tests.edges.office.every_page import bare, walk
from tests.edges.small_plant import SERIAL, TYRE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]

SAMPLES = {
    "o/": f"o/?{urlencode({'id': TYRE})}",
    "trace/": f"trace/?id={SERIAL}",
    "find/": f"find/?q={SERIAL}",
    "accounts/who/<str:name>/": "accounts/who/somebody/",
    "setup/<slug:kind>/": "setup/materials/",
}
"""An address with something behind it, where the bare one has nothing to show."""

ELSEWHERE = frozenset({"sign-out/", "live/stream/"})
"""It would end the session; it holds a place as long as somebody listens, and has its own tests."""


def addresses() -> Iterator[tuple[str, gate.Declared]]:
    """Every address of the office that is not for everybody, and what it declares."""
    for route, _pattern, declared in walk():
        if not declared.open and route not in ELSEWHERE:
            yield f"/{SAMPLES.get(route) or bare(route)}", declared


def browser_of(role: Role) -> Client:
    """A browser in which somebody with that role alone is signed in."""
    user = User.objects.create_user("somebody", password="three tyres and a bladder")
    RoleGrant.objects.create(user=user, role=role)
    browser = Client(raise_request_exception=False)
    browser.force_login(user)
    return browser


@pytest.mark.parametrize("role", Role)
def test_every_page_answers_the_roles_it_declares(role: Role) -> None:
    browser = browser_of(role)
    found = {}
    for where, declared in dict(addresses()).items():
        answer = browser.get(where)
        status = answer.status_code
        if answer.streaming:
            # A file that nobody reads to its end; close() would close the database too.
            for close in answer._resource_closers:
                close()
        is_right = status == 403 if role not in declared.roles else status not in (401, 403)
        if not is_right or status >= 500:
            found[where] = status
    assert found == {}


def test_what_is_not_in_the_menu_of_a_role_is_refused_to_it() -> None:
    hidden = [
        (one.name, role)
        for group in navigation.GROUPS
        for one in group
        for role in INSIDE - one.roles
    ]
    declared = {pattern.name: its for _route, pattern, its in walk() if pattern.name}
    for name, role in hidden:
        assert role not in declared[name].roles, (name, role)
