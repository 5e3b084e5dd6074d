"""A request sent again under its id answers what it answered, also when nobody told the time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest

from gozinto import record
from gozinto.errors import Conflict
from gozinto.operations import moving, packing, receiving, shipping
from gozinto.plant import objects
from gozinto.record import Captured, clock
from gozinto.record.models import Event, ObjectState
from tests.workshop import CLERK, at, lot

ID = "urn:uuid:018f2f6a-0000-7000-8000-000000000001"


@pytest.fixture(autouse=True)
def _time_passes() -> Iterator[None]:
    """Every look at the clock is a second later."""
    begun = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    looks = iter(range(10_000))
    with clock.set_to(lambda: begun + timedelta(seconds=next(looks))):
        yield


def receive(quantity: int = 500, **more: object) -> Captured:
    """A delivery of bromobutyl, under a label of its own when `lot` says so."""
    return receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot="HB-1", quantity=Decimal(quantity),
        by=CLERK, event_id=ID, **more,
    )  # fmt: skip


VERBS: dict[str, Callable[..., Captured]] = {
    "receive": receive,
    "receive and relabel": partial(receive, lot="OUR-1"),
    "move": partial(moving.move, lot("HB", "HB-1"), location="RACK", by=CLERK, event_id=ID),
}


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_a_retry_without_a_time_answers_the_first_answer(verb: Callable[..., Captured]) -> None:
    first, again = verb(), verb()
    assert (again.event_id, again.position) == (first.event_id, first.position)
    assert (first.repeated, again.repeated) == (False, True)
    assert Event.objects.filter(event_id=ID).count() == 1


def test_a_retry_that_says_something_else_is_a_conflict() -> None:
    receive()
    with pytest.raises(Conflict) as refusal:
        receive(501)
    assert refusal.value.code == "event_id_conflict"


def test_a_time_that_was_told_is_content() -> None:
    receive(at=at(1))
    with pytest.raises(Conflict):
        receive(at=at(2))


def test_a_retry_while_the_first_still_waits_to_be_written_is_one_event() -> None:
    with record.bulk():
        receive()
        receive()
    assert ObjectState.objects.get(object=objects.resolve("HB-1")).on_hand == 500


def test_a_pallet_that_was_repacked_meanwhile_is_shipped_again_as_it_was() -> None:
    pallet = "095212340000000013"
    receiving.receive_units(material="T205", numbers=["T-1", "T-2"], supplier="ELASTO", by=CLERK)
    packing.pack(container=pallet, contents=["T-1", "T-2"], by=CLERK)
    ship = partial(shipping.ship, pallet, note="DN-1", to="NORTH", by=CLERK, event_id=ID)
    first = ship()
    packing.unpack(container=pallet, contents=["T-2"], by=CLERK)
    again = ship()
    assert (again.position, again.repeated) == (first.position, True)
