"""What breaks a rule stands on the page of the lot or unit that it is about."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from gozinto import record
from gozinto.standards.epcis.gozinto import Override
from tests.plants import held, lot, received, run, some, transformed

pytestmark = pytest.mark.django_db


def text(answer: HttpResponse) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


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


def test_a_page_without_findings_has_no_card(desk: Client) -> None:
    record.capture(received(some(lot("RM", "RM-1"), 10), 0))
    assert "What is wrong" not in text(desk.get("/o/", {"id": lot("RM", "RM-1")}))
