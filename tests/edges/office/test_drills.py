"""The pages of a drill: its clock, its figures, whom to call, its report, and drills over time."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from gozinto.access import tokens
from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.cases import stepping
from gozinto.cases.models import CaseTie
from gozinto.cases.stepping import Taking
from gozinto.edges.office.cases import drill, drill_report
from tests.edges.office.questions import few
from tests.edges.office.test_pages import text
from tests.edges.small_plant import LOT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]

PASSWORD = "a long enough one"


def begun(desk: Client, **told: str) -> str:
    sent = {"title": "Mock recall", "request": str(uuid4()), **told}
    answer = desk.post("/cases/open/drill/", sent)
    assert answer.status_code == 302, text(answer)
    return str(answer["Location"]).split("/")[2]


def step(desk: Client, number: str, act: str, **told: str) -> Any:
    return desk.post(f"/cases/{number}/step/", {"act": act, "request": str(uuid4()), **told})


@pytest.fixture
def scoped(desk: Client) -> str:
    """A drill of the lot of tyres, whose scope is found."""
    number = begun(desk, **{"about-origin": LOT})
    assert step(desk, number, "scope").status_code == 302
    return number


def finished(desk: Client, number: str, **told: str) -> None:
    assert step(desk, number, "finish", password=PASSWORD, **told).status_code == 302


class TestItsPage:
    """From the opening on it says what is next."""

    def test_a_blind_one_tells_its_item_once_the_clock_runs_and_can_be_drawn_again(
        self, desk: Client
    ) -> None:
        form = text(desk.get("/cases/open/drill/"))
        assert "Nobody knows which it is until the clock runs." in form
        number = begun(desk, begins="finished")
        page = desk.get(f"/cases/{number}/")
        assert LOT in text(page)
        assert page.context["clock"]["is_running"]
        assert page.context["stage"] == "scope"
        assert "nobody chose it" in text(few(desk, f"/cases/{number}/draw/"))

    def test_a_chosen_one_has_no_draw(self, desk: Client, scoped: str) -> None:
        assert "Draw again" not in text(desk.get(f"/cases/{scoped}/"))
        assert desk.get(f"/cases/{scoped}/draw/").status_code == 404

    def test_both_drawn_and_chosen_is_said_at_its_box(self, desk: Client) -> None:
        sent = {"title": "x", "begins": "raw", "about-origin": LOT}
        answer = desk.post("/cases/open/drill/", sent)
        assert answer.status_code == 422
        assert "either drawn or chosen" in text(answer)

    def test_it_shows_where_all_of_it_is_and_whom_to_call(self, desk: Client, scoped: str) -> None:
        page = few(desk, f"/cases/{scoped}/")
        said = text(page)
        for name in ("Bayi 0417", "Bayi 0233", "Elastomer D", "HB-2209", "100 %"):
            assert name in said
        dealer = page.context["contacts"][0]["uri"]
        step(desk, scoped, "reach", customer=dealer, answered="1", who="A. Kaya")
        after = desk.get(f"/cases/{scoped}/")
        assert "A. Kaya" in text(after)
        assert "1 of 2" in text(after)
        assert after.context["stage"] == "call"
        stopped = step(desk, scoped, "reach", customer="ELASTO", answered="1")
        assert stopped.status_code == 422
        assert "has nothing of this scope" in text(stopped)

    def test_what_was_learned_leads_to_a_corrective_action(self, desk: Client, scoped: str) -> None:
        finished(desk, scoped, learned="The call list is old.")
        page = desk.get(f"/cases/{scoped}/")
        address = page.context["lesson"]
        assert "The call list is old." in desk.get(address).content.decode()
        told = {"title": "Old list", "problem": "The call list is old.", "from": scoped}
        desk.post("/cases/open/action/", {**told, "request": str(uuid4())})
        assert CaseTie.objects.filter(case__number=scoped, to__kind="action").exists()

    def test_one_of_no_item_is_shown_and_can_only_be_abandoned(self, desk: Client) -> None:
        taking = Taking(by="quality", roles=[Role.QUALITY])
        number = stepping.open_case("drill", title="Old", told={}, taking=taking).number
        assert desk.get(f"/cases/{number}/").status_code == 200
        assert desk.get(f"/cases/{number}/drill.pdf").status_code == 200
        assert "This drill has no item." in text(step(desk, number, "scope"))
        assert step(desk, number, "abandon", because="It has none.").status_code == 302

    def test_a_finished_clock_stands(self, desk: Client, scoped: str) -> None:
        finished(desk, scoped)
        page = desk.get(f"/cases/{scoped}/")
        assert not page.context["clock"]["is_running"]
        assert "data-clock" not in page.content.decode()
        assert [one["word"] for one in page.context["clock"]["yardsticks"]] == ["met", "met"]


class TestItsReport:
    """For whoever was not there."""

    def test_it_has_all_of_it_and_is_the_same_every_time(self, desk: Client, scoped: str) -> None:
        dealer = desk.get(f"/cases/{scoped}/").context["contacts"][0]["uri"]
        step(desk, scoped, "reach", customer=dealer, answered="1", who="A. Kaya")
        finished(desk, scoped, learned="Call earlier.")
        case = stepping.find(scoped)
        told = repr(drill_report.told(case))
        for said in (
            LOT,
            "HB-2209",
            "A. Kaya",
            "not called",
            "Call earlier.",
            "signed by password",
        ):
            assert said in told
        assert case.made["scope"]["hash"] in told
        one, other = (desk.get(f"/cases/{scoped}/drill.pdf") for _ in range(2))
        assert one.content.startswith(b"%PDF")
        assert one.content == other.content

    def test_a_program_takes_it_by_its_token(self, scoped: str) -> None:
        plain = tokens.create(role=Role.AUDITOR, name="audit")
        program = Client(headers={"Authorization": f"Bearer {plain}"})
        assert program.get(f"/cases/{scoped}/drill.pdf").content.startswith(b"%PDF")
        assert program.get("/cases/CP-1999-0001/drill.pdf").status_code == 404


class TestOverTime:
    """Whether drills get better."""

    def test_none_yet_says_how_to_begin(self, desk: Client) -> None:
        page = desk.get("/cases/drills/")
        assert "No drill was finished yet" in text(page)
        assert "/cases/open/drill/" in page.content.decode()

    def test_each_that_was_finished_is_drawn_and_listed(self, desk: Client, scoped: str) -> None:
        finished(desk, scoped)
        page = few(desk, "/cases/drills/", most=5)
        assert "1 drill finished" in text(page)
        assert page.content.decode().count('class="drills" xmlns') == 2
        file = desk.get("/cases/drills.csv").content.decode()
        assert f"{scoped},Mock recall," in file

    def test_who_may_not_begin_one_is_not_offered_it(self) -> None:
        user = User.objects.create_user("a", password=PASSWORD)
        RoleGrant.objects.create(user=user, role=Role.AUDITOR)
        browser = Client()
        browser.force_login(user)
        assert "/cases/open/drill/" not in browser.get("/cases/drills/").content.decode()


def test_a_share_never_reads_as_all_of_it_when_it_is_not() -> None:
    shown = [drill.percent(Decimal(one)) for one in ("1", "0.99999", "1.00001", "0.285714", "0")]
    assert shown == ["100 %", "99.9 %", "100.1 %", "28.6 %", "0 %"]
    assert drill.percent(None) == "–"
