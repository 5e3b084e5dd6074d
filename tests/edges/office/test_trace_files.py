"""The answer as files: what is in each, and that the same question gives the same bytes."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from python_calamine import CalamineWorkbook

from gozinto import trace
from gozinto.edges.office.tracing import reporting
from gozinto.plant import objects
from gozinto.standards.epcis import documents
from tests.edges.small_plant import SERIAL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]

ASKED = {"id": "HB-2209", "direction": "forward"}


def saved(desk: Client, kind: str, asked: Mapping[str, Any] = ASKED) -> bytes:
    """A file; with what every one of them says of itself."""
    answer = desk.get(f"/trace/export.{kind}", asked)
    assert answer.status_code == 200
    assert re.fullmatch(
        rf'attachment; filename="[A-Za-z0-9._-]+\.{kind}"', answer["Content-Disposition"]
    )
    content: bytes = answer.content
    if "Repr-Digest" in answer:
        digest = base64.b64encode(sha256(content).digest()).decode()
        assert answer["Repr-Digest"] == f"sha-256=:{digest}:"
    return content


def test_the_report_has_the_same_bytes_whenever_it_is_asked_for(desk: Client) -> None:
    first, again = saved(desk, "pdf"), saved(desk, "pdf")
    assert first.startswith(b"%PDF-")
    assert first == again
    page = desk.get("/trace/files/", ASKED).content.decode()
    assert sha256(first).hexdigest() in page
    assert first != saved(desk, "pdf", {"id": SERIAL})
    german = desk.get("/trace/export.pdf", ASKED, headers={"Accept-Language": "de"}).content
    assert german.startswith(b"%PDF-")
    assert german != first


def test_the_report_says_all_that_the_page_does(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: dict[str, Any] = {}

    def keep(source: bytes, **options: Any) -> bytes:
        told.update(json.loads(options["sys_inputs"]["report"]))
        return b"%PDF-"

    monkeypatch.setattr(reporting.typst, "compile", keep)
    saved(desk, "pdf", {"id": SERIAL})
    tables = {table["title"]: table for table in told["tables"]}
    assert told["title"] == f"Where from {SERIAL}"
    assert "1 gap" in told["doubt"]
    assert not told["is_complete"]
    assert " ms" not in told["answer"]
    assert len(tables["What happened"]["rows"]) == 33
    assert len(tables["Gaps"]["rows"]) == 1
    assert told["picture"].startswith("<svg")
    monkeypatch.setattr(reporting, "MOST_ROWS", 10)
    saved(desk, "pdf", {"id": SERIAL})
    table = next(one for one in told["tables"] if one["title"] == "What happened")
    assert len(table["rows"]) == 10
    assert table["left"] == "23 more rows stand in the workbook and in the CSV."


def test_the_workbook_holds_objects_links_and_each_kind_of_fact(desk: Client) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(saved(desk, "xlsx")))
    answer = trace.forward([objects.resolve("HB-2209")])
    rows = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    assert rows["Question"][1] == ["Where used", "HB-2209"]
    assert len(rows["Objects and runs"]) == 1 + len(answer.nodes)
    assert len(rows["Links"]) == 1 + len(answer.links)
    assert rows["Links"][0][:3] == ["from", "to", "role"]
    assert len(rows["Customers"]) == 1 + len(answer.facts.customers)
    assert rows["Inspections"][0][:3] == ["kind", "object", "at"]
    inspected = {row[1].rsplit("/", 1)[-1] for row in rows["Inspections"][1:]}
    assert "HB-2209" in inspected
    assert saved(desk, "xlsx") == saved(desk, "xlsx")


def test_the_picture_stands_alone(desk: Client) -> None:
    drawn = etree.fromstring(saved(desk, "svg"))
    text = etree.tostring(drawn, encoding="unicode")
    assert "var(--" not in text
    assert "href" not in text
    assert "<style>" in text
    assert "HB-2209" in text


@pytest.mark.parametrize("direction", ["backward", "forward", "both"])
def test_the_events_behind_it_are_one_epcis_document(desk: Client, direction: str) -> None:
    asked = {"id": "GT-118203", "direction": direction}
    content = saved(desk, "epcis.json", asked)
    told = list(documents.read(content))
    assert told
    assert all(one.event is not None for one in told)
    steps = {one.event.biz_step for one in told if one.event}
    assert (b"HB-2209" in content) is (direction != "forward")
    assert ("shipping" in steps) is (direction != "backward")


def test_files_of_nothing_lead_to_the_question(desk: Client) -> None:
    for where in ("export.pdf", "export.csv", "files/"):
        assert desk.get(f"/trace/{where}")["Location"] == "/trace/"


def test_the_page_offers_every_file_of_its_question(desk: Client) -> None:
    asked = {"id": SERIAL, "width": "possible", "q": "B-317", "open": "x"}
    page = desk.get("/trace/", asked).content.decode()
    for kind in ("pdf", "xlsx", "csv", "svg", "epcis.json"):
        found = re.search(rf'href="(/trace/export\.{kind}\?[^"]*)"', page)
        assert found
        assert "width=possible" in found[1]
        assert ("q=B-317" in found[1]) is (kind not in ("svg", "pdf"))
    part = desk.get("/trace/files/", asked, headers={"HX-Target": "files"}).content.decode()
    assert "<html" not in part
