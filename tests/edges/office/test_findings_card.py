"""What breaks a rule stands on the page of the lot or unit that it is about."""

from __future__ import annotations

import pytest
from django.test import Client

from gozinto import record
from gozinto.record.models import Finding
from gozinto.standards.epcis.gozinto import Override
from tests.edges.office.test_pages import text
from tests.plants import held, lot, received, run, some, transformed

pytestmark = pytest.mark.django_db


def test_the_card_says_what_is_wrong_what_to_do_and_who_let_it_pass(desk: Client) -> None:
    record.capture(received(some(lot("RM", "RM-1"), 10), 0))
    record.capture(held(lot("RM", "RM-1"), 1))
    let = Override(code="object_held", reason="Tested.", person="P-9", role="quality")
    for hours, overrides in ((2, ()), (3, (let,))):
        record.capture(
            transformed(
                hours,
                run_id=run("R"),
                inputs=[some(lot("RM", "RM-1"), 1)],
                overrides=overrides,
            )
        )
    shown = text(desk.get("/o/", {"id": lot("RM", "RM-1")}))
    assert "What is wrong with it" in shown
    assert "1 open" in shown
    assert "RM-1 is on hold." in shown
    assert "Ask quality to release it" in shown
    assert "P-9 · Tested." in shown


def used(hours: float, *overrides: Override) -> None:
    record.capture(
        transformed(
            hours, run_id=run("R"), inputs=[some(lot("RM", "RM-1"), 1)], overrides=overrides
        )
    )


def test_what_happens_again_and_again_stands_once_with_how_often(desk: Client) -> None:
    record.capture(received(some(lot("RM", "RM-1"), 100), 0))
    record.capture(held(lot("RM", "RM-1"), 1))
    for hours in range(2, 14):
        used(hours)
    used(14, Override(code="object_held", reason="Tested.", person="P-9", role="quality"))
    shown = text(desk.get("/o/", {"id": lot("RM", "RM-1")}))
    assert shown.count("Something on hold was used or shipped") == 1
    assert shown.count("RM-1 is on hold.") == 1
    assert "13 times, first 2026-03-02 08:00, last 2026-03-02 20:00" in shown
    assert "12 open" in shown
    assert "3 more: gozinto findings --each" in shown
    assert shown.count("P-9 · Tested.") == 1
    listed = shown.partition("13 times")[2]
    assert listed.index("2026-03-02 20:00 ") < listed.index("2026-03-02 11:00 ")


def test_the_card_speaks_the_language_of_its_reader(desk: Client) -> None:
    record.capture(received(some(lot("RM", "RM-1"), 100), 0))
    record.capture(held(lot("RM", "RM-1"), 1))
    used(2)
    used(3)
    asked = {"id": lot("RM", "RM-1")}
    german = text(desk.get("/o/", asked, headers={"Accept-Language": "de"}))
    assert "Gesperrtes wurde verwendet oder versandt" in german
    assert "RM-1 ist gesperrt." in german
    assert "2 Mal, zuerst 02.03.2026 08:00, zuletzt 02.03.2026 09:00" in german
    assert "Bitten Sie die Qualität um die Freigabe" in german
    turkish = text(desk.get("/o/", asked, headers={"Accept-Language": "tr"}))
    assert "RM-1 bloke." in turkish
    assert "2 kez, ilk 02.03.2026 08:00" in turkish


def test_what_may_be_chance_stands_apart_from_what_is_wrong(desk: Client) -> None:
    record.capture(received(some(lot("RM", "RM-1"), 100), 0))
    record.capture(held(lot("RM", "RM-1"), 1))
    used(2)
    used(3)
    newest = Finding.objects.latest("event__event_time")
    Finding.objects.filter(id=newest.id).update(
        rule="process_out_of_control",
        data={
            "case": "4",
            "characteristic": "hardness",
            "equipment": "MIX-1",
            "western_electric": "4",
        },
    )
    shown = text(desk.get("/o/", {"id": lot("RM", "RM-1")}))
    assert shown.index("What is wrong with it") < shown.index("What may be chance")
    assert shown.index("What may be chance") < shown.index(
        "hardness at MIX-1: eight values in a row"
    )
    assert "1 open" in shown


def test_a_page_without_findings_has_no_card(desk: Client) -> None:
    record.capture(received(some(lot("RM", "RM-1"), 10), 0))
    assert "What is wrong" not in text(desk.get("/o/", {"id": lot("RM", "RM-1")}))
