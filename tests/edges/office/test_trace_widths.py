"""How well an answer is known, and the three widths side by side."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any, ClassVar

import pytest
from django.test import Client

from gozinto import record, trace
from gozinto.edges.office.tracing import panels
from gozinto.plant import objects
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.gozinto import Certainty, Context
from tests.edges.small_plant import SERIAL
from tests.plants import lot, received, some, transformed, unit

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def known(event: Event, certainty: Certainty) -> Event:
    words = replace(Context.of(event), certainty=certainty)
    return replace(event, extensions=words.extensions())


@pytest.fixture
def units() -> None:
    """One unit that was scanned, one that was reckoned, one nobody knows of."""
    rubber = some(lot("NR", "NR-1"), 1)
    record.capture(received(some(lot("NR", "NR-1"), 9), 0))
    ways: dict[str, Certainty] = {"1": "scanned", "2": "inferred", "3": "unknown"}
    for number, certainty in ways.items():
        made = transformed(int(number), inputs=[rubber], units_out=[unit("T", number)])
        record.capture(known(made, certainty))


@pytest.mark.usefixtures("units")
class TestWidths:
    """Three, always three, in one order."""

    asked: ClassVar = {"id": "NR-1", "direction": "forward"}

    def test_they_are_had_on_demand_and_say_what_each_adds_and_why(self, desk: Client) -> None:
        closed = desk.get("/trace/", self.asked)
        assert closed.context["comparisons"] == ()
        assert "Side by side" in text(closed)
        page = desk.get("/trace/", self.asked | {"compare": "1"})
        (one,) = page.context["comparisons"]
        assert [width["name"] for width in one["widths"]] == ["proven", "recorded", "possible"]
        assert [width["pieces"] for width in one["widths"]] == ["1", "2", "3"]
        assert [width["adds"] for width in one["widths"]] == [
            *("", "adds 1 object, 1 piece of them", "adds 1 object, 1 piece of them")
        ]
        shown = text(page)
        assert "was reckoned, and not scanned (1 event)" in shown
        assert "scanning it would have saved 1 piece" in shown
        bars = [(width["begins"], width["grows"]) for width in one["widths"]]
        assert bars[0][0] == 0
        for before, after in pairwise(bars):
            assert sum(before) == pytest.approx(after[0])
        assert sum(bars[2]) == pytest.approx(100)

    def test_htmx_gets_the_part_alone(self, desk: Client) -> None:
        part = desk.get("/trace/", self.asked | {"compare": "1"}, headers={"HX-Target": "compared"})
        content = part.content.decode().strip()
        assert content.startswith('<section class="card" id="compared"')
        assert "<html" not in content

    def test_both_ways_each_way_has_its_three(self, desk: Client) -> None:
        page = desk.get("/trace/", {"id": "1", "direction": "both", "compare": "1"})
        titles = [one["title"] for one in page.context["comparisons"]]
        assert titles == ["Where from", "Where used"]
        assert "adds nothing" in text(page)

    def test_the_meter_says_how_much_is_sure(self, desk: Client) -> None:
        page = desk.get("/trace/", self.asked | {"width": "possible"})
        shown = text(page)
        assert "33 % scanned or measured" in shown
        assert "4 doubtful" in shown


def test_completeness_counts_links_by_how_they_are_known_and_gaps(plant: None) -> None:
    answer = trace.backward([objects.resolve(SERIAL)])
    found = trace.completeness(answer)
    assert found.gaps == 1
    assert found.sure + found.told + found.doubtful == len(answer.links)
    assert found.doubtful == 1
    assert found.share == Decimal(found.sure) / (len(answer.links) + 1)
    meter = panels.meter(answer)
    assert sum(part.count for part in meter.parts) == found.all
    assert meter.percent != "100 %"
    nothing = trace.completeness(replace(answer, links=(), gaps=()))
    assert nothing.share is None
    assert panels.meter(replace(answer, links=(), gaps=())).percent == ""
