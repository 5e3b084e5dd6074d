"""Who reads on by record time sees each event once, however slowly it was committed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import connection, transaction
from tests.plants import lot, received, some

from gozinto import record
from gozinto.record import clock, horizon, queries
from gozinto.record.models import Event as EventRow
from gozinto.record.queries import Query
from gozinto.standards.epcis.events import Event

ID = "urn:uuid:018f2f6a-0000-7000-8000-{:012d}".format


def event(number: int) -> Event:
    """The receipt of a lot of its own, so that nobody waits for another's lot."""
    return received(some(lot("HB", f"HB-{number}"), 1), 0, id=ID(number))


@contextmanager
def beside(work: Callable[[], None]) -> Iterator[None]:
    """Within the block, somebody else works, with a connection of its own."""

    def closing() -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(closing)
        yield
        done.result()


class Poller:
    """Reads on as the guide says: from the record time of the last it has, page by page."""

    def __init__(self, size: int) -> None:
        self.seen: list[str] = []
        self._last: datetime | None = None
        self._size = size

    def poll(self) -> list[str]:
        """The ids of what is new."""
        times = {"GE_recordTime": self._last} if self._last else {}
        new: list[str] = []
        after = ""
        while True:
            page = queries.page(Query(times=times), after=after, size=self._size)
            for one in page.events:
                if one.event_id not in self.seen:
                    self.seen.append(one.event_id)
                    new.append(one.event_id)
                self._last = one.record_time
            after = page.next_page
            if not after:
                return new


def test_a_slow_transaction_that_commits_after_a_fast_one_is_seen_as_once(
    committed_db: object,
) -> None:
    written, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            record.capture(event(1))
            written.set()
            assert may_commit.wait(20)

    poller = Poller(size=1)
    with beside(slow):
        assert written.wait(20)
        record.capture(event(2))
        assert EventRow.objects.get().event_id == ID(2)
        assert poller.poll() == []
        may_commit.set()
    assert poller.poll() == [ID(1), ID(2)]
    assert poller.poll() == []


def test_what_was_begun_first_and_recorded_last_waits_for_what_was_recorded_before(
    committed_db: object,
) -> None:
    """The order of transactions is not that of record times: the first waited for a lock."""
    begun, written, may_commit = threading.Event(), threading.Event(), threading.Event()
    record.capture(event(0))

    def first_begun() -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_current_xact_id()")
            begun.set()
            assert written.wait(20)
            time.sleep(0.01)  # a later time than that of the other
            record.capture(event(1))

    def slow() -> None:
        assert begun.wait(20)
        with transaction.atomic():
            record.capture(event(2))
            written.set()
            assert may_commit.wait(20)

    poller = Poller(size=10)
    with beside(slow):
        with beside(first_begun):
            pass
        assert EventRow.objects.count() == 2
        assert ID(1) not in poller.poll()
        may_commit.set()
    poller.poll()
    assert poller.seen == [ID(0), ID(2), ID(1)]


def test_a_poller_beside_writers_sees_each_event_once_in_the_order_of_their_times(
    committed_db: object,
) -> None:
    def write(which: int) -> None:
        for number in range(40):
            with transaction.atomic():
                record.capture(event(100 * which + number))
                time.sleep(0.002 * (number % 4) * which)

    over = threading.Event()
    poller = Poller(size=7)

    def poll() -> None:
        while not over.is_set():
            poller.poll()

    with beside(poll):
        with beside(lambda: write(1)), beside(lambda: write(2)), beside(lambda: write(3)):
            pass
        over.set()
    poller.poll()
    in_order = EventRow.objects.order_by("record_time", "position")
    assert poller.seen == list(in_order.values_list("event_id", flat=True))
    assert len(poller.seen) == 120


def test_while_nobody_writes_the_record_is_complete_until_now(committed_db: object) -> None:
    record.capture(event(1))
    noon = datetime(2030, 3, 2, 12, tzinfo=UTC)
    with clock.set_to(noon):
        assert horizon.complete_until() == noon


def test_in_the_order_of_what_happened_all_that_is_there_is_answered(
    committed_db: object,
) -> None:
    written, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            record.capture(event(1))
            written.set()
            assert may_commit.wait(20)

    with beside(slow):
        assert written.wait(20)
        record.capture(event(2))
        (found,) = queries.page(Query(order="eventTime")).events
        may_commit.set()
    assert found.event_id == ID(2)
