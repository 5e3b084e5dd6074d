"""Many issue at once: no number twice; without holes where asked, and without waiting where not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from random import Random

import pytest
from django.db import OperationalError, connection, connections, transaction

from gozinto.deployment.database import Roles
from gozinto.plant.models import IssuedNumber, NumberingFormat
from gozinto.plant.numbering import issuing, previewing
from gozinto.plant.numbering.previewing import Gap

WRITERS = 16
EACH = 12


def described(pattern: str, *, gapless: bool) -> None:
    NumberingFormat.objects.create(
        code="F", name="F", pattern=pattern, subject="serial", gapless=gapless
    )


class Undone(Exception):
    """What a writer raises to have its transaction rolled back."""


def together(work: Callable[[int], None]) -> None:
    """Runs `work` in 16 threads, each with a connection of its own; raises what one raised."""
    start, failed = threading.Barrier(WRITERS), list[BaseException]()

    def run(number: int) -> None:
        try:
            start.wait()
            work(number)
        except BaseException as problem:
            failed.append(problem)
            raise
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def rolling_back(kept: list[str]) -> Callable[[int], None]:
    """Issues a few numbers several times; a third of the transactions fail in the end."""

    def work(number: int) -> None:
        chance = Random(number)
        for _ in range(EACH):
            try:
                with transaction.atomic():
                    texts = issuing.issue(format="F", by=f"writer {number}", count=3)
                    if chance.random() < 1 / 3:
                        raise Undone
            except Undone:
                continue
            kept.extend(texts)

    return work


@pytest.mark.parametrize("gapless", [True, False])
def test_sixteen_writers_issue_no_number_twice_though_some_fail(
    committed_db: Roles, gapless: bool
) -> None:
    described("{seq:8}", gapless=gapless)
    kept: list[str] = []
    together(rolling_back(kept))
    assert len(kept) > WRITERS * EACH
    assert len(set(kept)) == len(kept)
    assert set(IssuedNumber.objects.values_list("text", flat=True)) == set(kept)


def test_a_gapless_format_has_no_hole_though_some_writers_fail(committed_db: Roles) -> None:
    described("{seq:8}", gapless=True)
    kept: list[str] = []
    together(rolling_back(kept))
    assert sorted(kept) == [f"{n:08d}" for n in range(1, len(kept) + 1)]


def test_the_holes_of_the_other_kind_are_free_and_are_issued_next(committed_db: Roles) -> None:
    described("{seq:4}", gapless=False)
    kept: list[str] = []
    together(rolling_back(kept))
    holes = previewing.gaps(format="F")
    assert {hole.why for hole in holes} <= {"free"}
    # What began and failed is begun again before anything behind it.
    kept += issuing.issue(format="F", by="test", count=sum(_size(hole) for hole in holes) + 500)
    assert previewing.gaps(format="F") == []
    assert sorted(kept) == [f"{n:04d}" for n in range(1, len(kept) + 1)]


def _size(hole: Gap) -> int:
    return hole.last - hole.first + 1


@contextmanager
def holding(count: int) -> Iterator[list[list[str]]]:
    """So many other connections, each in a transaction that has issued a number and stays open."""
    issued: list[list[str]] = []
    end = threading.Event()

    def hold(ready: threading.Event) -> None:
        try:
            with transaction.atomic():
                issued.append(issuing.issue(format="F", by="holder"))
                ready.set()
                end.wait(60)
        finally:
            ready.set()
            connections.close_all()

    with ExitStack() as stack:
        for _ in range(count):
            ready = threading.Event()
            thread = threading.Thread(target=hold, args=(ready,))
            thread.start()
            stack.callback(thread.join)
            assert ready.wait(30)
        stack.callback(end.set)
        yield issued


def waiting_at_most_a_second() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '1s'")


@pytest.mark.parametrize("pattern", ["{seq:3}", "{seq:10}", "{date:%d%m%Y}-{seq:4}"])
def test_a_writer_that_holds_its_transaction_open_stops_nobody(
    committed_db: Roles, pattern: str
) -> None:
    described(pattern, gapless=False)
    issuing.issue(format="F", by="test")
    waiting_at_most_a_second()
    with holding(3) as held:
        mine = issuing.issue(format="F", by="test", count=2)
        assert len({text for texts in held for text in texts} | set(mine)) == 5


def test_a_writer_of_a_gapless_format_waits_for_the_one_before(committed_db: Roles) -> None:
    described("{seq:10}", gapless=True)
    waiting_at_most_a_second()
    with holding(1), pytest.raises(OperationalError, match="lock timeout"):
        issuing.issue(format="F", by="test")
    assert issuing.issue(format="F", by="test") == ["0000000002"]


def test_where_every_number_that_is_left_is_held_one_waits_for_it(committed_db: Roles) -> None:
    described("{seq:1}", gapless=False)
    issuing.issue(format="F", by="test", count=8)
    waiting_at_most_a_second()
    with holding(1) as held:
        assert held == [["9"]]
        with pytest.raises(OperationalError, match="lock timeout"):
            issuing.issue(format="F", by="test")
