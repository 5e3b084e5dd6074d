"""The page of the figures, its endpoint and its command."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from gozinto import record, trace
from gozinto.cli import figures as command
from gozinto.edges.api.measure_shapes import FiguresOut
from gozinto.edges.office.figures.page import duration
from tests.edges.office.questions import few
from tests.edges.office.test_pages import text
from tests.plants import at, lot, received, run, some, transformed

pytestmark = pytest.mark.django_db

FIGURES = "/figures/"


@pytest.fixture
def story() -> None:
    """A lot came an hour ago and was used; so was one that never came."""
    hours = (datetime.now(UTC) - timedelta(hours=1) - at(0)) / timedelta(hours=1)
    record.capture(received(some(lot("RM", "RM-1"), 100), hours))
    for number in ("RM-1", "RM-9"):
        record.capture(
            transformed(
                hours + 0.5,
                run_id=run("R"),
                inputs=[some(lot("RM", number), 1)],
                equipment="MIX",
            )
        )


def test_each_figure_says_how_it_is_reckoned_and_leads_behind_it(desk: Client, story: None) -> None:
    answer = desk.get(FIGURES)
    shown, page = text(answer), answer.content.decode()
    assert "Link completeness" in shown
    assert "50.00 %" in shown
    assert "100.00 %" in shown
    assert "its receipt, its making, or opening stock" in shown
    assert page.count('class="bars"') == 5
    assert "/figures/behind/unknown/?weeks=12" in page
    behind = text(desk.get(f"{FIGURES}behind/unknown/", {"station": "MIX"}))
    assert "What is not known MIX" in behind
    assert "RM-9" in behind
    assert "In these weeks there was none." in text(desk.get(f"{FIGURES}behind/corrected/"))
    assert desk.get(f"{FIGURES}behind/eaten/").status_code == 400


def test_an_empty_record_says_what_comes_next(desk: Client) -> None:
    assert "Nothing happened in these weeks" in text(desk.get(FIGURES))


def test_it_asks_at_most_twelve_questions(desk: Client, story: None) -> None:
    for address in (FIGURES, f"{FIGURES}behind/unscanned/", f"{FIGURES}behind/late/"):
        assert few(desk, address).status_code == 200


def test_programs_are_told_the_same(program: Client, story: None) -> None:
    told = program.get("/api/v1/figures", {"weeks": "2"}).json()
    FiguresOut.model_validate(told)
    assert (told["total"]["inputs"], told["total"]["completeness"]) == (2, 0.5)
    assert program.get("/api/v1/figures", {"weeks": "99"}).json()["code"] == "bad_weeks"
    assert program.get("/api/v1/figures", {"weeks": "x"}).status_code == 400


def test_a_terminal_is_shown_the_same(story: None) -> None:
    found = trace.figures(weeks=2)
    table = command._table([found.total, *found.stations])
    assert list(table.columns[1].cells)[:2] == ["50.00 %", "50.00 %"]
    assert json.dumps(trace.as_json(found))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0.4 s"), (90, "1.5 min"), (5400, "1.5 h"), (86_400, "1.0 day"), (864_000, "10.0 days")],
)
def test_times_are_told_in_the_unit_that_fits(seconds: float, said: str) -> None:
    assert duration(seconds) == said


@pytest.mark.parametrize(("language", "said"), [("de", "Kennzahlen"), ("tr", "Göstergeler")])
def test_it_speaks_the_readers_language(desk: Client, language: str, said: str) -> None:
    desk.cookies["django_language"] = language
    assert said in text(desk.get(FIGURES))
