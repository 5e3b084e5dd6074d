"""The risk board: what reaches farthest, where doubt comes from, and what is corrected."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from gozinto import record, trace
from gozinto.edges.api.measure_shapes import RisksOut
from gozinto.record import clock
from tests.edges.office.questions import few
from tests.edges.office.test_pages import text
from tests.plants import at, lot, received, run, some, transformed, withdrawn

pytestmark = pytest.mark.django_db

RISKS = "/risks/"
NOW = datetime.now(UTC)


@pytest.fixture
def floor() -> None:
    """Six batches of a mixer, of which four took what nobody scanned; two of a press, one so; one
    of a cutter that scans all."""
    made = [("MIX", "inferred")] * 4 + [("MIX", "scanned")] * 2
    made += [("PRESS", "interval"), ("PRESS", "scanned"), ("CUT", "scanned")]
    hours = (NOW - timedelta(hours=6) - at(0)) / timedelta(hours=1)
    record.capture(received(some(lot("RM", "RM-1"), 1_000), hours))
    for number, (station, certainty) in enumerate(made):
        record.capture(
            transformed(
                hours + 1,
                run_id=run(f"R-{number}"),
                inputs=[some(lot("RM", "RM-1"), 1)],
                outputs=[some(lot("WP", f"W-{number}"), 1)],
                equipment=station,
                certainty=certainty,
            )
        )


def test_the_stations_that_make_doubt_are_told_the_worst_first(floor: None) -> None:
    found = trace.doubts(weeks=2)
    assert (found.made, found.in_doubt) == (9, 5)
    assert [(one.station, one.units, one.together) for one in found.stations] == [
        ("MIX", 4, 0.8),
        ("PRESS", 1, 1.0),
    ]
    assert found.stations[0].links == {"inferred": 4}


def test_what_was_taken_back_is_in_nobodys_doubt(floor: None) -> None:
    before = trace.doubts(weeks=2).in_doubt
    wrong = transformed(
        (NOW - timedelta(hours=4) - at(0)) / timedelta(hours=1),
        run_id=run("R-0"),
        id="urn:uuid:00000000-0000-7000-8000-00000000000d",
        outputs=[some(lot("WP", "W-99"), 1)],
        equipment="MIX",
    )
    record.capture(wrong)
    assert trace.doubts(weeks=2).in_doubt == before + 1
    record.capture(withdrawn(wrong, (clock.now() - at(0)) / timedelta(hours=1)))
    assert trace.doubts(weeks=2).in_doubt == before


def test_the_board_says_how_few_stations_make_most_of_it(desk: Client, floor: None) -> None:
    said = text(few(desk, RISKS))
    assert "1 station makes four fifths of what is in doubt." in said
    assert "5 of 9 things made (55.6 %) came out of runs" in said


@pytest.mark.usefixtures("plant")
def test_what_reaches_farthest_stands_first_and_a_single_point_is_called_so(desk: Client) -> None:
    page = desk.get(f"{RISKS}reach/", headers={"HX-Request": "true"})
    assert b"<html" not in page.content
    said = text(page)
    assert "The worst single lot would take back" in said
    assert "each in at least half of everything that was ever finished" in said
    told = trace.risks()
    assert [one.units for one in told.farthest] == sorted(
        (one.units for one in told.farthest), reverse=True
    )
    assert told.farthest[0].is_single_point
    saved = desk.get(f"{RISKS}reach.csv").content.decode("utf-8-sig").splitlines()
    assert saved[0] == "uri,number,material,finished_lots,units,share,customers"
    assert len(saved) == len(told.farthest) + 1


def test_an_empty_record_says_what_comes_next(desk: Client) -> None:
    said = text(desk.get(f"{RISKS}reach/"))
    assert "No raw lot is on record yet" in said
    assert "Nothing that was made is in doubt" in said


@pytest.mark.usefixtures("plant")
def test_programs_are_told_the_same(program: Client) -> None:
    told = program.get("/api/v1/risks").json()
    RisksOut.model_validate(told)
    assert told["farthest"][0]["units"] == trace.risks().farthest[0].units
    assert program.get("/api/v1/risks", {"material": "NONE"}).json()["code"] == "unknown_material"
