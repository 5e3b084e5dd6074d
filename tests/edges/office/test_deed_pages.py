"""The pages of a job, a receipt, a delivery note and a company."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from gozinto.operations import production
from gozinto.plant.models import Approval, BillLine, Material, Partner
from gozinto.record.models import Event
from tests.edges.office.test_pages import text
from tests.edges.small_plant import DOMAIN, SERIAL, at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]

SUPPLIER = f"https://{DOMAIN}/partner/ELASTO"


def receipt_of(number: str) -> str:
    return Event.objects.get(biz_step="receiving", document__contains=f"/{number}").event_id


def test_a_job_says_what_went_in_what_came_out_and_who_worked_on_it(desk: Client) -> None:
    shown = text(desk.get("/job/", {"id": "J-1042/80"}))
    for said in ("PRESS-42", "curing", "Mert Kaya", "RA-017", "GT-118203", SERIAL):
        assert said in shown
    assert "Slots of the bill" not in shown


def test_a_job_shows_its_plan_its_progress_and_the_slots_of_its_bill(desk: Client) -> None:
    for code, slot in (("NR", "rubber"), ("CB", "filler")):
        BillLine.objects.create(
            material=Material.objects.get(code="MB"),
            component=Material.objects.get(code=code),
            slot=slot,
            quantity=Decimal("0.5"),
            uom="KGM",
        )
    production.start(
        job="J-77/10", step="mixing", equipment="MIXER-2", product="MB",
        planned=Decimal(100), uom="KGM", by="A1042", at=at(70),
    )  # fmt: skip
    production.mix(
        run="J-77/10",
        inputs=[
            production.Component(of="TSR-1187", quantity=Decimal(10), uom="KGM", slot="rubber")
        ],
        material="MB",
        number="MB-77",
        quantity=Decimal(25),
        by="A1042",
        at=at(70, 1),
    )
    shown = text(desk.get("/job/", {"id": "J-77/10"}))
    for said in ("running", "25 kg", "of 100 kg planned", "25.0 %", "MB-77"):
        assert said in shown
    slots = shown.partition("Slots of the bill")[2].partition("Came out")[0]
    assert "rubber Natural rubber 0.5 kg TSR-1187" in slots
    assert "filler Carbon black N330 0.5 kg empty" in slots


def test_a_receipt_says_what_came_from_whom_and_how_it_was_judged(desk: Client) -> None:
    shown = text(desk.get("/receipt/", {"id": receipt_of("HB-2209")}))
    for said in ("DN-HB-2209", "Elastomer D", "900 kg", "concession", "Raw warehouse"):
        assert said in shown


def test_a_delivery_note_is_a_sheet_that_says_all_that_left(desk: Client) -> None:
    shown = text(desk.get("/shipment/", {"id": "SN-20871"}))
    for said in ("Demo Tyres", "Bayi 0417", "034531200000000417", SERIAL, "Handed over"):
        assert said in shown


def test_a_company_says_what_may_be_had_and_what_came_and_went(desk: Client) -> None:
    Approval.objects.create(
        partner=Partner.objects.get(code="ELASTO"),
        material=Material.objects.get(code="HB"),
        state="suspended",
        effective_from=date(2026, 1, 1),
    )
    shown = text(desk.get("/partner/", {"id": "ELASTO"}))
    for said in ("Supplier", "Halobutyl", "suspended", "HB-2209", "DN-HB-2209"):
        assert said in shown
    dealer = text(desk.get("/partner/", {"id": "B0417"}))
    assert "SN-20871" in dealer
    assert "Nothing came from it yet" not in dealer or "Returns" in dealer


@pytest.mark.parametrize("page", ["job", "receipt", "shipment", "partner"])
@pytest.mark.parametrize("asked", ["nothing", "https://x.example/a b", "x" * 1500])
def test_what_is_not_there_is_told_so_and_what_to_do(desk: Client, page: str, asked: str) -> None:
    answer = desk.get(f"/{page}/", {"id": asked})
    assert answer.status_code == 404
    assert desk.get(f"/{page}/", {"id": "a\0b"}).status_code == 400
    assert desk.get(f"/{page}/").status_code == 302


@pytest.mark.parametrize(
    ("list_", "led_to"),
    [("jobs", "/job/?id="), ("shipments", "/shipment/?id="), ("partners", "/partner/?id=")],
)
def test_the_lists_lead_to_the_pages(desk: Client, list_: str, led_to: str) -> None:
    production.start(job="J-9", step="mixing", equipment="MIXER-2", by="A1042", at=at(70))
    assert led_to in desk.get(f"/{list_}/").content.decode()
    assert "/receipt/?id=" in desk.get("/receipts/").content.decode()
