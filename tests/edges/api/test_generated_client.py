"""A client made of the OpenAPI page alone runs a plant: nothing else has to be known of us."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread

from gozinto.access import tokens
from gozinto.access.roles import Role
from gozinto.deployment.database import Roles
from tests import workshop
from tests.workshop import lot, unit

PACKAGE = "generated_for_gozinto"


@pytest.fixture
def server(committed_db: Roles) -> Iterator[str]:
    """The address of a server with the small plant behind it."""
    workshop.furnish()
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    assert thread.error is None
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()
    connections.close_all()


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the client is, generated from what the server says of itself."""
    place = tmp_path_factory.mktemp("generated")
    (place / "page.json").write_bytes(Client().get("/api/v1/openapi.json").content)
    (place / "settings.yml").write_text("post_hooks: []\n")  # nothing to be made pretty
    command = [
        str(Path(sys.executable).with_name("openapi-python-client")), "generate",
        "--path", str(place / "page.json"), "--meta", "none",
        "--output-path", str(place / PACKAGE), "--config", str(place / "settings.yml"),
    ]  # fmt: skip
    run = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr
    return place


@pytest.fixture
def made(generated: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The client, imported anew."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.syspath_prepend(str(generated))
    yield importlib.import_module(PACKAGE)
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


class Plant:
    """What a program does that knows the generated client and nothing else."""

    def __init__(self, made: ModuleType, url: str, role: Role) -> None:
        self._models = importlib.import_module(f"{made.__name__}.models")
        token = tokens.create(role=role)
        self._client = made.AuthenticatedClient(base_url=url, token=token)

    def ask(self, operation: str, **named: Any) -> Any:
        """The parsed answer of an operation that is written tag.name."""
        module = importlib.import_module(f"{PACKAGE}.api.{operation}")
        with self._client as client:
            found = module.sync(client=client, **named)
        self._client = self._client.with_headers({})
        return found

    def tell(self, operation: str, **members: Any) -> Any:
        """The parsed answer of a verb, whose request is made of these members."""
        name = operation.rpartition(".")[2]
        model = getattr(self._models, "".join(word.capitalize() for word in name.split("_")))
        return self.ask(operation, body=model.from_dict(members))


def test_a_lot_is_received_worked_shipped_and_traced_by_a_generated_client(
    made: ModuleType, server: str
) -> None:
    plant = Plant(made, server, Role.INTEGRATOR)
    plant.tell(
        "receiving.receiving_receive", material="HB", supplier="ELASTO", supplier_lot="E-1",
        quantity="500", uom="KGM", note="DN-1", location="DOCK", lot="HB-1", by="P-3",
    )  # fmt: skip
    job = {"run": "J-1", "by": "P-1"}
    plant.tell(
        "production.production_start", job="J-1", step="curing", equipment="PRESS-42", by="P-1"
    )
    told = plant.tell(
        "production.production_produce_serial", material="T205", number="1",
        inputs=[{"of": "HB-1", "quantity": "9.25", "uom": "KGM"}], **job,
    )  # fmt: skip
    assert (told.repeated, told.position > 0) == (False, True)
    plant.tell("production.production_finish", **job)
    shipped = {"objects": "1", "note": "DN-2", "to": "NORTH", "by": "P-3"}
    plant.tell("shipping.shipping_ship", **shipped)
    refused = plant.tell("shipping.shipping_ship", **shipped)
    assert refused.status == 422
    assert {one.code for one in refused.violations} >= {"already_shipped"}

    lists = plant.ask("lists.list_objects", number="1")
    assert [(one.kind, one.status) for one in lists.rows] == [("serial", "in_transit")]
    trace = plant.ask("trace.gozinto_edges_api_traces_get_backward", id=["1"])
    uris = {node.uri for node in trace.nodes}
    assert {unit("T205", "1"), lot("HB", "HB-1"), lot("HB", "E-1", "ELASTO")} <= uris
    assert [one.uri for one in trace.facts.suppliers] == ["https://id.demo.example/partner/ELASTO"]


def test_the_client_sends_a_request_again_with_its_key(made: ModuleType, server: str) -> None:
    plant = Plant(made, server, Role.WAREHOUSE)
    model = plant._models.MovingMove
    body = model(objects=unit("T205", "1"), location="RACK", by="P-3")
    first, second = (
        plant.ask("moving.moving_move", body=body, idempotency_key="k-1") for _ in range(2)
    )
    assert first == second
