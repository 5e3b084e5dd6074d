"""Every page of the office, looked at on both papers and at three widths, all that folds open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext
from pytest_django import DjangoDbBlocker

from gozinto.deployment.database import Roles
from tests.browser.conftest import chromium, served
from tests.browser.looking import in_the_way, open_all
from tests.conftest import empty
from tests.edges.office import furnished
from tests.edges.office.every_page import PAGES, PARTS, REFUSED, visitor

pytestmark = pytest.mark.browser

EMPTY = ("find/", "lots/", "setup/<slug:kind>/", "inspections/charts/")
"""Where an empty answer is looked at: all lists have one frame, which shows it alike."""

UNLIKE = ("trace/", "cases/<slug:number>/")
"""Whose answers are laid out each in its own way."""

LOOKED_AT = [
    *(
        pytest.param(
            visitor(route),
            one,
            id=one,
            marks=[pytest.mark.long] if number and route not in UNLIKE else [],
        )
        for route, of_it in PAGES.items()
        if route not in PARTS
        for number, one in enumerate(of_it)
        if route in EMPTY or not one.endswith("?q=zzzz")
    ),
    *(pytest.param("chief", one, id=one) for one in REFUSED),
]
"""Of each address the first answer; others that look much like it at length."""


@dataclass(frozen=True, slots=True)
class Office:
    """A site where every page has something to show. `cookies`: the session of each visitor."""

    url: str
    found: Mapping[str, str]
    cookies: Mapping[str, str]


@pytest.fixture(scope="module")
def site(
    roles: Roles,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Office]:
    """The furnished plant, served."""
    chromium()
    kept = override_settings(GOZINTO_ATTACHMENTS_DIR=str(tmp_path_factory.mktemp("attachments")))
    with django_db_blocker.unblock(), kept:
        found = furnished.furnish()
        sessions = {
            name: browser.cookies[settings.SESSION_COOKIE_NAME].value
            for name, browser in furnished.visitors().items()
            if browser.cookies
        }
        with served() as url:
            yield Office(url, found, sessions)
    empty(roles)


@pytest.fixture(scope="module")
def windows(browser: Browser, site: Office) -> Iterator[Mapping[str, BrowserContext]]:
    """A window for each visitor."""
    opened = {name: browser.new_context(base_url=site.url) for name in furnished.VISITORS}
    for name, session in site.cookies.items():
        opened[name].add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}]
        )
    yield opened
    for one in opened.values():
        one.close()


@pytest.mark.parametrize(("who", "address"), LOOKED_AT)
def test_a_page_stands_in_nobodys_way(
    windows: Mapping[str, BrowserContext], site: Office, who: str, address: str
) -> None:
    where = f"/{address.format(**site.found)}"
    assert in_the_way(windows[who], where, prepare=open_all) == []
