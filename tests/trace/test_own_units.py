"""Pieces, rolls and litres in shares and balances, by what their material says of them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.plants import (
    commissioned,
    lot,
    mounted,
    observed,
    received,
    run,
    shipped,
    some,
    transformed,
    unit,
)

from gozinto import record, trace
from gozinto.plant import objects
from gozinto.plant.models import Material, UnitConversion
from gozinto.standards.epcis.gozinto import Slot

pytestmark = pytest.mark.django_db

TREAD, BEAD = lot("TREAD", "TR-1"), lot("BEAD", "BD-1")
CORD = lot("CORD", "C-1")


def material(code: str, uom: str, *rows: tuple[str, str, str], **words: Any) -> None:
    """A material and what its units are: (from, to, factor)."""
    made = Material.objects.create(code=code, name=code, kind="raw", uom=uom, **words)
    for from_uom, to_uom, factor in rows:
        UnitConversion.objects.create(
            material=made, from_uom=from_uom, to_uom=to_uom, factor=Decimal(factor)
        )


def told(ask: Callable[..., trace.Trace], of: str) -> dict[str, str]:
    """The shares in the JSON of a trace, by printed number; what has none is not in here."""
    answer = trace.as_json(ask([objects.resolve(of)]))
    return {node["number"]: node["share"] for node in answer["nodes"] if "share" in node}


def parts(of: str) -> list[dict[str, Any]]:
    """The balances of a lot, as JSON."""
    balances: list[dict[str, Any]] = trace.as_json(trace.balance(objects.resolve(of)))["balances"]
    return balances


def remarks(of: str) -> set[str]:
    """The codes of what a reader of the balance has to know."""
    answer = trace.as_json(trace.balance(objects.resolve(of)))
    return {remark["code"] for remark in answer["remarks"]}


def test_pieces_weigh_what_their_material_says() -> None:
    material("DRESSING", "C62", ("C62", "KGM", "0.25"))
    record.capture(
        transformed(
            1,
            inputs=[some(lot("LETTUCE", "L-1"), 3), some(lot("DRESSING", "D-1"), 4, "C62")],
            outputs=[some(lot("SALAD", "S-1"), 8, "C62")],
        )
    )
    assert told(trace.backward, "S-1") == {"S-1": "1", "L-1": "0.75", "D-1": "0.25"}
    assert told(trace.forward, "D-1") == {"D-1": "1", "S-1": "0.25"}


def test_rolls_become_kilograms_over_metres() -> None:
    material("CORD", "KGM", ("XRO", "MTR", "250"), ("MTR", "KGM", "0.4"))
    record.capture(
        transformed(
            1,
            inputs=[some(CORD, 1, "XRO"), some(lot("RUBBER", "R-1"), 300)],
            outputs=[some(lot("PLY", "P-1"), 400)],
        )
    )
    assert told(trace.backward, "P-1") == {"P-1": "1", "C-1": "0.25", "R-1": "0.75"}


def test_a_unit_that_goes_in_whole_weighs_one_piece() -> None:
    material("TYRE", "C62", ("C62", "KGM", "9"))
    record.capture(transformed(1, inputs=[some(TREAD, 9)], units_out=[unit("TYRE", "1")]))
    record.capture(
        transformed(
            2,
            units_in=[unit("TYRE", "1")],
            inputs=[some(lot("RIM", "R-1"), 6)],
            units_out=[unit("WHEEL", "W-1")],
        )
    )
    assert told(trace.backward, "W-1") == {"W-1": "1", "1": "0.6", "TR-1": "0.6", "R-1": "0.4"}


def green_tyre(number: str, hours: float, *, tread: str = "6") -> None:
    """A green tyre of the job J-1 scans its tread and has its beads from the job."""
    record.capture(
        transformed(
            hours,
            inputs=[some(TREAD, tread)],
            units_out=[unit("GREEN", number)],
            job=run("J-1"),
            slots={TREAD: Slot(step="building", name="tread")},
        )
    )


def test_what_a_unit_did_not_scan_its_job_gave_and_its_weight_says_how_much() -> None:
    record.capture(transformed(1, run_id=run("J-1"), inputs=[some(BEAD, 40)]))
    green_tyre("G-1", 2)
    assert told(trace.backward, "G-1") == {"G-1": "1"}  # nobody said how much came from the job
    material("GREEN", "C62", ("C62", "KGM", "8"))
    assert told(trace.backward, "G-1") == {"G-1": "1", "TR-1": "0.75", "BD-1": "0.25"}
    assert told(trace.forward, "BD-1") == {"BD-1": "1", "G-1": "0.25"}


def test_a_unit_that_scanned_more_than_it_weighs_has_no_share() -> None:
    material("GREEN", "C62", ("C62", "KGM", "8"))
    record.capture(transformed(1, run_id=run("J-1"), inputs=[some(BEAD, 40)]))
    green_tyre("G-1", 2, tread="8.1")
    assert told(trace.backward, "G-1") == {"G-1": "1"}


def test_of_two_units_of_one_event_nobody_knows_which_scanned_how_much() -> None:
    material("GREEN", "C62", ("C62", "KGM", "8"))
    record.capture(transformed(1, run_id=run("J-1"), inputs=[some(BEAD, 40)]))
    record.capture(
        transformed(
            2,
            inputs=[some(TREAD, 6)],
            units_out=[unit("GREEN", "G-1"), unit("GREEN", "G-2")],
            job=run("J-1"),
        )
    )
    assert told(trace.backward, "G-1") == {"G-1": "1"}


def test_the_number_of_queries_does_not_grow_with_the_units() -> None:
    material("GREEN", "C62", ("C62", "KGM", "8"))
    record.capture(transformed(1, run_id=run("J-1"), inputs=[some(BEAD, 4000)]))
    green_tyre("G-0", 2)
    counts = []
    for first in (1, 21):
        with CaptureQueriesContext(connection) as queries:
            assert told(trace.forward, "BD-1")["G-0"] == "0.25"
        counts.append(len(queries))
        for number in range(first, first + 20):
            green_tyre(f"G-{number}", 2 + number / 100)
    assert counts[0] == counts[1]


def test_rolls_and_kilograms_are_one_balance_where_a_roll_has_a_weight() -> None:
    material("CORD", "KGM", ("XRO", "KGM", "100"))
    record.capture(received(some(CORD, 5, "XRO"), 0))
    record.capture(transformed(1, inputs=[some(CORD, 480)], outputs=[some(lot("PLY", "P"), 480)]))
    (mass,) = parts("C-1")
    assert (mass["uom"], mass["on_hand"], mass["difference"]) == ("KGM", "20", "0")
    (came,) = mass["terms"][0]["events"]
    assert (came["quantity"], came["told_quantity"], came["told_uom"]) == ("500", "5", "XRO")
    assert "several_dimensions" not in remarks("C-1")


def test_a_lot_with_serial_numbers_is_counted_in_pieces() -> None:
    material("GREEN", "KGM", ("C62", "KGM", "8"))
    green = lot("GREEN", "GL-1")
    record.capture(transformed(1, inputs=[some(TREAD, 24)], outputs=[some(green, 24)]))
    record.capture(commissioned(unit("GREEN", "G-1"), 2, of=green))
    record.capture(shipped([unit("GREEN", "G-1")], 3))
    (count,) = parts("GL-1")
    assert (count["uom"], count["on_hand"], count["difference"]) == ("C62", "2", "0")


def test_what_would_have_to_be_rounded_is_not_added() -> None:
    material("CORD", "C62", ("C62", "KGM", "3"))
    record.capture(received(some(CORD, 1, "C62"), 0))
    record.capture(shipped([], 1, lots=[some(CORD, 1)]))
    # A third of a piece is no decimal; kilograms of it are.
    (mass,) = parts("C-1")
    assert (mass["uom"], mass["on_hand"]) == ("KGM", "2")
    material("WIRE", "C62", ("C62", "KGM", "3"), ("C62", "MTR", "7"))
    wire = lot("WIRE", "W-1")
    record.capture(received(some(wire, 1), 0))
    record.capture(shipped([], 1, lots=[some(wire, 1, "MTR")]))
    assert [part["uom"] for part in parts("W-1")] == ["MTR", "KGM"]
    assert "several_dimensions" in remarks("W-1")


@pytest.mark.parametrize(
    ("found", "verdict"),
    [("97", "within_tolerance"), ("96.9", "out_of_tolerance"), ("103", "within_tolerance"),
     ("103.1", "out_of_tolerance")],
)  # fmt: skip
def test_a_difference_is_within_the_tolerance_of_the_material_or_out_of_it(
    found: str, verdict: str
) -> None:
    material("NR", "KGM", tolerance_percent=Decimal(3))
    record.capture(received(some(lot("NR", "R-1"), 100), 0))
    record.capture(observed(1, lots=[some(lot("NR", "R-1"), found)], step="stock_taking"))
    (mass,) = parts("R-1")
    assert (mass["tolerance"], mass["verdict"]) == ("3", verdict)
    answer = trace.as_json(trace.balance(objects.resolve("R-1")))
    assert answer["tolerance_percent"] == "3"
    assert "no_tolerance" not in remarks("R-1")


def test_a_tolerance_of_nothing_allows_nothing() -> None:
    material("T205", "C62", tolerance_percent=Decimal(0))
    record.capture(received(some(lot("T205", "L-1"), 500, "C62"), 0))
    assert parts("L-1")[0]["verdict"] == "within_tolerance"
    record.capture(observed(1, lots=[some(lot("T205", "L-1"), 499, "C62")], step="stock_taking"))
    assert (parts("L-1")[0]["verdict"], parts("L-1")[0]["difference"]) == ("out_of_tolerance", "1")


def test_a_reel_at_the_job_of_which_nobody_knows_how_much_still_hides_the_share() -> None:
    material("GREEN", "C62", ("C62", "KGM", "8"))
    record.capture(received(some(BEAD, 5), 0))
    record.capture(mounted(BEAD, 0, equipment="BM-1", slot="bead"))
    sides = some(lot("SIDE", "SW-1"), 40)
    record.capture(transformed(1, run_id=run("J-1"), inputs=[sides], equipment="BM-1"))
    green_tyre("G-1", 2)
    # Its tread is known; how the rest is shared out among beads and sidewalls is not.
    assert told(trace.backward, "G-1") == {"G-1": "1", "TR-1": "0.75"}
