"""The page of a lot, unit or container: its tabs, what they cost, and what is done on it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.http import urlencode
from pytest_django import DjangoAssertNumQueries

from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.operations import correcting, holding, packing
from gozinto.plant import objects
from gozinto.plant.models import Reason
from gozinto.record.models import Event, ObjectState
from tests.edges.office.test_pages import text
from tests.edges.small_plant import LOT, SERIAL, TYRE, at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]

TABS = ("", "genealogy", "measurements", "balance", "documents", "audit")


def address(number: str, tab: str = "") -> str:
    asked = {"id": objects.resolve(number).uri} | ({"tab": tab} if tab else {})
    return f"/o/?{urlencode(asked)}"


def somebody(role: Role) -> Client:
    user = User.objects.create_user(f"the-{role.value}", password="a long enough one")
    RoleGrant.objects.create(user=user, role=role)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("number", [SERIAL, LOT, "HB-2209", "034531200000000417"])
@pytest.mark.parametrize("tab", TABS)
def test_no_tab_asks_the_database_more_than_twelve_times(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries, tab: str, number: str
) -> None:
    where = address(number, tab)
    desk.get("/gallery/")  # what is known of the plant is read once a process
    desk.get(where)
    desk.cookies.pop("recent", None)
    with django_assert_max_num_queries(12):
        answer = desk.get(where)
    assert answer.status_code == 200
    assert answer.content.decode().count('aria-current="page"') >= 1


def test_a_pallet_on_a_pallet_costs_no_more(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    inner, outer = "034531200000000417", "034531200000000431"
    packing.pack(container=outer, contents=[packing.container_uri(inner)], by="A1042", at=at(8, 5))
    for tab in TABS:
        desk.get(address(SERIAL, tab))
        with django_assert_max_num_queries(12):
            desk.get(address(SERIAL, tab))


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
