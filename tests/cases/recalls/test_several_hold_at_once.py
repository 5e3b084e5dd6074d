"""A large hold is worked through by several processes at once, a part each."""

from __future__ import annotations

import psycopg
import pytest

from gozinto.cases.recalls import freezing, opening, stopping
from gozinto.deployment.database import Roles
from gozinto.record import capture
from gozinto.record.models import Event, ObjectState
from tests import workshop
from tests.cases.recalls.posted import BY
from tests.plants import commissioned
from tests.workshop import lot, unit

UNITS = ("N-1", "N-2", "N-3")


@pytest.fixture
def asked(db: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """The number of a recall of a lot of three units, whose hold is asked for: one thing a part."""
    workshop.furnish()
    for number in UNITS:
        capture(commissioned(unit("T205", number), 1, of=lot("T205", "L-1")))
    made = opening.open_recall("Air loss", because="leaks", of=[lot("T205", "L-1")], taking=BY)
    freezing.freeze(made.number, because="leaks", taking=BY)
    monkeypatch.setattr(stopping, "CHUNK", 1)
    with monkeypatch.context() as nobody:
        nobody.setattr(stopping, "work", lambda **_: 0)
        stopping.stop(made.number, taking=BY)
    return made.number


def test_what_one_has_in_hand_the_others_leave_until_it_is_done_or_let_go(
    asked: str, roles: Roles
) -> None:
    parts = stopping.events(asked)
    assert len(parts) == len(UNITS) + 1, "the lot, and each of its units"
    with psycopg.connect(**roles.application.psycopg()) as another:
        another.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [parts[1]])
        assert stopping.work() == len(parts) - 1
        found = stopping.progress(asked)
        assert found is not None
        assert (found.done, found.total, found.finished_at) == (len(parts) - 1, len(parts), None)
        assert stopping.is_waiting()
        on_record = Event.objects.filter(event_id__in=parts).values_list("event_id", flat=True)
        assert set(on_record) == {*parts} - {parts[1]}
    # it was killed: what it had in hand is anybody's again
    assert stopping.work() == 1
    found = stopping.progress(asked)
    assert found is not None
    assert (found.done, found.problem) == (len(parts), "")
    assert found.finished_at is not None
    held = ObjectState.objects.filter(object__number__in=UNITS, held=True).count()
    assert held == len(UNITS)
