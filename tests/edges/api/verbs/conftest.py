"""Every test of the verbs over HTTP has the small plant, and a program that may tell all."""

from __future__ import annotations

import pytest
from django.test import Client

from gozinto.access.roles import Role
from tests import workshop
from tests.edges.api.verbs.calls import holding


@pytest.fixture
def furnished(db: None) -> None:
    """The small plant."""
    workshop.furnish()


@pytest.fixture
def erp(furnished: None) -> Client:
    """A program with an integrator's token, at the small plant."""
    return holding(Role.INTEGRATOR)
