"""The pages as a browser without scripts gets them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils.http import urlencode

from gozinto import record
from gozinto.access import links
from gozinto.access.models import User
from gozinto.edges.office import tables
from gozinto.edges.office.tracing import asking as tracing
from gozinto.errors import Malformed
from gozinto.operations import holding, packing, receiving
from gozinto.plant import objects
from gozinto.plant.models import Material, Reason
from gozinto.standards.epcis.events import QuantityElement
from gozinto.standards.epcis.gozinto import Context
from tests.edges.office.questions import few
from tests.edges.small_plant import LOT, SERIAL, TYRE, at, build
from tests.plants import lot, observed, received, shipped, some, transformed, unit

pytestmark = pytest.mark.django_db


def text(answer: object) -> str:
    """What a page says, without its marks."""
    content = answer.content.decode()  # type: ignore[attr-defined]
    return " ".join(re.sub(r"<[^>]*>", " ", content).split())


class TestSigningIn:
    """By name, and by a link that works once."""

    def test_by_name_and_out_again(self, client: Client) -> None:
        User.objects.create_superuser("deniz", password="a long enough one")
        assert "Sign in" in text(client.get("/sign-in/"))
        wrong = client.post("/sign-in/", {"username": "deniz", "password": "no"})
        assert "do not match" in text(wrong)
        form = {"username": "deniz", "password": "a long enough one", "next": "/gallery/"}
        assert client.post("/sign-in/", form)["Location"] == "/gallery/"
        assert client.get("/").status_code == 200
        assert client.post("/sign-out/")["Location"] == "/sign-in/"
        assert "_auth_user_id" not in client.session

    def test_looking_at_a_link_does_not_use_it_up(self, client: Client) -> None:
        where = f"/sign-in/{links.create(user=User.objects.create_superuser('deniz'))}/"
        for _ in range(3):
            assert client.get(where).status_code == 200
        assert "_auth_user_id" not in client.session
        assert client.post(where)["Location"] == "/"
        assert "_auth_user_id" in client.session
        again = Client().post(where)
        assert again.status_code == 401
        assert "used already" in text(again)

    def test_a_sign_in_never_leads_to_another_site(self, client: Client) -> None:
        User.objects.create_superuser("deniz", password="a long enough one")
        form = {
            "username": "deniz",
            "password": "a long enough one",
            "next": "https://evil.example/",
        }
        assert client.post("/sign-in/", form)["Location"] == "/"


class TestSearch:
    """One box that takes anything printed."""

    def test_an_exact_hit_leads_to_its_page(self, desk: Client) -> None:
        build(tyres=2)
        for asked in (SERIAL, f" {TYRE} "):
            assert desk.get("/", {"q": asked})["Location"] == f"/o/?{urlencode({'id': TYRE})}"

    def test_nothing_found_offers_near_ones(self, desk: Client) -> None:
        build(tyres=2)
        answer = desk.get("/", {"q": "0444232323"})
        assert answer.status_code == 404
        assert SERIAL in text(answer)

    def test_two_suppliers_with_one_number_are_candidates(self, desk: Client) -> None:
        build(tyres=2)
        receiving.receive(
            material="SI",
            supplier="ARLO",
            supplier_lot="SI-302",
            quantity=Decimal(1),
            by="A1",
            at=at(0),
        )
        answer = desk.get("/", {"q": "SI-302"})
        assert answer.status_code == 409
        assert "2 candidates" in text(answer)
        assert "/class/SI/ARLO/SI-302" in text(answer)

    @pytest.mark.parametrize("asked", ["x" * 3000, "a\0b"])
    def test_what_no_label_holds_is_refused(self, desk: Client, asked: str) -> None:
        assert desk.get("/", {"q": asked}).status_code == 400

    def test_what_was_looked_at_stands_on_the_first_page(self, desk: Client) -> None:
        assert "Nothing yet" in text(desk.get("/"))
        build(tyres=2)
        desk.get("/o/", {"id": TYRE})
        assert SERIAL in text(desk.get("/"))


class TestThing:
    """The page of one object."""

    def test_facts_and_story(self, desk: Client) -> None:
        build(tyres=2)
        shown = text(desk.get("/o/", {"id": TYRE}))
        for said in ("returned", "205/55 R16 tyre", "Shipped", "loses 22 kPa a month", "PRESS-42"):
            assert said in shown

    def test_the_balance_of_a_lot_names_its_terms_and_their_events(self, desk: Client) -> None:
        build(tyres=6)
        page = desk.get("/o/", {"id": objects.resolve(LOT).uri, "tab": "balance"})
        shown = text(page)[text(page).rindex("Balance") :]
        assert "Balance closes" in shown
        for said in ("6 pcs", "−6 pcs", "On hand 1 pcs", "Not accounted for 0 pcs"):
            assert said in shown
        assert shown.count("3 pcs") == 2  # two loads
        assert "No tolerance is on record" in shown

    def test_what_does_not_close_says_so_in_the_readers_language(self, desk: Client) -> None:
        record.capture(received(some(lot("NR", "R-1"), 5), 0))
        record.capture(observed(1, lots=[some(lot("NR", "R-1"), 3)], step="stock_taking"))
        record.capture(shipped([], 2, lots=[QuantityElement(epc_class=lot("NR", "R-1"))]))
        shown = text(desk.get("/o/", {"id": lot("NR", "R-1"), "tab": "balance"}))
        for said in ("does not close", "On hand, counted", "3 kg found, 5 kg expected", "2 kg"):
            assert said in shown
        desk.post("/language/", {"language": "tr"})
        assert "kapanmıyor" in text(desk.get("/o/", {"id": lot("NR", "R-1"), "tab": "balance"}))

    def test_a_difference_within_the_tolerance_of_the_material_is_no_warning(
        self, desk: Client
    ) -> None:
        material = Material.objects.create(
            code="NR", name="Rubber", kind="raw", uom="KGM", tolerance_percent=50
        )
        record.capture(received(some(lot("NR", "R-1"), 5), 0))
        record.capture(observed(1, lots=[some(lot("NR", "R-1"), 3)], step="stock_taking"))
        shown = text(desk.get("/o/", {"id": lot("NR", "R-1"), "tab": "balance"}))
        assert "closes within tolerance" in shown
        assert "Tolerance ± 2.5 kg" in shown
        material.tolerance_percent = Decimal(30)
        material.save()
        assert "does not close" in text(desk.get("/o/", {"id": lot("NR", "R-1"), "tab": "balance"}))

    def test_a_container_has_not_stock(self, desk: Client) -> None:
        build(tyres=2)
        assert "Not accounted" not in text(
            desk.get("/o/", {"id": packing.container_uri("034531200000000417"), "tab": "balance"})
        )

    def test_a_number_is_sent_on_to_the_address_of_its_object(self, desk: Client) -> None:
        build(tyres=2)
        assert desk.get("/o/", {"id": SERIAL})["Location"] == f"/o/?{urlencode({'id': TYRE})}"

    def test_an_unknown_one_is_a_page_too(self, desk: Client) -> None:
        assert desk.get("/o/", {"id": "nothing"}).status_code == 404


class TestTrace:
    """Where from, where used."""

    def test_the_title_line_holds_the_answer_and_its_doubt(self, desk: Client) -> None:
        build(tyres=2)
        shown = text(desk.get("/trace/", {"id": SERIAL}))
        assert re.search(r"18 objects, 30 links, 5 suppliers · [\d.,]+ ms", shown)
        assert "1 gap" in shown
        for said in ("Bladder B-317", "51 cycles past", "Mert Kaya", "Night", "permeability 1.38"):
            assert said in shown

    def test_a_width_is_chosen_beside_the_answer_and_stays_chosen(self, desk: Client) -> None:
        build(tyres=2)
        shown = desk.get("/trace/", {"id": SERIAL, "width": "possible"}).content.decode()
        assert re.search(r'<a class="chip on"[^>]*width=possible[^>]*>Possible</a>', shown)
        assert re.search(r'<a class="chip"[^>]*width=proven[^>]*>Proven</a>', shown)
        assert shown.count('<input type="hidden" name="width" value="possible">') == 3
        assert (
            '<input type="hidden" name="width"'
            not in desk.get("/trace/", {"id": SERIAL}).content.decode()
        )

    def test_a_width_that_does_not_exist_is_said(self, desk: Client) -> None:
        build(tyres=2)
        assert desk.get("/trace/", {"id": SERIAL, "width": "wide"}).status_code == 400

    def test_what_widens_a_possible_answer_is_listed_with_its_price(self, desk: Client) -> None:
        build(tyres=2)
        made = transformed(
            5, inputs=[some(lot("GLUE", "G-1"), 1)], units_out=[unit("PART", "PART-7")]
        )
        record.capture(replace(made, extensions=Context(certainty="unknown").extensions()))
        shown = text(desk.get("/trace/", {"id": "PART-7", "width": "possible"}))
        assert "Doubts" in shown
        assert "Whether it took part is not known. 1 object" in shown

    def test_forward_ends_at_the_customers(self, desk: Client) -> None:
        build(tyres=2)
        shown = text(desk.get("/trace/", {"id": "HB-2209", "direction": "forward"}))
        assert "2 customers" in shown
        assert "complete" in shown
        assert "Bayi 0417" in shown

    def test_htmx_gets_only_the_part_it_asked_for(self, desk: Client) -> None:
        build(tyres=2)
        for part in ("graph", "rows"):
            answer = desk.get(
                "/trace/", {"id": SERIAL}, headers={"HX-Request": "true", "HX-Target": part}
            )
            content = answer.content.decode().strip()
            assert content.startswith("<")
            assert f'id="{part}"' in content[:200]
            assert "<html" not in content

    def test_rows_are_filtered_and_sorted_by_the_address(self, desk: Client) -> None:
        build(tyres=2)
        query = {"id": SERIAL, "show": "inspections", "sort": "object", "order": "down"}
        rows = desk.get("/trace/", query).context["rows"]
        assert [row.object for row in rows] == ["HB-2209", SERIAL]
        rows = desk.get("/trace/", {"id": SERIAL, "q": "halo nothing"}).context["rows"]
        assert rows == []
        rows = desk.get("/trace/", {"id": SERIAL, "q": "B-317"}).context["rows"]
        assert [row.tone for row in rows] == ["bad"]

    def test_a_box_is_chosen_by_the_address(self, desk: Client) -> None:
        build(tyres=2)
        lot = "https://id.demo.example/class/HB/ELASTO/HB-2209"
        detail = desk.get("/trace/", {"id": SERIAL, "node": lot}).context["detail"]
        assert detail.number == "HB-2209"
        assert desk.get("/trace/", {"id": SERIAL, "node": "gone"}).status_code == 200

    def test_the_table_as_a_file(self, desk: Client) -> None:
        build(tyres=2)
        answer = desk.get("/trace/export.csv", {"id": SERIAL, "show": "mounts"})
        assert answer["Content-Type"].startswith("text/csv")
        table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert table[0][:3] == ["Step", "Object", "Time"]
        assert [row[1] for row in table[1:]] == ["B-317 → J-1042/80", "M-88 → J-1042/80"]

    def test_without_a_number_it_asks_for_one(self, desk: Client) -> None:
        assert "Scan or type a number" in desk.get("/trace/").content.decode()

    @pytest.mark.parametrize(
        "query", [{"as_of": "yesterday"}, {"as_of": "2026-02-30T10:00"}, {"as_of": "9999-99-99"}]
    )
    def test_a_time_that_is_none_is_refused(self, desk: Client, query: dict[str, str]) -> None:
        assert desk.get("/trace/", {"id": "x", **query}).status_code == 400

    def test_an_odd_address_is_no_fault(self, desk: Client) -> None:
        build(tyres=2)
        query = {"id": SERIAL, "rows": "٣", "sort": "x", "show": "x", "open": "x", "order": "x"}
        assert desk.get("/trace/", query).status_code == 200


def test_a_time_without_an_offset_is_the_plants() -> None:
    assert tracing.read_time("") is None
    assert str(tracing.read_time("2026-03-01T12:00:00+03:00")) == "2026-03-01 09:00:00+00:00"
    assert str(tracing.read_time("2026-03-01T12:00:00 03:00")) == "2026-03-01 09:00:00+00:00"
    with pytest.raises(Malformed):
        tracing.read_time("0001-01-01T00:00:00+14:00")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+49", "'+49"),
        ("-3", "'-3"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        (" =x", "' =x"),
        ("0444", "0444"),
        (None, ""),
    ],
)
def test_no_cell_is_a_formula(value: object, shown: str) -> None:
    assert tables.cell(value) == shown


def test_a_file_name_holds_nothing_of_a_header() -> None:
    answer = tables.csv_response(["a"], [], name='x"\r\nSet-Cookie: a=b/ş')
    assert answer["Content-Disposition"] == 'attachment; filename="x___Set-Cookie__a_b__.csv"'


def test_every_page_obeys_the_content_policy(desk: Client) -> None:
    build(tyres=2)
    pages = ["/", "/gallery/", "/trace/", f"/trace/?id={SERIAL}", f"/o/?{urlencode({'id': TYRE})}"]
    for where in [*pages, "/?q=nothing"]:
        content = desk.get(where).content.decode()
        assert not re.search(r"<script(?![^>]*\ssrc=)", content), where
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", content), where
        assert not re.search(r'(?:src|href)="(?:https?:)?//', content), where


def test_the_answer_does_not_cost_more_queries_when_it_is_larger(desk: Client) -> None:
    build(tyres=12)
    answer = few(desk, "/trace/", {"id": "HB-2209", "direction": "forward"}, most=64)
    assert answer.status_code == 200


def test_without_its_database_a_page_says_so(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(text: str) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(objects, "resolve", away)
    answer = desk.get("/", {"q": "x"})
    assert answer.status_code == 503
    assert "gozinto doctor" in text(answer)


def test_a_shipped_unit_is_on_its_way_and_not_on_its_last_shelf(desk: Client) -> None:
    build(tyres=2)
    sent = objects.resolve(SERIAL).uri.replace(SERIAL, "0444232401")
    assert "Where in transit to Bayi 0233" in text(desk.get("/o/", {"id": sent}))
    detail = desk.get("/trace/", {"id": sent, "direction": "forward", "node": sent})
    assert "Where in transit to Bayi 0233" in text(detail)
    # The other one came back, and nobody said where it was put.
    assert "in transit to" not in text(desk.get("/o/", {"id": TYRE}))
    assert "Where Raw warehouse" in text(desk.get("/o/", {"id": "HB-2209"}, follow=True))


def test_a_story_says_a_reason_by_its_name_and_in_a_persons_own_words(desk: Client) -> None:
    Reason.objects.create(code="HO-PLY", name="Ply splice open", category="hold")
    for hours, reason in ((200, "HO-PLY"), (201, "smells odd")):
        holding.hold(TYRE, reason=reason, by="P-9", at=at(hours))
    shown = text(desk.get("/o/", {"id": TYRE}))
    assert "Ply splice open" in shown
    assert "HO-PLY" not in shown
    assert "smells odd" in shown


def test_the_table_says_how_much_comes_from_where_or_why_it_does_not(desk: Client) -> None:
    build(tyres=2)
    asked = {"id": "TR-0906-77", "q": "SI-302"}
    page = desk.get("/trace/", asked).content.decode()
    # 41.6 of 83.2 kg came directly, and 12 of 224.5 kg of the other half over the master batch.
    assert '<td class="right num" title="0.526726">52.7 %</td>' in page
    turkish = desk.get("/trace/", asked, headers={"Accept-Language": "tr"}).content.decode()
    assert '<td class="right num" title="0,526726">%52,7</td>' in turkish
    # A tyre takes one green tyre, and what a piece weighs is not on record.
    unknown = desk.get("/trace/", {"id": SERIAL, "q": "SI-302"}).content.decode()
    assert 'title="An amount on the way has no mass on record.">—</td>' in unknown
    both = desk.get("/trace/", {"id": [SERIAL, "TR-0906-77"], "q": "SI-302"}).content.decode()
    assert "Several things were asked for" in both
    asked = {"id": "TR-0906-77", "sort": "share", "order": "down"}
    table = list(csv.reader(io.StringIO(text_of(desk.get("/trace/export.csv", asked)))))
    column = table[0].index("Share")
    shares = [row[column] for row in table[1:] if row[column]]
    assert shares[0] == "1"
    assert shares == sorted(shares, reverse=True)


def text_of(answer: object) -> str:
    """A file that is sent."""
    content: bytes = answer.content  # type: ignore[attr-defined]
    return content.decode("utf-8-sig")
