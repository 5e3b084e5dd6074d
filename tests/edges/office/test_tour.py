"""Five minutes through the plant: each step is a real page, and where one was is kept."""

from __future__ import annotations

import pytest
from django.test import Client

from gozinto.edges.office.tour.steps import STEPS
from gozinto.record import examples
from tests.edges.office.test_pages import text
from tests.edges.small_plant import TYRE, build

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("plant")
def test_every_step_is_a_page_with_its_bar(desk: Client) -> None:
    for at, step in enumerate(STEPS):
        answer = desk.post("/tour/go/", {"to": str(at)}, follow=True)
        assert answer.status_code == 200
        shown = text(answer)
        assert f"{at + 1} of {len(STEPS)} · {step.title}" in shown
        assert ("Finish" if at == len(STEPS) - 1 else "End the tour") in shown
    assert f"{len(STEPS)} of {len(STEPS)} steps seen" in text(desk.get("/tour/"))


def test_where_one_was_is_kept_and_the_tour_can_be_left(desk: Client) -> None:
    assert "Begin" in text(desk.get("/tour/"))
    desk.post("/tour/go/", {"to": "3"})
    assert "4 of" in text(desk.get("/gallery/"))
    assert desk.post("/tour/go/", {"to": ""})["Location"] == "/tour/"
    assert "End the tour" not in text(desk.get("/gallery/"))
    assert "Go on" in text(desk.get("/tour/"))


def test_it_shows_what_this_plant_has(desk: Client) -> None:
    empty = examples.find()
    assert (empty.unit, empty.lot) == ("", "")
    assert desk.post("/tour/go/", {"to": "0"}, follow=True).status_code == 200
    assert desk.post("/tour/go/", {"to": "2"}, follow=True).status_code == 200
    build(tyres=2)
    found = examples.find()
    assert found.unit == TYRE
    assert found.lot


@pytest.mark.parametrize("to", ["99", "-1", "x", "٣"])
def test_a_step_that_is_none_is_refused(desk: Client, to: str) -> None:
    assert desk.post("/tour/go/", {"to": to}).status_code == 400
    assert desk.get("/tour/go/").status_code == 405
