"""Beside the graph: why something is in the answer, and why something is not."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from django.test import Client

from gozinto import record
from gozinto.edges.api import reason_shapes
from gozinto.edges.office import words
from gozinto.plant import objects
from gozinto.trace.reasons import wording
from tests.edges.office.test_pages import text
from tests.edges.small_plant import SERIAL, TYRE, at
from tests.plants import lot, some, transformed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]

TRACE = "/trace/"


def why(desk: Client, number: str, **more: str) -> str:
    answer = desk.get(TRACE, {"id": SERIAL, "why": number, **more})
    assert answer.status_code == 200
    return text(answer)


def test_every_reason_has_a_word() -> None:
    (reasons,) = (
        get_args(field.annotation)
        for name, field in reason_shapes.Separated.model_fields.items()
        if name == "reason"
    )
    assert set(reasons) == set(words.SEPARATIONS)
    assert set(words.DOUBTS) == set(wording.REASONS)


def test_without_a_question_the_page_says_how_to_ask(desk: Client) -> None:
    page = desk.get(TRACE, {"id": SERIAL})
    assert "Choose a box of the graph and ask why" in text(page)
    assert 'name="why"' in page.content.decode()


def test_a_box_offers_to_ask_why_it_is_there_but_the_origin_does_not(desk: Client) -> None:
    lot_page = desk.get(TRACE, {"id": SERIAL, "node": objects.resolve("HB-2209").uri})
    assert "Why is this in it?" in text(lot_page)
    own = desk.get(TRACE, {"id": SERIAL, "node": TYRE})
    assert "Why is this in it?" not in text(own)


def test_one_way_is_told_in_the_plants_own_time(desk: Client) -> None:
    told = why(desk, "HB-2209")
    assert f"HB-2209 is in {SERIAL}, as it was recorded." in told
    assert f"{SERIAL} came out of" in told
    assert " UTC" not in told.partition("as it was recorded.")[2].partition("What happened")[0]
    assert "urn:uuid:" in told


def test_what_keeps_it_out_is_told(desk: Client) -> None:
    record.capture(
        transformed(
            (at(0) - at(28)).total_seconds() / 3600,
            run_id="https://id.demo.example/run/elsewhere",
            inputs=[some(lot("HB", "HB-9999"), 1)],
        )
    )
    told = why(desk, "HB-9999")
    assert f"By the record HB-9999 is not in {SERIAL}." in told
    assert f"Another lot Of Halobutyl, {SERIAL} has HB-2209 instead." in told
    assert f"Not connected Nothing on record connects HB-9999 with {SERIAL}." in told


@pytest.mark.parametrize(
    ("language", "verdict"),
    [
        ("tr", f"Kayda göre HB-2209, {SERIAL} içindedir."),
        ("de", f"HB-2209 ist in {SERIAL}, so wie es erfasst wurde."),
    ],
)
def test_it_is_told_in_the_readers_language(desk: Client, language: str, verdict: str) -> None:
    desk.cookies["django_language"] = language
    told = why(desk, "HB-2209")
    assert verdict in told
    assert "came out of" not in told
    assert "went into" not in told


def test_a_number_that_is_none_keeps_the_page_and_offers_near_ones(desk: Client) -> None:
    page = desk.get(TRACE, {"id": SERIAL, "why": "HB-2208"})
    assert page.status_code == 200
    told = text(page)
    assert "Nothing here goes by this name." in told
    assert f"Where from {SERIAL}" in told
    assert re.search(r'href="\?[^"]*why=HB-2209[^"]*#why"', page.content.decode())


def test_a_text_that_no_label_holds(desk: Client) -> None:
    assert "No label holds a text like this." in why(desk, "x" * 2001)


def test_for_htmx_only_that_part_is_drawn(desk: Client) -> None:
    part = desk.get(TRACE, {"id": SERIAL, "why": "HB-2209"}, headers={"HX-Target": "why"})
    assert part.content.decode().strip().startswith('<section class="card why"')
    assert "svg" not in part.content.decode()


def test_the_form_keeps_the_question(desk: Client) -> None:
    asked = {"id": SERIAL, "width": "possible", "as_of": "2026-03-05T00:00:00", "why": "HB-2209"}
    page = desk.get(TRACE, asked).content.decode()
    form = re.search(r'<form[^>]*#why".*?</form>', page, re.S)
    assert form
    assert 'name="width" value="possible"' in form[0]
    assert 'name="as_of" value="2026-03-05T00:00:00"' in form[0]
    assert f'name="id" value="{SERIAL}"' in form[0]
