"""The measures over HTTP: the letter of their answers, and a code for every mistake."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gozinto import trace
from gozinto.access.models import User
from gozinto.edges.api.measure_shapes import BalanceOut, DispersionOut
from gozinto.plant import objects
from tests.edges.api.test_traces import problem
from tests.edges.small_plant import LOT, SERIAL

pytestmark = pytest.mark.usefixtures("standing_plant", "db")

BALANCE = "/api/v1/balance"
DISPERSION = "/api/v1/dispersion"


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
        ({"id": "034531200000000417"}, "not_stock"),
        ({"id": "B-317"}, "not_stock"),
    ],
)
def test_a_bad_question_is_400_with_a_code(program: Client, query: Any, code: str) -> None:
    found = problem(program.get(BALANCE, query), 400, code)
    assert found["next_step"]


def test_a_person_is_no_lot_and_a_slip_of_the_pen_has_near_ones(program: Client) -> None:
    assert problem(program.get(BALANCE, {"id": "A1107"}), 404, "unknown_id")
    found = problem(program.get(BALANCE, {"id": "HB-2208"}), 404, "unknown_id")
    assert "HB-2209" in found["near"]


@pytest.mark.parametrize("query", [{}, {"material": "NR"}, {"id": "HB-2209"}, {"id": LOT}])
def test_the_answer_is_the_dispersion_itself(program: Client, query: dict[str, str]) -> None:
    answer = program.get(DISPERSION, query)
    assert answer.status_code == 200
    shown = answer.json()
    DispersionOut.model_validate(shown)
    of = objects.resolve(query["id"]) if "id" in query else None
    expected = trace.as_json(trace.dispersion(of, material=query.get("material", "")))
    for name in ("as_of", "known_at"):
        shown.pop(name)
        expected.pop(name)
    assert shown == expected


def test_one_lot_of_halobutyl_is_in_six_tyres_of_one_lot_at_two_dealers(program: Client) -> None:
    (found,) = program.get(DISPERSION, {"id": "HB-2209"}).json()["down"]
    assert (found["dispersion"], found["units"], found["customers"]) == (1, 6, 2)
    assert found["recall"] == [{"quantity": "6", "uom": "C62"}]
    assert [one["number"] for one in found["lots"]] == [LOT]


def test_over_all_raw_lots_there_is_a_worst_and_an_average(program: Client) -> None:
    shown = program.get(DISPERSION).json()
    assert len(shown["down"]) == 7
    recall = next(one for one in shown["summary"] if one["measure"] == "recall")
    assert (recall["worst"], recall["average"], recall["uom"]) == ("6", "6", "C62")


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"id": ""}, 400, "bad_id"),
        ({"material": ""}, 400, "bad_id"),
        ({"id": [LOT, SERIAL]}, 400, "repeated_parameter"),
        ({"id": LOT, "material": "NR"}, 400, "options_exclude_each_other"),
        ({"id": LOT, "width": "wide"}, 400, "unknown_width"),
        ({"ids": LOT}, 400, "unknown_parameter"),
        ({"as_of": "2026-02-06"}, 400, "bad_time"),
        ({"id": "034531200000000417"}, 400, "not_stock"),
        ({"id": "B-317"}, 400, "not_stock"),
        ({"id": "A1107"}, 404, "unknown_id"),
        ({"material": "XX"}, 404, "unknown_material"),
    ],
)
def test_a_bad_question_about_dispersion_has_its_code(
    program: Client, query: Any, status: int, code: str
) -> None:
    assert problem(program.get(DISPERSION, query), status, code)["next_step"]


@pytest.mark.parametrize("where", [BALANCE, DISPERSION])
def test_who_may_ask(client: Client, where: str) -> None:
    assert problem(client.get(where, {"id": LOT}), 401, "not_signed_in")
    client.force_login(User.objects.create_user("nobody"))
    assert problem(client.get(where, {"id": LOT}), 403, "forbidden")


@pytest.mark.parametrize("where", [BALANCE, DISPERSION])
def test_it_is_on_the_openapi_page(client: Client, where: str) -> None:
    page = client.get("/api/v1/openapi.json").json()
    answers = page["paths"][where]["get"]["responses"]
    assert set(answers) >= {"200", "400", "401", "403", "404", "409"}
