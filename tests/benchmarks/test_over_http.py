"""The benchmarks over HTTP run against a real server, and would see what is stale or refused."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from typing import Any

import pytest
from benchmarks.http_trace import Client, Door, Unit
from benchmarks.operations import Told

from benchmarks import http_trace, operations
from gozinto.deployment.homes import Home
from tests import homes

LONGEST_S = 128


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Door, Home]]:
    """A small plant, served, and the home that it lives in."""
    with homes.temporary() as home:
        homes.lend_kernels(home)
        with http_trace.served(home, tyres=60) as door:
            yield door, home


@pytest.mark.parametrize(
    ("way", "kinds_of_it"),
    [
        ("events", {"consume", "produce", "inspect"}),
        ("verbs", {"consume", "produce-serial", "inspect"}),
    ],
)
def test_all_that_is_done_is_told_and_nothing_is_refused(
    way: str, kinds_of_it: set[str], served: tuple[Door, Home]
) -> None:
    seconds, seen = 1, set[str]()
    while not seen >= kinds_of_it and seconds <= LONGEST_S:  # longer where the machine is busy
        total, *kinds = operations.measure(
            *served, way=way, clients=2, seconds=seconds, warm_up_s=0
        )
        seen = {one.case for one in kinds}
        seconds *= 4
    assert seen >= kinds_of_it
    assert total.per_s == pytest.approx(total.requests / total.seconds, abs=0.1, rel=0.01)
    assert 0 < total.p50_ms <= total.p95_ms <= total.p99_ms <= total.slowest_ms
    assert total.requests == sum(one.requests for one in kinds)
    assert not total.errors
    assert set(total.cpu_ms) == {"web", "database", "generator"}
    assert min(total.cpu_ms.values()) > 0


def test_what_is_acknowledged_is_in_the_next_trace(served: tuple[Door, Home]) -> None:
    quiet, busy = http_trace.measure(served[0], count=8, warm_up=1, per_s=50)
    assert (quiet.stale, busy.stale) == (0, 0)
    assert min(quiet.nodes) > 50
    assert busy.reports_per_s > 0
    assert http_trace.figure(busy).equal


class _Forgetful(Client):
    """Answers as if the second report had never come."""

    def __init__(self) -> None:
        """Without a connection."""

    def backward(self, uri: str) -> tuple[dict[str, Any], float]:
        links = [] if uri == "second" else [{"event_id": f"event of {uri}"}]
        return {"nodes": [{"uri": uri}], "links": links}, 0.001


def test_an_answer_without_what_was_acknowledged_is_counted_as_stale() -> None:
    ours, theirs = multiprocessing.Pipe()
    theirs.send(Unit("first", "event of first"))
    first = http_trace.asked_while_reported(_Forgetful(), ours, count=1)
    theirs.send(Unit("earlier", "event of earlier"))
    theirs.send(Unit("second", "event of second"))
    second = http_trace.asked_while_reported(_Forgetful(), ours, count=1)
    assert (first.stale, second.stale) == (0, 1)
    assert not http_trace.figure(second).equal
    for end in (ours, theirs):
        end.close()


def test_what_is_refused_is_no_throughput() -> None:
    told = [Told("ship", 0.002, 201), Told("ship", 0.001, 422), Told("ship", 0.004, 200)]
    found = operations.figure("ship", told, 1, 2.0)
    assert (found.requests, found.per_s, found.errors) == (3, 1.0, {"422": 1})
    assert (found.p50_ms, found.slowest_ms) == (3.0, 4.0)
