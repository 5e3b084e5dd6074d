"""What could not be stored, or not be read again, is refused with its reasons."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from tests.plants import (
    DOMAIN,
    asset,
    at,
    lot,
    mounted,
    received,
    some,
    transformed,
    unit,
    withdrawn,
)

from gozinto import record
from gozinto.errors import Refused
from gozinto.record.models import Event as EventRow
from gozinto.record.models import Link
from gozinto.standards.epcis.events import Event, TransformationEvent
from gozinto.standards.epcis.gozinto import NAMESPACE, Context, LinkDetail, Slot

pytestmark = pytest.mark.django_db

HB = lot("HB", "HB-1")
ID = "urn:uuid:018f2f6a-0000-7000-8000-00000000000{}".format
LONG = "x" * 9000


def telling(word: str, value: Any) -> Event:
    """A mount that also says this word of the extension."""
    event = mounted(asset("B"), 1, equipment="P", slot="bladder")
    return replace(event, extensions={**event.extensions, NAMESPACE + word: value})


def member(lot_uri: str) -> Event:
    """A unit made from the lot, said to belong to a lot of its own."""
    made = unit("T", "1")
    return transformed(1, inputs=[some(HB, 1)], units_out=[made], lots={made: lot_uri})


def refusal(event: Event) -> set[str]:
    """The codes with which the event is refused; nothing of it is on record."""
    with pytest.raises(Refused) as refused:
        record.capture(event)
    assert not EventRow.objects.exists()
    return {violation.code for violation in refused.value.violations}


@pytest.mark.parametrize("word", ["earliest", "latest", "expires"])
@pytest.mark.parametrize(
    "time",
    [
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+03:00",
        "9998-12-31T23:59:59-05:00",
        "9999-12-31T23:59:59-05:00",
    ],
)
def test_a_time_that_not_every_zone_can_show(word: str, time: str) -> None:
    assert refusal(telling(word, time)) == {"unreadable_extension"}


@pytest.mark.parametrize(
    "word", ["equipment", "person", "role", "station", "step", "job_name", "supplier_lot", "note"]
)
def test_a_name_that_is_a_novel(word: str) -> None:
    assert refusal(telling(word, LONG)) == {"unreadable_extension"}


def test_the_name_of_a_slot_that_is_a_novel() -> None:
    assert refusal(telling("slot", {"name": LONG})) == {"unreadable_extension"}


@pytest.mark.parametrize("cycles", [-1, 3_000_000_000, True, "7"])
def test_a_count_of_cycles_that_is_none(cycles: Any) -> None:
    assert refusal(telling("cycles", cycles)) == {"unreadable_extension"}


def test_a_term_that_not_stock_has() -> None:
    assert refusal(telling("term", "mislaid")) == {"unreadable_extension"}


@pytest.mark.parametrize("name", ["4711", "urn:x:a b", "urn:x:%00"])
def test_a_job_or_a_lot_that_is_no_uri(name: str) -> None:
    assert refusal(telling("job", name)) == {"bad_uri"}
    assert refusal(member(name)) == {"bad_uri"}


def test_a_job_or_a_lot_whose_uri_is_a_novel() -> None:
    assert refusal(telling("job", f"urn:x:{LONG}")) == {"unreadable_extension"}
    assert refusal(member(f"urn:x:{LONG}")) == {"unreadable_extension"}


@pytest.mark.parametrize("place", ["class/HB/%00", "class/%00/HB-1"])
def test_a_uri_that_hides_a_nul(place: str) -> None:
    assert refusal(received(some(f"{DOMAIN}/{place}", 1), 0)) == {"bad_uri"}


@pytest.mark.parametrize("end", ["\x00", "\ud800"])
def test_an_event_id_that_cannot_be_looked_up(end: str) -> None:
    assert "bad_text" in refusal(received(some(HB, 5), 0, id=f"urn:x:{end}"))


@pytest.mark.parametrize("amount", [10**12, 10**14, 10**15])
def test_an_amount_that_is_too_large_only_in_kilograms(amount: int) -> None:
    assert refusal(received(some(HB, amount, "KTN"), 0)) == {"quantity_too_large"}


def test_a_links_amount_is_measured_in_the_unit_of_its_input() -> None:
    detail = LinkDetail(id=HB, quantity=some(HB, 10**14).quantity)
    event = TransformationEvent(
        event_time=member(HB).event_time,
        input_quantity_list=(some(HB, 1, "KTN"),),
        output_epc_list=(unit("T", "1"),),
        extensions=Context(links=(detail,)).extensions(),
    )
    assert refusal(event) == {"quantity_too_large"}


def test_a_declaration_that_names_no_event() -> None:
    assert refusal(withdrawn(received(some(HB, 5), 0), 1)) == {"declaration_without_id"}


def test_one_lot_in_two_slots_keeps_both() -> None:
    left, right = (Slot(name="belt", position=side) for side in ("left", "right"))
    detail = [LinkDetail(id=HB, slot=slot) for slot in (left, right)]
    record.capture(
        TransformationEvent(
            event_time=member(HB).event_time,
            input_quantity_list=(some(HB, 1), some(HB, 2)),
            output_epc_list=(unit("T", "1"),),
            extensions=Context(links=tuple(detail)).extensions(),
        )
    )
    inputs = Link.objects.filter(is_input=True).order_by("ordinal")
    assert [(link.slot, link.quantity) for link in inputs] == [
        (["", "belt", "left"], Decimal(1)),
        (["", "belt", "right"], Decimal(2)),
    ]


def test_what_cannot_be_written_is_told_with_all_that_is_wrong_beside_it() -> None:
    nowhere = replace(telling("cycles", -1), event_time=at(1).replace(tzinfo=None))
    assert refusal(nowhere) == {"missing_zone", "unreadable_extension"}
    no_number = replace(received(some(HB, "NaN"), 0), event_time=at(24 * 365 * 50))
    assert refusal(no_number) == {"not_a_number", "time_in_future"}


def test_every_event_of_a_batch_is_told_of() -> None:
    nowhere = replace(received(some(HB, 1), 0), event_time=at(1).replace(tzinfo=None))
    with pytest.raises(Refused) as refused:
        record.capture_all([nowhere, telling("term", "mislaid"), received(some(HB, 10**19), 0)])
    assert {v.code for v in refused.value.violations} == {
        *("missing_zone", "unreadable_extension", "quantity_too_large"),
    }


def test_an_amount_that_is_too_large_is_named_by_the_standards_own_path() -> None:
    made = transformed(0, inputs=[some(HB, 1)], outputs=[some(HB, 1), some(HB, 10**20)])
    with pytest.raises(Refused) as refused:
        record.capture(made)
    assert [v.path for v in refused.value.violations] == ["$.outputQuantityList[1].quantity"]
