"""The measures as a terminal shows them."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from gozinto import record, trace
from gozinto.cli import balance, dispersion
from gozinto.plant import objects
from gozinto.plant.models import Material
from tests.plants import lot, received, shipped, some, transformed

pytestmark = pytest.mark.django_db


def shown(number: str) -> str:
    """What the command writes of a balance."""
    out = io.StringIO()
    balance.show(trace.balance(objects.resolve(number)), Console(file=out, width=120))
    return out.getvalue()


def test_a_balance_names_each_term_and_what_is_not_accounted_for() -> None:
    record.capture(received(some(lot("NR", "TSR-1187"), 900), 0))
    record.capture(shipped([], 1, lots=[some(lot("NR", "TSR-1187"), "950.5")]))
    lines = [" ".join(line.split()) for line in shown("TSR-1187").splitlines()]
    assert lines[0] == "Balance of lot TSR-1187"
    assert "received 900 1 2026-03-02 06:00" in lines
    assert "shipped −950.5 1 2026-03-02 07:00" in lines
    assert "on hand 0" in lines
    assert "difference -50.5" in lines
    assert any("no_tolerance" in line for line in lines)


def test_a_balance_says_whether_its_material_tolerates_the_difference() -> None:
    Material.objects.create(code="NR", name="Rubber", kind="raw", uom="KGM", tolerance_percent=5)
    record.capture(received(some(lot("NR", "R-1"), 100), 0))
    record.capture(shipped([], 1, lots=[some(lot("NR", "R-1"), 105)]))
    assert "within tolerance (± 5 KGM)" in shown("R-1")
    record.capture(shipped([], 2, lots=[some(lot("NR", "R-1"), 1)]))
    assert "out of tolerance (± 5 KGM)" in shown("R-1")


def test_a_lot_that_nothing_moved_says_so() -> None:
    record.capture(received(some(lot("NR", "[red]R-1"), 0), 0))
    assert "Balance of lot [red]R-1" in shown("[red]R-1")


def test_a_dispersion_names_the_worst_lot_and_each_lot() -> None:
    for number in ("R-1", "R-2"):
        record.capture(received(some(lot("NR", number), 900), 0))
    record.capture(
        transformed(1, inputs=[some(lot("NR", "R-1"), 50)], outputs=[some(lot("MB", "[b]1"), 40)])
    )
    record.capture(
        transformed(2, inputs=[some(lot("NR", "R-2"), 50)], outputs=[some(lot("MB", "[b]1"), 20)])
    )
    out = io.StringIO()
    dispersion.show(trace.dispersion(), Console(file=out, width=120))
    lines = [" ".join(line.split()) for line in out.getvalue().splitlines()]
    assert "recall KGM 60 R-1 60" in lines
    assert "up 2 [b]1 2" in lines
    assert "R-1 1 0 60 KGM 0" in lines
    out = io.StringIO()
    dispersion.show(trace.dispersion(objects.resolve("[b]1")), Console(file=out, width=120))
    assert "[b]1 2" in " ".join(out.getvalue().split())


def test_no_lot_is_said() -> None:
    out = io.StringIO()
    dispersion.show(trace.dispersion(), Console(file=out, width=120))
    assert "no such lot" in out.getvalue()
