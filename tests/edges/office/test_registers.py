"""The lists of what came, what was made, what left and what came back, and of companies."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from gozinto.edges.office.lists.cells import Line
from gozinto.operations import correcting, holding, production, receiving
from gozinto.record import clock
from gozinto.record.models import Event
from tests.edges.office.questions import few
from tests.edges.office.test_pages import text
from tests.edges.small_plant import DOMAIN, SERIAL, at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]

LISTS = ("/lots/", "/receipts/", "/jobs/", "/shipments/", "/returns/", "/partners/")


def cells(answer: Any) -> list[dict[str, str]]:
    """The rows as they are shown, each by the names of its columns."""
    lines: list[Line] = answer.context["lines"]
    return [{cell.column: cell.text for cell in line.cells} for line in lines]


def a_job() -> None:
    """A job that was started to make 100 kg."""
    production.start(
        job="J-9/10",
        step="mixing",
        equipment="MIXER-2",
        product="MB",
        planned=Decimal(100),
        by="A1042",
        at=at(100),
    )


def partner(code: str) -> str:
    return f"https://{DOMAIN}/partner/{code}"


@pytest.mark.parametrize("address", LISTS)
def test_each_list_takes_few_queries(desk: Client, address: str) -> None:
    a_job()
    assert few(desk, address, {"q": "a"}).status_code == 200
    assert cells(few(desk, address))


@pytest.mark.parametrize("address", LISTS)
def test_who_is_not_signed_in_sees_no_list(client: Client, address: str) -> None:
    assert client.get(address)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", LISTS)
def test_every_order_that_a_head_offers_is_answered(desk: Client, address: str) -> None:
    heads = desk.get(address).context["heads"]
    offered = [head for head in heads if head.address]
    assert offered
    for head in offered:
        turned = {"ascending": "descending"}.get(head.order, "ascending")
        answer = desk.get(address + head.address)
        assert answer.status_code == 200
        now = {one.column: one.order for one in answer.context["heads"]}
        assert now[head.column] == turned


def test_a_receipt_says_what_came_from_whom_under_which_note(desk: Client) -> None:
    rows = cells(desk.get("/receipts/", {"q": "HB-2209"}))
    assert len(rows) == 1
    shown = {name: rows[0][name] for name in ("number", "item", "quantity", "partner", "note")}
    assert shown == {
        "number": "HB-2209",
        "item": "Halobutyl",
        "quantity": "900 kg",
        "partner": "Elastomer D",
        "note": "DN-HB-2209",
    }
    assert cells(desk.get("/receipts/", {"q": "DN-HB"})) == rows
    assert cells(desk.get("/receipts/", {"partner": partner("ELASTO")})) == rows


def test_what_came_back_is_no_receipt_and_stands_with_its_reason(desk: Client) -> None:
    assert SERIAL not in text(desk.get("/receipts/"))
    (row,) = cells(desk.get("/returns/"))
    assert row["number"] == SERIAL
    assert row["partner"] == "Bayi 0417"
    assert row["reason"] == "loses 22 kPa a month"
    assert row["status"] == "returned"
    assert cells(desk.get("/returns/", {"partner": partner("B0233")})) == []


def test_a_receipt_that_was_withdrawn_is_none(desk: Client) -> None:
    captured = receiving.receive(
        material="SI",
        supplier="ARLO",
        supplier_lot="SI-1",
        quantity=Decimal(5),
        by="A1042",
        at=at(100),
    )
    assert cells(desk.get("/receipts/"))[0]["number"] == "SI-1"
    correcting.withdraw(captured.event_id, reason="another plant's", by="A1107", at=at(101))
    assert cells(desk.get("/receipts/"))[0]["number"] != "SI-1"


def test_a_shipment_says_how_many_left_for_whom(desk: Client) -> None:
    rows = cells(desk.get("/shipments/"))
    assert [(row["note"], row["partner"], row["things"]) for row in rows] == [
        ("SN-20872", "Bayi 0233", "3"),
        ("SN-20871", "Bayi 0417", "3"),
    ]
    found = [cells(desk.get("/shipments/", {"q": asked})) for asked in ("SN-20871", SERIAL)]
    assert found == [rows[1:], rows[1:]]
    assert cells(desk.get("/shipments/", {"partner": partner("B0233")})) == rows[:1]


def test_a_job_says_how_far_it_is(desk: Client) -> None:
    a_job()
    production.produce_lot(
        run="J-9/10",
        material="MB",
        number="MB-9",
        quantity=Decimal(40),
        by="A1042",
        at=at(100, 1),
    )
    (row,) = cells(desk.get("/jobs/", {"q": "J-9"}))
    assert (row["planned"], row["made"], row["progress"]) == ("100 kg", "40 kg", "40 %")
    assert (row["last"], row["product"]) == ("running", "Master batch")
    production.finish(run="J-9/10", by="A1042", at=at(100, 2))
    (row,) = cells(desk.get("/jobs/", {"q": "J-9"}))
    assert row["last"] == "finished"


def test_jobs_are_filtered_by_how_they_stand(desk: Client) -> None:
    def states(asked: str) -> set[str]:
        return {row["last"] for row in cells(desk.get("/jobs/", {"state": asked}))}

    a_job()
    with clock.set_to(at(101)):
        assert states("running") == {"running"}
        production.pause("J-9/10", by="A1042", at=at(100, 1))
        assert states("paused") == {"paused"}
    with clock.set_to(at(200)):
        assert states("paused") == set(), "what began long ago is looked for when it is asked for"
        asked = {"state": "paused", "started_at__gte": at(99).date().isoformat()}
        assert [row["job"] for row in cells(desk.get("/jobs/", asked))] == ["J-9/10"]
    with clock.set_to(at(101)):
        production.finish("J-9/10", by="A1042", at=at(100, 2))
        assert states("finished") == {"finished"}
        assert states("paused") == set()


def test_orders_are_reached_from_the_jobs(desk: Client) -> None:
    page = desk.get("/jobs/").content.decode()
    address = "/setup/orders/?kind=production&amp;state=planned"
    assert f'href="{address}"' in page
    assert desk.get(address.replace("&amp;", "&")).status_code == 200


def test_a_job_that_makes_units_counts_them(desk: Client) -> None:
    production.start(
        job="J-9/80",
        step="curing",
        equipment="PRESS-42",
        product="T205",
        planned=Decimal(4),
        by="A1150",
        at=at(100),
    )
    for number in ("N-1", "N-2", "N-3"):
        production.produce_serial(
            run="J-9/80", material="T205", number=number, by="A1150", at=at(100, 1)
        )
    (row,) = cells(desk.get("/jobs/", {"q": "J-9/80"}))
    assert (row["planned"], row["made"], row["progress"]) == ("4 pcs", "3 pcs", "75 %")


def test_a_company_has_figures_that_lead_to_what_is_behind_them(desk: Client) -> None:
    (before,) = cells(desk.get("/partners/", {"q": "elasto"}))
    assert (before["deliveries"], before["held"]) == ("", "")
    receiving.receive(
        material="HB",
        supplier="ELASTO",
        supplier_lot="HB-3000",
        quantity=Decimal(5),
        by="A1042",
        at=timezone.now() - timedelta(days=1),
    )
    holding.hold("HB-2209", reason="smells", by="A1107", at=at(90))
    answer = desk.get("/partners/", {"q": "elasto"})
    (row,) = cells(answer)
    assert (row["name"], row["deliveries"], row["held"]) == ("Elastomer D", "1", "1")
    query = urlencode({"partner": partner("ELASTO"), "held": "true"})
    address = f"/receipts/?{query}"
    assert address.replace("&", "&amp;") in answer.content.decode()
    assert [one["number"] for one in cells(desk.get(address))] == ["HB-2209"]


def test_who_sent_what_is_read_where_a_text_says_something_like_it(desk: Client) -> None:
    """The parties are found in the event's own text, and not in what somebody wrote there."""
    receiving.receive(
        material="HB",
        supplier="ELASTO",
        supplier_lot='HB","type":"owning_party"',
        quantity=Decimal(5),
        note='"source":"https://evil.example","type":"owning_party"',
        by="A1042",
        at=at(100),
    )
    row = cells(desk.get("/receipts/"))[0]
    assert row["partner"] == "Elastomer D"
    assert row["note"] == '"source":"https://evil.example","type":"owning_party"'
    assert Event.objects.filter(biz_step="receiving").count() == 9


def test_a_row_leads_to_its_page_and_to_its_company(desk: Client) -> None:
    """What stands in a row is looked up no further than one click away."""
    for address in ("/receipts/", "/shipments/", "/returns/", "/partners/"):
        line = desk.get(address).context["lines"][0]
        leads = [line.address, *(c.address for c in line.cells if c.column == "partner")]
        for one in leads:
            assert desk.get(one).status_code == 200, one
