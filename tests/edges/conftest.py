"""Somebody signed in, a token, and the small plant, for the tests of the edges."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker

from gozinto.access import tokens
from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from tests.conftest import standing
from tests.edges import small_plant


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A page in another language leaves it on for whoever asks next; not for the next test."""
    with translation.override("en"):
        yield


@pytest.fixture
def plant(db: None) -> None:
    """The small plant, its story told."""
    small_plant.build()


@pytest.fixture(scope="module")
def standing_plant(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The same, for modules all of whose tests have it."""
    with standing(small_plant.build, blocker=django_db_blocker):
        yield


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    """A browser in which a quality manager is signed in."""
    user = User.objects.create_user("quality", password="a long enough one")
    RoleGrant.objects.create(user=user, role=Role.QUALITY)
    client.force_login(user)
    return client


@pytest.fixture
def program(db: None) -> Client:
    """A program with an integrator's token."""
    plain = tokens.create(role=Role.INTEGRATOR, name="erp")
    return Client(headers={"Authorization": f"Bearer {plain}"})
