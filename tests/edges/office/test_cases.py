"""The pages of cases: one list, one page each, forms out of the table of its kind."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client, override_settings

from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.cases import stepping
from gozinto.cases.kinds import MACHINES
from gozinto.edges.office.cases import wording
from tests.edges.office.questions import few
from tests.edges.office.test_pages import text
from tests.edges.small_plant import SERIAL, TYRE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]

PASSWORD = "a long enough one"
TOLD = {"title": "It leaks", "claim": "Loses air overnight", "dealer": "B0417"}


def opened(desk: Client, kind: str = "complaint", **told: str) -> str:
    """The number of a case that was opened by the form."""
    answer = desk.post(f"/cases/open/{kind}/", {**TOLD, "request": str(uuid4()), **told})
    assert answer.status_code == 302, text(answer)
    return str(answer["Location"]).split("/")[2]


def step(desk: Client, number: str, act: str, **told: str) -> Any:
    seen = str(stepping.find(number).seen)
    sent = {"act": act, "seen": seen, "request": str(uuid4()), **told}
    return desk.post(f"/cases/{number}/step/", sent)


def somebody(role: Role) -> Client:
    user = User.objects.create_user(role.value, password=PASSWORD)
    RoleGrant.objects.create(user=user, role=role)
    browser = Client()
    browser.force_login(user)
    return browser


class TestWords:
    """Nothing of a case is shown by the name that it has in the table."""

    @pytest.mark.parametrize("kind", MACHINES)
    def test_all_of_a_kind_has_a_word(self, kind: str) -> None:
        machine = MACHINES[kind]
        assert wording.KINDS[kind]
        assert wording.OPEN[kind]
        assert wording.ABOUT[kind]
        for state in machine.states:
            assert (kind, state) in wording.STATES or ("", state) in wording.STATES
        fields = [(act, field) for act in machine.acts for field in act.fields]
        for act in machine.acts:
            assert (kind, act.name) in wording.ACTS or ("", act.name) in wording.ACTS
            for one in act.about:
                assert (kind, one.role) in wording.SUBJECTS
        for _act, field in fields:
            assert (kind, field.name) in wording.FIELDS or ("", field.name) in wording.FIELDS
            assert set(field.choices) <= wording.CHOICES.keys()

    def test_no_word_is_of_nothing(self) -> None:
        names = {act.name for machine in MACHINES.values() for act in machine.acts}
        assert {name for _kind, name in wording.ACTS} <= names
        states = {(one.kind, state) for one in MACHINES.values() for state in one.states}
        assert {pair for pair in wording.STATES if pair[0]} <= states


class TestOneCase:
    """A complaint is opened by a scan, and taken on by the forms that its page offers."""

    def test_it_is_opened_about_what_was_scanned(self, desk: Client) -> None:
        page = desk.get("/o/", {"id": TYRE}).content.decode()
        assert "/cases/open/complaint/?id=" in page
        form = desk.get("/cases/open/complaint/", {"id": TYRE})
        assert TYRE in form.content.decode()
        number = opened(desk, **{"about-unit": SERIAL})
        assert stepping.find(number).subjects == {"unit": (TYRE,)}
        shown = text(few(desk, f"/cases/{number}/"))
        for said in (number, "It leaks", "received", "Loses air overnight", "Bayi 0417", SERIAL):
            assert said in shown
        assert number in text(desk.get("/cases/about/", {"id": TYRE}))

    def test_a_form_asks_for_what_the_table_says(self, desk: Client) -> None:
        number = opened(desk)
        shown = desk.get(f"/cases/{number}/")
        acts = MACHINES["complaint"].open_to("received", [Role.QUALITY])
        drawn = {form["act"] for form in shown.context["forms"]}
        assert drawn == {act.name for act in acts} - {"lead_to"}
        assert 'name="result"' in shown.content.decode()

    def test_what_is_missing_is_said_at_its_box_and_nothing_is_lost(self, desk: Client) -> None:
        number = opened(desk)
        answer = step(desk, number, "examine", cause="a nail")
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "a nail" in page
        assert 'aria-invalid="true"' in page
        assert "This is missing" in text(answer)
        wrong = desk.post("/cases/open/complaint/", {"claim": "", "about-unit": "0444232399"})
        assert wrong.status_code == 422
        assert "0444232399" in wrong.content.decode()

    def test_a_step_is_taken_and_the_same_form_sent_twice_is_one(self, desk: Client) -> None:
        number = opened(desk)
        request, seen = str(uuid4()), stepping.find(number).seen
        for _ in range(2):
            answer = desk.post(
                f"/cases/{number}/step/",
                {"act": "note", "note": "Called them.", "request": request, "seen": seen},
            )
            assert answer.status_code == 302
        assert [one.act for one in stepping.find(number).steps] == ["open", "note"]
        assert "Called them." in text(desk.get(f"/cases/{number}/"))

    def test_who_saw_an_older_page_is_told_so(self, desk: Client) -> None:
        number = opened(desk)
        step(desk, number, "note", note="One")
        answer = desk.post(f"/cases/{number}/step/", {"act": "note", "note": "Two", "seen": "1"})
        assert answer.status_code == 412
        assert "Two" in answer.content.decode()

    def test_a_case_leads_to_another(self, desk: Client) -> None:
        number = opened(desk)
        form = desk.get("/cases/open/action/", {"from": number})
        assert number in form.content.decode()
        other = opened(desk, "action", problem="Leaks", **{"from": number})
        assert stepping.find(other).tied_from == (number,)
        assert number in text(desk.get(f"/cases/{other}/"))
        assert other in text(desk.get(f"/cases/{number}/"))


class TestAComplaint:
    """The unit behind it: its story, its sisters, or who it may be."""

    def test_the_unit_is_told_with_where_it_comes_from(self, desk: Client) -> None:
        number = opened(desk, sold_on="2026-02-20", **{"about-unit": SERIAL})
        page = desk.get(f"/cases/{number}/").content.decode()
        assert f"/cases/{number}/unit/" in page
        assert f"/cases/open/action/?from={number}" in page
        shown = text(desk.get(f"/cases/{number}/unit/"))
        for said in ("PRESS-42", "B-317", "Night", "SN-20871", "Elastomer D", "made", "sold"):
            assert said in shown
        assert "Mert Kaya" in shown
        assert "Mert Kaya" not in text(somebody(Role.WAREHOUSE).get(f"/cases/{number}/unit/"))
        sisters = text(few(desk, f"/cases/{number}/sisters/"))
        assert "0 of 5 others came back" in sisters

    def test_who_cannot_read_the_number_chooses_among_candidates(self, desk: Client) -> None:
        number = opened(desk, material="T205", dot_week="0626")
        assert f"/cases/{number}/candidates/" in desk.get(f"/cases/{number}/").content.decode()
        shown = few(desk, f"/cases/{number}/candidates/")
        assert "0444232402" in text(shown)
        assert SERIAL not in text(shown)  # it is here
        named = step(desk, number, "identify", because="Its splice", **{"about-unit": "0444232402"})
        assert named.status_code == 302
        assert "concluded" in text(desk.get(f"/cases/{number}/"))

    def test_what_its_verb_refuses_is_said_on_the_page(self, desk: Client) -> None:
        number = opened(desk, dealer="nobody", **{"about-unit": "0444232402"})
        answer = step(desk, number, "take_back", location="WH")
        assert answer.status_code == 422
        assert "nobody" in answer.content.decode()


class TestSigning:
    """What is signed is done by whoever says again who they are."""

    @pytest.fixture
    def frozen(self, desk: Client) -> str:
        return opened(desk, "recall", because="B-317", width="possible", **{"about-origin": SERIAL})

    def test_a_password_signs(self, desk: Client, frozen: str) -> None:
        assert step(desk, frozen, "freeze", because="All of it").status_code == 422
        wrong = step(desk, frozen, "freeze", because="All of it", password="guessed")
        assert wrong.status_code == 409
        assert "guessed" not in wrong.content.decode()
        assert stepping.find(frozen).state == "scoping"
        assert step(desk, frozen, "freeze", because="All", password=PASSWORD).status_code == 302
        (_, last) = stepping.find(frozen).steps
        assert (last.signed, last.state, last.by) == ("password", "frozen", "quality")
        assert "signed by password" in text(desk.get(f"/cases/{frozen}/"))

    @override_settings(AXES_FAILURE_LIMIT=3)
    def test_who_guesses_is_stopped_as_at_the_door(self, desk: Client, frozen: str) -> None:
        answers = [
            step(desk, frozen, "freeze", because="All", password="guessed").status_code
            for _ in range(3)
        ]
        assert answers[-1] == 429
        assert step(desk, frozen, "freeze", because="All", password=PASSWORD).status_code == 429
        assert stepping.find(frozen).state == "scoping"

    @override_settings(AXES_FAILURE_LIMIT=3)
    def test_a_right_signature_clears_what_was_mistyped_before_it(
        self, desk: Client, frozen: str
    ) -> None:
        for _mistyped in range(2):
            step(desk, frozen, "freeze", because="All", password="mistyped")
        assert step(desk, frozen, "freeze", because="All", password=PASSWORD).status_code == 302
        for _mistyped in range(2):
            answer = step(desk, frozen, "join", because="More", password="mistyped")
            assert answer.status_code == 409

    @override_settings(AXES_FAILURE_LIMIT=3)
    def test_who_guessed_at_a_signature_is_not_let_in_by_the_door(
        self, desk: Client, frozen: str
    ) -> None:
        for _guess in range(3):
            step(desk, frozen, "freeze", because="All", password="guessed")
        form = {"username": "quality", "password": PASSWORD}
        assert Client().post("/sign-in/", form).status_code == 429
        other = Client(REMOTE_ADDR="192.0.2.7").post("/sign-in/", form)
        assert other.status_code == 302, "who sits elsewhere is not locked out by them"


class TestTheList:
    """All cases, of every kind."""

    def test_it_is_filtered_searched_and_exported(self, desk: Client) -> None:
        one = opened(desk, **{"about-unit": SERIAL})
        other = opened(desk, "recall", because="B-317", **{"about-origin": SERIAL})
        rows = few(desk, "/cases/")
        assert one in text(rows)
        assert other in text(rows)
        assert other not in text(few(desk, "/cases/", {"kind": "complaint"}))
        assert one in text(few(desk, "/cases/", {"q": SERIAL}))
        assert one in text(few(desk, "/cases/", {"state": "received", "open": "true"}))
        assert "Bayi 0417" in text(rows)
        file = desk.get("/cases/export.csv")
        assert one.encode() in b"".join(file.streaming_content)

    def test_nothing_yet_says_what_to_do(self, desk: Client) -> None:
        assert "scan the unit" in text(desk.get("/cases/"))

    def test_the_palette_finds_a_case_by_its_number(self, desk: Client) -> None:
        number = opened(desk)
        assert desk.get("/find/", {"q": number.lower(), "go": "1"})["Location"].endswith(
            f"/cases/{number}/"
        )


class TestClaims:
    """A dealer's table is sent as a file."""

    def send(self, desk: Client, table: str, **more: str) -> Any:
        file = io.BytesIO(table.encode())
        file.name = "claims.csv"
        return desk.post("/cases/claims/", {"file": file, "dealer": "B0417", **more})

    def test_rows_become_complaints_or_say_what_is_wrong(self, desk: Client) -> None:
        table = f"reference,claim,unit\nR-1,It leaks,{SERIAL}\nR-2,,\n"
        wrong = self.send(desk, table)
        assert wrong.status_code == 422
        assert "Nothing was stored" in text(wrong)
        assert "claim is missing" in text(wrong)
        assert "1 complaint opened" in text(self.send(desk, table, sound="1"))
        assert "1 was one already" in text(self.send(desk, table, sound="1"))
        assert self.send(desk, "no;table").status_code == 422
        assert somebody(Role.AUDITOR).get("/cases/claims/").status_code == 403


