"""What a trace may begin with, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gozinto.access import tokens
from gozinto.access.roles import Role
from tests.edges.api.test_traces import problem
from tests.edges.small_plant import SERIAL, TYRE

pytestmark = pytest.mark.usefixtures("standing_plant", "db")

ORIGINS = "/api/v1/trace/origins"
HOUR = {"since": "2026-02-06T21:00:00Z", "until": "2026-02-06T21:30:00Z"}


def numbers(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [one["number"] for one in answer.json()["objects"]]


def test_what_came_out_of_a_press_goes_into_a_trace(program: Client) -> None:
    found = program.get(ORIGINS, {"equipment": "PRESS-42", **HOUR}).json()["objects"]
    assert [one["uri"] for one in found] == [TYRE, TYRE.replace(SERIAL, "0444232401")]
    body = {"ids": [one["uri"] for one in found], "each": True}
    each = program.post("/api/v1/trace/both", body, content_type="application/json").json()
    assert [one["origin"] for one in each] == [[one["uri"]] for one in found]
    assert {one["direction"] for one in each} == {"both"}


def test_a_bound_and_a_supplier(program: Client) -> None:
    year = {"since": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00Z"}
    assert numbers(program.get(ORIGINS, {"parameter": "RFV", "above": "61.5", **year})) == [SERIAL]
    assert numbers(program.get(ORIGINS, {"parameter": "RFV", "above": "62", **year})) == []
    assert numbers(program.get(ORIGINS, {"supplier": "ELASTO"})) == ["HB-2209"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "nothing_sought"),
        ({"equipment": "PRESS-42"}, "window_missing"),
        ({"equipment": "PRESS-42", "since": "now"}, "bad_time"),
        ({"parameter": "RFV", "above": "NaN", **HOUR}, "not_a_number"),
        ({"equipment": "PRESS-42", "plant": "1", **HOUR}, "unknown_parameter"),
        ({"equipment": "a\0", **HOUR}, "bad_id"),
    ],
)
def test_a_mistake_has_a_code(program: Client, asked: dict[str, str], code: str) -> None:
    assert problem(program.get(ORIGINS, asked), 400, code)["next_step"]


def test_about_a_person_some_roles_may_ask(program: Client) -> None:
    asked = {"person": "A1107", "since": "2026-02-07T00:00:00Z", "until": "2026-02-08T00:00:00Z"}
    problem(program.get(ORIGINS, asked), 403, "forbidden")
    plain = tokens.create(role=Role.QUALITY, name="desk")
    may = Client(headers={"Authorization": f"Bearer {plain}"})
    assert numbers(may.get(ORIGINS, asked)) == [SERIAL]
