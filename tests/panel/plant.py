"""What the plant of the panels' tests has: orders, a bill, stock, people with a PIN, stations."""

from __future__ import annotations

from decimal import Decimal

from gozinto.access import pins, stations
from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.operations import holding, receiving
from gozinto.plant.models import Characteristic, InspectionPlan, Material, Order, OrderLine, Partner
from tests import workshop
from tests.operations.panels import floor
from tests.workshop import CLERK, INSPECTOR, OPERATOR

PIN = "2580"
MIXER, PRESS, SPARE = "MIXER", "PRESS", "SPARE"
OIL_GTIN, PALLET = "04150567890128", "395212340000000014"


def build() -> None:
    """All of it, once for all tests of a module."""
    workshop.furnish()
    floor.furnish()
    Material.objects.filter(code="OIL").update(gtin=OIL_GTIN)
    Order.objects.create(
        number="SO-1", kind="sales", state="released", partner=Partner.objects.get(code="NORTH")
    )
    plan = InspectionPlan.objects.create(
        code="VIS", name="Viscosity", kind="in_process", material=Material.objects.get(code="LC")
    )
    Characteristic.objects.create(
        plan=plan, code="mooney", name="Mooney", kind="number", lower=40, upper=60
    )
    for person, roles in (
        (INSPECTOR, (Role.QUALITY, Role.OPERATOR)),
        (CLERK, (Role.WAREHOUSE,)),
    ):
        user = User.objects.create_user(person.lower(), first_name=person, person=person)
        for role in roles:
            RoleGrant.objects.create(user=user, role=role)
    for person in (OPERATOR, INSPECTOR, CLERK):
        pins.choose(person, pin=PIN, by="chief")
    stations.create(
        code=MIXER, name="Mixer 1", equipment="MIX-1", location="RACK", language="en", by="chief"
    )
    stations.create(
        code=SPARE, name="Mixer 2", equipment="BM-1", location="RACK", language="en", by="chief"
    )
    stations.create(
        code=PRESS, name="Press 42", equipment="PRESS-42", location="RACK", language="en",
        by="chief",
    )  # fmt: skip


def job(number: str, kg: int = 100) -> str:
    """An order of liner compound, and the number of its job at the mixer."""
    order = Order.objects.create(number=number, kind="production", state="released")
    compound = Material.objects.get(code="LC")
    OrderLine.objects.create(order=order, line="1", material=compound, quantity=kg, uom="KGM")
    return f"{number}/10"


def rubber(number: str, kg: int = 100) -> None:
    """A lot of rubber comes in."""
    floor.rubber(number, kg)


def hold(number: str) -> None:
    """Quality stops a lot of rubber, in the office."""
    holding.hold(workshop.lot("HB", number, "ELASTO"), reason="wet", by=INSPECTOR)


def oil(number: str) -> None:
    """A lot of oil comes in."""
    receiving.receive(
        material="OIL", supplier="ELASTO", supplier_lot=number, quantity=Decimal(50), by=CLERK,
        location="RACK",
    )  # fmt: skip
