"""What one event does, read off the event alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.plants import at, lot, run, unit

from gozinto.record import effects
from gozinto.standards.epcis.events import QuantityElement, TransformationEvent
from gozinto.standards.epcis.gozinto import Context, LinkDetail, Slot


def replaces(*told: tuple[str, str, str, str]) -> bool:
    """Whether a unit with these inputs of its own no longer inherits the tread from its job.

    Each is an amount and its unit in the event's list, what the bill asks, and the unit that
    stands beside that in the extension.
    """
    lots = [lot("TRD", str(number)) for number, _ in enumerate(told)]
    event = TransformationEvent(
        event_id="urn:uuid:018f2f6a-0000-7000-8000-000000000001",
        event_time=at(1),
        input_quantity_list=tuple(
            QuantityElement(epc_class=uri, quantity=Decimal(amount), uom=uom)
            for uri, (amount, uom, _, _) in zip(lots, told, strict=True)
        ),
        output_epc_list=(unit("T", "1"),),
        extensions=Context(
            job=run("J"),
            links=tuple(
                LinkDetail(
                    id=uri,
                    slot=Slot(name="tread"),
                    required=Decimal(required) if required else None,
                    uom=unit_of_bill,
                )
                for uri, (_, _, required, unit_of_bill) in zip(lots, told, strict=True)
            ),
        ).extensions(),
    )
    [from_job] = [link for link in effects.of(event).links if link.run == run("J")]
    assert from_job.replaces in ([], [["", "tread", ""]])
    return bool(from_job.replaces)


@pytest.mark.parametrize(
    ("told", "covered"),
    [
        ([("1", "KGM", "1", "")], True),
        ([("0.9", "KGM", "1", "")], False),
        ([("500", "GRM", "1", "KGM")], False),
        ([("1000", "GRM", "1", "KGM")], True),
        ([("1", "KGM", "1000", "GRM")], True),
        ([("0.5", "KGM", "1000", "GRM")], False),
        ([("2", "KGM", "3", "LBR")], True),
        ([("1", "KGM", "3", "LBR")], False),
    ],
)
def test_what_the_bill_asks_is_compared_in_one_unit(
    told: list[tuple[str, str, str, str]], covered: bool
) -> None:
    assert replaces(*told) is covered


@pytest.mark.parametrize(
    ("told", "covered"),
    [
        ([("500", "GRM", "", ""), ("0.5", "KGM", "1", "")], True),
        ([("500", "GRM", "", ""), ("0.4", "KGM", "1", "")], False),
        ([("0.5", "KGM", "1", ""), ("500", "GRM", "", "")], True),
        ([("0.4", "KGM", "1", ""), ("500", "GRM", "", "")], False),
        ([("0.5", "KGM", "1", ""), ("500", "GRM", "1000", "")], True),
        ([("0.4", "KGM", "1", ""), ("500", "GRM", "1000", "")], False),
    ],
)
def test_two_lots_in_one_slot_are_added_up_in_one_unit(
    told: list[tuple[str, str, str, str]], covered: bool
) -> None:
    assert replaces(*told) is covered


def test_an_amount_that_cannot_be_compared_with_the_bill_covers_nothing() -> None:
    assert not replaces(("3", "MTR", "1", "KGM"))
    assert not replaces(("3", "C62", "1", "KGM"))
    assert replaces(("3", "MTR", "", ""), ("1", "KGM", "1", ""))


def test_a_slot_of_which_the_bill_asks_no_amount_is_filled_by_any() -> None:
    assert replaces(("1", "GRM", "", ""))
