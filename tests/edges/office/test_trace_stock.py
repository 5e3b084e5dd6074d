"""What of an answer is still here, and all of it put on hold at once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.http import urlencode

from gozinto.access.roles import Role
from gozinto.operations import holding
from gozinto.operations.bulk import working
from gozinto.operations.bulk.models import BulkJob
from tests.edges.office.test_list_acts import held, somebody
from tests.edges.office.test_pages import text
from tests.edges.small_plant import SERIAL, at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]

BUTYL = {"id": "HB-2209", "direction": "forward"}
HERE = f"/trace/here/?{urlencode(BUTYL)}"


def test_the_answer_leads_to_what_of_it_is_here(desk: Client) -> None:
    assert HERE.replace("&", "&amp;") in desk.get("/trace/", BUTYL).content.decode()
    shown = text(desk.get(HERE))
    for said in ("Still here: Where used HB-2209", "HB-2209 Halobutyl", f"{SERIAL} 205/55 R16"):
        assert said in shown
    assert "034531200000000417" not in shown.partition("Number Material")[2], "no container"
    assert "GT-118203" not in shown, "it is used up"
    assert "SI-302" not in shown, "it is no part of the answer"


def test_all_that_is_here_and_free_is_held_and_that_is_undone(desk: Client) -> None:
    holding.hold("HB-2209", reason="smells", by="A1107", at=at(61))
    before = held()
    page = desk.post(HERE, {"reason": "leaks"})["Location"]
    working.work()
    assert {"HB-2209", SERIAL} <= held()
    (job,) = BulkJob.objects.all()
    assert (job.act, job.reason) == ("hold", "leaks")
    assert not job.items.filter(subject__endswith="HB-2209").exists(), "that was held already"
    desk.post(f"{page}undo/")
    working.work()
    assert held() == before


def test_it_is_held_for_a_reason_and_once(desk: Client) -> None:
    refused = desk.post(HERE, {"reason": " "})
    assert refused.status_code == 400
    assert "It does not say why." in text(refused)
    desk.post(HERE, {"reason": "leaks"})
    working.work()
    assert desk.post(HERE, {"reason": "again"}).status_code == 400
    assert "0 are not on hold" in text(desk.get(HERE))


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.OPERATOR, Role.WAREHOUSE])
def test_who_may_not_hold_sees_the_list_alone(role: Role) -> None:
    browser = somebody(role)
    shown = browser.get(HERE)
    assert SERIAL in text(shown)
    assert 'name="reason"' not in shown.content.decode()
    assert browser.post(HERE, {"reason": "leaks"}).status_code == 403
    assert not BulkJob.objects.exists()


def test_a_question_of_nothing_goes_back_to_the_questions(desk: Client) -> None:
    assert desk.get("/trace/here/")["Location"] == "/trace/"
