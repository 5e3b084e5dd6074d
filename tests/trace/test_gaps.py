"""What an answer admits that it does not know: `complete` is a promise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.plants import lot, received, some, transformed, unit

from gozinto import record, trace
from gozinto.errors import Malformed
from gozinto.plant import objects

pytestmark = pytest.mark.django_db

HB, X = lot("HB", "HB-1"), lot("X", "X1")


@pytest.mark.parametrize("at", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_the_ends_of_time_can_be_asked_for(at: datetime) -> None:
    record.capture(received(some(HB, 5), 0))
    record.capture(transformed(1, inputs=[some(HB, 1)], units_out=[unit("T", "1")]))
    trace.as_json(trace.forward([objects.resolve("HB-1")], as_of=at, known_at=at))


@pytest.mark.parametrize(
    "at",
    [
        datetime.min.replace(tzinfo=timezone(timedelta(hours=5))),
        datetime.max.replace(tzinfo=timezone(-timedelta(hours=5))),
    ],
)
@pytest.mark.parametrize("name", ["as_of", "known_at"])
def test_a_time_beyond_the_calendar_is_refused(at: datetime, name: str) -> None:
    record.capture(received(some(HB, 5), 0))
    with pytest.raises(Malformed) as refused:
        trace.backward([objects.resolve("HB-1")], **{name: at})  # type: ignore[arg-type]
    assert refused.value.code == "time_out_of_range"
