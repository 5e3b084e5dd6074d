"""Entries of a panel that did not come are told, until they come or somebody says why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gozinto.errors import Refused
from gozinto.operations.panels import missing
from gozinto.operations.panels.models import EntryGapSettling
from gozinto.record import clock
from tests.operations.panels.floor import MIXER, PRESS, entry, send
from tests.workshop import INSPECTOR

LOG = "0199-the-first"


def come(*numbers: int, log: str = LOG, station: object = MIXER) -> None:
    """Entries with these numbers arrive in one request."""
    answers = send(*(entry("badge_in", {}, seq=one) for one in numbers), log=log, station=station)
    assert {one.verdict for one in answers} == {"ok"}


def told() -> list[tuple[str, str, int]]:
    return [(one.station, one.text, one.count) for one in missing.listed()]


def test_what_comes_in_order_misses_nothing_whatever_is_sent_twice() -> None:
    come(1, 2)
    come(2, 3)
    come(1)
    assert told() == []


def test_what_is_missing_is_told_since_then_until_it_comes() -> None:
    before = clock.now()
    come(1, 5, 9)
    with clock.set_to(before + timedelta(hours=3)):
        come(10)
        (first, second) = missing.listed()
        assert (first.text, first.count, second.text) == ("2\N{EN DASH}4", 3, "6\N{EN DASH}8")
        assert before <= first.since < before + timedelta(hours=1)
        come(3, 6, 7, 8)
        assert told() == [("PANEL-1", "2, 4", 2)]
        come(4, 2)
        assert told() == []
        assert missing.waiting().count() == 0


def test_the_first_of_a_device_are_missed_as_well_and_each_device_counts_for_itself() -> None:
    come(3)
    come(1, 2, log="0199-another", station=PRESS)
    assert told() == [("PANEL-1", "1\N{EN DASH}2", 2)]
    assert missing.listed(station=PRESS.code) == []


def test_a_panel_that_does_not_say_its_log_misses_nothing() -> None:
    come(7, log="")
    assert told() == []


def test_an_entry_that_nobody_can_read_has_come_all_the_same() -> None:
    come(1)
    send({"id": "torn", "seq": 2}, log=LOG)
    come(3)
    assert told() == []


def test_numbers_that_are_none_are_no_gap() -> None:
    for torn in (True, 2**70, -4, "5", None):
        send({"id": "torn", "seq": torn}, log=LOG)
    come(1)
    assert told() == []


def test_somebody_says_why_they_do_not_come_and_that_is_kept() -> None:
    come(1, 4)
    (gap,) = missing.listed()
    with pytest.raises(Refused) as refused:
        missing.explain([gap.id], reason=" ", by=INSPECTOR)
    assert refused.value.violations[0].code == "entry_without_reason"
    assert missing.explain([gap.id], reason="the tablet burned", by=INSPECTOR) == 1
    assert told() == []
    row = EntryGapSettling.objects.get()
    assert (row.reason, row.by, row.gap.first, row.gap.last) == (
        *("the tablet burned", INSPECTOR, 2, 3),
    )
    with pytest.raises(Refused) as refused:
        missing.explain([gap.id], reason="again", by=INSPECTOR)
    assert refused.value.violations[0].code == "entry_settled"
    come(2)
    assert told() == []


def test_a_gap_as_large_as_a_forger_likes_costs_no_more() -> None:
    come(1, 2**60)
    assert [count for *_rest, count in told()] == [2**60 - 2]
