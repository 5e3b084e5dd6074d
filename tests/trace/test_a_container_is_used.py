"""A drum is scanned at the mixer, not the lot in it: the lot went in all the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.plants import at, lot, packed, pallet, received, run, some, transformed, withdrawn

from gozinto import record, trace
from gozinto.plant import objects
from gozinto.standards.epcis.events import AggregationEvent, Event

pytestmark = pytest.mark.django_db
SOLVENT, RESIN, GLUE = lot("SOL", "S-1"), lot("RES", "R-1"), lot("GLU", "G-1")
DRUM, PALLET = pallet(1), pallet(2)


def filled(drum: str, what: str, hours: float, *, amount: int = 50) -> Event:
    return AggregationEvent(
        event_time=at(hours),
        action="ADD",
        biz_step="packing",
        parent_id=drum,
        child_quantity_list=(some(what, amount),),
    )


def glue_made_of(container: str, hours: float) -> Event:
    return transformed(hours, run_id=run("MIX"), units_in=[container], outputs=[some(GLUE, 50)])


def tell(*events: Event) -> None:
    for event in (received(some(SOLVENT, 500), 0), received(some(RESIN, 500), 0), *events):
        record.capture(event)


def numbers(answer: trace.Trace) -> set[str]:
    return {n.number for n in answer.nodes if n.kind != "run"}


def is_in_the_glue(number: str) -> bool:
    """Whether it is in the glue; both directions have to say the same."""
    up = number in numbers(trace.backward([objects.resolve("G-1")]))
    assert up == ("G-1" in numbers(trace.forward([objects.resolve(number)])))
    return up


def test_what_was_in_the_drum_is_in_the_glue() -> None:
    tell(filled(DRUM, SOLVENT, 1), glue_made_of(DRUM, 2))
    assert is_in_the_glue("S-1")
    assert not is_in_the_glue("R-1")
    answer = trace.backward([objects.resolve("G-1")])
    assert answer.complete, answer.gaps
    (link,) = [link for link in answer.links if link.from_ == SOLVENT]
    assert (link.quantity, link.uom) == (Decimal(50), "KGM")


def test_a_drum_on_a_pallet_is_opened_too() -> None:
    tell(filled(DRUM, SOLVENT, 1), packed(PALLET, [DRUM], 2), glue_made_of(PALLET, 3))
    assert is_in_the_glue("S-1")
    assert trace.backward([objects.resolve("G-1")]).complete


def test_what_went_into_the_drum_later_is_not_in_the_glue() -> None:
    tell(filled(DRUM, SOLVENT, 1), glue_made_of(DRUM, 2), filled(DRUM, RESIN, 3))
    assert is_in_the_glue("S-1")
    assert not is_in_the_glue("R-1")


def test_what_had_left_the_drum_before_is_not_in_the_glue() -> None:
    emptied = AggregationEvent(
        event_time=at(2), action="DELETE", biz_step="unpacking", parent_id=DRUM
    )
    tell(filled(DRUM, RESIN, 1), emptied, filled(DRUM, SOLVENT, 3), glue_made_of(DRUM, 4))
    assert is_in_the_glue("S-1")
    assert not is_in_the_glue("R-1")


def test_a_filling_that_did_not_occur_leaves_the_drum_unknown() -> None:
    wrong = replace(
        filled(DRUM, SOLVENT, 1), event_id="urn:uuid:018f2f6a-0000-7000-8000-000000000002"
    )
    tell(wrong, glue_made_of(DRUM, 2), withdrawn(wrong, 5))
    assert not is_in_the_glue("S-1")
    gaps = trace.backward([objects.resolve("G-1")]).gaps
    assert [gap.code for gap in gaps] == ["container_content_unknown"]
