"""Requests that come at the same time share a transaction, and each keeps its own answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection
from tests.homes import wait_until
from tests.plants import held, lot, received, run, some, transformed

from gozinto import record
from gozinto.deployment.database import Roles
from gozinto.errors import Conflict, Refused
from gozinto.plant import objects
from gozinto.record import Captured, door, rebuild
from gozinto.record.entries import Entry
from gozinto.record.group_commit import MOST_EVENTS, GroupCommit
from gozinto.record.models import Event, ObjectState

HB, RC = lot("HB", "HB-1"), lot("RC", "RC-1")
ID = "urn:uuid:018f2f6a-0000-7000-8000-{:012d}".format
FIRST = received(some(lot("HB", "HB-0"), 1), 0, id=ID(0))


@dataclass
class Plant:
    """A record whose first transaction waits until all others have come."""

    holds: bool = False
    began: threading.Event = field(default_factory=threading.Event)
    goes_on: threading.Event = field(default_factory=threading.Event)
    wrote: list[list[str]] = field(default_factory=list)
    group: GroupCommit[Captured] | None = None

    def write(
        self, entries: Sequence[Entry], *, live: bool, lock_timeout_ms: int = 0
    ) -> Sequence[Captured]:
        is_first = self.holds and not self.wrote
        if self.holds:
            self.wrote.append([entry.event.event_id for entry in entries])
        if is_first:
            self.began.set()
            assert self.goes_on.wait(20)
        return door._transaction(entries, live=live, lock_timeout_ms=lock_timeout_ms)

    def at_once(self, *work: Callable[[], Any]) -> list[Future[Any]]:
        """All of this, asked for while the first transaction is under way."""

        def closing(one: Callable[[], Any]) -> Any:
            try:
                return one()
            finally:
                connection.close()

        assert self.group is not None
        self.holds = True
        with ThreadPoolExecutor(len(work) + 1) as pool:
            first = pool.submit(closing, lambda: record.capture(FIRST))
            assert self.began.wait(20)
            asked = []
            for count, one in enumerate(work, start=1):
                asked.append(pool.submit(closing, one))
                wait_until(lambda count=count: len(self.group._waiting) == count)
            self.goes_on.set()
        assert first.result().position
        return asked


@pytest.fixture
def plant(committed_db: Roles, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plant]:
    made = Plant()
    made.group = GroupCommit(made.write)
    monkeypatch.setattr(door, "_group", made.group)
    monkeypatch.setattr("gozinto.record.group_commit.AT_ONCE", 1)
    # They would go alone while the test is still calling the others.
    monkeypatch.setattr("gozinto.record.group_commit.PATIENCE_S", 20)
    return made


def on_hand(number: str) -> int:
    return int(ObjectState.objects.get(object=objects.resolve(number)).on_hand or 0)


def test_what_comes_meanwhile_is_written_by_one_transaction(plant: Plant) -> None:
    events = [received(some(HB, 7), n, id=ID(n)) for n in range(1, 9)]
    asked = plant.at_once(*[lambda e=e: record.capture(e) for e in events])
    answers = [one.result() for one in asked]
    assert [one.event_id for one in answers] == [event.event_id for event in events]
    assert len({one.position for one in answers}) == 8
    assert plant.wrote == [[ID(0)], [event.event_id for event in events]]
    assert on_hand("HB-1") == 56
    assert rebuild.check() == []


def test_they_are_written_in_the_order_of_their_times(plant: Plant) -> None:
    plant.at_once(
        lambda: record.capture(transformed(9, run_id=run("mix"), inputs=[some(HB, 5)], id=ID(2))),
        lambda: record.capture(received(some(HB, 5), 3, id=ID(1))),
    )
    assert plant.wrote[1] == [ID(1), ID(2)]
    assert on_hand("HB-1") == 0


def test_who_is_refused_is_refused_alone(plant: Plant) -> None:
    record.capture(received(some(HB, 10), 0))
    record.capture(received(some(RC, 10), 0))
    record.capture(held(RC, 0))
    good = [transformed(n, run_id=run("mix"), inputs=[some(HB, 2)], id=ID(n)) for n in (1, 2)]
    bad = transformed(3, run_id=run("mix"), inputs=[some(RC, 2)], id=ID(3))
    first, refused, last = plant.at_once(
        lambda: record.capture(good[0], live=True),
        lambda: record.capture(bad, live=True),
        lambda: record.capture(good[1], live=True),
    )
    assert first.result().position
    assert last.result().position
    with pytest.raises(Refused) as refusal:
        refused.result()
    assert {one.code for one in refusal.value.violations} == {"object_held"}
    # Together, then without the one that is refused, and that one by itself.
    assert sorted(plant.wrote[1:]) == [[ID(1), ID(2)], [ID(1), ID(2), ID(3)], [ID(3)]]
    assert on_hand("HB-1") == 6
    assert not Event.objects.filter(event_id=ID(3)).exists()


def test_two_who_want_the_last_of_a_lot_do_not_both_get_it(plant: Plant) -> None:
    record.capture(received(some(HB, 10), 0))
    asked = plant.at_once(
        *[
            lambda n=n: record.capture(
                transformed(n, run_id=run("mix"), inputs=[some(HB, 7)], id=ID(n)), live=True
            )
            for n in (1, 2)
        ]
    )
    refused = [one.exception() for one in asked if one.exception() is not None]
    (late,) = refused  # either of them
    assert isinstance(late, Refused)
    assert late.violations[0].code == "more_than_on_hand"
    assert on_hand("HB-1") == 3


def test_the_same_event_asked_for_twice_is_one_and_the_second_hears_that(plant: Plant) -> None:
    event = received(some(HB, 7), 1, id=ID(1))
    one, two = plant.at_once(lambda: record.capture(event), lambda: record.capture(event))
    assert one.result().position == two.result().position
    assert (one.result().repeated, two.result().repeated) == (False, True)
    assert plant.wrote == [[ID(0)], [ID(1)], [ID(1)]]


def test_another_event_under_the_same_id_or_number_spoils_nobody_elses(plant: Plant) -> None:
    record.capture(received(some(HB, 1), 0, id=ID(1)))
    good, other = plant.at_once(
        lambda: record.capture(received(some(HB, 5), 0, id=ID(2))),
        lambda: record.capture(received(some(HB, 9), 0, id=ID(1))),
    )
    assert good.result().position
    with pytest.raises(Conflict):
        other.result()
    assert on_hand("HB-1") == 6


def test_reports_and_live_requests_do_not_mix(plant: Plant) -> None:
    """A report is never refused; in one transaction with a live request it might be."""
    plant.at_once(
        lambda: record.capture(received(some(HB, 5), 0, id=ID(1)), live=True),
        lambda: record.capture(received(some(HB, 5), 0, id=ID(2))),
        lambda: record.capture(received(some(HB, 5), 0, id=ID(3)), live=True),
    )
    assert sorted(map(sorted, plant.wrote[1:])) == [[ID(1), ID(3)], [ID(2)]]


def test_a_lock_that_somebody_holds_keeps_only_those_who_need_it(
    plant: Plant, committed_db: Roles
) -> None:
    record.capture(received(some(HB, 10), 0))
    there = threading.Event()

    def by_and_by() -> None:
        # The other one goes on record although this lot is locked.
        wait_until(lambda: Event.objects.filter(event_id=ID(2)).exists())
        connection.close()
        there.set()
        holder.rollback()

    with psycopg.connect(**committed_db.application.psycopg()) as holder:
        holder.execute("SELECT 1 FROM gozinto_objectstate FOR UPDATE")
        with ThreadPoolExecutor(1) as pool:
            freed = pool.submit(by_and_by)
            kept, free = plant.at_once(
                lambda: record.capture(
                    transformed(1, run_id=run("a"), inputs=[some(HB, 2)], id=ID(1))
                ),
                lambda: record.capture(received(some(RC, 5), 2, id=ID(2))),
            )
            freed.result()
    assert there.is_set()
    assert kept.result().position
    assert free.result().position
    assert plant.wrote[1] == [ID(1), ID(2)]
    assert sorted(plant.wrote[2:]) == [[ID(1)], [ID(2)]]


def test_what_cannot_be_written_together_is_written_all_the_same(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that breaks costs whose it is the answer, and nobody else."""
    write = door._transaction

    def breaking(
        entries: Sequence[Entry], *, live: bool, lock_timeout_ms: int = 0
    ) -> list[Captured]:
        if len(entries) > 1:
            connection.ensure_connection()
            connection.connection.close()
        return write(entries, live=live, lock_timeout_ms=lock_timeout_ms)

    monkeypatch.setattr(door, "_transaction", breaking)
    asked = plant.at_once(
        *[lambda n=n: record.capture(received(some(HB, 5), n, id=ID(n))) for n in (1, 2, 3)]
    )
    whose, *others = asked
    assert isinstance(whose.exception(), OperationalError)
    assert all(one.result().position for one in others)
    assert on_hand("HB-1") == 10


