"""What goes into a run, and what of it comes back unused."""

from __future__ import annotations

from decimal import Decimal

from gozinto import trace
from gozinto.operations import production, receiving, runs
from gozinto.operations.production import Component
from gozinto.operations.runs import Run
from gozinto.plant import objects
from gozinto.record import rebuild
from gozinto.record.models import ObjectState
from gozinto.record.stock_terms import PUT_BACK_STEP
from gozinto.standards.epcis.gozinto import Slot
from tests.workshop import CLERK, OPERATOR, at, event_of, lot, reported_run, unit, words_of

RUBBER = lot("HB", "H-1", "ELASTO")
COMPOUND = lot("LC", "LC-1")


def mixer() -> Run:
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot="H-1", quantity=Decimal(100), by=CLERK,
        at=at(0),
    )  # fmt: skip
    run = reported_run(job="J-1/10", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(1))
    production.consume(
        RUBBER, run=run, quantity=Decimal(60), uom="KGM", slot="rubber", by=OPERATOR, at=at(1)
    )
    return run


def test_what_was_not_used_is_on_hand_again_and_the_run_took_less() -> None:
    production.put_back(
        RUBBER, run=mixer(), quantity=Decimal(20), uom="KGM", slot="rubber", location="RACK",
        by=OPERATOR, at=at(2),
    )  # fmt: skip
    (found,) = trace.balance(objects.resolve(RUBBER)).balances
    terms = {term.term: term.quantity for term in found.terms}
    assert terms == {"received": 100, "consumed": 40}
    assert (found.on_hand, found.difference) == (60, 0)
    state = ObjectState.objects.get(object__uri=RUBBER)
    assert (state.on_hand, state.location.rsplit("/", 1)[-1]) == (60, "RACK")
    assert rebuild.check() == []


def test_what_came_back_is_no_product_of_the_run() -> None:
    run = mixer()
    production.consume(
        lot("HB", "H-2"), run=run, quantity=Decimal(5), uom="KGM", by=OPERATOR, at=at(1)
    )
    captured = production.put_back(
        RUBBER, run=run, quantity=Decimal(20), uom="KGM", by=OPERATOR, at=at(2)
    )
    assert event_of(captured).biz_step == PUT_BACK_STEP
    assert words_of(captured).job == run.uri
    found = trace.backward([objects.resolve(RUBBER)])
    assert [node.uri for node in found.nodes] == [RUBBER]


def test_the_share_is_of_what_was_used_and_not_of_what_was_taken() -> None:
    run = mixer()
    production.consume(
        lot("HB", "H-2"), run=run, quantity=Decimal(40), uom="KGM", by=OPERATOR, at=at(1)
    )
    production.put_back(RUBBER, run=run, quantity=Decimal(50), uom="KGM", by=OPERATOR, at=at(2))
    production.produce_lot(
        run=run, material="LC", number="LC-1", quantity=Decimal(50), by=OPERATOR, at=at(3)
    )
    shares = {node.uri: node.share for node in trace.backward([objects.resolve(COMPOUND)]).nodes}
    assert (shares[RUBBER], shares[lot("HB", "H-2")]) == (Decimal("0.2"), Decimal("0.8"))


def test_all_that_came_back_still_lay_at_the_machine() -> None:
    run = mixer()
    production.put_back(RUBBER, run=run, quantity=Decimal(60), uom="KGM", by=OPERATOR, at=at(2))
    production.produce_lot(
        run=run, material="LC", number="LC-1", quantity=Decimal(1), by=OPERATOR, at=at(3)
    )
    reached = {node.uri for node in trace.forward([objects.resolve(RUBBER)]).nodes}
    assert COMPOUND in reached


def test_a_unit_that_was_not_used_is_there_again() -> None:
    run = reported_run(job="J-2", step="curing", equipment="PRESS-42", by=OPERATOR, at=at(0))
    building = reported_run(job="J-3", step="building", equipment="BM-1", by=OPERATOR, at=at(0))
    production.produce_serial(
        run=building, material="GT", number="GT-1",
        inputs=[Component(of=COMPOUND, slot="liner", quantity=Decimal(1), uom="KGM")],
        by=OPERATOR, at=at(1),
    )  # fmt: skip
    production.consume(unit("GT", "GT-1"), run=run, slot="green tyre", by=OPERATOR, at=at(2))
    production.put_back(unit("GT", "GT-1"), run=run, by=OPERATOR, at=at(3))
    state = ObjectState.objects.get(object__uri=unit("GT", "GT-1"))
    assert (state.on_hand, state.status) == (1, "in_progress")


def test_a_run_is_named_by_its_number_and_the_slot_by_its_name() -> None:
    mixer()
    captured = production.put_back(
        RUBBER, run="J-1/10", quantity=Decimal(1), uom="KGM", slot="rubber", by=OPERATOR, at=at(2)
    )
    assert words_of(captured).slot == Slot(name="rubber", step="mixing")
    assert runs.get("J-1/10").step == "mixing"