class TestPareto:
    """Which complaints are most."""

    def test_the_most_frequent_stand_first_with_what_they_are_together(self, desk: Client) -> None:
        for defect, dealer in (("leak", "B0417"), ("noise", "B0233"), ("leak", "B0233")):
            opened(desk, defect=defect, dealer=dealer, **{"about-unit": SERIAL})
        gone = opened(desk, defect="noise")
        step(desk, gone, "withdraw", because="A mistake")
        found = few(desk, "/cases/pareto/")
        shown = [(row["bar"].key, row["bar"].count, row["sum"]) for row in found.context["rows"]]
        assert shown == [("leak", 2, "66.7 %"), ("noise", 1, "100.0 %")]
        assert "<svg" in found.content.decode()
        models = desk.get("/cases/pareto/", {"by": "model"}).context["rows"]
        assert [(row["bar"].key, row["name"]) for row in models] == [("T205", "205/55 R16 tyre")]
        file = desk.get("/cases/pareto.csv", {"by": "dealer"}).content.decode()
        assert "B0233,Bayi 0233,2" in file
        weeks = desk.get("/cases/pareto/", {"by": "week", "weeks": "4"}).context["rows"]
        assert [row["bar"].count for row in weeks][-1] == 3
        assert len(weeks) == 5


class TestWhoMay:
    """Everybody of the company reads; the table says who does what."""

    def test_an_auditor_reads_and_is_offered_nothing(self, desk: Client) -> None:
        number = opened(desk)
        auditor = somebody(Role.AUDITOR)
        page = auditor.get(f"/cases/{number}/")
        assert page.status_code == 200
        assert page.context["forms"] == []
        assert step(auditor, number, "note", note="x").status_code == 403
        assert auditor.get("/cases/open/complaint/").status_code == 403
        assert "Your roles open no case" in text(auditor.get("/cases/open/"))

    def test_a_warehouse_opens_complaints_and_no_recalls(self) -> None:
        store = somebody(Role.WAREHOUSE)
        assert "Open a recall" not in text(store.get("/cases/open/"))
        assert store.get("/cases/open/recall/").status_code == 403
        number = opened(store)
        assert step(store, number, "decide", decision="warranty", because="x").status_code == 403


def test_a_file_is_put_on_a_case(desk: Client, tmp_path: Any) -> None:
    number = opened(desk)
    with override_settings(GOZINTO_ATTACHMENTS_DIR=str(tmp_path)):
        paper = io.BytesIO(b"%PDF-1.4\n%%EOF\n")
        paper.name = "report.pdf"
        answer = desk.post(f"/files/add/?case={number}", {"file": paper, "note": "from the dealer"})
        assert answer["Location"] == f"/cases/{number}/"
        assert "report.pdf" in text(desk.get(f"/cases/{number}/"))
        empty = io.BytesIO(b"")
        empty.name = "x.pdf"
        assert desk.post(f"/files/add/?case={number}", {"file": empty}).status_code == 400
    assert desk.get("/cases/CP-1999-0001/").status_code == 404
    assert desk.get("/cases/open/party/").status_code == 404
