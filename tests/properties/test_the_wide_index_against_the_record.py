"""The index in the widths proven and possible against the walk over the record, on random plants
of which much is only roughly or perhaps known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from gozinto import record
from gozinto.deployment.database import Roles
from gozinto.genealogy import widths
from gozinto.genealogy.widening import WIDE
from gozinto.plant.models import TraceableObject
from gozinto.record.transactions import snapshot
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.gozinto import Context
from gozinto.trace.index.building import build
from gozinto.trace.index.living import Living
from gozinto.trace.reading.moment import Moment
from gozinto.trace.reading.source import RecordSource
from tests import plants
from tests.conftest import empty

from .test_the_record_against_brute_force import OBJECTS, Happening, event_of, happenings

UNITS = [one for one in OBJECTS if "/obj/" in one]
LOTS = [one for one in OBJECTS if "/class/" in one]


@dataclass(frozen=True)
class Blurred:
    """Something that happened, and how little is known of it: hours before and after, and how."""

    what: Happening | None
    moved: tuple[str, str, int] = ("", "", 0)
    before: int = 0
    after: int = 0
    certainty: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether it is taken back later."""
        return self.what is not None and self.what.wrong


@st.composite
def blurred(draw: st.DrawFn) -> Blurred:
    moved = draw(st.integers(0, 5))
    return Blurred(
        what=None if moved == 0 else draw(happenings()),
        moved=(
            draw(st.sampled_from(UNITS)),
            draw(st.sampled_from(["", *LOTS[:2]])),
            draw(st.integers(0, 6)),
        ),
        before=draw(st.sampled_from([0, 0, 1, 2])),
        after=draw(st.sampled_from([0, 0, 1, 3])),
        certainty=draw(
            st.sampled_from(["scanned"] * 3 + ["declared", "interval", "inferred", "unknown"])
        ),
    )


def told(index: int, one: Blurred) -> Event:
    """The event that tells of it."""
    if one.what is not None:
        event = event_of(index, one.what)
    else:
        unit, lot, hour = one.moved
        name = f"urn:uuid:018f2f6a-0000-7000-8000-{index:012d}"
        made = plants.commissioned(unit, hour, of=lot) if lot else plants.shipped([unit], hour)
        event = replace(made, event_id=name)
    at = event.event_time
    blur = replace(
        Context.of(event),
        certainty=one.certainty,
        earliest=at - timedelta(hours=one.before) if one.before else None,
        latest=at + timedelta(hours=one.after) if one.after else None,
    )
    return replace(event, extensions=blur.extensions())


def events_of(plan: list[Blurred], order: list[int]) -> Iterator[Event]:
    """What is told in this order, some of it taken back again."""
    for i in order:
        event = told(i, plan[i])
        yield event
        if plan[i].is_wrong:
            yield plants.withdrawn(event, 14)


def compare(living: Living) -> int:
    """Every object in both widths; how often the index could say."""
    said = 0
    for one in TraceableObject.objects.values_list("id", flat=True):
        for width in WIDE:
            with living.turn(), snapshot():
                found = living.reached({one}, width=width)
                source = RecordSource(Moment(), width=width)
                expected = set(widths.forward(source, {one}, width=width).objects)
            assert found is None or set(found.tolist()) == expected, (one, width)
            said += found is not None
    return said


def check(plan: list[Blurred], order: list[int], built_after: int) -> None:
    """Built in the midst of what is told, and asked after each thing told since."""
    with TemporaryDirectory() as folder:
        living = Living(Path(folder))
        for turn, event in enumerate(events_of(plan, order)):
            record.capture(event)
            if turn == built_after:
                build(Path(folder))
            if turn >= built_after:
                assert compare(living) > 0 or not TraceableObject.objects.exists()
        build(Path(folder))
        compare(living)


at_length = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}
plans = st.lists(blurred(), min_size=3, max_size=8)


@settings(max_examples=10, **at_length)
@given(plan=plans, data=st.data())
def test_the_index_has_the_wide_widths_as_the_record_has_them(
    committed_db: Roles, plan: list[Blurred], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(plan))))
    built_after = data.draw(st.integers(0, len(plan) - 1))
    note(f"order {order}, built after {built_after}")
    empty(committed_db)
    check(plan, order, built_after)


@pytest.mark.long
@settings(max_examples=1_000, **at_length)
@given(plan=plans, data=st.data())
def test_the_index_has_the_wide_widths_as_the_record_has_them_at_length(
    committed_db: Roles, plan: list[Blurred], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(plan))))
    built_after = data.draw(st.integers(0, len(plan) - 1))
    empty(committed_db)
    check(plan, order, built_after)
