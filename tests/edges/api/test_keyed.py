"""A request that is sent again with its key is done once, whatever it writes."""

from __future__ import annotations

import json
import re
import threading
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client

from gozinto.access import tokens
from gozinto.access.roles import Role
from gozinto.deployment.database import Roles
from gozinto.edges.api import keyed
from gozinto.edges.api.authentication import operations
from gozinto.edges.api.urls import api
from gozinto.plant.models import Material, NumberingFormat
from gozinto.record import requests
from gozinto.record.models import Event as EventRow
from gozinto.record.requests import Answer, KeyedRequest
from tests.edges.api.test_events import delivery

V1 = "/api/v1/"
MATERIAL = {"code": "HB", "name": "Bromobutyl", "kind": "raw", "uom": "KGM"}


def put(client: Client, row: dict[str, str], key: str) -> Any:
    return client.put(
        f"{V1}materials/HB", json.dumps(row), content_type="application/json",
        headers={"Idempotency-Key": key},
    )  # fmt: skip


@pytest.mark.django_db
def test_the_same_request_is_done_once_and_answered_alike(program: Client) -> None:
    first, second = (put(program, MATERIAL, "k-1") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)  # again it would have been a 428
    assert first.content == second.content
    assert first["Content-Type"] == second["Content-Type"]
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"
    assert KeyedRequest.objects.count() == 1


@pytest.mark.django_db
def test_another_request_under_the_key_is_a_conflict(program: Client) -> None:
    put(program, MATERIAL, "k-1")
    for answer in (
        put(program, MATERIAL | {"name": "Other"}, "k-1"),
        program.put(
            f"{V1}materials/NR", json.dumps(MATERIAL), content_type="application/json",
            headers={"Idempotency-Key": "k-1"},
        ),
    ):  # fmt: skip
        assert answer.status_code == 409
        assert answer.json()["code"] == "idempotency_key_reused"
    assert Material.objects.get().name == "Bromobutyl"


@pytest.mark.django_db
def test_a_key_is_the_callers_own(program: Client) -> None:
    put(program, MATERIAL, "k-1")
    other = Client(headers={"Authorization": f"Bearer {tokens.create(role=Role.ADMIN)}"})
    answer = put(other, MATERIAL, "k-1")
    assert answer.status_code == 428  # it was done anew: somebody else's key tells nothing


@pytest.mark.django_db
def test_a_refused_request_leaves_its_key_free(program: Client) -> None:
    assert put(program, MATERIAL | {"uom": "KILO"}, "k-1").status_code == 422
    assert KeyedRequest.objects.count() == 0
    assert put(program, MATERIAL, "k-1").status_code == 201


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", '""', "x" * 256, "schlüssel", "a\tb"])
def test_what_is_no_key_is_refused(program: Client, key: str) -> None:
    answer = put(program, MATERIAL, key)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_idempotency_key")


@pytest.mark.django_db
def test_files_sent_again_are_the_same_though_the_form_is_another(program: Client) -> None:
    def send(text: str) -> Any:
        file = SimpleUploadedFile("materials.csv", text.encode())
        return program.post(
            f"{V1}imports?name=materials.csv", {"file": file}, headers={"Idempotency-Key": "k-1"}
        )

    table = "code,name,kind,uom\nHB,Bromobutyl,raw,KGM\n"
    first, second, other = send(table), send(table), send(table.replace("HB", "NR"))
    assert first.json()["created"] == 1
    assert second.content == first.content
    assert other.json()["code"] == "idempotency_key_reused"


@pytest.mark.django_db
def test_an_event_and_a_number_are_made_once(program: Client) -> None:
    NumberingFormat.objects.create(code="LOT", name="Lots", pattern="L{seq:4}", subject="lot")
    event = delivery()
    del event["eventID"]  # without an id of its own, nothing else would tell a repeat
    for path, body in (("events", event), ("numbering/LOT/issue", {"count": 2})):
        first, second = (
            program.post(
                V1 + path, json.dumps(body), content_type="application/json",
                headers={"Idempotency-Key": path},
            )
            for _ in range(2)
        )  # fmt: skip
        assert first.status_code == 201, first.content
        assert (second.status_code, second.content) == (201, first.content)
    assert EventRow.objects.count() == 1


def plain(path: str) -> str:
    """The address without the kinds of its parts."""
    return re.sub(r"\{\w+:", "{", path)


def test_every_operation_that_writes_takes_a_key() -> None:
    page = {plain(path): one for path, one in api.get_openapi_schema()["paths"].items()}
    for path, operation in operations(api):
        for method in set(operation.methods) - {"GET", "HEAD"}:
            named = page[plain(f"/api/v1{path}")][method.lower()].get("parameters", ())
            takes = "Idempotency-Key" in [one["name"] for one in named]
            assert takes != (path in keyed.QUESTIONS), path


def test_the_second_of_two_at_once_waits_for_the_first(committed_db: Roles) -> None:
    begun, go_on = threading.Event(), threading.Event()
    answers: list[tuple[Answer, bool]] = []

    def slowly() -> Answer:
        begun.set()
        assert go_on.wait(10)
        return Answer(status=201, headers={}, body=b"first")

    def ask(body: Any) -> None:
        try:
            answers.append(requests.once(caller="a", key="k", fingerprint=b"x", body=body))
        finally:
            connections.close_all()

    first = threading.Thread(target=ask, args=(slowly,))
    second = threading.Thread(
        target=ask, args=(lambda: Answer(status=201, headers={}, body=b"second"),)
    )
    first.start()
    assert begun.wait(10)
    second.start()
    second.join(0.3)  # as long as one looks whether it waits
    assert second.is_alive()
    go_on.set()
    first.join(10)
    second.join(10)
    told = sorted((one.body, again) for one, again in answers)
    assert told == [(b"first", False), (b"first", True)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM gozinto_keyedrequest")
        assert cursor.fetchone() == (1,)
