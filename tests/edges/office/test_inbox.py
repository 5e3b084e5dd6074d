"""The inbox: what waits for a person, and what becomes of it there."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from gozinto import record
from gozinto.access import stations
from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.cases.models import RecallLook, RecallNotice
from gozinto.cases.recalls import notifying
from gozinto.edges.office import waiting
from gozinto.labels.jobs import leasing
from gozinto.operations import holding, receiving
from gozinto.operations.panels import entries
from gozinto.operations.panels.shapes import Station
from gozinto.plant.models import (
    Calibration,
    Material,
    Partner,
    Person,
    PhysicalAsset,
    Qualification,
    Skill,
)
from gozinto.record import clock, findings
from gozinto.record.models import FindingRemark, ObjectState
from tests.cases.recalls.posted import BY, called_back
from tests.edges.office.test_pages import text
from tests.labels.jobs.queued import GONE, begun, lease_of
from tests.plants import held, lot, received, run, some, transformed

pytestmark = pytest.mark.django_db

INBOX = "/inbox/"
RM = lot("RM", "RM-1")


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    waiting.forget()


@pytest.fixture
def faults() -> None:
    """A lot on hold is used twice; a lot that nobody knows once."""
    record.capture(received(some(RM, 100), 0))
    record.capture(held(RM, 1))
    for hours, of in ((2, RM), (3, RM), (4, lot("RM", "RM-9"))):
        record.capture(transformed(hours, run_id=run("R"), inputs=[some(of, 1)]))


def reader(role: Role) -> Client:
    user = User.objects.create_user(role.value, password="a long enough one")
    RoleGrant.objects.create(user=user, role=role)
    client = Client()
    client.force_login(user)
    return client


def keys(desk: Client, group: str) -> list[str]:
    shown = desk.get(INBOX, {"group": group}).content.decode()
    return re.findall(r'name="marked" value="([^"]+)"', shown)


def test_an_empty_inbox_says_so_and_what_comes_next(desk: Client) -> None:
    shown = text(desk.get(INBOX))
    assert "Nothing waits for a person." in shown
    assert "To the search" in shown
    assert desk.get("/inbox/count/").content == b""


def test_it_opens_with_what_is_most_urgent_and_counts_the_rest(desk: Client, faults: None) -> None:
    shown = text(desk.get(INBOX))
    assert "2 open findings 1 on hold 1 gap" in shown
    assert "Something on hold was used or shipped RM-1 is on hold." in shown
    assert "Ask quality to release it, or use another lot." in shown
    gaps = text(desk.get(INBOX, {"group": "gaps"}))
    assert "Something was used or shipped that never came or was made here" in gaps
    assert "RM-9" in gaps
    assert desk.get("/inbox/count/").content == b"4"


def test_a_group_is_settled_with_a_reason_and_taken_back(desk: Client, faults: None) -> None:
    (key,) = keys(desk, "findings")
    form = {"group": "findings", "act": "settle", "marked": key, "text": "Released by phone."}
    done = desk.post(f"{INBOX}findings/", form)
    assert done.status_code == 302
    shown = desk.get(done["Location"])
    assert "2 findings are settled." in text(shown)
    assert keys(desk, "findings") == []
    settled = findings.page(state="settled").findings
    assert {one.settled.reason for one in settled if one.settled} == {"Released by phone."}
    batch = re.search(r'name="batch" value="([^"]+)"', shown.content.decode())
    assert batch
    undone = desk.post(f"{INBOX}reopen/", {"group": "findings", "batch": batch[1]})
    assert "It is open again." in text(desk.get(undone["Location"]))
    assert keys(desk, "findings") == [key]


def test_without_a_reason_it_says_so_and_keeps_what_was_marked(desk: Client, faults: None) -> None:
    (key,) = keys(desk, "findings")
    refused = desk.post(f"{INBOX}findings/", {"group": "findings", "act": "settle", "marked": key})
    assert refused.status_code == 422
    assert "A finding is settled for a reason." in text(refused)
    assert f'value="{key}" checked' in refused.content.decode()
    nothing = desk.post(f"{INBOX}findings/", {"group": "findings", "act": "settle", "text": "x"})
    assert "Nothing is marked." in text(nothing)
    for wrong in ({"group": "eaten"}, {"group": "findings", "marked": "x|y|z", "text": "x"}):
        assert desk.post(f"{INBOX}findings/", wrong).status_code in (400, 422)
    assert FindingRemark.objects.count() == 0


def test_it_is_given_to_somebody_with_a_note(desk: Client, faults: None) -> None:
    Person.objects.create(code="P-7", name="Ada Kaya")
    (key,) = keys(desk, "findings")
    form = {"group": "findings", "act": "assign", "marked": key, "person": "P-7", "text": "Ask."}
    shown = text(desk.get(desk.post(f"{INBOX}findings/", form)["Location"]))
    assert "It is assigned." in shown
    assert "Ada Kaya Ask." in shown
    nobody = desk.post(f"{INBOX}findings/", form | {"person": "P-8"})
    assert nobody.status_code == 404


def test_what_is_on_hold_is_released_and_held_again(desk: Client) -> None:
    record.capture(received(some(RM, 100), 0))
    holding.hold(RM, reason="Smells.", by="P-1")
    assert "Smells." in text(desk.get(INBOX, {"group": "held"}))
    form = {"group": "held", "marked": RM}
    assert "Say why it may be used." in text(desk.post(f"{INBOX}release/", form))
    done = desk.post(f"{INBOX}release/", form | {"text": "Tested."})
    shown = desk.get(done["Location"])
    assert "It is released." in text(shown)
    assert not ObjectState.objects.get(object__uri=RM).held
    event = re.search(r'name="event" value="([^"]+)"', shown.content.decode())
    assert event
    desk.post(f"{INBOX}hold-again/", {"group": "held", "event": event[1]})
    assert ObjectState.objects.get(object__uri=RM).held


def test_who_may_not_is_shown_nothing_to_do_it_with_and_is_refused(faults: None) -> None:
    (key,) = keys(reader(Role.QUALITY), "findings")
    auditor, planner = reader(Role.AUDITOR), reader(Role.PLANNER)
    assert "2 open findings" in text(auditor.get(INBOX))
    for client in (auditor, planner):
        assert "Settle what is marked" not in text(client.get(INBOX))
        assert "Release what is marked" not in text(client.get(INBOX, {"group": "held"}))
        for where, form in (
            ("findings", {"act": "settle", "marked": key, "text": "x"}),
            ("release", {"marked": RM, "text": "x"}),
            ("hold-again", {"event": "x"}),
        ):
            answer = client.post(f"{INBOX}{where}/", {"group": "findings"} | form)
            assert answer.status_code == 403, (where, answer.content)
    assert auditor.post(f"{INBOX}reopen/", {"group": "findings"}).status_code == 403
    assert "Assign" not in text(auditor.get(INBOX))
    assert "Assign" in text(planner.get(INBOX))
    assert FindingRemark.objects.count() == 0
    assert ObjectState.objects.get(object__uri=RM).held


def test_what_expires_soon_is_listed_by_its_day(desk: Client) -> None:
    Material.objects.create(code="HB", name="Halobutyl", kind="raw", uom="KGM")
    Partner.objects.create(
        code="ELASTO", uri="https://id.demo.example/partner/ELASTO", name="E", kind="supplier"
    )
    for number, days in (("H-1", 5), ("H-2", -2), ("H-3", 60)):
        receiving.receive(
            material="HB",
            supplier="ELASTO",
            supplier_lot=number,
            quantity=Decimal(9),
            expires=timezone.now() + timedelta(days=days),
            by="P-1",
        )
    shown = text(desk.get(INBOX, {"group": "expiring"}))
    assert shown.index("H-2") < shown.index("H-1")
    assert "H-3" not in shown
    assert "H-3" in text(desk.get(INBOX, {"group": "expiring", "days": "90"}))


def test_what_is_overdue_names_the_gauge_and_the_person(desk: Client) -> None:
    today = timezone.now().date()
    gauge = PhysicalAsset.objects.create(
        code="G-1", uri="https://id.demo.example/asset/G-1", kind="gauge", name="Caliper"
    )
    Calibration.objects.create(
        gauge=gauge,
        calibrated_on=today - timedelta(days=400),
        due_on=today - timedelta(days=35),
        result="passed",
    )
    person = Person.objects.create(code="P-7", name="Ada Kaya")
    skill = Skill.objects.create(code="CURE", name="Curing")
    for back, until in ((800, -400), (400, 20)):
        Qualification.objects.create(
            person=person,
            skill=skill,
            obtained_on=today - timedelta(days=back),
            expires_on=today + timedelta(days=until),
        )
    shown = text(desk.get(INBOX, {"group": "overdue"}))
    assert "1 overdue" in shown
    assert "G-1 Caliper" in shown
    assert re.search(r"Qualification Curing P-7 Ada Kaya \S+ soon", shown)


def test_labels_in_trouble_lead_to_the_queue(desk: Client) -> None:
    job = begun("HB-2209")
    leasing.lost(job.pk, lease=lease_of(job), trouble=GONE)
    shown = desk.get(INBOX, {"group": "printing"})
    assert "1 label in trouble" in text(shown)
    assert "/labels/queue/?state=in_doubt" in shown.content.decode()


def test_what_a_recall_waits_for_is_listed_with_the_way_to_it(desk: Client) -> None:
    number = called_back()
    assert desk.get(INBOX, {"group": "recalls"}).context["lines"].rows == ()
    RecallNotice.objects.filter(name="North Tyres").update(
        state="sent", sent_at=clock.now() - timedelta(hours=23)
    )
    assert desk.get(INBOX, {"group": "recalls"}).context["lines"].rows == ()
    late = clock.now() - timedelta(hours=25)
    RecallNotice.objects.filter(name="North Tyres").update(sent_at=late)
    RecallNotice.objects.filter(name="East Tyres").update(state="failed", problem="no_address")
    RecallLook.objects.update(more=3)
    waiting.forget()
    shown = desk.get(INBOX, {"group": "recalls"})
    said = text(shown)
    for one in ("North Tyres", "East Tyres", "3 objects", "nothing joins by itself"):
        assert one in said
    assert "South Tyres" not in said
    assert shown.content.decode().count(f"/cases/{number}/") == 3
    assert shown.context["waiting"]["recalls"] == 3
    page = text(desk.get(f"/cases/{number}/"))
    assert "1 has not answered within 24 hours" in page
    notifying.acknowledge(number, customer="NORTH", who="by telephone", taking=BY)
    notifying.remind(number, taking=BY)
    rows = desk.get(INBOX, {"group": "recalls"}).context["lines"].rows
    assert [row["who"] for row in rows] == [""]


def test_a_group_that_there_is_not_is_told(desk: Client) -> None:
    assert desk.get(INBOX, {"group": "eaten"}).status_code == 400


@pytest.mark.parametrize(("language", "said"), [("de", "Posteingang"), ("tr", "Gelen kutusu")])
def test_it_speaks_the_readers_language(desk: Client, language: str, said: str) -> None:
    desk.cookies["django_language"] = language
    assert said in text(desk.get(INBOX))


def test_what_a_panel_sent_and_nobody_could_record_is_settled_there(desk: Client) -> None:
    stations.create(code="PRESSES", name="Press hall", by="chief")
    sent = {"id": "torn", "act": "scan", "told": {"text": "HB-22O9"}, "context": {"job": "J-1"}}
    entries.take([sent], station=Station(code="PRESSES"), who=lambda entry, at: None)
    shown = text(desk.get(INBOX, {"group": "panels"}))
    assert "1 entry of a panel" in shown
    assert "HB-22O9" in shown
    assert "PRESSES" in shown
    (marked,) = keys(desk, "panels")
    address = "/inbox/panels/"
    told = {"group": "panels", "act": "aside", "marked": marked}
    refused = desk.post(address, told | {"reason": ""})
    assert refused.status_code == 422
    assert "What a panel sent is settled for a reason." in text(refused)
    answer = desk.post(address, told | {"reason": "a torn label"}, follow=True)
    assert "1 entry is set aside." in text(answer)
    assert keys(desk, "panels") == []


def test_what_did_not_come_from_a_panel_is_a_line_until_somebody_says_why(desk: Client) -> None:
    stations.create(code="PRESSES", name="Press hall", by="chief")
    sent = {"id": "torn", "seq": 7}
    entries.take([sent], station=Station(code="PRESSES"), who=lambda entry, at: None, log="L")
    shown = text(desk.get(INBOX, {"group": "panels"}))
    assert "2 entries of panels" in shown
    assert "6 entries of this panel did not come, though later ones did." in shown
    assert "1–6" in shown
    gap, entry = keys(desk, "panels")
    told = {"group": "panels", "marked": [gap, entry], "reason": "the tablet burned"}
    refused = desk.post("/inbox/panels/", {**told, "act": "do"})
    assert "It is not known what was meant." in text(refused)
    answer = desk.post("/inbox/panels/", {**told, "act": "aside"}, follow=True)
    assert "2 entries are set aside." in text(answer)
    assert keys(desk, "panels") == []


def test_only_quality_settles_what_a_panel_sent(desk: Client) -> None:
    told = {"group": "panels", "act": "aside", "marked": "1", "reason": "x"}
    assert reader(Role.OPERATOR).post("/inbox/panels/", told).status_code == 403
