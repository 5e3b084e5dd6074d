"""Every verb of the plant is an endpoint, and its example can be sent as it stands."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from inspect import signature
from typing import Any, get_type_hints

from django.test import Client

from gozinto import operations
from gozinto.access.roles import Role
from gozinto.edges.api.urls import api
from gozinto.edges.api.verbs.examples import EXAMPLES
from gozinto.edges.api.verbs.table import VERBS
from gozinto.operations import moving
from gozinto.record import Captured
from gozinto.record.models import Event as EventRow
from tests.edges.api.verbs.calls import holding, send

NO_ROOMS = {"stamp", "declaring", "correctable"}
"""What verbs are made with; it captures, and says nothing of a plant."""
INSIDE = {"hold_stock"}
"""As `hold`, of what a recall knows to be on record: the recall is its door."""


def verbs() -> Iterator[Callable[..., Any]]:
    """Every public function of `operations` that puts something on record."""
    for found in pkgutil.walk_packages(operations.__path__, "gozinto.operations."):
        module = importlib.import_module(found.name)
        for name, one in inspect.getmembers(module, inspect.isfunction):
            is_own = one.__module__ == found.name and not name.startswith("_")
            is_own = is_own and name not in INSIDE
            if is_own and found.name.rpartition(".")[2] not in NO_ROOMS and captures(one):
                yield one


def captures(one: Callable[..., Any]) -> bool:
    hints, written = get_type_hints(one), str(signature(one))
    # What is handed a function is for callers inside.
    is_plain = "Callable" not in written
    answered = hints.get("return")
    is_captured = isinstance(answered, type) and issubclass(answered, Captured)
    return is_captured and is_plain and ("by" in hints or "**stamp" in written)


def test_every_verb_of_the_plant_is_an_endpoint() -> None:
    assert moving.move in set(verbs())
    assert {v.call for v in VERBS} == set(verbs())


def test_every_verb_has_an_example_of_its_own() -> None:
    assert {verb.path for verb in VERBS} == set(EXAMPLES)


def test_the_examples_are_a_day_of_the_small_plant(erp: Client) -> None:
    clients = {role: holding(role) for role in Role}
    by_path = {verb.path: verb for verb in VERBS}
    for path, example in EXAMPLES.items():
        role = min(by_path[path].roles)
        answer = send(clients[role], path, example)
        assert answer.status_code == 201, (path, answer.content)
        assert EventRow.objects.filter(event_id=answer.json()["event_id"]).exists()


def test_the_examples_are_what_the_page_asks_for() -> None:
    page = api.get_openapi_schema()
    for path, example in EXAMPLES.items():
        body = page["paths"]["/api/v1" + path]["post"]["requestBody"]["content"]["application/json"]
        assert body["example"] == example
        name = body["schema"]["$ref"].rpartition("/")[2]
        shape = page["components"]["schemas"][name]
        assert set(example) <= set(shape["properties"])
        assert set(shape["required"]) <= set(example)
