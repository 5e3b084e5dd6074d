"""Inspections at a desk: the worklist, the entry by plan, the result at once, control charts."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from gozinto.access.roles import Role
from gozinto.plant import objects
from gozinto.plant.models import (
    Calibration,
    Person,
    PhysicalAsset,
)
from gozinto.record.models import Event
from tests.edges import laboratory
from tests.edges.office.questions import few
from tests.edges.office.test_inbox import reader
from tests.edges.office.test_pages import text

pytestmark = pytest.mark.django_db

LIST = "/inspections/"
ENTER = "/inspections/enter/"


@pytest.fixture(autouse=True)
def _laboratory() -> None:
    laboratory.furnish()


def form(number: str = "H-1", **more: str) -> dict[str, str]:
    """What a person types who finds everything in order."""
    told = {"id": objects.resolve(number).uri, "plan": "IN-BB"}
    return told | {"value-10": "32,5", "value-20": "pass", "value-30": "light"} | more


def test_what_came_and_was_not_inspected_waits_the_oldest_first(desk: Client) -> None:
    shown = text(desk.get(LIST))
    assert "2 wait 2 may not be used or shipped before" in shown
    assert shown.index("H-1") < shown.index("H-2")
    assert "Bromobutyl Input inspection required IN-BB" in shown
    assert "Nothing waits" in text(desk.get(LIST, {"kind": "final"}))
    assert desk.get(LIST, {"kind": "eaten"}).status_code == 400


def test_the_form_says_limits_gauge_and_what_to_choose_from(desk: Client) -> None:
    Calibration.objects.create(
        gauge=PhysicalAsset.objects.get(),
        calibrated_on="2020-01-01",
        due_on="2020-12-31",
        result="passed",
    )
    shown = text(desk.get(ENTER, {"id": "H-1", "plan": "IN-BB"}))
    assert "Mooney 10 27 – 37 target 32" in shown
    assert "not calibrated" in shown
    assert "light dark" in shown


def test_what_is_typed_is_recorded_and_its_result_shown_at_once(desk: Client) -> None:
    done = desk.post(ENTER, form(equipment="LAB"))
    assert done.status_code == 302, text(done)
    shown = text(desk.get(done["Location"]))
    assert "Input inspection H-1" in shown
    assert "accepted" in shown
    assert "Mooney 32.5 27 – 37 G-1" in shown
    assert "Ada Kaya" in shown
    assert "H-2 IN-BB" in shown, "what waits next"
    assert "1 waits" in text(desk.get(LIST))


def test_a_value_out_of_limits_rejects_and_a_concession_needs_who_and_why(desk: Client) -> None:
    refused = desk.post(ENTER, form(**{"value-10": "40", "result": "concession"}))
    assert refused.status_code == 422
    assert "A concession says who allowed it, and why." in text(refused)
    assert 'value="40"' in refused.content.decode(), "nothing typed is lost"
    done = desk.post(ENTER, form(**{"value-10": "40"}))
    shown = text(desk.get(done["Location"]))
    assert "rejected" in shown
    assert "Mooney out of limits 40" in shown
    given = form("H-2", reason="Blended.", allowed_by="quality", result="concession")
    allowed = desk.post(ENTER, given | {"value-10": "40"})
    assert "concession" in text(desk.get(allowed["Location"]))


def test_all_that_is_missing_or_no_value_is_told_at_once(desk: Client) -> None:
    told = form(**{"value-10": "thirty", "value-30": ""})
    shown = text(desk.post(ENTER, told))
    assert "This is no value of its kind. Mooney" in shown
    assert "The plan asks for more than was told. colour" in shown
    assert Event.objects.filter(biz_step__contains="inspecting").count() == 0


def test_a_form_sent_twice_is_one_inspection(desk: Client) -> None:
    shown = desk.get(ENTER, {"id": "H-1", "plan": "IN-BB"}).content.decode()
    event = re.search(r'name="event" value="([^"]+)"', shown)
    assert event
    for _ in range(2):
        assert desk.post(ENTER, form(event=event[1])).status_code == 302
    assert Event.objects.filter(biz_step__contains="inspecting").count() == 1


def test_a_gauge_that_is_not_calibrated_is_let_pass_by_who_may(desk: Client) -> None:
    Calibration.objects.create(
        gauge=PhysicalAsset.objects.get(),
        calibrated_on="2020-01-01",
        due_on="2020-12-31",
        result="passed",
    )
    refused = desk.post(ENTER, form())
    assert refused.status_code == 422
    assert "G-1 was due for calibration on 2020-12-31." in text(refused)
    assert "Let it pass" in text(refused)
    passed = form(override="gauge_out_of_calibration", reason="Checked by hand.")
    assert desk.post(ENTER, passed).status_code == 302
    inspector = reader(Role.INSPECTOR)
    Person.objects.create(code="inspector")
    again = inspector.post(ENTER, form("H-2"))
    assert "Let it pass" not in text(again)
    forged = inspector.post(
        ENTER, form("H-2", override="gauge_out_of_calibration", reason="Please.")
    )
    assert forged.status_code == 422


def test_who_may_not_inspect_sees_what_waits_and_is_refused(desk: Client) -> None:
    auditor = reader(Role.AUDITOR)
    assert "2 wait" in text(auditor.get(LIST))
    assert "/inspections/enter/" not in auditor.get(LIST).content.decode()
    assert auditor.get(ENTER, {"id": "H-1", "plan": "IN-BB"}).status_code == 403
    assert auditor.post(ENTER, form()).status_code == 403
    assert "2 wait" in text(desk.get(LIST))


def test_a_series_is_drawn_with_its_limits_and_signals(desk: Client) -> None:
    assert "No values yet" in text(desk.get(f"{LIST}charts/"))
    laboratory.measure(30)
    listed = desk.get(f"{LIST}charts/")
    assert "1 series of values 1 shows a pattern" in text(listed)
    assert "Mooney Bromobutyl LAB 36.2 27 – 37" in text(listed)
    where = re.search(r'href="(/inspections/charts/\w+/)"', listed.content.decode())
    assert where
    page = desk.get(where[1])
    picture = page.content.decode()
    assert picture.count("<circle") == 30
    assert picture.count('class="signal"') == 1
    assert 'class="limit"' in picture
    assert 'class="sigma three"' in picture
    assert "Western Electric rule 1" in text(page)
    earlier = (datetime.now(UTC) - timedelta(days=3)).isoformat()
    assert "No values up to then" in text(desk.get(where[1], {"until": earlier}))
    assert "No series has these words" in text(desk.get(f"{LIST}charts/", {"q": "zzz"}))


def test_what_is_no_series_plan_or_inspection_is_told(desk: Client) -> None:
    assert desk.get(f"{LIST}charts/none/").status_code == 404
    assert desk.get(ENTER, {"id": "H-1", "plan": "NO"}).status_code == 404
    assert desk.get(ENTER, {"id": "nothing", "plan": "IN-BB"}).status_code == 404
    assert desk.get(f"{LIST}result/", {"event": "urn:uuid:none"}).status_code == 404


def test_each_page_asks_at_most_twelve_questions(desk: Client) -> None:
    done = desk.post(ENTER, form())["Location"]
    laboratory.measure(27)
    charts = desk.get(f"{LIST}charts/").content.decode()
    where = re.search(r'href="(/inspections/charts/\w+/)"', charts)
    assert where
    for address in (LIST, f"{ENTER}?id=H-2&plan=IN-BB", done, f"{LIST}charts/", where[1]):
        assert few(desk, address).status_code == 200


@pytest.mark.parametrize(("language", "said"), [("de", "Prüfungen"), ("tr", "Kontroller")])
def test_it_speaks_the_readers_language(desk: Client, language: str, said: str) -> None:
    desk.cookies["django_language"] = language
    assert said in text(desk.get(LIST))
