"""One small tyre plant for all tests of a worker's module: it takes seconds to build."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from gozinto.demo import plants
from gozinto.demo.registry import TYRE
from gozinto.demo.tyre.plan import Plan
from gozinto.demo.tyre.truths import Truths
from gozinto.deployment.database import Roles
from tests.conftest import empty

SMALL = Plan(60, 1, date(2026, 6, 17))


@pytest.fixture(scope="module")
def built(
    roles: Roles, django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[Truths]:
    """What was planted in a plant of 60 tyres, which is on record while the module lasts."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield plants.build(TYRE, SMALL)
    empty(roles)
