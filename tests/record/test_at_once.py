"""Many writers at once, each with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection
from tests.plants import lot, received, run, some, transformed, withdrawn

from gozinto import record
from gozinto.errors import Refused
from gozinto.plant import objects
from gozinto.record import rebuild
from gozinto.record.models import Event, ObjectState, Withdrawal

HB = lot("HB", "HB-1")
ID = "urn:uuid:018f2f6a-0000-7000-8000-{:012d}".format


def at_once(*work: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same time; the results in order."""

    def closing(one: Callable[[], Any]) -> Any:
        try:
            return one()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return [f.result() for f in [pool.submit(closing, one) for one in work]]


def test_one_event_sent_by_eight_at_once_is_one_event(committed_db: object) -> None:
    event = received(some(HB, 500), 0, id=ID(1))
    answers = at_once(*[lambda: record.capture(event)] * 8)
    assert len({a.position for a in answers}) == 1
    assert sum(not a.repeated for a in answers) == 1
    assert ObjectState.objects.get(object=objects.resolve("HB-1")).on_hand == 500


def test_an_event_and_its_withdrawal_at_once_never_miss_each_other(committed_db: object) -> None:
    for i in range(20):
        event = received(some(HB, 7), 0, id=ID(i))
        at_once(
            lambda event=event: record.capture(event),
            lambda event=event: record.capture(withdrawn(event, 1)),
        )
    assert Event.objects.count() == 40
    assert Withdrawal.objects.count() == 20
    assert ObjectState.objects.get(object=objects.resolve("HB-1")).on_hand == 0
    assert rebuild.check() == []


def test_live_requests_at_once_never_take_more_than_there_is(committed_db: object) -> None:
    record.capture(received(some(HB, 10), 0))

    def take() -> bool:
        try:
            record.capture(transformed(1, run_id=run("MIX"), inputs=[some(HB, 3)]), live=True)
        except Refused:
            return False
        return True

    assert sum(at_once(*[take] * 8)) == 3
    assert ObjectState.objects.get(object=objects.resolve("HB-1")).on_hand == 1
    assert rebuild.check() == []