def test_a_request_of_many_events_goes_by_itself(plant: Plant) -> None:
    many = [received(some(HB, n), 0, id=ID(n)) for n in range(1, MOST_EVENTS + 2)]
    few = received(some(HB, 1), 0, id=ID(MOST_EVENTS + 2))
    plant.holds = True
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(lambda: (record.capture(few), connection.close()))
        assert plant.began.wait(20)
        assert len(record.capture_all(many)) == MOST_EVENTS + 1
        assert not first.done()
        plant.goes_on.set()
        assert first.result()


@pytest.mark.parametrize(
    ("limit", "value"),
    [
        pytest.param("AT_ONCE", 2, id="another works"),
        pytest.param("PATIENCE_S", 0.05, id="no turn"),
    ],
)
def test_nobody_waits_for_a_transaction_that_does_not_end(
    plant: Plant, monkeypatch: pytest.MonkeyPatch, limit: str, value: float
) -> None:
    """While one waits another one works beside it; and whose turn does not come goes by itself."""
    monkeypatch.setattr(f"gozinto.record.group_commit.{limit}", value)
    plant.holds = True
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(lambda: (record.capture(FIRST), connection.close()))
        assert plant.began.wait(20)
        # The first one is still under way, and this is answered.
        assert record.capture(received(some(HB, 5), 0, id=ID(1))).position
        assert not first.done()
        plant.goes_on.set()
        assert first.result()


def test_who_is_at_another_time_writes_by_itself(plant: Plant) -> None:
    then = datetime.fromisoformat("2027-01-01T00:00:00+00:00")
    plant.holds = True
    with record.clock.set_to(then):
        record.capture(received(some(HB, 5), 0, id=ID(1)))
    assert Event.objects.get(event_id=ID(1)).record_time == then
    assert plant.wrote == []
