"""One EPCIS event over HTTP: recorded once, whatever else comes is refused with a code."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from gozinto.access import tokens
from gozinto.access.roles import Role
from gozinto.record.models import Event
from gozinto.standards.epcis import jsonld
from tests.edges.api.test_traces import problem
from tests.plants import lot, received, some

pytestmark = pytest.mark.django_db

EVENTS = "/api/v1/events"


def delivery(**changes: Any) -> dict[str, Any]:
    """A delivery as EPCIS JSON, with members changed."""
    event = received(
        some(lot("HB", "HB-1"), "900"), 1, id="urn:uuid:0190a000-0000-7000-8000-000000000001"
    )
    found: dict[str, Any] = json.loads(jsonld.dumps(event))
    return found | changes


def send(program: Client, body: Any) -> Any:
    """The answer to one event."""
    return program.post(EVENTS, json.dumps(body), content_type="application/json")


def test_an_event_is_recorded_once(program: Client) -> None:
    first = send(program, delivery())
    assert first.status_code == 201, first.content
    again = send(program, delivery())
    assert again.status_code == 200
    assert again.json() == first.json() | {"repeated": True}
    assert Event.objects.count() == 1


def test_the_same_id_with_other_content_is_a_conflict(program: Client) -> None:
    send(program, delivery())
    answer = send(program, delivery(disposition="conformant"))
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"eventTime": "2026-03-02T07:00:00"},
        {"eventTime": "2999-03-02T07:00:00Z"},
        {"eventTime": 5},
        {"type": "NoEvent"},
        {"action": "PERHAPS"},
        {"quantityList": [{"epcClass": lot("HB", "HB-1"), "quantity": -3, "uom": "KGM"}]},
        {"quantityList": [{"epcClass": lot("HB", "HB-1"), "quantity": 3, "uom": "furlong"}]},
        {"quantityList": "all of it"},
        {"epcList": [{}]},
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_stored(
    program: Client, changes: dict[str, Any]
) -> None:
    answer = send(program, delivery(**changes))
    assert answer.status_code in (400, 422), answer.content
    found = answer.json()
    assert found["code"]
    assert found["violations"]
    assert Event.objects.count() == 0


def test_a_body_that_is_no_event_is_refused(program: Client) -> None:
    problem(program.post(EVENTS, "{", content_type="application/json"), 400, "not_json")
    problem(
        program.post(EVENTS, b"9" * 2_097_153, content_type="application/json"), 413, "too_large"
    )
    assert send(program, {}).status_code == 400


@pytest.mark.parametrize("role", Role)
def test_only_an_integrator_and_an_administrator_may_send(role: Role) -> None:
    client = Client(headers={"Authorization": f"Bearer {tokens.create(role=role)}"})
    allowed = role in (Role.INTEGRATOR, Role.ADMIN)
    assert send(client, delivery()).status_code == (201 if allowed else 403)
