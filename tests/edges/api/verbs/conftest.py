"""Every test of the verbs over HTTP has the small plant, and a program that may tell all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from gozinto.access.roles import Role
from gozinto.plant.models import BillLine, InspectionPlan, Material
from tests import workshop
from tests.edges.api.verbs.calls import holding


@pytest.fixture
def furnished(db: None) -> None:
    """The small plant, with a bill to reckon by and a plan to inspect by."""
    workshop.furnish()
    plan = InspectionPlan.objects.create(
        code="HB-IN", name="Bromobutyl, input", kind="input",
        material=Material.objects.get(code="HB"), required=False,
    )  # fmt: skip
    plan.characteristics.create(
        code="viscosity", name="Viscosity", kind="number", lower=38, upper=45
    )
    plan.characteristics.create(code="smell", name="Smell", kind="pass_fail")
    BillLine.objects.create(
        material=Material.objects.get(code="GT"), component=Material.objects.get(code="LC"),
        step="mixing", slot="tread", quantity=Decimal("0.1"), uom="KGM",
    )  # fmt: skip


@pytest.fixture
def erp(furnished: None) -> Client:
    """A program with an integrator's token, at the small plant."""
    return holding(Role.INTEGRATOR)
