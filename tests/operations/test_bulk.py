"""Many lots are held at once, one after another, each with its own answer; and freed again."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto.access.roles import Role
from gozinto.errors import Conflict, Forbidden, Malformed, Unknown
from gozinto.operations import holding, receiving
from gozinto.operations.bulk import asking, telling, working
from gozinto.operations.bulk.models import BulkItem, BulkJob
from gozinto.record.models import Event, ObjectState
from tests.workshop import CLERK, INSPECTOR, at, lot

LABORATORY = frozenset({Role.INSPECTOR})
QUALITY = frozenset({Role.QUALITY})


def received(count: int) -> list[str]:
    """Lots of rubber."""
    for number in range(count):
        receiving.receive(
            material="HB",
            supplier="ELASTO",
            supplier_lot=f"HB-{number}",
            quantity=Decimal(100),
            by=CLERK,
            at=at(1),
        )
    return [lot("HB", f"HB-{number}", "ELASTO") for number in range(count)]


def hold(lots: list[str]) -> BulkJob:
    return asking.ask("hold", subjects=lots, reason="smells", by=INSPECTOR, roles=LABORATORY)


def held() -> set[str]:
    return set(ObjectState.objects.filter(held=True).values_list("object__uri", flat=True))


def test_many_lots_are_held_by_who_works_and_not_by_who_asks() -> None:
    lots = received(5)
    job = hold(lots)
    assert held() == set()
    assert telling.told(job.pk).waiting == 5
    assert working.is_waiting()
    assert working.work() == 5
    assert held() == set(lots)
    told = telling.told(job.pk)
    assert (told.done, told.refused, told.left, told.waiting) == (5, 0, 0, 0)
    assert told.finished_at
    assert not working.is_waiting()


def test_a_job_stops_when_its_time_is_over_and_goes_on_where_it_was() -> None:
    lots = received(3)
    job = hold(lots)
    assert working.work(budget_s=-1) == 0
    assert telling.told(job.pk).finished_at is None
    assert working.work() == 3


def test_what_was_held_before_is_left_and_stays_held_when_the_rest_is_freed() -> None:
    lots = received(3)
    holding.hold(lots[1], reason="wet", by=INSPECTOR, at=at(2))
    job = hold(lots)
    working.work()
    told = telling.told(job.pk)
    assert (told.done, told.left) == (2, 1)
    assert [(one.number, one.code) for one in told.not_done] == [("HB-1", "already_held")]
    back = asking.undo(job.pk, reason="the wrong ones", by=INSPECTOR, roles=QUALITY)
    working.work()
    assert held() == {lots[1]}
    assert telling.told(back.pk).done == 2
    assert telling.told(job.pk).undone_by == back.pk


def test_what_somebody_held_again_since_is_not_freed() -> None:
    lots = received(2)
    job = hold(lots)
    working.work()
    holding.release(lots[0], reason="looked at", by=INSPECTOR)
    holding.hold(lots[0], reason="wet", by=INSPECTOR)
    back = asking.undo(job.pk, reason="the wrong ones", by=INSPECTOR, roles=QUALITY)
    working.work()
    assert held() == {lots[0]}
    assert [one.code for one in telling.told(back.pk).not_done] == ["held_since"]


def test_a_thing_that_is_none_is_refused_and_keeps_no_other_waiting() -> None:
    lots = received(2)
    job = hold([lots[0], "https://id.demo.example/obj/T205/none", lots[1]])
    working.work()
    told = telling.told(job.pk)
    assert (told.done, told.refused) == (2, 1)
    assert [(one.code, one.is_refused) for one in told.not_done] == [("unknown_id", True)]


def test_who_was_killed_in_the_middle_does_nothing_twice() -> None:
    (uri,) = received(1)
    job = hold([uri])
    item = BulkItem.objects.get(job=job)
    holding.hold([uri], reason="smells", by=INSPECTOR, live=True, event_id=item.event_id)
    before = Event.objects.count()
    working.work()
    assert Event.objects.count() == before
    assert telling.told(job.pk).done == 1


@pytest.mark.parametrize(
    ("act", "subjects", "reason", "code"),
    [
        ("eat", ["x"], "hungry", "unknown_act"),
        ("hold", [], "smells", "no_things"),
        ("hold", ["x"], " ", "reason_missing"),
        ("hold", ["x"] * (asking.MOST + 1), "smells", "too_many_things"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    act: str, subjects: list[str], reason: str, code: str
) -> None:
    with pytest.raises(Malformed) as caught:
        asking.ask(act, subjects=subjects, reason=reason, by=INSPECTOR, roles=LABORATORY)
    assert caught.value.code == code
    assert not BulkJob.objects.exists()


def test_only_who_may_release_takes_a_hold_back_and_only_once() -> None:
    job = hold(received(1))
    with pytest.raises(Conflict):
        asking.undo(job.pk, reason="x", by=INSPECTOR, roles=QUALITY)
    working.work()
    with pytest.raises(Forbidden):
        asking.undo(job.pk, reason="x", by=INSPECTOR, roles=LABORATORY)
    asking.undo(job.pk, reason="x", by=INSPECTOR, roles=QUALITY)
    with pytest.raises(Conflict):
        asking.undo(job.pk, reason="x", by=INSPECTOR, roles=QUALITY)
    with pytest.raises(Unknown):
        asking.undo(10**9, reason="x", by=INSPECTOR, roles=QUALITY)
