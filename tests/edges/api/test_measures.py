"""The measures over HTTP: the letter of their answers, and a code for every mistake."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gozinto import trace
from gozinto.access.models import User
from gozinto.edges.api.measure_shapes import BalanceOut
from gozinto.plant import objects
from tests.edges.api.test_traces import problem
from tests.edges.small_plant import LOT, SERIAL

pytestmark = pytest.mark.usefixtures("plant")

BALANCE = "/api/v1/balance"


@pytest.mark.parametrize("id", [LOT, SERIAL, "HB-2209"])
def test_the_answer_is_the_balance_itself(program: Client, id: str) -> None:
    answer = program.get(BALANCE, {"id": id})
    assert answer.status_code == 200
    shown = answer.json()
    BalanceOut.model_validate(shown)
    expected = trace.as_json(trace.balance(objects.resolve(id)))
    for name in ("as_of", "known_at"):
        shown.pop(name)
        expected.pop(name)
    assert shown == expected


def test_six_tyres_were_made_and_shipped_and_one_came_back(program: Client) -> None:
    shown = program.get(BALANCE, {"id": LOT}).json()
    (part,) = shown["balances"]
    assert shown["units"] == 6
    assert {term["term"]: term["quantity"] for term in part["terms"]} == {
        "produced": "6",
        "shipped": "6",
        "returned": "1",
    }
    assert (part["on_hand"], part["difference"], part["units_on_hand"]) == ("1", "0", 1)
    produced, returned, shipped = part["terms"]
    assert len(produced["events"]) == 6
    assert [event["quantity"] for event in shipped["events"]] == ["3", "3"]
    assert len(returned["events"]) == 1


def test_as_of_and_known_at_are_those_of_a_trace(program: Client) -> None:
    shown = program.get(BALANCE, {"id": LOT, "as_of": "2026-02-08T23:00:00+03:00"}).json()
    assert shown["as_of"] == "2026-02-08T20:00:00.000000Z"
    (part,) = shown["balances"]
    assert {term["term"] for term in part["terms"]} == {"produced"}
    assert (
        program.get(BALANCE, {"id": LOT, "known_at": "2026-01-01T00:00:00Z"}).json()["balances"]
        == []
    )


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({}, "bad_parameter"),
        ({"id": " "}, "bad_id"),
        ({"id": [LOT, SERIAL]}, "repeated_parameter"),
        ({"id": LOT, "width": "possible"}, "unknown_parameter"),
        ({"id": LOT, "as_of": "2026-02-06"}, "bad_time"),
        ({"id": LOT, "known_at": "2026-02-06T00:00:00"}, "missing_zone"),
        ({"id": "034531200000000417"}, "no_balance"),
        ({"id": "B-317"}, "no_balance"),
    ],
)
def test_a_bad_question_is_400_with_a_code(program: Client, query: Any, code: str) -> None:
    found = problem(program.get(BALANCE, query), 400, code)
    assert found["next_step"]


def test_a_person_is_no_lot_and_a_slip_of_the_pen_has_near_ones(program: Client) -> None:
    assert problem(program.get(BALANCE, {"id": "A1107"}), 404, "unknown_id")
    found = problem(program.get(BALANCE, {"id": "HB-2208"}), 404, "unknown_id")
    assert "HB-2209" in found["near"]


def test_who_may_ask(client: Client) -> None:
    assert problem(client.get(BALANCE, {"id": LOT}), 401, "not_signed_in")
    client.force_login(User.objects.create_user("nobody"))
    assert problem(client.get(BALANCE, {"id": LOT}), 403, "forbidden")


def test_it_is_on_the_openapi_page(client: Client) -> None:
    page = client.get("/api/v1/openapi.json").json()
    answers = page["paths"]["/api/v1/balance"]["get"]["responses"]
    assert set(answers) >= {"200", "400", "401", "403", "404", "409"}
