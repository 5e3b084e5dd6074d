"""A dealer sends back a tyre whose number is gone; he gets another one, and quality looks at it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.errors import Ambiguous
from gozinto.operations import production, receiving, returning, shipping
from gozinto.operations.inspection import Measured
from gozinto.operations.production import Component
from gozinto.plant import objects
from gozinto.record import rebuild
from tests.workshop import CLERK, INSPECTOR, OPERATOR, at, lot, reported_run

SOLD = ("001", "002")


@pytest.fixture(autouse=True)
def _sold() -> None:
    """Rubber became three tyres in week 10 of 2026; two of them went to the dealer."""
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot="EL-77", quantity=Decimal(100), by=CLERK,
        at=at(0),
    )  # fmt: skip
    press = reported_run(job="J-1", step="curing", equipment="PRESS-42", by=OPERATOR, at=at(1))
    for number in (*SOLD, "003"):
        liner = Component(
            of=lot("HB", "EL-77", "ELASTO"), quantity=Decimal(2), uom="KGM", slot="liner"
        )
        production.produce_serial(
            run=press, material="T205", number=number, inputs=[liner], by=OPERATOR, at=at(1)
        )
    shipping.ship(SOLD, note="DN-1", to="NORTH", by=CLERK, at=at(2))


def test_what_can_be_read_leaves_two_and_the_dealer_knows_which() -> None:
    # The wall of the tyre still shows its model and week: two tyres fit, and none is guessed.
    with pytest.raises(Ambiguous) as caught:
        returning.take_back_unread(
            "T205", dot_week="1026", dealer="NORTH", reason="bulge", by=CLERK, at=at(900)
        )
    assert len(caught.value.candidates) == 2

    # The dealer's own list says it was 002: that is what the record says, as a conclusion.
    returning.take_back_unread(
        "T205", dot_week="1026", chosen="002", dealer="NORTH", reason="bulge", note="RMA-1",
        by=CLERK, at=at(900),
    )  # fmt: skip
    entry = trace.story(objects.resolve("002"))[-1]
    assert (entry.disposition, entry.note) == ("returned", "T205 DOT 1026")

    # Now one tyre alone fits, so the next one needs nobody's word.
    returning.take_back_unread(
        "T205", dot_week="1026", dealer="NORTH", reason="bulge", by=CLERK, at=at(910)
    )
    found = trace.backward([objects.resolve("001")])
    assert [s.supplier_lots for s in found.facts.suppliers] == [("EL-77",)]


def test_the_dealer_gets_another_tyre_and_either_trace_shows_both() -> None:
    returning.exchange(
        "002", new="003", dealer="NORTH", reason="bulge", rma="RMA-1", note="DN-2", by=CLERK,
        at=at(900), live=False,
    )  # fmt: skip
    returning.examine(
        "002", result="confirmed", cause="belt edge separation", note="RMA-1",
        values=[Measured(characteristic="width of the gap", value=Decimal("3.2"), uom="MMT")],
        by=INSPECTOR, at=at(950),
    )  # fmt: skip
    for number in ("002", "003"):
        found = trace.backward([objects.resolve(number)])
        assert found.exchanges is not None
        (exchange,) = found.exchanges
        assert [uri.rpartition("/")[2] for uri in exchange.objects] == ["002", "003"]
        assert [s.name for s in found.facts.suppliers] == ["Elasto Rubber"]
    (control,) = trace.backward([objects.resolve("002")]).facts.inspections
    assert (control.kind, control.result) == ("returned", "confirmed")
    assert rebuild.check() == []
