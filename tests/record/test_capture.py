"""The one door: once, whole, in any order, and never changed afterwards."""

from __future__ import annotations

import itertools
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.plants import at, held, lot, received, run, some, transformed, unit, withdrawn

from gozinto import record
from gozinto.errors import Conflict, Refused
from gozinto.plant import objects
from gozinto.record import rebuild
from gozinto.record.models import Event, Involvement, ObjectState

pytestmark = pytest.mark.django_db

HB = lot("HB", "HB-1")
ID = "urn:uuid:018f2f6a-0000-7000-8000-00000000000{}".format


def state(number: str) -> ObjectState:
    """The state of the object with this number."""
    return ObjectState.objects.get(object=objects.resolve(number))


def test_the_same_event_twice_is_one_event() -> None:
    event = received(some(HB, 500), 0, id=ID(1))
    first, second = record.capture(event), record.capture(event)
    assert (second.event_id, second.position) == (first.event_id, first.position)
    assert (first.repeated, second.repeated) == (False, True)
    assert state("HB-1").on_hand == 500


def test_the_same_id_with_other_content_is_refused_and_nothing_is_stored() -> None:
    record.capture(received(some(HB, 500), 0, id=ID(1)))
    with pytest.raises(Conflict) as refusal:
        record.capture(received(some(HB, 501), 0, id=ID(1)))
    assert refusal.value.code == "event_id_conflict"
    assert Event.objects.count() == 1
    assert state("HB-1").on_hand == 500


def test_a_source_that_repeats_its_number_is_understood() -> None:
    event = received(some(HB, 500), 0)
    first = record.capture(event, source="PLC-7", source_seq=41)
    assert record.capture(event, source="PLC-7", source_seq=41).position == first.position
    with pytest.raises(Conflict):
        record.capture(received(some(HB, 3), 0), source="PLC-7", source_seq=41)


def test_a_device_that_makes_a_new_id_for_each_try_still_repeats_its_number() -> None:
    event = received(some(HB, 500), 0, id=ID(1))
    first = record.capture(event, source="PLC-7", source_seq=41)
    again = record.capture(replace(event, event_id=ID(2)), source="PLC-7", source_seq=41)
    assert (again.event_id, again.position, again.repeated) == (ID(1), first.position, True)
    assert state("HB-1").on_hand == 500


def test_a_number_that_is_repeated_within_a_load_is_one_event() -> None:
    with record.bulk():
        for name in (ID(1), ID(2)):
            record.capture(received(some(HB, 500), 0, id=name), source="PLC-7", source_seq=41)
    assert state("HB-1").on_hand == 500


def test_all_that_is_wrong_is_said_at_once() -> None:
    wrong = replace(
        received(some("HB-1", -5, "KILO"), 0, id="018f2f6a-0000-7000-8000-000000000001"),
        event_time=at(24 * 365 * 50),
    )
    with pytest.raises(Refused) as refusal:
        record.capture(wrong)
    assert {v.code for v in refusal.value.violations} == {
        "bare_uuid",
        "time_in_future",
        "bad_uri",
        "negative_quantity",
        "unknown_unit",
    }
    assert not Event.objects.exists()


def test_of_a_batch_with_one_bad_event_nothing_is_stored() -> None:
    with pytest.raises(Refused):
        record.capture_all([received(some(HB, 5), 0), received(some(HB, -5), 1)])
    assert not Event.objects.exists()
    assert not Involvement.objects.exists()


def test_a_correction_undoes_exactly_what_it_corrects_in_any_order_of_arrival() -> None:
    first, second = received(some(HB, 500), 0, id=ID(1)), received(some(HB, 30), 1, id=ID(2))
    used = transformed(3, run_id=run("MIX"), inputs=[some(HB, 40)], id=ID(3))
    events = [first, second, used, withdrawn(second, 5)]
    for order in itertools.permutations(events):
        with transaction.atomic():
            for event in order:
                record.capture(event)
            assert state("HB-1").on_hand == Decimal(460)
            assert rebuild.check() == []
            transaction.set_rollback(True)


def test_a_held_lot_cannot_be_consumed_by_a_live_request_but_a_report_is_recorded() -> None:
    record.capture(received(some(HB, 500), 0))
    record.capture(held(HB, 1))
    consume = transformed(2, run_id=run("MIX"), inputs=[some(HB, 600)])
    with pytest.raises(Refused) as refusal:
        record.capture(consume, live=True)
    assert {v.code for v in refusal.value.violations} == {"object_held", "more_than_on_hand"}
    record.capture(consume)
    record.capture(held(HB, 3, free=True))
    assert not state("HB-1").held


def test_a_serial_number_is_used_once_for_ever() -> None:
    record.capture(transformed(1, run_id=run("J"), units_out=[unit("T", "1")]), live=True)
    with pytest.raises(Refused) as refusal:
        record.capture(transformed(2, run_id=run("J"), units_out=[unit("T", "1")]), live=True)
    assert [v.code for v in refusal.value.violations] == ["duplicate_serial"]


def test_a_live_batch_meets_what_it_does_itself() -> None:
    twice = [transformed(i, run_id=run("J"), units_out=[unit("T", "1")]) for i in (1, 2)]
    with pytest.raises(Refused) as refusal:
        record.capture_all(twice, live=True)
    assert [v.code for v in refusal.value.violations] == ["duplicate_serial"]
    receipt = received(some(HB, 10), 0)
    use = [transformed(i, run_id=run("J"), inputs=[some(HB, 6)]) for i in (1, 2)]
    record.capture_all([receipt, use[0]], live=True)
    with pytest.raises(Refused) as refusal:
        record.capture_all([received(some(HB, 1), 2), use[1]], live=True)
    assert [v.code for v in refusal.value.violations] == ["more_than_on_hand"]
    assert state("HB-1").on_hand == 4


@pytest.mark.parametrize("change", ["UPDATE {} SET source = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_cannot_change_an_event(change: str) -> None:
    record.capture(received(some(HB, 5), 0))
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(change.format("gozinto_event"))


def test_rebuild_finds_a_projection_that_was_tampered_with() -> None:
    record.capture(received(some(HB, 5), 0))
    assert rebuild.check() == []
    ObjectState.objects.update(on_hand=7)
    assert [d.projection for d in rebuild.check()] == ["gozinto_objectstate"]
    rebuild.rebuild()
    assert rebuild.check() == []


def test_bulk_writes_what_single_captures_would() -> None:
    with record.bulk():
        for i in range(5):
            record.capture(received(some(HB, 5), i))
        assert not Event.objects.exists()
    assert Event.objects.count() == 5
    assert state("HB-1").on_hand == 25
    assert rebuild.check() == []
