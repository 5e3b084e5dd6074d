"""Containers get their numbers, hold one another, and are emptied."""

from __future__ import annotations

import pytest

from gozinto.errors import Malformed, Unknown
from gozinto.operations import packing
from gozinto.plant.models import IssuedNumber, NumberingFormat
from gozinto.standards.epcis.events import AggregationEvent
from tests.operations.shelves import came, tyres
from tests.workshop import CLERK, at, event_of


@pytest.fixture
def pallets() -> None:
    """How the plant numbers its pallets."""
    NumberingFormat.objects.create(
        code="PALLET", name="Pallets", subject="container", pattern="0952123{seq:10}{check:mod10}"
    )


def parent(**told: object) -> str:
    event = event_of(packing.pack(**({"by": CLERK, "at": at(1)} | told)))  # type: ignore[arg-type]
    assert isinstance(event, AggregationEvent)
    return event.parent_id


def test_a_pallet_without_a_label_gets_the_next_number(pallets: None) -> None:
    first, second = tyres("001", "002")
    assert parent(contents=[first]) == "https://id.gs1.org/00/095212300000000017"
    assert parent(contents=[second], format="PALLET") == "https://id.gs1.org/00/095212300000000024"


def test_a_request_sent_twice_has_one_number(pallets: None) -> None:
    (tyre,) = tyres("001")
    name = "urn:uuid:00000000-0000-7000-8000-000000000001"
    assert parent(contents=[tyre], event_id=name) == parent(contents=[tyre], event_id=name)
    assert IssuedNumber.objects.count() == 1


def test_a_number_that_is_no_sscc_is_one_of_the_companys_own() -> None:
    NumberingFormat.objects.create(
        code="BOX", name="Boxes", subject="container", pattern="BOX-{seq:4}"
    )
    (tyre,) = tyres("001")
    assert parent(contents=[tyre]) == "https://id.demo.example/box/BOX-0001"


def test_without_a_format_somebody_has_to_say_which() -> None:
    (tyre,) = tyres("001")
    with pytest.raises(Unknown) as caught:
        packing.pack(contents=[tyre], by=CLERK, at=at(1))
    assert caught.value.code == "unknown_format"


def test_an_empty_pallet_is_not_packed(pallets: None) -> None:
    with pytest.raises(Malformed):
        packing.pack(contents=[], by=CLERK, at=at(1))
    assert not IssuedNumber.objects.exists()


def test_a_number_comes_back_when_the_packing_fails(pallets: None) -> None:
    came("4711", 500)
    with pytest.raises(Unknown):
        packing.pack(contents=["4711"], location="NOWHERE", by=CLERK, at=at(1))
    assert not IssuedNumber.objects.exists()
