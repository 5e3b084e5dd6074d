"""Suspects over HTTP: the letter of the answer, who may ask about people, a code for mistakes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gozinto import trace
from gozinto.access import tokens
from gozinto.access.models import User
from gozinto.access.roles import Role
from gozinto.edges.api.suspect_shapes import SuspectsOut
from gozinto.plant import objects
from tests.edges.api.test_traces import problem
from tests.edges.small_plant import SERIAL

pytestmark = pytest.mark.usefixtures("standing_plant", "db")

SUSPECTS = "/api/v1/suspects"


def post(program: Client, body: Any) -> Any:
    return program.post(SUSPECTS, body, content_type="application/json")


def same(shown: dict[str, Any], expected: dict[str, Any]) -> bool:
    for answer in (shown, expected):
        for name in ("as_of", "elapsed_ms"):
            answer.pop(name)
    return shown == expected


def test_the_answer_is_the_suspects_themselves(program: Client) -> None:
    answer = program.get(SUSPECTS, {"long_enough_days": "0", "limit": "1"})
    assert answer.status_code == 200, answer.content
    shown = answer.json()
    SuspectsOut.model_validate(shown)
    assert (shown["complaints"], shown["models"], len(shown["suspects"])) == (1, ["T205"], 1)
    assert {"hits", "exposed", "p", "q", "lift", "sentence"} <= shown["suspects"][0].keys()


def test_of_units_and_beside_units(program: Client) -> None:
    unit = objects.resolve(SERIAL)
    others = ["0444232401", SERIAL, "0444232402"]
    expected = trace.suspects([unit], population=[objects.resolve(one) for one in others])
    shown = post(program, {"ids": [SERIAL], "population": others})
    assert shown.status_code == 200, shown.content
    assert same(shown.json(), trace.as_json(expected))
    by_address = program.get(SUSPECTS, {"id": SERIAL}).json()
    assert same(by_address, trace.as_json(trace.suspects([unit])))


def test_about_people_some_roles_may_ask(program: Client) -> None:
    problem(program.get(SUSPECTS, {"persons": "true"}), 403, "forbidden")
    problem(post(program, {"persons": True}), 403, "forbidden")
    assert "operator" not in program.get(SUSPECTS, {"limit": "1000"}).content.decode()
    plain = tokens.create(role=Role.QUALITY, name="desk")
    desk = Client(headers={"Authorization": f"Bearer {plain}"})
    shown = desk.get(SUSPECTS, {"persons": "true", "limit": "1000"}).json()
    SuspectsOut.model_validate(shown)
    factors = [f for one in shown["suspects"] for f in (one["factor"], *one["tied"])]
    assert "operator" in {factor["kind"] for factor in factors}


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"id": SERIAL, "defect": "leak"}, 400, "two_questions"),
        ({"id": "0444232399"}, 404, "unknown_id"),
        ({"defect": " "}, 400, "bad_id"),
        ({"long_enough_days": "soon"}, 400, "bad_span"),
        ({"long_enough_days": "-1"}, 400, "bad_span"),
        ({"long_enough_days": "nan"}, 400, "bad_span"),
        ({"limit": "many"}, 400, "bad_limit"),
        ({"limit": "0"}, 400, "bad_limit"),
        ({"persons": "yes"}, 400, "bad_parameter"),
        ({"as_of": "2026-02-06"}, 400, "bad_time"),
        ({"width": "possible"}, 400, "unknown_parameter"),
    ],
)
def test_a_bad_question_has_its_code(program: Client, query: Any, status: int, code: str) -> None:
    assert problem(program.get(SUSPECTS, query), status, code)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"ids": []}, 400, "missing_id"),
        ({"population": "all"}, 400, "missing_id"),
        ({"limit": True}, 400, "bad_limit"),
        ({"long_enough_days": True}, 400, "bad_span"),
        ({"persons": "true"}, 400, "bad_parameter"),
        ({"defect": 7}, 400, "bad_id"),
        ({"each": True}, 400, "unknown_parameter"),
    ],
)
def test_a_bad_body_has_its_code(program: Client, body: Any, status: int, code: str) -> None:
    assert problem(post(program, body), status, code)


def test_who_may_ask(client: Client) -> None:
    assert problem(client.get(SUSPECTS), 401, "not_signed_in")
    client.force_login(User.objects.create_user("nobody"))
    assert problem(client.get(SUSPECTS), 403, "forbidden")


def test_it_is_on_the_openapi_page_with_examples(client: Client) -> None:
    page = client.get("/api/v1/openapi.json").json()["paths"][SUSPECTS]
    assert set(page["get"]["responses"]) >= {"200", "400", "401", "403", "404", "409"}
    content = page["post"]["requestBody"]["content"]["application/json"]
    assert set(content["examples"]) == {"leaks", "units"}
