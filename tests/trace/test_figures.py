"""The figures of the record, reckoned by hand and by the question."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from tests.plants import at, lot, received, run, some, transformed

from gozinto import record, trace
from gozinto.errors import Malformed
from gozinto.operations import correcting
from gozinto.plant import objects
from gozinto.record import clock
from gozinto.standards.epcis.gozinto import Certainty, Context
from gozinto.trace import timing
from gozinto.trace.measures.figures import Figures

pytestmark = pytest.mark.django_db

RM, NOWHERE = lot("RM", "RM-1"), lot("RM", "RM-9")
NOW = at(24 * 8)
"""Eight days into the story: its first week is over."""


def use(hours: float, of: str, *, certainty: Certainty, equipment: str) -> str:
    """Some of a lot goes into a run; told ten seconds after it happened."""
    event = transformed(hours, run_id=run("R"), inputs=[some(of, 1)])
    words = Context(certainty=certainty, equipment=equipment)
    with clock.set_to(at(hours) + timedelta(seconds=10)):
        return record.capture(replace(event, extensions=words.extensions())).event_id


@pytest.fixture
def story() -> list[str]:
    """Four uses: scanned, declared, of what nobody received, and a week later one on hold."""
    with clock.set_to(at(0)):
        record.capture(received(some(RM, 100), 0))
    return [
        use(1, RM, certainty="scanned", equipment="MIX"),
        use(2, RM, certainty="declared", equipment="MIX"),
        use(3, NOWHERE, certainty="scanned", equipment="EXT"),
        use(24 * 7, RM, certainty="measured", equipment="EXT"),
    ]


def figures(weeks: int = 4) -> Figures:
    with clock.set_to(NOW):
        return trace.figures(weeks=weeks)


def test_what_went_in_is_counted_as_known_and_as_scanned(story: list[str]) -> None:
    total = figures().total
    assert (total.inputs, total.known, total.scanned) == (4, 3, 3)
    assert (total.completeness, total.scanned_share) == (0.75, 0.75)


def test_events_are_counted_with_what_was_corrected_and_what_breaks_rules(
    story: list[str],
) -> None:
    assert (figures().total.events, figures().total.findings) == (5, 1)
    correcting.withdraw(story[0], reason="typed twice", by="P-1")
    total = figures().total
    assert (total.events, total.corrected, total.correction_rate) == (5, 1, 0.2)
    assert (total.inputs, total.finding_rate) == (3, 0.2), "what is taken back went nowhere"


def test_each_week_and_each_station_has_its_own(story: list[str]) -> None:
    found = figures()
    assert [(one.inputs, one.known) for one in found.weeks] == [(0, 0), (0, 0), (3, 2), (1, 1)]
    assert {one.station: (one.inputs, one.completeness) for one in found.stations} == {
        "MIX": (2, 1.0),
        "EXT": (2, 0.5),
        "": (0, None),
    }
    assert figures(weeks=1).total.events == 1


def test_a_week_in_which_nothing_happened_is_among_them(story: list[str]) -> None:
    with clock.set_to(at(24 * 22)):
        use(24 * 21, RM, certainty="scanned", equipment="MIX")
        weeks = trace.figures(weeks=5).weeks
    assert [one.inputs for one in weeks] == [0, 3, 1, 0, 1]
    assert [one.completeness for one in weeks] == [None, 0.666667, 1, None, 1]
    mondays = [one.week for one in weeks if one.week]
    assert {later - sooner for sooner, later in pairwise(mondays)} == {timedelta(weeks=1)}


def test_it_says_how_long_after_it_happened_an_event_was_told(story: list[str]) -> None:
    total = figures().total
    assert total.told_median_s == pytest.approx(10)
    assert total.told_within_s == pytest.approx(10)


def test_what_is_behind_a_figure_is_listed(story: list[str]) -> None:
    with clock.set_to(NOW):
        (unknown,) = trace.behind("unknown", weeks=4)
        (unscanned,) = trace.behind("unscanned", weeks=4)
        assert trace.behind("unscanned", weeks=4, station="EXT") == []
        late = trace.behind("late", weeks=4)
        assert trace.behind("corrected", weeks=4) == []
    assert (unknown.uri, unknown.station, unknown.event_id) == (NOWHERE, "EXT", story[2])
    assert (unscanned.event_id, unscanned.certainty) == (story[1], "declared")
    assert late[0].delay_s == pytest.approx(10)
    correcting.withdraw(story[0], reason="typed twice", by="P-1")
    with clock.set_to(NOW):
        assert [one.event_id for one in trace.behind("corrected", weeks=4)] == story[:1]


def test_an_empty_record_has_no_shares_and_no_week_is_refused() -> None:
    total = figures().total
    assert (total.events, total.completeness, total.told_median_s) == (0, None, None)
    for weeks in (0, 54):
        with pytest.raises(Malformed):
            trace.figures(weeks=weeks)


def test_answers_are_timed(story: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    timing._took_ms.clear()
    assert timing.took() is None
    for _ in range(3):
        trace.backward([objects.resolve(RM)])
    took = timing.took()
    assert took is not None
    assert took.count == 3
    assert 0 < took.median_ms <= took.within_ms
