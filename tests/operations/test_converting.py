"""Lots are divided, put together and packed anew: numbers change, the genealogy goes on."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.errors import Malformed, Unknown
from gozinto.operations import production, receiving
from gozinto.operations.production import Component, Part
from gozinto.operations.things import Amount
from gozinto.plant import objects
from gozinto.record.models import ObjectState
from tests.workshop import CLERK, at, event_of, lot

SOON, LATE = at(24), at(0) + timedelta(days=90)


def receive(number: str, amount: int, *, expires: object = LATE, material: str = "HB") -> str:
    receiving.receive(
        material=material, supplier="ELASTO", supplier_lot=number, lot=number,
        quantity=Decimal(amount), expires=expires, by=CLERK, at=at(0),  # type: ignore[arg-type]
    )  # fmt: skip
    return lot(material, number)


def on_hand(uri: str) -> Decimal:
    return ObjectState.objects.get(object__uri=uri).on_hand


def origins(number: str) -> set[str]:
    found = trace.backward([objects.resolve(number)])
    return {node.number for node in found.nodes if node.kind == "lot"} - {number}


def test_a_lot_is_split_and_the_rest_keeps_its_number() -> None:
    mother = receive("H-1", 100, expires=SOON)
    made = production.split(
        mother,
        parts=[
            Part(number="H-1A", quantity=Decimal(30)), Part(number="H-1B", quantity=Decimal(20)),
        ],
        reason="two mixers", location="RACK", by=CLERK, at=at(1),
    )  # fmt: skip
    assert made.numbers == ("H-1A", "H-1B")
    assert [on_hand(lot("HB", number)) for number in ("H-1", "H-1A", "H-1B")] == [50, 30, 20]
    assert "H-1" in origins("H-1A")
    assert ObjectState.objects.get(object__uri=lot("HB", "H-1A")).expires_at == SOON


def test_lots_are_merged_and_the_new_one_expires_with_the_first() -> None:
    first, second = receive("H-1", 100), receive("H-2", 50, expires=SOON)
    production.merge(
        [Amount(of=first, quantity=Decimal(100)), Amount(of=second, quantity=Decimal(25000),
         uom="GRM")],
        number="H-9", by=CLERK, at=at(1),
    )  # fmt: skip
    assert [on_hand(lot("HB", number)) for number in ("H-1", "H-2", "H-9")] == [0, 25, 125]
    assert {"H-1", "H-2"} <= origins("H-9")
    assert ObjectState.objects.get(object__uri=lot("HB", "H-9")).expires_at == SOON


def test_goods_are_packed_anew_under_another_material_with_their_packaging() -> None:
    bulk = receive("H-1", 100)
    bags = receive("BAG-1", 50, material="GT")
    captured = production.repack(
        [Component(of=bulk, quantity=Decimal(50), uom="KGM"),
         Component(of=bags, quantity=Decimal(50), uom="C62", slot="bag")],
        material="T205", number="P-1", quantity=Decimal(50), by=CLERK, at=at(1),
    )  # fmt: skip
    assert event_of(captured).biz_step == "repackaging"
    assert {"H-1", "BAG-1"} <= origins("P-1")
    assert on_hand(lot("T205", "P-1")) == 50


def test_only_lots_of_one_material_are_merged() -> None:
    with pytest.raises(Malformed) as caught:
        production.merge(
            [Amount(of=lot("HB", "H-1"), quantity=Decimal(1)),
             Amount(of=lot("LC", "L-1"), quantity=Decimal(1))],
            number="X", by=CLERK, at=at(1),
        )  # fmt: skip
    assert caught.value.code == "different_materials"


def test_a_merge_says_how_much_of_each() -> None:
    with pytest.raises(Malformed) as caught:
        production.merge([Amount(of=lot("HB", "H-1"))], number="X", by=CLERK, at=at(1))
    assert caught.value.code == "quantity_not_told"


def test_nobody_splits_a_lot_of_an_unknown_material() -> None:
    with pytest.raises(Unknown) as caught:
        production.split(
            lot("ZZ", "1"), parts=[Part(number="2", quantity=Decimal(1))], by=CLERK, at=at(1)
        )
    assert caught.value.code == "unknown_material"
