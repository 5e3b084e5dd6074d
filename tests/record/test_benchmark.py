"""The benchmark runs, and what it has written is a record like any other; nothing is timed."""

from __future__ import annotations

import pytest
from tests.conftest import empty

from benchmarks import capture as benchmark
from gozinto.deployment.database import Roles
from gozinto.record import rebuild
from gozinto.record.models import Event


@pytest.mark.long
def test_documents_of_every_size_put_the_same_events_on_record(committed_db: Roles) -> None:
    events = benchmark.generated(60)
    for size in (100, 1000):
        empty(committed_db)
        took = benchmark.written(benchmark.encoded(events, size=size))
        assert len(took) == -(-len(events) // size)
        assert Event.objects.count() == len(events)
        assert rebuild.check() == []


def test_two_writers_put_every_event_on_record(committed_db: Roles) -> None:
    events = benchmark.generated(60)[:300]
    empty(committed_db)
    benchmark.together(events, 100, roles=committed_db)
    assert Event.objects.count() == len(events)
    assert rebuild.check() == []
