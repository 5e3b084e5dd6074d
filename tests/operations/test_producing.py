"""Lots and units come out: several at once, numbered by the plant, with what comes beside them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gozinto import trace
from gozinto.errors import Malformed, Refused
from gozinto.operations import production, shipping, stamp
from gozinto.operations.production import Component, Output
from gozinto.operations.runs import Run
from gozinto.plant import objects
from gozinto.plant.models import IssuedNumber, Material, NumberingFormat
from gozinto.record import clock
from gozinto.record.models import Event, ObjectState
from gozinto.standards.epcis.events import TransformationEvent
from tests.workshop import OPERATOR, at, event_of, lot, reported_run, unit, words_of

SENT = "urn:uuid:1b5f0c1e-0000-4000-8000-000000000001"


def press() -> Run:
    return reported_run(
        job="J-1042/80", step="curing", equipment="PRESS-42", flow="continuous", by=OPERATOR,
        at=at(0),
    )  # fmt: skip


def number(material: str, *, serial: str = "", lot: str = "") -> None:
    found = Material.objects.get(code=material)
    for kind, pattern in (("serial", serial), ("lot", lot)):
        if pattern:
            form = NumberingFormat.objects.create(
                code=f"{material}-{kind}", name=kind, subject=kind, pattern=pattern
            )
            setattr(found, f"{kind}_format", form)
    found.save()


def test_many_units_of_a_lot_come_out_at_once() -> None:
    captured = production.produce_serials(
        run=press(), material="T205", numbers=["1", "2", "3"], lot="L-1", position="L",
        by=OPERATOR, at=at(1),
    )  # fmt: skip
    event, words = event_of(captured), words_of(captured)
    assert isinstance(event, TransformationEvent)
    assert event.output_epc_list == tuple(unit("T205", n) for n in "123")
    assert event.biz_step == "commissioning"
    assert {link.lot for link in words.links} == {lot("T205", "L-1")}
    assert (captured.numbers, words.position) == (("1", "2", "3"), "L")


def test_units_without_numbers_are_numbered_by_the_format_of_their_material() -> None:
    number("T205", serial="{seq:10}")
    first = production.produce_serials(run=press(), material="T205", count=3, by=OPERATOR, at=at(1))
    second = production.produce_serial(run=press(), material="T205", by=OPERATOR, at=at(2))
    assert first.numbers == ("0000000001", "0000000002", "0000000003")
    assert second.numbers == ("0000000004",)
    assert objects.resolve("0000000004").uri == unit("T205", "0000000004")


def test_a_lot_without_a_number_is_given_the_next_one() -> None:
    number("LC", lot="LC-{seq:4}")
    made = production.produce_lot(
        run=press(), material="LC", quantity=Decimal(5), by=OPERATOR, at=at(1)
    )
    assert made.numbers == ("LC-0001",)
    assert ObjectState.objects.get(object__uri=lot("LC", "LC-0001")).on_hand == 5


def test_numbers_that_were_not_used_come_back() -> None:
    number("T205", serial="{seq:10}")
    with pytest.raises(Malformed):
        production.produce_serials(
            run=press(), material="T205", count=3, by=OPERATOR, at=at(1).replace(tzinfo=None)
        )
    assert not IssuedNumber.objects.exists()


def _make_then_ship_what_is_not_there() -> None:
    with stamp.gathered():
        production.produce_serial(run=press(), material="T205", by=OPERATOR, at=at(1))
        shipping.ship(unit("T205", "9"), note="N-1", to="NORTH", by=OPERATOR, at=at(3), live=True)


@pytest.mark.parametrize("gapless", [False, True])
def test_numbers_of_a_batch_that_fails_come_back(gapless: bool) -> None:
    number("T205", serial="{seq:10}")
    NumberingFormat.objects.update(gapless=gapless)
    with clock.set_to(at(3)), pytest.raises(Refused):
        _make_then_ship_what_is_not_there()
    assert not IssuedNumber.objects.exists()
    assert not Event.objects.exists()
    made = production.produce_serial(run=press(), material="T205", by=OPERATOR, at=at(1))
    assert made.numbers == ("0000000001",)


def test_a_request_that_is_repeated_is_given_the_same_numbers() -> None:
    number("T205", serial="{seq:10}")
    once, again = (
        production.produce_serials(
            run=press(), material="T205", count=2, event_id=SENT,
            by=OPERATOR, at=at(1),
        )
        for _ in range(2)
    )  # fmt: skip
    assert (again.numbers, again.repeated) == (once.numbers, True)
    assert IssuedNumber.objects.count() == 2


def test_a_material_without_a_format_cannot_be_numbered() -> None:
    with pytest.raises(Refused) as caught:
        production.produce_serial(run=press(), material="T205", by=OPERATOR, at=at(1))
    assert [v.code for v in caught.value.violations] == ["no_number_format"]


@pytest.mark.parametrize(("numbers", "count"), [((), 0), (("1", "2"), 3)])
def test_how_many_units_there_are_is_told_once(numbers: tuple[str, ...], count: int) -> None:
    with pytest.raises(Malformed) as caught:
        production.produce_serials(
            run=press(), material="T205", numbers=numbers, count=count, by=OPERATOR, at=at(1)
        )
    assert caught.value.code == "count_differs"


def test_by_products_come_out_of_the_same_run_as_lots_of_their_own_material() -> None:
    run = reported_run(job="J-5", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(0))
    made = production.mix(
        run=run, inputs=[Component(of=lot("HB", "H-1"), quantity=Decimal(10), uom="KGM")],
        material="LC", number="LC-1", quantity=Decimal(8),
        beside=[Output(material="GT", number="GT-9", quantity=Decimal(3))],
        by=OPERATOR, at=at(1),
    )  # fmt: skip
    assert made.numbers == ("LC-1", "GT-9")
    reached = {node.uri for node in trace.forward([objects.resolve("H-1")]).nodes}
    assert {lot("LC", "LC-1"), lot("GT", "GT-9")} <= reached
    assert ObjectState.objects.get(object__uri=lot("GT", "GT-9")).uom == "C62"


def test_a_lot_keeps_until_when_it_may_be_used() -> None:
    until = at(1) + timedelta(days=3)
    production.produce_lot(
        run=press(), material="LC", number="LC-1", quantity=Decimal(5), expires=until,
        by=OPERATOR, at=at(1),
    )  # fmt: skip
    assert ObjectState.objects.get(object__uri=lot("LC", "LC-1")).expires_at == until


def test_a_gathered_lot_answers_its_number_and_then_its_place() -> None:
    with stamp.gathered() as batch:
        made = production.produce_lot(
            run=press(), material="LC", number="LC-1", quantity=Decimal(5), by=OPERATOR, at=at(1)
        )
    found = batch.of(made)
    assert isinstance(found, production.Produced)
    assert (found.numbers, found.position > 0) == (("LC-1",), True)


def test_what_a_run_made_that_was_no_good_counts_as_made_and_as_scrapped() -> None:
    run = press()
    production.produce_lot(
        run=run, material="T205", number="L-1", quantity=Decimal(95), by=OPERATOR, at=at(1)
    )
    production.scrap(
        run=run, material="T205", number="L-1", quantity=Decimal(5), reason="porous",
        by=OPERATOR, at=at(1),
    )  # fmt: skip
    (found,) = trace.balance(objects.resolve("L-1")).balances
    terms = {term.term: term.quantity for term in found.terms}
    assert terms == {"produced": 100, "scrapped": 5}
    assert (found.on_hand, found.difference) == (95, 0)
    assert Event.objects.count() == 3


def test_no_more_is_asked_for_a_thousand_units_than_for_ten() -> None:
    def asked(first: int, count: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            production.produce_serials(
                run=run, material="T205", numbers=[str(first + n) for n in range(count)],
                lot="L-1", by=OPERATOR, at=at(1),
            )  # fmt: skip
        return len(asked)

    run = press()
    asked(0, 10)
    assert asked(5000, 1000) <= asked(100, 10)
