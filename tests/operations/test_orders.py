"""What was ordered, and what the record says was done for it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from gozinto import record
from gozinto.errors import Unknown
from gozinto.operations import correcting, orders, production, receiving
from gozinto.operations.orders import Beside
from gozinto.plant.models import Material, Order, OrderLine, UnitConversion
from gozinto.record import Captured, rebuild
from gozinto.record.models import DocumentMention
from gozinto.standards.epcis.events import Event, TypedReference
from tests.plants import received, run, shipped, some, transformed, unit
from tests.workshop import CLERK, at, lot


def ordered(number: str, kind: str, *lines: tuple[str, str, int, str]) -> None:
    """An order: its lines are number, material, quantity and unit."""
    order = Order.objects.create(number=number, kind=kind, state="released")
    for line, material, quantity, uom in lines:
        OrderLine.objects.create(
            order=order,
            line=line,
            material=Material.objects.get(code=material),
            quantity=quantity,
            uom=uom,
        )


def deliver(quantity: int, *, line: str = "", uom: str = "", material: str = "HB") -> Captured:
    return receiving.receive(
        material=material, supplier="ELASTO", supplier_lot=f"E-{material}-{quantity}",
        quantity=Decimal(quantity), uom=uom, order="PO-7", line=line, by=CLERK, at=at(1),
    )  # fmt: skip


def shown(order: str) -> list[tuple[str, str, str]]:
    """Of each line what was ordered and what is open."""
    return [(one.line, str(one.done), str(one.open)) for one in orders.progress(order).lines]


def test_what_came_in_two_deliveries_is_no_longer_open() -> None:
    ordered("PO-7", "purchase", ("10", "HB", 900, "KGM"), ("20", "LC", 40, "KGM"))
    assert shown("PO-7") == [("10", "0", "900"), ("20", "0", "40")]
    deliver(500, line="10")
    deliver(100, line="10")
    assert shown("PO-7") == [("10", "600", "300"), ("20", "0", "40")]


def test_a_delivery_that_is_withdrawn_is_open_again() -> None:
    ordered("PO-7", "purchase", ("10", "HB", 900, "KGM"))
    wrong = deliver(500, line="10")
    correcting.withdraw(wrong.event_id, reason="never came", by=CLERK, at=at(2))
    assert shown("PO-7") == [("10", "0", "900")]


def test_what_names_no_line_fills_the_lines_of_its_material_one_after_the_other() -> None:
    ordered("PO-7", "purchase", ("10", "HB", 900, "KGM"), ("20", "HB", 1, "TNE"))
    deliver(2, uom="TNE")
    assert shown("PO-7") == [("10", "900", "0"), ("20", "1.1", "-0.1")]


def test_an_amount_in_another_dimension_counts_where_the_material_says_how() -> None:
    ordered("PO-7", "purchase", ("10", "HB", 10, "C62"))
    deliver(80)
    assert shown("PO-7") == [("10", "0", "10")]
    material = Material.objects.get(code="HB")
    UnitConversion.objects.create(material=material, from_uom="C62", to_uom="KGM", factor=20)
    assert shown("PO-7") == [("10", "4", "6")]


def test_what_nobody_ordered_stands_beside_the_lines() -> None:
    ordered("PO-7", "purchase", ("10", "HB", 900, "KGM"))
    deliver(40, material="LC")
    found = orders.progress("PO-7")
    assert found.beside == (Beside(material="LC", quantity=Decimal(40), uom="KGM"),)
    assert found.lines[0].done == 0


def test_a_sale_is_done_by_what_left_for_it() -> None:
    ordered("SO-3", "sales", ("10", "T205", 3, "C62"))
    tyres = [unit("T205", f"00{n}") for n in range(2)]
    sale = ("poc", orders.order_uri("SO-3"))
    record.capture(naming(shipped(tyres, 1), sale))
    assert shown("SO-3") == [("10", "2", "1")]


def naming(event: Event, *documents: tuple[str, str]) -> Event:
    """The event, of these documents too: their kind and URI."""
    more = tuple(TypedReference(type=kind, value=uri) for kind, uri in documents)
    return replace(event, biz_transaction_list=(*event.biz_transaction_list, *more))


def test_an_order_to_make_is_done_by_what_comes_out_of_its_runs() -> None:
    ordered("MO-1", "production", ("10", "LC", 50, "KGM"))
    production.start(
        job="J-1", step="mixing", equipment="MIX-1", order="MO-1", line="10", by=CLERK, at=at(0)
    )
    record.capture(received(some(lot("HB", "1"), 100), 0))
    record.capture(transformed(1, run_id=run("J-1"), inputs=[some(lot("HB", "1"), 45)]))
    record.capture(transformed(2, run_id=run("J-1"), outputs=[some(lot("LC", "1"), 44)]))
    assert shown("MO-1") == [("10", "44", "6")]


def test_documents_are_found_again_by_a_replay() -> None:
    ordered("PO-7", "purchase", ("10", "HB", 900, "KGM"))
    deliver(500, line="10")
    told = DocumentMention.objects.order_by("ordinal").values_list("kind", "document")
    order = orders.order_uri("PO-7")
    assert list(told) == [("po", order), ("po", f"{order}#10")]
    assert rebuild.check() == []


def test_an_order_that_is_not_there_is_unknown() -> None:
    ordered("PO-7", "purchase")
    with pytest.raises(Unknown) as caught:
        orders.progress("PO-9")
    assert (caught.value.code, caught.value.near) == ("unknown_order", ("PO-7",))
