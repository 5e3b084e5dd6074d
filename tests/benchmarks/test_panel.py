"""The benchmark of the panel runs over a small plant, and each of its cases does what it says."""

from __future__ import annotations

import pytest

from benchmarks import panel

pytestmark = pytest.mark.django_db


def test_every_case_is_answered_as_it_is_called() -> None:
    panel.furnish(lots=4)
    figures = {one.case: one.verdicts for one in panel.measure(lots=4, scans=2)}
    # The shown page changes by the minute, so that nothing changed may be untrue once.
    unchanged = figures.pop("that nothing changed")
    assert unchanged.get("304", 0) >= 1
    assert figures == {
        "a lot goes into the job": {"ok": 2},
        "a lot is moved": {"ok": 2},
        "nothing goes by it": {"refused": 2},
        "it is on hold": {"refused": 2},
        "what the station shows": {"200": 2},
    }


def test_of_twenty_times_the_second_slowest_is_the_95th_percentile() -> None:
    found = panel.figure("x", [float(n) for n in range(20)], {"ok": 20})
    assert (found.ms_median, found.ms_p95, found.ms_slowest) == (9.5, 18.0, 19.0)
