"""How callers may name things, and what every verb says of itself."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gozinto.errors import Ambiguous, Malformed
from gozinto.operations import master_data, moving, receiving
from gozinto.plant import known, objects
from gozinto.standards.epcis.events import ObjectEvent
from tests.workshop import CLERK, at, event_of, lot, unit, words_of


def receive(supplier: str) -> None:
    receiving.receive(
        material="HB", supplier=supplier, supplier_lot="4711", quantity=Decimal(5), by=CLERK,
        at=at(0),
    )  # fmt: skip


def test_a_label_an_object_and_a_uri_name_the_same_lot() -> None:
    receive("ELASTO")
    named = ["4711", objects.resolve("4711"), lot("HB", "4711", "ELASTO")]
    events = [event_of(moving.move(name, location="RACK", by=CLERK, at=at(1))) for name in named]
    lists = {event.quantity_list for event in events if isinstance(event, ObjectEvent)}
    assert len(lists) == 1


def test_a_number_of_two_lots_is_not_guessed() -> None:
    receive("ELASTO")
    receive("RIVAL")
    with pytest.raises(Ambiguous):
        moving.move("4711", location="RACK", by=CLERK, at=at(1))


def test_a_time_without_zone_is_refused() -> None:
    naive = datetime(2026, 3, 2)  # noqa: DTZ001  (that it has no zone is the point)
    with pytest.raises(Malformed) as caught:
        moving.move(unit("T205", "1"), location="RACK", by=CLERK, at=naive)
    assert caught.value.code == "time_without_zone"


def test_a_repeated_request_with_its_own_id_is_recorded_once() -> None:
    own = "urn:uuid:0192f0c4-0000-7000-8000-000000000001"
    first, second = (
        moving.move(unit("T205", "1"), location="RACK", by=CLERK, at=at(1), event_id=own)
        for _ in range(2)
    )
    assert (first.repeated, second.repeated) == (False, True)
    assert first.position == second.position


def test_a_late_entry_carries_its_bounds() -> None:
    captured = moving.move(
        unit("T205", "1"), location="RACK", by=CLERK, at=at(2), earliest=at(1), latest=at(3)
    )
    assert (words_of(captured).earliest, words_of(captured).latest) == (at(1), at(3))


def test_a_load_reads_its_master_data_once() -> None:
    with known.kept():
        master_data.location_uri("RACK")
        with CaptureQueriesContext(connection) as queries:
            master_data.location_uri("RACK")
    assert len(queries) == 0
