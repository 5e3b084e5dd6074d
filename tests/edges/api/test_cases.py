"""Cases over HTTP: one interface for every kind, by the same table as the pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from gozinto.access import tokens
from gozinto.access.roles import Role
from gozinto.cases.kinds import MACHINES
from gozinto.edges.api.cases import EXAMPLES
from tests.edges.small_plant import TYRE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]

V1 = "/api/v1/cases"


def holder(role: Role) -> Client:
    return Client(headers={"Authorization": f"Bearer {tokens.create(role=role, name='crm')}"})


def sent(client: Client, where: str, status: int, body: Any, **headers: str) -> Any:
    answer = client.post(
        f"{V1}{where}", json.dumps(body), content_type="application/json", headers=headers
    )
    assert answer.status_code == status, answer.content
    return answer.json()


@pytest.fixture
def quality() -> Client:
    return holder(Role.QUALITY)


def opened(client: Client, kind: str = "complaint") -> dict[str, Any]:
    found: dict[str, Any] = sent(client, "", 201, {**EXAMPLES[kind], "led_from": ""})
    return found


def test_a_complaint_is_opened_read_listed_and_taken_on(quality: Client) -> None:
    case = opened(quality)
    assert (case["state"], case["subjects"]) == ("received", {"unit": [TYRE]})
    assert case["made"]["unit"] == TYRE
    number = case["number"]
    assert quality.get(f"{V1}/{number}").json() == case
    rows = quality.get(V1, {"kind": "complaint", "dealer": "B0417"}).json()["rows"]
    assert [(row["number"], row["defect"], row["open"]) for row in rows] == [(number, "leak", True)]
    body = {"act": "examine", "told": {"result": "confirmed"}, "seen": case["seen"]}
    after = sent(quality, f"/{number}/steps", 200, body)
    assert (after["state"], after["seen"]) == ("examined", 2)
    assert "decide" in after["open"]
    assert sent(quality, f"/{number}/steps", 412, body)["code"] == "outdated"


@pytest.mark.parametrize("kind", [kind for kind in MACHINES if kind != "complaint"])
def test_every_kind_has_an_example_that_its_table_takes(quality: Client, kind: str) -> None:
    case = opened(quality, kind)
    assert case["kind"] == kind
    assert case["number"].startswith(MACHINES[kind].prefix)


def test_a_request_sent_again_is_one_case(quality: Client) -> None:
    key = {"Idempotency-Key": "letter-118"}
    first = sent(quality, "", 201, EXAMPLES["drill"], **key)
    assert sent(quality, "", 201, EXAMPLES["drill"], **key)["number"] == first["number"]
    assert len(quality.get(V1, {"kind": "drill"}).json()["rows"]) == 1


def test_all_that_is_wrong_is_told_at_once_with_its_place(quality: Client) -> None:
    told = {"in_use": "far", "odd": 1}
    body = {"kind": "complaint", "title": "x", "told": told, "subjects": {"unit": ["0444232329"]}}
    wrong = sent(quality, "", 422, body)
    assert {one["path"] for one in wrong["violations"]} == {"unit"}
    wrong = sent(quality, "", 422, body | {"subjects": {}})
    assert {(one["path"], one["code"]) for one in wrong["violations"]} == {
        ("claim", "field_missing"),
        ("in_use", "bad_field"),
        ("odd", "unknown_field"),
    }
    assert sent(quality, "", 404, {"kind": "party", "title": "x"})["code"] == "unknown_kind"
    assert quality.get(f"{V1}/CP-1999-0001").json()["code"] == "unknown_case"


def test_what_is_signed_is_not_done_by_a_token(quality: Client) -> None:
    number = opened(quality, "drill")["number"]
    wrong = sent(quality, f"/{number}/steps", 422, {"act": "finish"})
    assert [one["code"] for one in wrong["violations"]] == ["not_signed"]


def test_a_drill_runs_from_open_to_finish_over_http(desk: Client) -> None:
    body = {"kind": "drill", "title": "Mock recall", "told": {"begins": "finished"}}
    case = sent(desk, "", 201, body)
    where = f"/{case['number']}"
    assert case["made"]["draw"]["uri"] == case["subjects"]["origin"][0]
    running = desk.get(f"{V1}{where}/figures").json()
    assert (running["is_running"], running["customers"]) == (True, 0)
    sent(desk, f"{where}/steps", 200, {"act": "scope"})
    called = {"customer": "B0417", "answered": True, "who": "A. Kaya"}
    sent(desk, f"{where}/steps", 200, {"act": "reach", "told": called})
    password = {"act": "finish", "password": "a long enough one"}
    assert sent(desk, f"{where}/steps", 200, password)["state"] == "finished"
    found = desk.get(f"{V1}{where}/figures").json()
    assert (found["located"], found["reached"]) == ("1", "0.5")
    assert [one["is_met"] for one in found["yardsticks"]] == [True, True]
    assert {one["is_reached"] for one in found["contacts"]} == {True, False}
    trend = desk.get(f"{V1}/drills").json()
    assert [one["number"] for one in trend["drills"]] == [case["number"]]
    assert trend["within"] == {"4": 1, "24": 1}
    complaint = opened(desk)["number"]
    assert desk.get(f"{V1}/{complaint}/figures").json()["code"] == "unknown_case"


def test_who_may_what_is_said_by_the_table(quality: Client) -> None:
    number = opened(quality)["number"]
    store, auditor = holder(Role.WAREHOUSE), holder(Role.AUDITOR)
    assert sent(store, "", 403, EXAMPLES["drill"])["code"] == "forbidden"
    assert sent(store, f"/{number}/steps", 403, {"act": "decide"})["code"] == "forbidden"
    assert sent(auditor, f"/{number}/steps", 403, {"act": "note"})["code"] == "forbidden"
    assert auditor.get(f"{V1}/{number}").json()["open"] == []
    told = {one["kind"]: one for one in auditor.get(f"{V1}/kinds").json()["kinds"]}
    assert set(told) == set(MACHINES)
    assert told["complaint"]["acts"][0]["about"] == [
        {"role": "unit", "required": False, "many": False}
    ]


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_what_no_label_holds_is_refused_and_no_fault_of_ours(quality: Client, text: str) -> None:
    for body in (
        EXAMPLES["drill"] | {"told": {"purpose": text}},
        EXAMPLES["complaint"] | {"subjects": {"unit": [text]}},
        EXAMPLES["drill"] | {"title": text},
    ):
        answer = quality.post(V1, json.dumps(body), content_type="application/json")
        assert answer.status_code in (400, 422), answer.content
