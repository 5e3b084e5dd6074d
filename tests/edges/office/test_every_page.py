"""Every page answers, and asks the database twelve times at most."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

import pytest
from django.http import QueryDict
from django.test import Client, override_settings
from django.urls import resolve
from pytest_django import DjangoDbBlocker

from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import INSIDE, Role
from gozinto.edges.office import navigation
from tests.conftest import standing
from tests.edges.office import furnished
from tests.edges.office.every_page import (
    AS_WELL,
    ELSEWHERE,
    PAGES,
    PARTS,
    PRESS,
    bare,
    visitor,
    walk,
)
from tests.edges.office.questions import few

pytestmark = pytest.mark.django_db

ADDRESSES = [
    (route, address)
    for route, of_it in PAGES.items()
    for address in (*of_it, *AS_WELL.get(route, ()))
]
OF_A_TRACE = 64
"""A trace asks a fixed set: for each of four ways a thing goes on, and for each kind of fact."""

OF_MORE: Mapping[str, int] = {
    "direction=both": 2 * OF_A_TRACE,
    "compare=1": 6 * 72,  # three widths, both ways
    "why=": 3 * OF_A_TRACE,  # the trace itself, then each width of the one number
}

World = tuple[Mapping[str, str], Mapping[str, Client]]


OF_A_RECALL = 80
"""Where all of a recall is, and in three widths: as many questions for one thing as for all."""


def most(route: str, address: str) -> int:
    """How many questions an address may cost. A form of the trace page asks no trace."""
    if route.startswith(("risks/reach", "suspects/")):
        return OF_A_TRACE
    if route == "cases/<slug:number>/unit/":
        return OF_A_TRACE + 12  # the case, and the story of its unit
    if route == "cases/<slug:number>/why/":
        return 2 * OF_MORE["why="]  # what is surely in it is asked again as that
    if "{called}" in address or route == "cases/<slug:number>/scope/":
        return OF_A_RECALL
    if not route.startswith("trace/") or ("id=" not in address and PRESS not in address):
        return 12
    return max((n for part, n in OF_MORE.items() if part in address), default=OF_A_TRACE)


@pytest.fixture(scope="module")
def world(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """What the addresses name, and who asks for them; each has asked for something before."""
    built: list[World] = []

    def build() -> None:
        built.append((furnished.furnish(), furnished.visitors()))

    kept = str(tmp_path_factory.getbasetemp() / "attachments")
    with (
        override_settings(GOZINTO_ATTACHMENTS_DIR=kept),
        standing(build, blocker=django_db_blocker),
    ):
        yield built[0]


def test_what_has_no_example_shows_nothing_to_who_only_asks(world: World) -> None:
    _found, who = world
    routes = {route for route, _pattern, _declared in walk()}
    assert PAGES.keys() | ELSEWHERE.keys() <= routes
    left = routes - PAGES.keys() - ELSEWHERE.keys()
    answers = {route: who["chief"].get(f"/{bare(route)}").status_code for route in left}
    assert {route for route, status in answers.items() if status == 200} == set()


@pytest.mark.parametrize(("route", "address"), ADDRESSES, ids=[one for _, one in ADDRESSES])
def test_a_page_answers_in_few_questions(world: World, route: str, address: str) -> None:
    found, who = world
    browser, where = who[visitor(route)], f"/{address.format(**found)}"
    answer = few(browser, where, most=most(route, address))
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert (b"<html" in content) == (route not in PARTS)


_LINK = re.compile(r'(?:href|hx-get)="([/?][^"]*)"')
_FORM = re.compile(r"<form[^>]*method=\"post\"[^>]*>")
_ACTION = re.compile(r'action="([^"]*)"')
_TAKEN = frozenset({"materials", "numbering-formats", "inspection-plans", "orders"})
"""Of the many kinds of the plant's description, which all look alike, those that are walked."""

UNASKED = PARTS - {"inbox/count/"} | ELSEWHERE.keys()
"""Files, and what is no page."""

SHUT = frozenset({"setup/<slug:kind>/row/", "labels/of/<path:code>/"})
"""Forms in which who may only read finds every box shut."""

OWN = frozenset({"sign-out/", "language/", "tour/go/", "account/", "passkey/"})
"""What everybody changes of their own: the session, the language, the password."""


def walked(browser: Client) -> tuple[dict[str, int], set[str]]:
    """Every page that links lead to from the first on, one for each manner of address, with its
    status; and the routes that forms on them post to."""
    left, statuses, posts = ["/"], dict[str, int](), set[str]()
    seen: set[tuple[str, ...]] = set()
    while left:
        address = left.pop(0)
        path, _, asked = address.partition("?")
        found = resolve(path)
        query, kind = QueryDict(asked), found.kwargs.get("kind", "")
        manner = (found.route, kind, query.get("tab", ""), query.get("group", ""))
        if manner in seen or (kind and kind not in _TAKEN) or found.route in UNASKED:
            continue
        seen.add(manner)
        answer = browser.get(address)
        statuses[address] = answer.status_code
        page = answer.content.decode(errors="replace")
        links = [unescape(link) for link in _LINK.findall(page)]
        left += [
            path + link if link.startswith("?") else link
            for link in links
            if not link.startswith("/static/")
        ]
        for form in _FORM.findall(page):
            to = _ACTION.search(form)
            posts.add(resolve((to and unescape(to[1]).partition("?")[0]) or path).route)
    return statuses, posts


@pytest.mark.parametrize("role", sorted(INSIDE))
def test_no_link_or_form_leads_where_a_role_may_not(world: World, role: Role) -> None:
    user = User.objects.create(username="somebody")
    RoleGrant.objects.create(user=user, role=role)
    browser = Client()
    browser.force_login(user)
    statuses, posts = walked(browser)
    assert len(statuses) > 40
    assert {line.address for line in navigation.pages(frozenset({role}))} <= statuses.keys()
    assert {where: status for where, status in statuses.items() if status >= 400} == {}
    declared = {route: its for route, _pattern, its in walk()}
    assert {to for to in posts if not declared[to].open and role not in declared[to].roles} == set()
    if role == Role.AUDITOR:
        assert {to for to in posts - OWN - SHUT if not to.endswith("/views/")} == set()
