"""A recall over HTTP: its widths, what was frozen, the balance, its letters, and claims by file."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gozinto.access import tokens
from gozinto.access.roles import Role
from gozinto.cases import doing
from gozinto.cases.models import RecallNotice
from gozinto.cases.stepping import Taking
from gozinto.edges.api.recall_shapes import BalanceOut, ClaimsOut, LettersOut, ScopeOut, UnitsOut
from gozinto.edges.api.shapes import Shape
from tests.cases.recalls.posted import called_back
from tests.labels.rendering.images import pdf_words

pytestmark = pytest.mark.django_db
V1 = "/api/v1/cases"


def holder(role: Role) -> Client:
    return Client(headers={"Authorization": f"Bearer {tokens.create(role=role, name='crm')}"})


@pytest.fixture
def number() -> str:
    return called_back()


@pytest.fixture
def auditor() -> Client:
    return holder(Role.AUDITOR)


def told(client: Client, where: str, shape: type[Shape]) -> Any:
    answer = client.get(f"{V1}/{where}")
    assert answer.status_code == 200, answer.content
    shape.model_validate(answer.json())
    return answer.json()


def test_the_three_widths_are_told_with_pieces_customers_and_places(
    number: str, auditor: Client
) -> None:
    scope = told(auditor, f"{number}/scope", ScopeOut)
    assert [one["width"] for one in scope["widths"]] == ["proven", "recorded", "possible"]
    widest = scope["widths"][-1]
    assert widest["amounts"] == {"C62": "4"}
    assert [uri.rpartition("/")[2] for uri in widest["customers"]] == ["EAST", "NORTH", "SOUTH"]
    assert scope["chosen"] == "possible"


def test_what_was_frozen_is_read_page_by_page(number: str, auditor: Client) -> None:
    first = told(auditor, f"{number}/units?limit=3", UnitsOut)
    rest = told(auditor, f"{number}/units?limit=3&next={first['next']}", UnitsOut)
    rows = [*first["rows"], *rest["rows"]]
    assert {row["number"] for row in rows if row["is_piece"]} == {"N-1", "N-2", "S-1", "E-1"}
    assert "next" not in rest
    for wrong in ("limit=0", "next=x", "odd=1"):
        assert auditor.get(f"{V1}/{number}/units?{wrong}").status_code == 400


def test_the_balance_adds_up_to_what_was_frozen(number: str, auditor: Client) -> None:
    balance = told(auditor, f"{number}/balance", BalanceOut)
    assert balance["frozen"] == {"C62": "4"}
    assert balance["by_account"]["out"] == {"C62": "4"}
    assert (balance["recovered"], balance["accounted"]) == ("0", "0")


def test_letters_are_told_and_printed_and_their_links_are_nobodys_business(
    number: str, auditor: Client
) -> None:
    found = told(auditor, f"{number}/letters", LettersOut)["letters"]
    assert {one["name"] for one in found} == {"North Tyres", "South Tyres", "East Tyres"}
    (south,) = [one for one in found if one["name"] == "South Tyres"]
    assert [line["number"] for line in south["lines"]] == ["S-1"]
    paper = auditor.get(f"{V1}/{number}/letters/{south['id']}").content
    assert "S-1" in pdf_words(paper)
    assert "N-1" not in pdf_words(paper)
    for code in RecallNotice.objects.values_list("code", flat=True):
        assert code not in str(found)
    wrong = auditor.get(f"{V1}/{number}/letters/{2**70}")
    assert (wrong.status_code, wrong.json()["code"]) == (404, "unknown_letter")


def test_the_events_that_held_it_are_an_epcis_document(number: str, auditor: Client) -> None:
    document = auditor.get(f"{V1}/{number}/epcis").json()
    events = document["epcisBody"]["eventList"]
    assert events
    assert all("recalled" in str(one["persistentDisposition"]["set"]) for one in events)


@pytest.mark.parametrize("where", ["scope", "units", "balance", "letters", "letters/1", "epcis"])
def test_another_case_is_no_recall_and_a_partner_learns_of_none(where: str) -> None:
    taking = Taking(by="P-1", roles=[Role.QUALITY])
    other_kind = doing.open_case("action", title="Leaks", told={"problem": "x"}, taking=taking)
    auditor, partner = holder(Role.AUDITOR), holder(Role.PARTNER)
    for other in (other_kind.number, "RC-1999-0001"):
        assert auditor.get(f"{V1}/{other}/{where}").json()["code"] == "unknown_case"
    assert partner.get(f"{V1}/{other_kind.number}/{where}").status_code == 403


def test_a_table_of_claims_becomes_complaints_once(number: str) -> None:
    quality = holder(Role.QUALITY)

    def sent(table: str, query: str = "") -> Any:
        where = f"{V1}/claims?name=claims.csv&dealer=NORTH{query}"
        return quality.post(where, table.encode(), content_type="text/csv")

    table = "reference,claim,unit\nR-1,It leaks,N-1\nR-2,,\n"
    refused = sent(table)
    assert refused.status_code == 422
    assert {one["path"] for one in refused.json()["violations"]}
    report = sent(table, "&keeps_sound=true").json()
    ClaimsOut.model_validate(report)
    assert (len(report["opened"]), len(report["left_out"])) == (1, 1)
    assert sent(table, "&keeps_sound=true").json()["there"] == report["opened"]
    assert holder(Role.AUDITOR).post(f"{V1}/claims").status_code == 403
    assert sent("").json()["code"] == "empty_body"
