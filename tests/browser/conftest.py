"""A real browser before a real server: Debian's Chromium, the small plant, a signed-in context."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from dataclasses import dataclass

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright
from pytest_django import DjangoDbBlocker

from gozinto.access import links
from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.deployment.database import Roles
from gozinto.record.newest import NEWEST
from tests.conftest import empty
from tests.edges import small_plant
from tests.edges.office import furnished

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FAR_DEALERS_TYRES = 60


@dataclass(frozen=True, slots=True)
class Site:
    """A running server and how to sign in there."""

    url: str
    sign_in_link: Callable[[], str]
    administrators_link: Callable[[], str]


def chromium() -> str:
    """The browser's path; skips where it or its driver's library is missing, fails under CI."""
    found = shutil.which("chromium")
    if found and find_library("atomic"):
        return found
    how = "apt-get install chromium libatomic1"
    if os.environ.get("CI"):
        pytest.fail(f"the browser or its driver's library is missing: {how}")
    pytest.skip(f"the browser or its driver's library is not installed ({how})")


@contextmanager
def served() -> Iterator[str]:
    """The address of a server on a free port, with what is in the database behind it."""
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
    # it would ask a database that is not there for whoever comes next
    NEWEST.end(timeout_s=10)
    connections.close_all()


@pytest.fixture(scope="module")
def site(roles: Roles, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """A server on a free port with the small plant behind it."""
    chromium()
    with django_db_blocker.unblock():
        small_plant.build(tyres=FAR_DEALERS_TYRES)
        furnished.a_print_queue()
        user = User.objects.create_user(
            "m.kaya", password="a long enough one", first_name="M. Kaya"
        )
        for role in (Role.QUALITY, Role.PLANNER):
            RoleGrant.objects.create(user=user, role=role)
        plain = [links.create(user=user) for _ in range(40)]
        chief = User.objects.create_user("r.admin", first_name="R. Admin")
        RoleGrant.objects.create(user=chief, role=Role.ADMIN)
        chiefs = [links.create(user=chief) for _ in range(4)]
        with served() as url:
            yield Site(
                url,
                lambda: f"{url}/sign-in/{plain.pop()}/",
                lambda: f"{url}/sign-in/{chiefs.pop()}/",
            )
    empty(roles)


@pytest.fixture(scope="module")
def browser(site: Site) -> Iterator[Browser]:
    """Chromium, begun after the site and ended before it.

    While it runs this thread has an event loop, in which Django refuses to touch a database.
    """
    path = chromium()
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


def signed_in(browser: Browser, site: Site, *, link: str) -> StorageState:
    """The cookies of somebody who signed in by that link."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site.url}/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="module")
def session(browser: Browser, site: Site) -> StorageState:
    """The cookies of a quality manager who is a planner too."""
    return signed_in(browser, site, link=site.sign_in_link())


@pytest.fixture
def desk(browser: Browser, site: Site, session: StorageState) -> Iterator[BrowserContext]:
    """A signed-in window of 1440 × 900 that fails on any error in its console."""
    context = browser.new_context(
        storage_state=session,
        base_url=site.url,
        viewport={"width": 1440, "height": 900},
    )
    said: list[str] = []
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.on(
        "console",
        lambda message: (
            said.append(message.text)
            if message.type == "error" and "status of 4" not in message.text
            else None
        ),
    )
    yield context
    context.close()
    assert said == []


@pytest.fixture
def page(desk: BrowserContext) -> Page:
    """A tab of the desk."""
    return desk.new_page()
