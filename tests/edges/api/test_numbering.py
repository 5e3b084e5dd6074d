"""Numbers over HTTP: the letter of the answers, who may, and a code for every mistake."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from gozinto.access import tokens
from gozinto.access.roles import Role
from gozinto.edges.api import numbering_shapes as shapes
from gozinto.plant.models import IssuedNumber, NumberingFormat
from gozinto.plant.numbering import reserving
from tests.edges.api.test_traces import problem

pytestmark = pytest.mark.django_db

V1 = "/api/v1"
LOTS = f"{V1}/numbering/LOTS"


@pytest.fixture(autouse=True)
def _format() -> None:
    pattern = "IA-{date:%d%m%Y}-{seq:3}"
    NumberingFormat.objects.create(code="LOTS", name="Lots", pattern=pattern, subject="lot")


def sent(program: Client, where: str, status: int = 200, **body: Any) -> Any:
    answer = program.post(where, json.dumps(body), content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_pattern_is_tried_before_it_is_a_format(program: Client) -> None:
    asked = {"pattern": "{date:%G%V}{seq:3}", "on": "2024-12-29", "count": 2}
    shown = program.get(f"{V1}/numbering/preview", asked).json()
    shapes.PreviewOut.model_validate(shown)
    assert shown["numbers"] == ["202452001", "202452002"]
    assert shown["turn"] == {"reset": "week", "on": "2024-12-30", "number": "202501001"}
    refused = program.get(f"{V1}/numbering/preview", {"pattern": "{material}{seq}{foo}"})
    found = problem(refused, 422, "refused")
    assert [v["code"] for v in found["violations"]] == ["unknown_pattern_field"]


def test_numbers_are_previewed_issued_and_recognised(program: Client) -> None:
    on = {"on": "2018-09-23"}
    shown = program.get(f"{LOTS}/preview", on).json()
    shapes.PreviewOut.model_validate(shown)
    assert shown["numbers"][0] == "IA-23092018-001"
    issued = sent(program, f"{LOTS}/issue", 201, count=2, **on)
    shapes.NumbersOut.model_validate(issued)
    assert issued == {"numbers": ["IA-23092018-001", "IA-23092018-002"]}
    assert IssuedNumber.objects.values_list("by", flat=True).distinct().get() == "erp"
    told = program.get(f"{V1}/recognise", {"text": "IA-23092018-002"}).json()
    shapes.RecognitionOut.model_validate(told)
    assert told["is_issued"]
    assert told["readings"][0]["days"] == {"date": {"first": "2018-09-23", "last": "2018-09-23"}}


def test_a_panel_takes_numbers_along_and_gives_them_back(program: Client) -> None:
    asked = {"holder": "PANEL-7", "count": 3, "on": "2018-12-31", "until": "2019-01-01"}
    made = sent(program, f"{LOTS}/ranges", 201, **asked)
    shapes.ReservationOut.model_validate(made)
    assert [one["scope"] for one in made["ranges"]] == ["2018-12-31", "2019-01-01"]
    ranges = f"{V1}/numbering/ranges"
    assert program.get(f"{ranges}/{made['id']}").json() == made
    assert program.get(f"{ranges}/overdue").json() == [made]
    issued = sent(program, f"{LOTS}/issue", 201, on="2018-12-31")
    assert issued == {"numbers": ["IA-31122018-004"]}
    gaps = program.get(f"{LOTS}/gaps").json()
    shapes.GapsOut.model_validate(gaps)
    assert {gap["why"] for gap in gaps["gaps"]} == {"reserved"}
    used, torn = "IA-31122018-001", "IA-31122018-002"
    for _ in range(2):  # a repeat is harmless
        back = sent(program, f"{ranges}/{made['id']}/return", used=[used], spoiled={torn: "torn"})
        assert back == {"numbers": [used, torn]}
    assert program.get(f"{V1}/recognise", {"text": torn}).json()["is_void"]


def test_a_number_is_made_void_or_replaced(program: Client) -> None:
    one, two, three = sent(program, f"{LOTS}/issue", 201, count=3)["numbers"]
    told = sent(program, f"{V1}/numbering/void", number=one, why="torn")
    assert told["is_void"]
    assert sent(program, f"{V1}/numbering/void", 409, number=one, why="torn")["code"]
    told = sent(program, f"{V1}/numbering/relabel", old=two, new=three, why="crooked")
    shapes.HistoryOut.model_validate(told)
    assert [(h["old"], h["new"], h["by"]) for h in told["history"]] == [(two, three, "erp")]


@pytest.mark.parametrize(
    ("where", "body", "status", "code"),
    [
        ("LOTZ/issue", {}, 404, "unknown_format"),
        ("LOTS/issue", {"count": 0}, 400, "bad_parameter"),
        ("LOTS/issue", {"count": 10_001}, 400, "bad_parameter"),
        ("LOTS/issue", {"on": "23.09.2018"}, 400, "bad_parameter"),
        ("LOTS/issue", {"on": 1_537_660_800}, 400, "bad_parameter"),
        ("LOTS/issue", {"on": "9999-12-31"}, 422, "refused"),
        ("LOTS/issue", {"line": "a\0b"}, 400, "bad_parameter"),
        ("LOTS/issue", {"lien": "L1"}, 400, "bad_parameter"),
        ("LOTS/ranges", {"holder": "P", "count": 1, "until": "9999-12-31"}, 422, "refused"),
        ("LOTS/ranges", {"holder": "", "count": 1}, 400, "bad_parameter"),
        ("LOTS/ranges", {"holder": "P", "count": 1, "shifts": []}, 400, "bad_parameter"),
        ("ranges/x/return", {}, 400, "unknown_reservation"),
        (f"ranges/{'0' * 32}/return", {}, 404, "unknown_reservation"),
        ("void", {"number": "IA", "why": "x"}, 404, "number_not_issued"),
        ("void", {"number": "IA"}, 400, "bad_parameter"),
    ],
)
def test_every_mistake_has_a_code_and_leaves_nothing(
    program: Client, where: str, body: dict[str, Any], status: int, code: str
) -> None:
    assert sent(program, f"{V1}/numbering/{where}", status, **body)["code"] == code
    assert not IssuedNumber.objects.exists()


@pytest.mark.parametrize(
    "asked", ["on=2018-9-23", "count=101", "count=x", "lien=1", "count=1&count=2", "line=%00"]
)
def test_a_parameter_that_is_not_understood_is_told(program: Client, asked: str) -> None:
    assert program.get(f"{LOTS}/preview?{asked}").status_code == 400


def test_an_auditor_reads_and_issues_nothing() -> None:
    token = tokens.create(role=Role.AUDITOR, name="audit")
    auditor = Client(headers={"Authorization": f"Bearer {token}"})
    assert auditor.get(f"{LOTS}/preview").status_code == 200
    reservation = reserving.reserve(
        format="LOTS", holder="P", count=1, by="test", at=date(2018, 9, 23)
    )
    for where in ("LOTS/issue", "LOTS/ranges", f"ranges/{reservation.id}/return", "void"):
        answer = auditor.post(f"{V1}/numbering/{where}", "{}", content_type="application/json")
        assert problem(answer, 403, "forbidden")


def test_a_format_may_have_a_slash_in_its_code(program: Client) -> None:
    NumberingFormat.objects.create(code="A/B", name="A", pattern="{seq:4}", subject="job")
    assert sent(program, f"{V1}/numbering/A/B/issue", 201) == {"numbers": ["0001"]}
