"""The page of a lot, unit or container: its tabs, what they cost, and what is done on it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils.http import urlencode

from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.operations import correcting, holding, inspection, packing
from gozinto.operations.inspection import Measured
from gozinto.plant import objects
from gozinto.plant.models import Reason
from gozinto.record.models import Event, ObjectState
from tests.edges.office.questions import few
from tests.edges.office.test_pages import text
from tests.edges.small_plant import LOT, SERIAL, TYRE, at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]

TABS = ("", "genealogy", "measurements", "balance", "documents", "audit")


def address(number: str, tab: str = "") -> str:
    asked = {"id": objects.resolve(number).uri} | ({"tab": tab} if tab else {})
    return f"/o/?{urlencode(asked)}"


def objects_first_at(number: str) -> datetime:
    """When the record first tells of it."""
    told = ObjectState.objects.get(object=objects.resolve(number)).first_at
    assert told is not None
    return told


def somebody(role: Role) -> Client:
    user = User.objects.create_user(f"the-{role.value}", password="a long enough one")
    RoleGrant.objects.create(user=user, role=role)
    client = Client()
    client.force_login(user)
    return client


def test_a_pallet_on_a_pallet_costs_no_more(desk: Client) -> None:
    inner, outer = "034531200000000417", "034531200000000431"
    packing.pack(container=outer, contents=[packing.container_uri(inner)], by="A1042", at=at(8, 5))
    for tab in TABS:
        assert few(desk, address(SERIAL, tab)).status_code == 200


def test_the_story_leads_to_the_container_the_delivery_note_and_the_company(desk: Client) -> None:
    page = desk.get(address(SERIAL)).content.decode()
    story = page.partition('<ol class="story">')[2].partition("</ol>")[0]
    leads = set(re.findall(r'href="([^"]*)"', story))
    assert len(leads) == 3
    assert {desk.get(one, follow=True).status_code for one in leads} == {200}
    assert {one.split("?")[0] for one in leads} == {"/o/", "/shipment/", "/partner/"}


def test_the_measurements_tell_every_value_with_its_limits(desk: Client) -> None:
    shown = text(desk.get(address("HB-2209", "measurements")))
    assert "permeability" in shown
    assert "1.38 ≤ 1.3" in shown
    assert "1 out of limits" in shown
    assert "Deniz Aksoy PERM-1" in shown
    tyre = text(desk.get(address(SERIAL, "measurements")))
    for said in ("RFV", "62 N", "≤ 100 N", "8.92 kg", "8.8 kg – 9 kg", "Final inspection"):
        assert said in tyre
    assert "out of limits" not in tyre
    assert "Nothing was measured yet" in text(desk.get(address("SI-302", "measurements")))


def test_the_genealogy_is_one_step_either_way(desk: Client) -> None:
    page = desk.get(address("MB-0904-3", "genealogy")).content.decode()
    shown = " ".join(re.sub(r"<[^>]*>", " ", page).split())
    into, _, with_it = shown.partition("Went into it")[2].partition("Made with it")
    assert [n for n in ("TSR-1187", "CB-118", "SI-302") if n in into] == [
        "TSR-1187",
        "CB-118",
        "SI-302",
    ]
    assert "150 kg" in into
    assert all(n in with_it for n in ("TR-0906-77", "BR-0906-52", "PR-0906-18"))
    assert "HB-2209" not in shown
    assert '<svg class="graph"' in page
    assert "Nothing went in" in text(desk.get(address("034531200000000417", "genealogy")))


def test_a_unit_shows_what_went_into_its_own_run_and_what_its_job_took_in(desk: Client) -> None:
    shown = text(desk.get(address(SERIAL, "genealogy"))).partition("Went into it")[2]
    assert "GT-118203" in shown
    assert "GT-118204" not in shown
    assert "RA-017" in shown


def test_what_a_unit_was_made_of_names_its_job_and_how_much(desk: Client) -> None:
    page = desk.get(address(SERIAL, "genealogy"))
    shown = text(page).partition("Went into it")[2]
    assert "GT-118203 Green tyre J-1042/80 curing PRESS-42 1 pcs" in shown
    (job,) = set(re.findall(r'href="(/job/[^"]*)"', page.content.decode()))
    assert "J-1042/80" in text(desk.get(job))


def test_a_value_of_the_lot_from_after_the_unit_was_made_is_told_as_that(desk: Client) -> None:
    for hours, number in ((-1, "41"), (1, "42")):
        inspection.inspect(
            LOT,
            kind="in_process",
            by="A1107",
            at=objects_first_at(SERIAL) + timedelta(hours=hours),
            values=[Measured(characteristic="mooney", value=Decimal(number))],
            result="accepted",
        )
    shown = text(desk.get(address(SERIAL, "measurements")))
    assert f"41 – Deniz Aksoy of lot {LOT} " in shown
    assert f"42 – Deniz Aksoy of lot {LOT}, after this one was made" in shown


def test_the_audit_says_when_it_was_told_by_whom_and_what_was_taken_back(desk: Client) -> None:
    held = holding.hold(TYRE, reason="HO-PLY", by="A1107", at=at(61))
    correcting.withdraw(held.event_id, reason="the wrong tyre", by="A1107", at=at(62))
    Reason.objects.create(code="HO-PLY", name="Ply splice open", category="hold")
    shown = text(desk.get(address(SERIAL, "audit")))
    for said in ("Deniz Aksoy", "Ply splice open", "withdrawn", "Taken back", "the wrong tyre"):
        assert said in shown
    told = Event.objects.get(event_id=held.event_id, is_declaration=False)
    raw = text(desk.get(f"/events/{told.position}/"))
    assert "&quot;HO-PLY&quot;" in raw
    assert SERIAL in raw


def test_the_audit_calls_what_somebody_was_there_in_the_readers_language(desk: Client) -> None:
    desk.cookies["django_language"] = "de"
    shown = text(desk.get(address(SERIAL, "audit")))
    assert "Prüfer" in shown
    assert "inspector" not in shown


def test_the_audit_leads_to_the_containers_whose_events_do_not_name_it(desk: Client) -> None:
    pallet = "034531200000000417"
    shown = desk.get(address(SERIAL, "audit"))
    assert f"{pallet} 2026-02-10 07:00 – now" in text(shown)
    assert "what was told of a container" in text(shown)
    assert f'href="{address(pallet)}&amp;tab=audit"' in shown.content.decode()
    assert "What it lay in" not in text(desk.get(address(LOT, "audit")))


@pytest.mark.parametrize(
    ("where", "status"),
    [
        ("&tab=nonsense", 400),
        ("&tab=audit&before=x", 400),
        ("&tab=audit&before=-1", 400),
        ("&tab=audit&before=1", 200),
    ],
)
def test_an_address_that_means_nothing_is_told_so(desk: Client, where: str, status: int) -> None:
    assert desk.get(address(SERIAL) + where).status_code == status


@pytest.mark.parametrize("position", [0, 10**30])
def test_an_event_that_is_not_there_is_a_page_too(desk: Client, position: int) -> None:
    assert desk.get(f"/events/{position}/").status_code == 404


class TestHolding:
    """Stopping an object on its page, and freeing it."""

    def test_it_is_held_for_a_reason_and_undone(self, desk: Client) -> None:
        form = {"id": TYRE, "act": "hold", "reason": "smells odd", "tab": "audit"}
        answer = desk.post("/o/act/", form)
        assert answer["Location"] == f"{address(SERIAL, 'audit')}&done=hold"
        shown = desk.get(answer["Location"])
        assert "It is on hold now" in text(shown)
        assert "smells odd" in text(shown)
        assert ObjectState.objects.get(object__uri=TYRE).held
        undone = desk.post("/o/act/", {"id": TYRE, "act": "release", "reason": "Undone"})
        assert "It is released" in text(desk.get(undone["Location"]))
        assert not ObjectState.objects.get(object__uri=TYRE).held

    def test_without_a_reason_nothing_is_held(self, desk: Client) -> None:
        answer = desk.post("/o/act/", {"id": TYRE, "act": "hold", "reason": "  "})
        assert answer.status_code == 400
        assert "It does not say why" in text(answer)
        assert not ObjectState.objects.get(object__uri=TYRE).held

    @pytest.mark.parametrize(
        ("role", "act"),
        [
            (Role.OPERATOR, "hold"),
            (Role.AUDITOR, "hold"),
            (Role.WAREHOUSE, "release"),
            (Role.INSPECTOR, "release"),
        ],
    )
    def test_who_may_not_sees_no_button_and_is_refused(self, role: Role, act: str) -> None:
        if act == "release":
            holding.hold(TYRE, reason="smells odd", by="A1107", at=at(61))
        before = ObjectState.objects.get(object__uri=TYRE).held
        client = somebody(role)
        assert f'value="{act}"' not in client.get(address(SERIAL)).content.decode()
        forged = client.post("/o/act/", {"id": TYRE, "act": act, "reason": "because"})
        assert forged.status_code == 403
        assert ObjectState.objects.get(object__uri=TYRE).held == before

    @pytest.mark.parametrize("act", ["", "destroy"])
    def test_what_can_be_done_to_no_object_is_refused(self, desk: Client, act: str) -> None:
        assert desk.post("/o/act/", {"id": TYRE, "act": act}).status_code == 400
        assert desk.get("/o/act/").status_code == 405


def test_what_somebody_looked_at_is_nobody_elses_business(desk: Client) -> None:
    desk.get(address(SERIAL))
    assert SERIAL in text(desk.get("/"))
    other = somebody(Role.AUDITOR)
    other.cookies["recent"] = desk.cookies["recent"].value
    assert "Nothing yet" in text(other.get("/"))
    desk.cookies["recent"] = "forged"
    assert "Nothing yet" in text(desk.get("/"))
