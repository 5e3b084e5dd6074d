"""Many requests together cost as much as one that says as much, and all of them stand or none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gozinto.errors import Refused, Unknown
from gozinto.operations import moving, receiving, shipping, things
from gozinto.operations.stamp import gathered
from gozinto.plant import objects
from gozinto.record.models import Event as EventRow
from tests.workshop import CLERK, at, event_of, unit


def receive(number: str, hours: float = 0) -> None:
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot=number, quantity=Decimal(5), by=CLERK,
        at=at(hours),
    )  # fmt: skip


def test_what_is_gathered_stands_on_record_when_the_block_ends() -> None:
    receive("4711")
    with gathered() as batch:
        first = moving.move("4711", location="RACK", by=CLERK, at=at(1))
        second = moving.move("4711", location="DOCK", by=CLERK, at=at(2))
        assert EventRow.objects.count() == 1
    assert first.position == 0
    assert [EventRow.objects.get(position=batch.of(one).position) for one in (first, second)] == [
        EventRow.objects.get(event_id=one.event_id) for one in (first, second)
    ]
    assert batch.of(first).position < batch.of(second).position


def test_a_request_of_two_events_answers_the_last_and_names_the_other() -> None:
    with gathered() as batch:
        told = receiving.receive(
            material="HB", supplier="ELASTO", supplier_lot="E-1", lot="OUR-1",
            quantity=Decimal(5), by=CLERK, at=at(0),
        )  # fmt: skip
    stands = batch.of(told)
    assert event_of(stands).biz_step == receiving.RELABELLING_STEP
    (receipt,) = stands.beside
    assert EventRow.objects.get(event_id=receipt).biz_step == "receiving"


def _ship_together(*named: str) -> None:
    with gathered():
        for one in named:
            shipping.ship(one, note="N-1", to="NORTH", by=CLERK, at=at(2), live=True)


def test_one_request_that_is_refused_keeps_all_of_them_out() -> None:
    receive("4711")
    with pytest.raises(Refused) as refused:
        _ship_together("4711", unit("T205", "1"), unit("T205", "2"))
    named = {fault.value for fault in refused.value.violations}
    assert named == {unit("T205", "1"), unit("T205", "2")}
    assert EventRow.objects.count() == 1


def _move_together(*locations: str) -> None:
    with gathered():
        for location in locations:
            moving.move(unit("T205", "1"), location=location, by=CLERK, at=at(1))


def test_a_verb_that_fails_in_the_block_leaves_nothing_behind() -> None:
    with pytest.raises(Unknown):
        _move_together("RACK", "NOWHERE")
    assert EventRow.objects.count() == 0
    moving.move(unit("T205", "3"), location="RACK", by=CLERK, at=at(1))
    assert EventRow.objects.count() == 1  # and the block is over: this one was written at once


def questions(count: int) -> int:
    """How many queries it takes to move so many lots by their printed numbers, one event each."""
    numbers = [f"L-{count}-{one}" for one in range(count)]
    for number in numbers:
        receive(number)
    with CaptureQueriesContext(connection) as asked, things.foreseen(numbers), gathered():
        for number in numbers:
            moving.move(
                number, location="https://id.demo.example/loc/RACK", by=CLERK, at=at(1), live=True
            )
    return len(asked)


def test_the_number_of_queries_does_not_grow_with_the_requests() -> None:
    assert questions(2) == questions(12)


def test_several_numbers_at_fault_are_named_together() -> None:
    receive("4711")
    with pytest.raises(Refused) as refused:
        moving.move(["4711", "4712", "9"], location="RACK", by=CLERK, at=at(1))
    told = {fault.value: fault for fault in refused.value.violations}
    assert set(told) == {"4712", "9"}
    assert told["4712"].data == {"near": ["4711"]}
    with pytest.raises(Unknown):
        objects.resolve_many(["4711", "4712"])


def test_a_list_of_numbers_is_looked_for_in_one_query() -> None:
    for number in ("1", "2", "3"):
        receive(number)
    with CaptureQueriesContext(connection) as asked:
        found = objects.resolve_many(["3", " 1", "2"])
    assert [found[text].number for text in ("3", " 1", "2")] == ["3", "1", "2"]
    assert len(asked) == 1
