"""The values of a characteristic at a step and machine show whether a process is under control."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.record.rules.judged import accepted, findings, only, stock, stocked, take_back
from tests.workshop import INSPECTOR, at

from gozinto.operations import inspection
from gozinto.operations.inspection import Measured
from gozinto.record import Captured, rebuild
from gozinto.record import findings as recorded
from gozinto.record.models import Finding

RULE = "process_out_of_control"
STEADY = [100, 101, 99, 100, 102, 98, 101, 99, 100, 101, 99, 102, 98]
"""A process that scatters by about one and a half around a hundred."""


def measure(
    value: float | str, *, uom: str = "", machine: str = "MIX-1", of: str = "HB", **stamp: Any
) -> Captured:
    hardness = Measured(characteristic="hardness", value=Decimal(str(value)), uom=uom)
    return inspection.inspect(
        stocked(of), kind="in_process", values=[hardness], step="mixing", equipment=machine,
        by=INSPECTOR, **stamp,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _steady() -> None:
    """Twenty-six values, one a quarter of an hour."""
    stock("HB", "ZN")
    for place, value in enumerate(STEADY * 2):
        measure(value, at=at(place / 4))


def outlier(**stamp: Any) -> Captured:
    return measure(120, **stamp)


def test_a_steady_process_is_under_control() -> None:
    measure(100, at=at(7))
    assert findings() == []


def test_an_outlier_is_recorded_and_found() -> None:
    assert only(RULE, accepted(outlier, hours=7))


def test_an_outlier_of_the_past_is_found() -> None:
    assert only(RULE, outlier(at=at(7)))
    assert Finding.objects.get().message == "hardness at MIX-1: one value beyond three sigma."


def test_an_outlier_that_was_a_slip_of_the_pen_is_corrected() -> None:
    done = outlier(at=at(7))
    measure(100, at=at(7.1))
    take_back(done)
    assert findings() == []


def test_a_value_that_is_told_late_completes_a_pattern() -> None:
    """Eight on one side, of which one came on paper: the last of them is the one at fault."""
    seven = [measure("100.5", at=at(7 + n / 10)) for n in range(7)]
    assert findings() == []
    measure("100.5", at=at(6.9))
    assert only(RULE, seven[-1])


def test_a_value_that_is_told_late_breaks_a_pattern() -> None:
    eight = [measure("100.5", at=at(7 + n / 10)) for n in range(8)]
    assert only(RULE, eight[-1])
    measure(99, at=at(7.35))
    assert findings() == []


def test_a_shift_that_stays_is_told_once() -> None:
    shifted = [measure("100.5", at=at(7 + n / 10)) for n in range(20)]
    assert only(RULE, shifted[7])


def test_what_follows_an_outlier_is_part_of_it() -> None:
    """Two of three beyond two sigma, then four of five beyond one: all of it is one shift."""
    shift = [measure(value, at=at(7 + n / 10)) for n, value in enumerate((110, 109, 108, 107, 107))]
    assert only(RULE, shift[0])
    assert Finding.objects.get().data["western_electric"] == "1"


def test_a_finding_is_about_what_was_measured() -> None:
    outlier(at=at(7))
    found = Finding.objects.get()
    assert found.object is not None
    assert found.object.uri == stocked("HB")


def test_signals_of_one_series_are_told_together() -> None:
    """Whatever was measured: it is the machine that one looks at."""
    outlier(at=at(7))
    for place, value in enumerate(STEADY):
        measure(value, at=at(8 + place / 4))
    outlier(at=at(12))
    for place, value in enumerate([*STEADY * 2, 120]):
        measure(value, machine="BM-1", at=at(place / 4))
    told = recorded.groups(each=5).groups
    assert sorted((group.count, group.newest[0].message) for group in told) == [
        (1, "hardness at BM-1: one value beyond three sigma."),
        (2, "hardness at MIX-1: one value beyond three sigma."),
    ]
    assert all(group.is_signal for group in told)


def test_limits_are_drawn_again_whichever_way_the_values_came() -> None:
    """After fifty values of a wider scatter, what was far off at first is nothing any more."""
    wide = [94, 106, 97, 103, 91, 109, 95, 105] * 3
    told = [(7 + n / 10, value) for n, value in enumerate(wide)]
    for hours, value in [*told[10:], *told[:10]]:
        measure(value, at=at(hours))
    assert len(findings()) == 1
    measure(100, at=at(9.5))
    measure(110, at=at(9.6))
    assert len(findings()) == 1
    assert rebuild.check() == []


def test_another_machine_and_another_material_are_other_processes() -> None:
    measure(120, machine="BM-1", at=at(7))
    measure(120, of="ZN", at=at(7))
    assert findings() == []


def test_a_value_in_another_unit_is_of_the_same_series() -> None:
    """The series of a length is in metres, whichever way it was written down."""
    for place, value in enumerate(STEADY * 2):
        measure(value, uom="MMT", machine="BM-1", at=at(place / 4))
    measure("10", uom="CMT", machine="BM-1", at=at(7))
    assert findings() == []
    assert only(RULE, measure("12", uom="CMT", machine="BM-1", at=at(7.5)))


def test_a_process_that_is_not_known_yet_is_not_judged() -> None:
    """Of twenty-five values none can be out of control: they say what control is."""
    take_back(measure(100, machine="BM-1", at=at(0)))
    for place, value in enumerate([*(STEADY * 2)[:24], 150]):
        measure(value, machine="BM-1", at=at(place / 4))
    assert findings() == []


def test_a_first_value_that_is_taken_back_moves_the_limits() -> None:
    first = measure(900, machine="BM-1", at=at(0))
    told = [
        measure(value, machine="BM-1", at=at(place / 4))
        for place, value in enumerate([*(STEADY * 2)[:25], 120], start=1)
    ]
    # All are below the middle of it, as the first that is judged shows; beside 900, 120 is nothing.
    assert only(RULE, told[-2])
    take_back(first)
    assert only(RULE, told[-1])


def test_a_replay_finds_the_same() -> None:
    outlier(at=at(7))
    [measure("100.5", at=at(8 + n / 10)) for n in range(8)]
    assert rebuild.check() == []
