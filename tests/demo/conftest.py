"""Small demo plants for all tests of a worker's module: each takes seconds to build."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from pytest_django import DjangoDbBlocker

from gozinto.demo import plants
from gozinto.demo.electronics.plan import Plan as ElectronicsPlan
from gozinto.demo.electronics.truths import Truths as ElectronicsTruths
from gozinto.demo.food.plan import Plan as FoodPlan
from gozinto.demo.food.truths import Truths as FoodTruths
from gozinto.demo.registry import ELECTRONICS, FOOD, TYRE, DemoPlant, P, T
from gozinto.demo.tyre.plan import Plan
from gozinto.demo.tyre.truths import Truths
from gozinto.deployment.database import Roles
from tests.conftest import empty

UNTIL = date(2026, 6, 17)
SMALL = Plan(60, 1, UNTIL)
SMALL_FOOD = FoodPlan(600, 1, UNTIL)
SMALL_ELECTRONICS = ElectronicsPlan(120, 1, UNTIL)


@pytest.fixture(scope="module")
def unblocked(
    roles: Roles, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Roles]:
    """The database, for a plant that is on record while the module lasts."""
    with django_db_blocker.unblock():
        yield roles


@contextmanager
def on_record(of: DemoPlant[P, T], plan: P, *, roles: Roles) -> Iterator[T]:
    """A plant while this lasts; answers what was planted."""
    yield plants.build(of, plan)
    empty(roles)


@pytest.fixture(scope="module")
def built(unblocked: Roles) -> Iterator[Truths]:
    """What was planted in a plant of 60 tyres."""
    with on_record(TYRE, SMALL, roles=unblocked) as told:
        yield told


@pytest.fixture(scope="module")
def soldered(unblocked: Roles) -> Iterator[ElectronicsTruths]:
    """What was planted in a plant of 120 boards."""
    with on_record(ELECTRONICS, SMALL_ELECTRONICS, roles=unblocked) as told:
        yield told


@pytest.fixture(scope="module")
def filled(unblocked: Roles) -> Iterator[FoodTruths]:
    """What was planted in a plant of 600 jars."""
    with on_record(FOOD, SMALL_FOOD, roles=unblocked) as told:
        yield told
