"""What an endpoint asks the database is the same in a plant with ten times as much in it."""

from __future__ import annotations

from decimal import Decimal

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gozinto.access.roles import Role
from gozinto.edges.api.verbs.examples import EXAMPLES
from gozinto.edges.api.verbs.table import VERBS
from gozinto.operations import packing, production, receiving, shipping
from gozinto.plant.models import Equipment, Location, Material, Partner, Person
from tests.edges.api.verbs.calls import holding, send
from tests.workshop import CLERK, OPERATOR, at, reported_run

AS_MUCH = 10


def grow(begin: int, count: int) -> None:
    """So many more of all master data; and of lots, runs, units, boxes and shipments."""
    for n in range(begin, begin + count):
        uri = f"https://id.demo.example/{{}}/X-{n}"
        Material.objects.create(code=f"M-{n}", name="Rubber", kind="raw", uom="KGM")
        Equipment.objects.create(code=f"E-{n}", name="Mixer", level="work_unit")
        Person.objects.create(code=f"X-{n}", name="Somebody")
        Location.objects.create(code=f"L-{n}", name="Bay", uri=uri.format("loc"))
        Partner.objects.create(code=f"C-{n}", name="Shop", kind="dealer", uri=uri.format("partner"))
        receiving.receive(
            material="HB", supplier="ELASTO", supplier_lot=f"X-{n}", quantity=Decimal(9),
            by=CLERK, at=at(-9),
        )  # fmt: skip
        run = reported_run(job=f"X-{n}", step="x", equipment="MIX-1", by=OPERATOR, at=at(-8))
        parts = [production.Component(of=f"X-{n}", quantity=Decimal(1), uom="KGM")]
        unit = f"https://id.demo.example/obj/GT/X-{n}"
        production.produce_serial(
            run=run, material="GT", number=f"X-{n}", inputs=parts, by=OPERATOR, at=at(-8)
        )
        box = f"https://id.demo.example/box/X-{n}"
        packing.pack(container=box, contents=[unit], by=CLERK, at=at(-7))
        shipping.ship([box], note=f"X-{n}", to="NORTH", by=CLERK, at=at(-6))


def costs(clients: dict[Role, Client]) -> dict[str, int]:
    """How many queries each verb's example took, one after the other, then all undone."""
    roles = {verb.path: min(verb.roles) for verb in VERBS}
    found = {}
    with transaction.atomic():
        for path, example in EXAMPLES.items():
            with CaptureQueriesContext(connection) as asked:
                answer = send(clients[roles[path]], path, example)
            assert answer.status_code == 201, (path, answer.content)
            found[path] = len(asked)
        transaction.set_rollback(True)
    return found


def test_no_verb_asks_more_in_a_plant_with_ten_times_as_much(erp: Client) -> None:
    clients = {role: holding(role) for role in Role}
    grow(0, 2)
    few = _settled(clients)
    grow(2, 2 * (AS_MUCH - 1))
    assert _settled(clients) == few


def _settled(clients: dict[Role, Client]) -> dict[str, int]:
    costs(clients)  # master data is read again when it has changed, and by nobody after that
    return costs(clients)
