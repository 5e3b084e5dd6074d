"""The three widths of a trace side by side: what each adds, and what a scan would have done."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.plants import at, lot, received, run, some, transformed, unit

from gozinto import record, trace
from gozinto.plant import objects
from gozinto.plant.models import Material
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.gozinto import Certainty, Context

pytestmark = pytest.mark.django_db

HB = lot("HB", "HB-1")


def made(number: str, hours: float, job: str) -> Event:
    return transformed(
        hours, run_id=run(job), units_out=[unit("T", number)], flow="continuous", step="line"
    )


def fed(hours: float, job: str, certainty: Certainty = "scanned", **words: object) -> Event:
    event = transformed(
        hours,
        run_id=run(job),
        inputs=[some(HB, 1)],
        flow="continuous",
        step="line",
        **words,
    )
    context = replace(Context.of(event), certainty=certainty)
    return replace(event, extensions=context.extensions())


def tell(*events: Event) -> None:
    Material.objects.create(code="HB", name="Bromobutyl", kind="raw", uom="KGM")
    record.capture(received(some(HB, 500), 0))
    for event in events:
        record.capture(event)


def told(number: str = "HB-1") -> trace.SideBySide:
    return trace.side_by_side([objects.resolve(number)])


def test_each_width_says_what_it_adds_and_what_scanning_would_have_done() -> None:
    tell(
        fed(1, "SURE"),
        *(made(f"S{n}", 2, "SURE") for n in range(3)),
        fed(1, "RECKONED", "inferred"),
        *(made(f"R{n}", 2, "RECKONED") for n in range(2)),
        fed(1, "UNREAD", "unknown"),
        *(made(f"U{n}", 2, "UNREAD") for n in range(4)),
    )
    proven, recorded, possible = told().widths
    assert (proven.pieces, recorded.pieces, possible.pieces) == (3, 5, 9)
    assert (recorded.adds_pieces, possible.adds_pieces) == (2, 4)
    assert proven.reasons == ()
    assert [reason.message for reason in recorded.reasons] == [
        "Bromobutyl was reckoned, and not scanned (1 event); scanning it would have proven 2 pieces"
    ]
    assert [reason.message for reason in possible.reasons] == [
        "whether Bromobutyl took part is not known (1 event); scanning it would have saved 4 pieces"
    ]


def test_doubts_of_one_kind_are_priced_together() -> None:
    """Either alone would save nothing, for the other still lets the lot in."""
    wide = {"earliest": at(1), "latest": at(3)}
    tell(fed(2.5, "J", **wide), fed(2.6, "J", **wide), made("1", 2, "J"), made("2", 4, "J"))
    (reason,) = told().widths[2].reasons
    assert (reason.code, reason.events, reason.pieces) == ("wide_time", 2, 1)
    assert "(2 events)" in reason.message


def test_where_nothing_is_in_doubt_the_widths_are_equal() -> None:
    tell(fed(1, "J"), made("1", 2, "J"))
    answer = told()
    assert [row.objects for row in answer.widths] == [2, 2, 2]
    assert all(row.adds == 0 and row.reasons == () for row in answer.widths)


def test_pieces_are_finished_units_where_there_are_any() -> None:
    Material.objects.create(code="T", name="Tyre", kind="finished", uom="C62")
    tell(
        fed(1, "J"),
        transformed(2, run_id=run("J"), units_out=[unit("GT", "g")], flow="continuous"),
        transformed(3, units_in=[unit("GT", "g")], units_out=[unit("T", "t")]),
    )
    assert [row.pieces for row in told().widths] == [1, 1, 1]
