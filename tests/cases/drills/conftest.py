"""The small works, built once for a module of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.cases.drills import works
from tests.conftest import standing


@pytest.fixture(scope="module")
def standing_works(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The works that were counted by hand, for modules all of whose tests have them."""
    with standing(works.build, blocker=django_db_blocker):
        yield
