"""What a verb is called with, out of JSON: texts become what its signature says, or are refused."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from gozinto.errors import Malformed, Unknown
from gozinto.operations import arguments, correctable, inspection, production, receiving, shipping
from gozinto.operations.production import Component
from gozinto.operations.receiving import Delivered
from gozinto.operations.things import Amount


def faults_of(verb: Any, told: dict[str, Any]) -> list[tuple[str, str]]:
    """The path and code of all that is wrong."""
    with pytest.raises(Malformed) as caught:
        arguments.read(verb, told)
    return [(v.path, v.code) for v in caught.value.violations]


def test_numbers_times_and_things_are_read() -> None:
    told = {
        "supplier": "ELASTO",
        "lots": [{"material": "HB", "supplier_lot": "1", "quantity": "0.10"}],
        "by": "P-1",
        "at": "2026-03-02T06:00:00+03:00",
    }
    found = arguments.read(receiving.receive_lots, told)
    assert found["lots"] == [Delivered(material="HB", supplier_lot="1", quantity=Decimal("0.10"))]
    assert found["at"] == datetime(2026, 3, 2, 3, tzinfo=UTC)


def test_things_are_texts_amounts_or_lists_of_them() -> None:
    told: dict[str, Any] = {"note": "DN-1", "to": "NORTH", "by": "P-1"}
    amount = {"of": "4711", "quantity": 3}
    for sent, expected in (
        ("001", "001"),
        (["001", amount], ["001", Amount(of="4711", quantity=Decimal(3))]),
        (amount, Amount(of="4711", quantity=Decimal(3))),
    ):
        assert arguments.read(shipping.ship, told | {"objects": sent})["objects"] == expected


def test_a_run_goes_by_its_number_and_components_are_read() -> None:
    told = {
        "run": "J-1", "material": "LC", "number": "1", "quantity": 2, "by": "P-1",
        "inputs": [{"of": "4711", "quantity": "1.5", "uom": "KGM"}],
    }  # fmt: skip
    found = arguments.read(production.mix, told)
    assert found["run"] == "J-1"
    assert found["inputs"] == [Component(of="4711", quantity=Decimal("1.5"), uom="KGM")]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    told = {"colour": "red", "kind": "final?", "values": "x", "by": 3, "live": "yes"}
    assert faults_of(inspection.inspect, told) == [
        ("colour", "unknown_field"),
        ("kind", "bad_value"),
        ("values", "wrong_type"),
        ("by", "wrong_type"),
        ("live", "wrong_type"),
        ("objects", "required"),
    ]


@pytest.mark.parametrize(
    ("lot", "fault"),
    [
        ({"material": "HB", "supplier_lot": "1"}, ("lots[0].quantity", "required")),
        (
            {"material": "HB", "supplier_lot": "1", "quantity": 1, "colour": ""},
            ("lots[0].colour", "unknown_field"),
        ),
        (
            {"material": "HB", "supplier_lot": "1", "quantity": "NaN"},
            ("lots[0].quantity", "wrong_type"),
        ),
        (
            {"material": "HB", "supplier_lot": "1", "quantity": 1, "expires": "2026-03-02T06:00"},
            ("lots[0].expires", "wrong_type"),
        ),
    ],
)
def test_a_fault_inside_says_where(lot: dict[str, Any], fault: tuple[str, str]) -> None:
    told = {"supplier": "E", "lots": [lot], "by": "P-1"}
    assert faults_of(receiving.receive_lots, told) == [fault]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("supplier", "EL\0"),
        ("supplier", "E" * 3000),
        ("quantity", "1E+9999"),
        ("quantity", "1" * 70),
        ("quantity", 1.5),
        ("at", "0001-01-01T00:00:00+14:00"),
        ("at", "yesterday"),
    ],
)
def test_what_the_record_cannot_hold_is_refused(name: str, value: Any) -> None:
    told = {"material": "HB", "supplier": "E", "supplier_lot": "1", "quantity": 1, "by": "P-1"}
    assert faults_of(receiving.receive, told | {name: value}) == [(name, "wrong_type")]


def test_a_verb_goes_by_its_room_and_name() -> None:
    assert correctable.find("production.consume") is production.consume
    with pytest.raises(Unknown) as caught:
        correctable.find("production.consum")
    assert caught.value.near[0] == "production.consume"


def test_every_verb_can_be_told_in_json() -> None:
    found = correctable.all_verbs()
    assert {"receiving.receive", "shipping.ship", "counting.count_lot", "inspection.inspect"} <= (
        found.keys()
    )
    for name, verb in found.items():
        told = faults_of(verb, {"no_such_argument": 1})
        assert told[0] == ("no_such_argument", "unknown_field"), name
        assert ("by", "required") in told, name
