"""The HTTP contract of a trace, to the letter; every mistake is a coded answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gozinto import trace
from gozinto.access.models import User
from gozinto.edges.api.shapes import TraceOut
from gozinto.edges.api.verbs.table import VERBS
from gozinto.plant import objects
from gozinto.trace import questions
from gozinto.trace.reading.moment import Moment
from tests.edges.small_plant import SERIAL, TYRE

pytestmark = pytest.mark.usefixtures("standing_plant", "db")

BACKWARD = "/api/v1/trace/backward"


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The problem document, checked for what every one of them has."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["code"] == code
    assert found["status"] == status
    assert found["next_step"]
    assert found["detail"]
    return found


@pytest.mark.parametrize("direction", ["backward", "forward", "both"])
def test_the_answer_is_the_trace_itself(program: Client, direction: str) -> None:
    answer = program.get(f"/api/v1/trace/{direction}", {"id": SERIAL})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    shown = answer.json()
    TraceOut.model_validate(shown)
    tracer = {"backward": trace.backward, "forward": trace.forward, "both": trace.both}[direction]
    expected = trace.as_json(tracer([objects.resolve(SERIAL)]))
    for name in ("elapsed_ms", "as_of", "known_at"):
        shown.pop(name)
        expected.pop(name)
    assert shown == expected


@pytest.mark.parametrize(("direction", "most"), [("backward", 23), ("forward", 30)])
def test_beside_the_walk_an_answer_takes_few_questions(
    program: Client, direction: str, most: int
) -> None:
    for number in (SERIAL, "HB-2209"):
        with CaptureQueriesContext(connection) as all_of_it:
            program.get(f"/api/v1/trace/{direction}", {"id": number})
        with CaptureQueriesContext(connection) as walk:
            asked, source, _ = questions.prepare(
                direction, [objects.resolve(number)], moment=Moment(), width="recorded"
            )
            asked.of(source)
        assert len(all_of_it) - len(walk) <= most, number


def test_the_returned_tyre_is_explained(program: Client) -> None:
    shown = program.get(BACKWARD, {"id": SERIAL}).json()
    assert shown["origin"] == [TYRE]
    assert {fact["name"] for fact in shown["facts"]["suppliers"]} >= {"Elastomer D", "Kuala Rubber"}
    press = next(fact for fact in shown["facts"]["equipment"] if fact["code"] == "PRESS-42")
    assert {"code": "B-317", "kind": "bladder", "cycles": 401} in press["assets"]
    assert not shown["complete"]
    assert [gap["code"] for gap in shown["gaps"]] == ["consumed_never_received"]


def test_an_id_may_be_repeated_and_every_form_of_it_will_do(program: Client) -> None:
    both = program.get(BACKWARD, {"id": [SERIAL, "0444232401"]}).json()
    assert len(both["origin"]) == 2
    one = program.get(BACKWARD, {"id": [SERIAL, TYRE]}).json()
    assert one["origin"] == [TYRE]


def test_post_asks_of_many_together_or_of_each(program: Client) -> None:
    ids = [SERIAL, "0444232401"]
    together = program.post(BACKWARD, {"ids": ids}, content_type="application/json").json()
    assert len(together["origin"]) == 2
    each = program.post(
        BACKWARD, {"ids": [*ids, SERIAL], "each": True}, content_type="application/json"
    ).json()
    assert [shown["origin"] for shown in each] == [
        [TYRE],
        ["https://id.demo.example/obj/T205/0444232401"],
        [TYRE],
    ]


def test_as_of_a_time_before_it_was_made_nothing_had_gone_in(program: Client) -> None:
    shown = program.get(BACKWARD, {"id": SERIAL, "as_of": "2026-02-01T00:00:00+03:00"}).json()
    assert shown["as_of"] == "2026-01-31T21:00:00.000000Z"
    assert shown["links"] == []


@pytest.mark.parametrize("width", ["proven", "recorded", "possible"])
def test_each_width_is_answered_and_named(program: Client, width: str) -> None:
    answer = program.get(BACKWARD, {"id": SERIAL, "width": width})
    assert answer.status_code == 200
    assert answer.json()["width"] == width


def test_an_unknown_id_names_near_ones(program: Client) -> None:
    found = problem(program.get(BACKWARD, {"id": "0444232323"}), 404, "unknown_id")
    assert SERIAL in found["near"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({}, "bad_parameter"),
        ({"id": ""}, "bad_id"),
        ({"id": "a\0b"}, "bad_id"),
        ({"id": "x" * 2001}, "bad_id"),
        ({"id": SERIAL, "width": "wide"}, "unknown_width"),
        ({"id": SERIAL, "as_of": "2026-03-01T00:00:00"}, "missing_zone"),
        ({"id": SERIAL, "as_of": "2026-03-01"}, "bad_time"),
        ({"id": SERIAL, "as_of": ""}, "bad_time"),
        ({"id": SERIAL, "as_of": "2026-02-30T00:00:00Z"}, "bad_time"),
        ({"id": SERIAL, "as_of": "9999-12-31T23:59:59-14:00"}, "bad_time"),
        ({"id": SERIAL, "known_at": "٢٠٢٦-03-01T00:00:00Z"}, "bad_time"),
        ({"id": SERIAL, "as-of": "2026-03-01T00:00:00Z"}, "unknown_parameter"),
        ({"id": SERIAL, "width": ["recorded", "proven"]}, "repeated_parameter"),
    ],
)
def test_a_bad_question_is_400_with_a_code(program: Client, query: Any, code: str) -> None:
    assert problem(program.get(BACKWARD, query), 400, code)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "not_json"),
        ("{", "not_json"),
        ("[]", "not_an_object"),
        ("null", "not_an_object"),
        ('"id"', "not_an_object"),
        ('{"ids": [NaN]}', "not_a_number"),
        ('{"ids": []}', "missing_id"),
        ('{"ids": "0444232322"}', "missing_id"),
        ('{"ids": [1]}', "bad_id"),
        ('{"ids": ["a\\u0000"]}', "bad_id"),
        ('{"ids": ["\\ud800"]}', "bad_id"),
        ('{"ids": ["x"], "each": 1}', "bad_parameter"),
        ('{"ids": ["x"], "as_of": 5}', "bad_time"),
        ('{"ids": ["x"], "as_of": null}', "bad_time"),
        ('{"ids": ["x"], "ids": ["y"]}', "duplicate_key"),
        ('{"ids": ["x"], "width": {}}', "unknown_width"),
        ('{"ids": ["x"], "wdth": "proven"}', "unknown_parameter"),
        ('{"ids": ["' + '\\"' * 200_000, "not_json"),
    ],
)
def test_a_bad_body_is_400_with_a_code(program: Client, body: str, code: str) -> None:
    assert problem(program.post(BACKWARD, body, content_type="application/json"), 400, code)


@pytest.mark.parametrize("body", ['{"a": ' * 5_000 + "1" + "}" * 5_000, "[" * 200_000])
def test_a_body_that_is_too_deep_is_refused_before_it_is_built(program: Client, body: str) -> None:
    assert problem(program.post(BACKWARD, body, content_type="application/json"), 413, "too_deep")


def test_another_method_is_a_problem_document_that_names_the_right_one(program: Client) -> None:
    answer = program.delete(BACKWARD)
    found = problem(answer, 405, "method_not_allowed")
    assert "GET" in found["next_step"]
    assert "GET" in answer["Allow"]


def test_an_option_in_the_address_of_a_post_does_not_pass_unseen(program: Client) -> None:
    answer = program.post(f"{BACKWARD}?width=possible", "{}", content_type="application/json")
    assert problem(answer, 400, "unknown_parameter")


def test_a_body_that_is_not_text_and_one_too_large_are_refused(program: Client) -> None:
    answer = program.post(BACKWARD, b"\xff\xfe{}", content_type="application/json")
    assert problem(answer, 400, "bad_encoding")
    answer = program.post(BACKWARD, b" " * 1_048_577, content_type="application/json")
    assert problem(answer, 413, "too_large")
    many = json.dumps({"ids": ["x"] * 10_001})
    assert problem(program.post(BACKWARD, many, content_type="application/json"), 413, "too_large")


def test_brackets_inside_texts_are_no_depth(program: Client) -> None:
    body = json.dumps({"ids": [SERIAL, '"[' * 100 + "\\"]})
    assert problem(program.post(BACKWARD, body, content_type="application/json"), 404, "unknown_id")


def test_an_address_that_is_not_there_and_a_method_not_taken(program: Client) -> None:
    assert problem(program.get("/api/v1/nothing"), 404, "unknown_address")
    assert problem(program.get("/api/v2/trace/backward"), 404, "unknown_address")
    assert program.delete(BACKWARD).status_code == 405


def test_who_may_ask(client: Client) -> None:
    answer = client.get(BACKWARD, {"id": SERIAL})
    assert problem(answer, 401, "not_signed_in")
    assert answer["WWW-Authenticate"] == "Bearer"
    user = User.objects.create_user("nobody")
    client.force_login(user)
    assert problem(client.get(BACKWARD, {"id": SERIAL}), 403, "forbidden")


def test_a_session_writes_only_with_its_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("chief"))
    assert client.get(BACKWARD, {"id": SERIAL}).status_code == 200
    answer = client.post(BACKWARD, {"ids": [SERIAL]}, content_type="application/json")
    assert problem(answer, 403, "csrf")


def test_search_finds_one_several_or_near_ones(program: Client) -> None:
    found = program.get("/api/v1/objects", {"q": SERIAL}).json()
    assert found == {
        "objects": [{"uri": TYRE, "kind": "serial", "number": SERIAL, "item": "T205"}],
        "near": [],
    }
    near = program.get("/api/v1/objects", {"q": "0444232323"}).json()
    assert near["objects"] == []
    assert SERIAL in near["near"]


def test_the_story_of_an_object(program: Client) -> None:
    found = program.get(f"/api/v1/objects/{TYRE}/story").json()
    assert found["object"]["number"] == SERIAL
    assert [entry["biz_step"] for entry in found["events"]] == [
        "commissioning",
        "inspecting",
        "packing",
        "shipping",
        "receiving",
    ]
    assert problem(program.get("/api/v1/objects/nothing/story"), 404, "unknown_id")


def test_the_openapi_page_describes_every_operation(client: Client) -> None:
    page = client.get("/api/v1/openapi.json").json()
    verbs = {f"/api/v1{verb.path}{rest}" for verb in VERBS for rest in ("", "/batch")}
    assert set(page["paths"]) >= verbs
    assert set(page["paths"]) >= {
        "/api/v1/trace/backward",
        "/api/v1/trace/forward",
        "/api/v1/trace/both",
        "/api/v1/trace/origins",
        "/api/v1/trace/why",
        "/api/v1/trace/widths",
        "/api/v1/objects",
        "/api/v1/objects/{id}/story",
        "/api/v1/events",
        "/api/v1/balance",
        "/api/v1/dispersion",
        "/api/v1/numbering/preview",
        "/api/v1/numbering/ranges/overdue",
        "/api/v1/numbering/ranges/{id}",
        "/api/v1/numbering/ranges/{id}/return",
        "/api/v1/numbering/void",
        "/api/v1/numbering/relabel",
        "/api/v1/numbering/{format}/preview",
        "/api/v1/numbering/{format}/gaps",
        "/api/v1/numbering/{format}/issue",
        "/api/v1/numbering/{format}/ranges",
        "/api/v1/recognise",
        "/api/v1/imports",
        "/api/v1/exports",
        "/api/v1/opening-stock",
        "/api/v1/changes",
        "/api/v1/batches/{batch}",
        "/api/v1/batches/{batch}/undo",
        "/api/v1/forgotten-names",
    }
    refusal = page["paths"]["/api/v1/trace/backward"]["get"]["responses"]["404"]
    assert list(refusal["content"]) == ["application/problem+json"]
    shapes = page["components"]["schemas"]
    assert set(shapes["CandidateOut"]["properties"]) == {"uri", "description"}
    assert set(shapes["Candidate"]["properties"]) >= {"uri", "number", "made_at", "shipped_to"}
    assert TYRE not in json.dumps(page)  # what is on record is for those who may see it


def test_without_its_database_the_answer_says_when_to_come_back(
    program: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(text: str) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(objects, "resolve", away)
    answer = program.get(BACKWARD, {"id": SERIAL})
    assert problem(answer, 503, "database_away")
    assert answer["Retry-After"]
