"""Every story happens in the small plant."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests import workshop
from tests.conftest import standing


@pytest.fixture(scope="module", autouse=True)
def _small_plant(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with standing(workshop.furnish, blocker=django_db_blocker):
        yield


@pytest.fixture(autouse=True)
def _as_it_was(db: None) -> None:
    """What a test does to it is gone after the test."""
