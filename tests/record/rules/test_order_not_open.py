"""Nothing is received, begun or shipped for an order that is closed or cancelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from tests.record.rules.judged import (
    accepted,
    findings,
    only,
    overridden,
    passes_overridden,
    refused,
    stock,
    stocked,
    take_back,
)
from tests.workshop import CLERK, OPERATOR, at, event_of

from gozinto import record
from gozinto.operations import orders, production, receiving, returning, shipping
from gozinto.operations.things import Amount
from gozinto.plant.models import MasterBatch, MasterChange, Order
from gozinto.record import Captured, rebuild
from gozinto.record import findings as on_record
from gozinto.standards.epcis.events import TypedReference

RULE = "order_not_open"


@pytest.fixture(autouse=True)
def _orders() -> None:
    for number, kind in (("PO-7", "purchase"), ("MO-1", "production"), ("SO-3", "sales")):
        Order.objects.create(number=number, kind=kind, state="released")
    stock("IIR")


def becomes(number: str, state: str, *, when: datetime) -> None:
    """Somebody changes the state of an order, as the one door of the plant keeps it."""
    order = Order.objects.get(number=number)
    batch = MasterBatch.objects.create(id=uuid4(), at=when, by="planner")
    MasterChange.objects.create(
        batch=batch, kind="orders", key=number, before={"number": number, "state": order.state},
        after={"number": number, "state": state},
    )  # fmt: skip
    Order.objects.filter(number=number).update(state=state)


def deliver(**stamp: Any) -> Captured:
    return receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot="E-1", quantity=Decimal(10), order="PO-7",
        by=CLERK, **stamp,
    )  # fmt: skip


def begin(**stamp: Any) -> Captured:
    return production.start(
        job="J-1/10", step="mixing", equipment="MIX-1", order="MO-1", by=OPERATOR, **stamp
    )


def send(**stamp: Any) -> Captured:
    some = Amount(of=stocked("IIR"), quantity=Decimal(5))
    return shipping.ship(some, note="SN-1", to="NORTH", order="SO-3", by=CLERK, **stamp)


@pytest.mark.parametrize("state", ["closed", "cancelled"])
@pytest.mark.parametrize(("number", "act"), [("PO-7", deliver), ("MO-1", begin), ("SO-3", send)])
def test_for_an_order_that_is_shut_it_is_refused_and_a_report_is_found(
    number: str, act: Any, state: str
) -> None:
    becomes(number, state, when=at(0.5))
    assert refused(act) == [RULE]
    assert only(RULE, act(at=at(1)))
    assert rebuild.check() == []


@pytest.mark.parametrize("state", ["planned", "released"])
def test_for_an_order_that_is_open_it_is_not(state: str) -> None:
    Order.objects.update(state=state)
    for act in (deliver, begin, send):
        accepted(act)
    assert findings() == []


def test_what_came_before_the_order_was_closed_may_be_told_afterwards() -> None:
    becomes("PO-7", "closed", when=at(2))
    deliver(at=at(1))
    assert findings() == []


def test_that_it_was_closed_does_not_make_earlier_receipts_faults() -> None:
    deliver(at=at(1))
    becomes("PO-7", "closed", when=at(2))
    on_record.recheck()
    assert findings() == []


def test_an_order_that_was_opened_again_is_open_from_then_on() -> None:
    becomes("PO-7", "closed", when=at(0.5))
    becomes("PO-7", "released", when=at(2))
    wrong = deliver(at=at(1))
    accepted(partial(deliver), hours=3)
    assert only(RULE, wrong)


@pytest.mark.parametrize("role", ["planner", "quality"])
def test_planner_and_quality_let_it_pass(role: str) -> None:
    becomes("PO-7", "closed", when=at(0.5))
    assert only(RULE, overridden(deliver, RULE, role=role))


def test_an_operator_does_not_let_it_pass() -> None:
    becomes("PO-7", "closed", when=at(0.5))
    assert passes_overridden(deliver, RULE)


def test_a_receipt_that_is_taken_back_is_no_fault() -> None:
    becomes("PO-7", "closed", when=at(0.5))
    take_back(deliver(at=at(1)))
    assert findings() == []


def test_what_comes_back_of_a_sale_that_is_closed_is_right() -> None:
    send(at=at(0.5))
    becomes("SO-3", "closed", when=at(0.8))
    back = returning.take_back(
        Amount(of=stocked("IIR"), quantity=Decimal(1)),
        dealer="NORTH",
        reason="Left over.",
        by=CLERK,
        at=at(2),
    )
    assert back.event_id
    assert findings() == []


def test_a_document_of_others_with_such_a_number_is_no_order_here() -> None:
    becomes("PO-7", "closed", when=at(0.5))
    sent = event_of(deliver(at=at(0.2)))
    theirs = TypedReference(type="po", value="https://elasto.example/bt/PO-7")
    other = replace(sent, event_id="", event_time=at(1), biz_transaction_list=(theirs,))
    record.capture(other)
    assert orders.order_uri("PO-7") != theirs.value
    assert findings() == []
