"""The page of a corrective action: what is told and missing, what is due, and the interlock."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from gozinto.cases import stepping
from gozinto.plant.models import Interlock
from tests.edges.office.questions import few
from tests.edges.office.test_pages import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]


def opened(desk: Client) -> str:
    told = {"title": "Tyres leak", "problem": "The bladder leaks.", "request": str(uuid4())}
    answer = desk.post("/cases/open/action/", told)
    assert answer.status_code == 302, text(answer)
    return str(answer["Location"]).split("/")[2]


def step(desk: Client, number: str, act: str, **told: str) -> Any:
    seen = str(stepping.find(number).seen)
    sent = {"act": act, "seen": seen, "request": str(uuid4()), **told}
    return desk.post(f"/cases/{number}/step/", sent)


def planned(desk: Client) -> str:
    number = opened(desk)
    step(desk, number, "contain", containment="The press stands.")
    step(desk, number, "explain", occurred_because="The bladder was worn.")
    step(desk, number, "plan", action="Change earlier", owner="P-77", due_on="2026-03-05")
    return number


def proven(desk: Client) -> str:
    number = planned(desk)
    step(desk, number, "do", line="4", done="Told the shifts.")
    step(desk, number, "carry_out", done="All changed.", check_on="2026-03-20")
    step(desk, number, "verify", because="No leak since.")
    assert stepping.find(number).state == "effective"
    return number


def shown(desk: Client, number: str, asked: str = "") -> str:
    answer = desk.get(f"/cases/{number}/{asked}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_discipline_says_what_is_told_and_what_is_missing(desk: Client) -> None:
    page = shown(desk, opened(desk))
    assert [f"D{n}" in page for n in range(1, 9)] == [True] * 8
    assert "The bladder leaks." in page
    assert "Missing: Containment" in page


def test_an_action_that_is_late_waits_in_the_inbox_until_it_is_done(desk: Client) -> None:
    number = planned(desk)
    page = shown(desk, number)
    assert "overdue" in page
    assert 'value="do"' in page
    inbox = desk.get("/inbox/", {"group": "overdue"}).content.decode()
    assert number in inbox
    assert "Change earlier" in inbox
    step(desk, number, "do", line="4", done="Told the shifts.")
    assert number not in desk.get("/inbox/", {"group": "overdue"}).content.decode()


def test_a_proven_action_offers_the_form_of_each_condition(desk: Client) -> None:
    assert "?condition=most_cycles" not in shown(desk, planned(desk))
    number = proven(desk)
    assert "?condition=most_cycles" in shown(desk, number)
    form = shown(desk, number, "?condition=most_cycles")
    assert 'name="cycles"' in form
    assert 'name="asset_kind"' in form
    assert 'name="hours"' not in form


def test_the_form_makes_an_interlock_or_says_at_the_box_what_is_wrong(desk: Client) -> None:
    number = proven(desk)
    told = {
        "because": "It leaks then.", "interlock": "IL-1", "name": "Bladders work 350 times",
        "condition": "most_cycles", "asset_kind": "bladder", "cycles": "many",
    }  # fmt: skip
    refused = step(desk, number, "forbid", **told)
    assert refused.status_code == 422
    assert 'value="many"' in refused.content.decode()
    assert 'name="hours"' not in refused.content.decode()
    assert not Interlock.objects.exists()
    assert step(desk, number, "forbid", **(told | {"cycles": "350"})).status_code == 302
    assert (Interlock.objects.get().cycles, Interlock.objects.get().case) == (350, number)
    page = shown(desk, number)
    assert "Bladders work 350 times" in page
    assert "setup/interlocks" in page


def test_the_report_is_a_pdf_of_a_corrective_action_alone(desk: Client) -> None:
    number = proven(desk)
    paper = desk.get(f"/cases/{number}/8d.pdf")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert paper.content.startswith(b"%PDF")
    complaint = desk.post(
        "/cases/open/complaint/", {"title": "x", "claim": "x", "request": str(uuid4())}
    )["Location"]
    assert desk.get(f"{complaint}8d.pdf").status_code == 404


def test_the_questions_of_the_page_do_not_grow_with_its_actions(desk: Client) -> None:
    number = proven(desk)
    few(desk, f"/cases/{number}/")
    other = planned(desk)
    for _ in range(5):
        step(desk, other, "plan", action="More", owner="P-77", due_on="2026-03-05")
    assert few(desk, f"/cases/{other}/").status_code == 200
    few(desk, "/inbox/", {"group": "overdue"}, most=14)
