"""Findings, runs and objects as lists: filtered, sorted, page by page, each row once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from gozinto.operations import holding, moving, production, receiving, shipping
from gozinto.operations.stamp import Override
from tests import workshop
from tests.workshop import CLERK, OPERATOR, at, unit

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


@pytest.fixture
def stocked(program: Client) -> Client:
    """Three lots on the shelf, one of them held; a run that was finished, and one that goes on."""
    workshop.furnish()
    for hour, number in enumerate(("E-1", "E-2", "E-3")):
        receiving.receive(
            material="HB", supplier="ELASTO", supplier_lot=number, quantity=Decimal(hour + 5),
            location="DOCK", by=CLERK, at=at(hour),
        )  # fmt: skip
    holding.hold("E-2", reason="smells", by=CLERK, at=at(4))
    for job, machine in (("J-1", "MIX-1"), ("J-2", "BM-1")):
        production.start(
            job=job, step="mixing", equipment=machine, product="LC", planned=Decimal(60),
            uom="KGM", by=OPERATOR, at=at(5),
        )  # fmt: skip
    production.finish("J-1", by=OPERATOR, at=at(6))
    return program


def rows(client: Client, path: str, **asked: str) -> list[dict[str, Any]]:
    """All rows, two a page."""
    found: list[dict[str, Any]] = []
    more: dict[str, str] = {}
    while True:
        answer = client.get(V1 + path, asked | {"limit": "2"} | more)
        assert answer.status_code == 200, answer.content
        page = answer.json()
        found += page["rows"]
        if "next" not in page:
            return found
        assert len(page["rows"]) == 2
        more = {"next": page["next"]}


def numbers(found: list[dict[str, Any]]) -> list[str]:
    return [one["number"] for one in found]


def test_objects_are_listed_with_how_they_stand(stocked: Client) -> None:
    found = rows(stocked, "/objects/list")
    assert numbers(found) == ["E-1", "E-2", "E-3"]
    assert (found[1]["held"], found[1]["on_hand"], found[1]["uom"]) == (True, "6", "KGM")
    assert found[0]["location"] == "https://id.demo.example/loc/DOCK"
    assert numbers(rows(stocked, "/objects/list", held="true")) == ["E-2"]
    assert numbers(rows(stocked, "/objects/list", sort="-on_hand")) == ["E-3", "E-2", "E-1"]
    assert numbers(rows(stocked, "/objects/list", on_hand__gt="5", item="HB")) == ["E-2", "E-3"]


def test_runs_are_listed_with_what_was_last_told_of_them(stocked: Client) -> None:
    found = {one["job"]: one for one in rows(stocked, "/runs")}
    assert {job: one["last"] for job, one in found.items()} == {"J-1": "finish", "J-2": "start"}
    assert found["J-2"]["planned"] == "60"
    (going,) = rows(stocked, "/runs", last="start")
    assert going["equipment"] == "BM-1"


def test_findings_are_listed_until_they_are_healed(stocked: Client) -> None:
    for number in "123":
        shipping.ship(unit("T205", number), note="N", to="NORTH", by=CLERK, at=at(7))
    found = rows(stocked, "/findings", rule="object_not_on_record", sort="event_time")
    assert numbers(found) == ["1", "2", "3"]
    assert {one["state"] for one in found} == {"open"}
    assert rows(stocked, "/findings", number="2", state="open")[0]["object"] == unit("T205", "2")
    assert rows(stocked, "/findings", rule="object_held") == []


def test_a_finding_says_what_is_wrong_how_bad_that_is_and_what_to_do(stocked: Client) -> None:
    for number in "12":
        shipping.ship(unit("T205", number), note="N", to="NORTH", by=CLERK, at=at(7))
    shipping.ship("E-2", note="N", to="NORTH", by=CLERK, at=at(7))
    (found,) = rows(stocked, "/findings", severity="override", rule="object_held")
    assert found["title"] == "Something on hold was used or shipped"
    assert found["message"] == "E-2 is on hold."
    assert found["next_step"] == "Ask quality to release it, or use another lot."
    assert found["data"] == {"number": "E-2"}
    assert {one["rule"] for one in rows(stocked, "/findings", severity="block")} == {
        "object_not_on_record"
    }
    assert rows(stocked, "/findings", severity="none") == []
    german = stocked.get(V1 + "/findings", headers={"Accept-Language": "de"}).json()["rows"]
    assert found in german
    assert stocked.get(V1 + "/findings", {"data": "x"}).json()["code"] == "unknown_parameter"


def test_an_overridden_finding_says_by_whom_and_why(stocked: Client) -> None:
    passed = Override(code="object_held", reason="tested", role="quality")
    shipping.ship("E-2", note="N", to="NORTH", by="P-2", at=at(7), override=[passed])
    (found,) = rows(stocked, "/findings", rule="object_held")
    assert (found["state"], found["override_reason"]) == ("overridden", "tested")
    assert (found["override_person"], found["override_role"]) == ("P-2", "quality")


def test_a_row_that_comes_while_pages_are_turned_moves_no_other(stocked: Client) -> None:
    first = stocked.get(V1 + "/objects/list", {"limit": "2"}).json()
    moving.move(unit("T205", "0"), location="RACK", by=CLERK, at=at(8))
    second = stocked.get(V1 + "/objects/list", {"limit": "2", "next": first["next"]}).json()
    assert numbers(first["rows"]) + numbers(second["rows"]) == ["E-1", "E-2", "E-3"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("colour=red", "unknown_parameter"),
        ("held=maybe", "bad_filter"),
        ("last_at__gte=2026-01-01", "bad_filter"),
        ("on_hand=many", "bad_filter"),
        ("number=%00", "bad_filter"),
        ("sort=colour", "unknown_sort"),
        ("sort=location", "unknown_sort"),
        ("next=e30", "bad_token"),
        ("limit=0", "bad_parameter"),
        ("sort=item&sort=number", "repeated_parameter"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked: str, code: str, program: Client) -> None:
    answer = program.get(f"{V1}/objects/list?{asked}")
    assert (answer.status_code, answer.json()["code"]) == (400, code)
