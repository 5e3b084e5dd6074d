"""A unit inherits what its lot consumed, and no more than that."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.plants import at, lot, received, run, some, transformed, unit, withdrawn

from gozinto import record, trace
from gozinto.plant import objects
from gozinto.plant.models import TraceableObject
from gozinto.record.lots_told import LOT_NUMBER
from gozinto.standards.epcis.events import Event, ObjectEvent
from gozinto.standards.epcis.gozinto import Context, LinkDetail, Slot

pytestmark = pytest.mark.django_db
RUBBER, SOLVENT, TYRES, ONE = lot("HB", "HB-1"), lot("SOL", "S-1"), lot("T", "L-1"), unit("T", "1")
FACE = Slot(step="assembly", name="face")


def numbers(answer: trace.Trace) -> set[str]:
    return {n.number for n in answer.nodes if n.kind != "run"}


def is_in(number: str, *, of: str) -> bool:
    """Whether `number` is in `of`; both directions have to say the same."""
    unit = objects.resolve(of)
    up = number in numbers(trace.backward([unit]))
    assert up == (unit.number in numbers(trace.forward([objects.resolve(number)])))
    return up


def tell(*events: Event) -> None:
    record.capture(received(some(RUBBER, 500), 0))
    record.capture(received(some(SOLVENT, 500), 0))
    for event in events:
        record.capture(event)


def lot_made(hours: float, *, job: str = "A", flow: str = "batch", of: str = SOLVENT) -> Event:
    return transformed(
        hours, run_id=run(job), inputs=[some(of, 5)], outputs=[some(TYRES, 500, "C62")], flow=flow
    )


def one_made(hours: float) -> Event:
    return transformed(hours, inputs=[some(RUBBER, 1)], units_out=[ONE], lots={ONE: TYRES})


def commissioned(one: str, hours: float) -> Event:
    return ObjectEvent(
        event_time=at(hours),
        action="ADD",
        biz_step="commissioning",
        epc_list=(one,),
        extensions=Context(links=(LinkDetail(id=one, lot=TYRES),)).extensions(),
    )


def test_a_unit_inherits_what_its_lot_consumed() -> None:
    tell(lot_made(1), one_made(2))
    assert is_in("S-1", of="1")
    assert is_in("HB-1", of="1")


def test_a_unit_told_to_be_of_a_lot_when_it_is_commissioned_inherits_too() -> None:
    tell(lot_made(1), commissioned(ONE, 2))
    assert is_in("S-1", of="1")
    answer = trace.backward([objects.resolve("1")])
    assert answer.complete, answer.gaps


def test_what_went_into_a_line_after_the_unit_left_is_not_in_it() -> None:
    tell(
        lot_made(1, flow="continuous", of=RUBBER),
        commissioned(ONE, 2),
        lot_made(3, flow="continuous"),
    )
    assert is_in("HB-1", of="1")
    assert not is_in("S-1", of="1")


def test_a_unit_inherits_nothing_from_a_run_that_began_after_it_was_there() -> None:
    tell(one_made(2), lot_made(3))
    assert not is_in("S-1", of="1")


def test_a_unit_that_fills_a_slot_itself_does_not_inherit_that_slot() -> None:
    other = lot("HB", "HB-2")
    of_the_lot = transformed(
        1,
        run_id=run("A"),
        inputs=[some(RUBBER, 5), some(SOLVENT, 5)],
        outputs=[some(TYRES, 500, "C62")],
        slots={RUBBER: FACE},
    )
    own = transformed(
        2, inputs=[some(other, 1)], units_out=[ONE], lots={ONE: TYRES}, slots={other: FACE}
    )
    tell(received(some(other, 9), 0), of_the_lot, own)
    assert is_in("HB-2", of="1")
    assert is_in("S-1", of="1")
    assert not is_in("HB-1", of="1")


def test_rework_of_a_part_of_the_lot_touches_no_single_unit() -> None:
    rework = transformed(
        3,
        run_id=run("REWORK"),
        inputs=[some(TYRES, 40, "C62"), some(SOLVENT, 1)],
        outputs=[some(TYRES, 40, "C62")],
    )
    tell(
        one_made(2),
        rework,
        commissioned(unit("T", "2"), 4),
    )
    assert not is_in("S-1", of="1")
    assert not is_in("S-1", of="2")
    assert is_in("S-1", of="L-1")


def test_a_membership_withdrawn_is_inherited_from_no_more() -> None:
    made = replace(one_made(2), event_id="urn:uuid:018f2f6a-0000-7000-8000-000000000001")
    tell(lot_made(1), made, withdrawn(made, 5))
    assert "S-1" not in numbers(trace.backward([objects.resolve("1")]))
    assert "1" not in numbers(trace.forward([objects.resolve("S-1")]))


GTIN = "https://id.gs1.org/01/04012345123456"


@pytest.mark.parametrize(
    ("epc", "ilmd", "lot_uri"),
    [
        (f"{GTIN}/10/L-7/21/1", {}, f"{GTIN}/10/L-7"),
        (f"{GTIN}/21/1", {LOT_NUMBER: "L-7"}, f"{GTIN}/10/L-7"),
        ("urn:epc:id:sgtin:4012345.012345.1", {LOT_NUMBER: "L-7"}, f"{GTIN}/10/L-7"),
        (ONE, {LOT_NUMBER: "L-7"}, lot("T", "L-7")),
    ],
)
def test_a_partner_tells_a_units_lot_in_the_words_of_the_standard(
    epc: str, ilmd: dict[str, str], lot_uri: str
) -> None:
    record.capture(received(some(SOLVENT, 500), 0))
    made = transformed(
        1, run_id=run("A"), inputs=[some(SOLVENT, 5)], outputs=[some(lot_uri, 500, "C62")]
    )
    record.capture(made)
    told = ObjectEvent(
        event_time=at(2), action="ADD", biz_step="commissioning", epc_list=(epc,), ilmd=ilmd
    )
    record.capture(told)
    assert is_in("S-1", of=epc)


def test_a_lot_number_on_things_without_an_item_makes_no_lot() -> None:
    told = ObjectEvent(
        event_time=at(2),
        action="ADD",
        biz_step="commissioning",
        epc_list=("https://partner.example/things/7",),
        ilmd={LOT_NUMBER: "L-7"},
    )
    record.capture(told)
    assert TraceableObject.objects.filter(kind="lot").count() == 0
