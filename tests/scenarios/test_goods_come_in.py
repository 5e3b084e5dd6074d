"""Goods come in: against an order, short, under another lot number; and what was made of them."""

from __future__ import annotations

from decimal import Decimal

from gozinto import trace
from gozinto.operations import correcting, inspection, orders, production, receiving
from gozinto.operations.inspection import Measured
from gozinto.operations.production import Component
from gozinto.operations.receiving import Delivered
from gozinto.plant import objects
from gozinto.plant.models import Material, Order, OrderLine
from gozinto.record import Captured, rebuild
from gozinto.record.models import ObjectState
from tests.workshop import CLERK, INSPECTOR, OPERATOR, at, event_of, lot, reported_run, words_of


def ordered() -> None:
    """900 kg of bromobutyl from Elasto, order PO-7."""
    order = Order.objects.create(number="PO-7", kind="purchase", state="released")
    rubber = Material.objects.get(code="HB")
    OrderLine.objects.create(order=order, line="10", material=rubber, quantity=900, uom="KGM")


def deliver() -> Captured:
    """Two lots on one truck; of the second the note says 420 kg, and the scale 400."""
    return receiving.receive_lots(
        [
            Delivered(
                material="HB", supplier_lot="EL-77", quantity=Decimal(500), line="10",
                expires=at(24 * 365), certificate="COA-77",
            ),
            Delivered(
                material="HB", supplier_lot="EL-78", quantity=Decimal(400), line="10",
                expires=at(24 * 365), expected_quantity=Decimal(420),
            ),
        ],
        supplier="ELASTO", order="PO-7", note="LS-9", location="DOCK", by=CLERK, at=at(0),
        live=True,
    )  # fmt: skip


def test_from_the_order_to_the_compound() -> None:
    ordered()
    short = deliver()

    # The second lot is 20 kg short of its delivery note, and the record says so.
    assert event_of(short).disposition == "mismatch_quantity"
    expected = words_of(short).expected
    assert expected is not None
    assert expected.quantity == Decimal(420)

    # Nothing of the order is open any more.
    (line,) = orders.progress("PO-7").lines
    assert (line.done, line.open) == (900, 0)

    # The laboratory passes the first lot, and it is put away.
    inspection.inspect(
        "EL-77", kind="input",
        values=[Measured(characteristic="Mooney", value=Decimal(45), lower=Decimal(40))],
        by=INSPECTOR, at=at(1),
    )  # fmt: skip
    receiving.put_away("EL-77", location="RACK", by=CLERK, at=at(2))

    # A compound is mixed from it.
    mixer = reported_run(job="J-1", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(3))
    production.mix(
        run=mixer, inputs=[Component(of="EL-77", quantity=Decimal(40), uom="KGM")],
        material="LC", number="LC-1", quantity=Decimal(40), by=OPERATOR, at=at(3), live=True,
    )  # fmt: skip

    # Its trace ends at the supplier, with the lot's own number and the laboratory's verdict.
    found = trace.backward([objects.resolve("LC-1")])
    assert found.complete
    (supplier,) = found.facts.suppliers
    assert (supplier.name, supplier.supplier_lots) == ("Elasto Rubber", ("EL-77",))
    (control,) = found.facts.inspections
    assert (control.kind, control.result) == ("input", "accepted")
    assert rebuild.check() == []


def test_another_lot_than_on_the_papers_is_the_one_that_is_traced() -> None:
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot="EL-79", quantity=Decimal(100),
        expected_lot="EL-97", note="LS-10", by=CLERK, at=at(0),
    )  # fmt: skip
    assert trace.story(objects.resolve("EL-79"))[0].disposition == "mismatch_instance"
    assert objects.find_all("EL-97") == []


def test_a_receipt_under_the_wrong_lot_is_put_right_and_the_trace_with_it() -> None:
    wrong = receiving.receive(
        material="HB", supplier="RIVAL", supplier_lot="EL-77", quantity=Decimal(500), by=CLERK,
        at=at(0),
    )  # fmt: skip
    correcting.replace(
        wrong.event_id, verb="receiving.receive",
        arguments={
            "material": "HB", "supplier": "ELASTO", "supplier_lot": "EL-77", "quantity": "500",
        },
        reason="it came from Elasto", by=CLERK, at=at(1),
    )  # fmt: skip
    mine = objects.resolve(lot("HB", "EL-77", "ELASTO"))
    assert ObjectState.objects.get(object=mine).on_hand == 500
    assert [s.name for s in trace.backward([mine]).facts.suppliers] == ["Elasto Rubber"]
