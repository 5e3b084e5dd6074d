"""Findings are settled, opened again and given to somebody over HTTP."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from gozinto import record
from gozinto.access import tokens
from gozinto.access.roles import Role
from gozinto.plant.models import Person
from gozinto.record.models import FindingRemark
from tests.plants import held, lot, received, run, some, transformed

pytestmark = pytest.mark.django_db

V1 = "/api/v1/findings"
RM = lot("RM", "RM-1")


def holder(role: Role) -> Client:
    return Client(headers={"Authorization": f"Bearer {tokens.create(role=role, name='lims')}"})


def sent(client: Client, where: str, status: int = 200, **body: Any) -> Any:
    answer = client.post(f"{V1}/{where}", json.dumps(body), content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def rows(client: Client, **asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(V1, asked).json()["rows"]
    return found


@pytest.fixture
def ids() -> list[int]:
    """The ids of two findings: a lot on hold was used twice."""
    record.capture(received(some(RM, 100), 0))
    record.capture(held(RM, 1))
    for hours in (2, 3):
        record.capture(transformed(hours, run_id=run("R"), inputs=[some(RM, 1)]))
    return [row["id"] for row in rows(holder(Role.AUDITOR))]


def test_what_is_settled_says_who_and_why_until_it_is_opened_again(ids: list[int]) -> None:
    quality = holder(Role.QUALITY)
    assert sent(quality, "settle", ids=ids, reason="Retested.")["count"] == 2
    assert rows(quality, state="open") == []
    for row in rows(quality, state="settled"):
        assert (row["settled_by"], row["settled_because"]) == ("lims", "Retested.")
    assert sent(quality, "reopen", ids=ids[:1])["count"] == 1
    assert [row["id"] for row in rows(quality, state="open")] == ids[:1]


def test_it_is_somebodys(ids: list[int]) -> None:
    Person.objects.create(code="P-7")
    operator = holder(Role.OPERATOR)
    assert sent(operator, "assign", ids=ids, person="P-7", note="Look.")["count"] == 2
    assert FindingRemark.objects.filter(person="P-7", by="lims").count() == 2


def test_every_mistake_has_its_code(ids: list[int]) -> None:
    quality = holder(Role.QUALITY)
    warehouse = holder(Role.WAREHOUSE)
    assert sent(warehouse, "settle", 403, ids=ids, reason="x")["code"] == "forbidden"
    assert sent(holder(Role.AUDITOR), "settle", 403, ids=ids, reason="x")["code"] == "forbidden"
    assert sent(quality, "settle", 404, ids=[10**9], reason="x")["code"] == "unknown_finding"
    assert sent(quality, "settle", 400, ids=[], reason="x")["code"] == "bad_parameter"
    assert sent(quality, "settle", 400, ids=ids, reason="")["code"] == "bad_parameter"
    assert sent(quality, "assign", 404, ids=ids, person="P-8")["code"] == "unknown_person"
    refused = sent(quality, "reopen", 422, ids=ids)
    assert [one["code"] for one in refused["violations"]] == ["finding_not_settled"]
    big = sent(quality, "settle", 404, ids=[2**63 - 1], reason="x")
    assert big["code"] == "unknown_finding"
    assert FindingRemark.objects.count() == 0
