"""Many writers at once, each with a connection of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from tests.plants import lot, received, run, some, transformed, withdrawn

from gozinto import record
from gozinto.errors import Refused
from gozinto.plant import objects
from gozinto.record import clock, rebuild
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


def test_a_rebuild_beside_writers_and_their_corrections(committed_db: object) -> None:
    def write(which: int) -> None:
        for i in range(60):
            event = received(some(lot("HB", str((i + which) % 2)), 7), 0, id=ID(1000 * which + i))
            record.capture(event)
            if i % 2:
                record.capture(withdrawn(event, 1))

    def again() -> None:
        for _ in range(4):
            rebuild.rebuild()

    at_once(lambda: write(1), lambda: write(2), again)
    assert rebuild.check() == []


def test_what_waits_for_a_lock_is_recorded_after_the_answers_given_meanwhile(
    committed_db: object,
) -> None:
    record.capture(received(some(HB, 10), 0))
    answered = threading.Event()
    locked = threading.Event()

    def hold() -> datetime:
        with transaction.atomic():
            ObjectState.objects.select_for_update().get(object=objects.resolve("HB-1"))
            locked.set()
            answered.wait(5)
        return clock.now()

    def write() -> datetime:
        locked.wait(5)
        name = record.capture(received(some(HB, 1), 1)).event_id
        return Event.objects.get(event_id=name).record_time

    def look() -> datetime:
        locked.wait(5)
        time.sleep(0.3)  # until the writer waits
        now = clock.now()
        answered.set()
        return now

    _, written, looked = at_once(hold, write, look)
    assert written > looked


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
