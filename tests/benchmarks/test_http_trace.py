"""The benchmark of traces over HTTP runs against a real server, and would see a stale answer."""

from __future__ import annotations

import multiprocessing
from typing import Any

from benchmarks.http_trace import Client, Unit

from benchmarks import http_trace
from tests import homes


def test_what_is_acknowledged_is_in_the_next_trace() -> None:
    with homes.temporary() as home:
        homes.lend_kernels(home)
        with http_trace.served(home, tyres=60) as door:
            quiet, busy = http_trace.measure(door, count=8, warm_up=1, per_s=50)
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
