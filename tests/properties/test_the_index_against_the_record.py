"""The index answers as the database does, whatever was told before and after it was built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from gozinto import record
from gozinto.deployment.database import Roles
from gozinto.plant.models import TraceableObject
from gozinto.standards.epcis.events import Event
from gozinto.trace.index.building import build
from gozinto.trace.index.living import Living
from tests import plants
from tests.conftest import empty
from tests.index_oracle import ask_both

from .test_the_record_against_brute_force import Happening, event_of, happenings


def compare(living: Living) -> int:
    """Every object in both directions; how often the index could say."""
    said = 0
    for obj in TraceableObject.objects.values_list("id", flat=True):
        for ahead in (True, False):
            both = ask_both(living, obj, ahead=ahead)
            assert both.is_same, (obj, ahead, both)
            said += both.found is not None
    return said


def events_of(plan: list[Happening], order: list[int]) -> Iterator[Event]:
    """What is told in this order, what is wrong with its correction, which may come first."""
    events = [event_of(i, h) for i, h in enumerate(plan)]
    for turn, i in enumerate(order):
        withdrawn = [plants.withdrawn(events[i], 14)] if plan[i].wrong else []
        told = [*withdrawn, events[i]] if turn % 2 else [events[i], *withdrawn]
        yield from told


def check(plan: list[Happening], order: list[int], built_after: int) -> None:
    """Built in the midst of what is told, and asked after each thing told since."""
    with TemporaryDirectory() as folder:
        living = Living(Path(folder))
        for turn, event in enumerate(events_of(plan, order)):
            record.capture(event)
            if turn == built_after:
                build(Path(folder))
            if turn >= built_after:
                assert compare(living) > 0 or not TraceableObject.objects.exists()
        if built_after == 0:
            return
        build(Path(folder))
        assert compare(living) > 0 or not TraceableObject.objects.exists()


at_length = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}
plans = st.lists(happenings(), min_size=3, max_size=9)


@settings(max_examples=12, **at_length)
@given(plan=plans, data=st.data())
def test_the_index_is_what_the_record_says(
    committed_db: Roles, plan: list[Happening], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(plan))))
    built_after = data.draw(st.integers(0, len(plan) - 1))
    note(f"order {order}, built after {built_after}")
    empty(committed_db)
    check(plan, order, built_after)


@pytest.mark.long
@settings(max_examples=1_000, **at_length)
@given(plan=plans, data=st.data())
def test_the_index_is_what_the_record_says_at_length(
    committed_db: Roles, plan: list[Happening], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(plan))))
    built_after = data.draw(st.integers(0, len(plan) - 1))
    empty(committed_db)
    check(plan, order, built_after)
