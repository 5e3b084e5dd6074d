"""Every page as every role: it answers whom it declares, refuses all others, and never fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver

from gozinto.access import gate
from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import INSIDE, Role
from gozinto.edges.office import navigation, urls
from tests.edges.small_plant import SERIAL, TYRE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]

SAMPLES = {
    "o/": f"o/?{urlencode({'id': TYRE})}",
    "trace/": f"trace/?id={SERIAL}",
    "find/": f"find/?q={SERIAL}",
    "accounts/who/<str:name>/": "accounts/who/somebody/",
    "setup/<slug:kind>/": "setup/material/",
    "setup/<slug:kind>/new/": "setup/material/new/",
}
"""An address with something behind it, where the bare one has nothing to show."""

ELSEWHERE = frozenset({"sign-out/", "live/stream/"})
"""It would end the session; it holds a place as long as somebody listens, and has its own tests."""

DUMMIES = {
    "int": "1",
    "uuid": "00000000-0000-7000-8000-000000000000",
    "slug": "nothing",
    "str": "nothing",
    "path": "nothing",
}


def addresses() -> Iterator[tuple[str, gate.Declared]]:
    """Every address of the office that is not for everybody, and what it declares."""
    for pattern in _walk(urls.urlpatterns):
        declared = gate.find_declared(pattern.callback)
        assert declared is not None, pattern
        route = str(pattern.pattern)
        if declared.open or route in ELSEWHERE:
            continue
        sample = SAMPLES.get(route) or re.sub(
            r"<(\w+):\w+>", lambda found: DUMMIES[found[1]], route
        )
        yield f"/{sample}", declared


def _walk(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns)
        else:
            yield one


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


@pytest.mark.parametrize("role", sorted(INSIDE))
def test_every_line_of_the_menu_opens(role: Role) -> None:
    browser = browser_of(role)
    lines = navigation.pages(frozenset({role}))
    assert len(lines) > 5
    assert {line.address: browser.get(line.address).status_code for line in lines} == {
        line.address: 200 for line in lines
    }


def test_what_is_not_in_the_menu_of_a_role_is_refused_to_it() -> None:
    hidden = [
        (one.name, role)
        for group in navigation.GROUPS
        for one in group
        for role in INSIDE - one.roles
    ]
    declared = {
        pattern.name: gate.find_declared(pattern.callback)
        for pattern in _walk(urls.urlpatterns)
        if pattern.name
    }
    for name, role in hidden:
        page = declared[name]
        assert page is not None
        assert role not in page.roles, (name, role)
