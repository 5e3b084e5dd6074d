"""A unit goes into a run by one event and comes out of it by another: it was made once."""

from __future__ import annotations

from itertools import permutations

import pytest
from tests.plants import lot, observed, received, run, some, transformed, unit, withdrawn
from tests.record.rules.judged import findings

from gozinto import record
from gozinto.errors import Refused
from gozinto.plant import objects
from gozinto.record import clock, rebuild
from gozinto.record.models import ObjectState
from gozinto.standards.epcis.events import Event as Told

ID = "urn:uuid:018f2f6a-0000-7000-8000-{:012d}".format
RM, U = lot("RM", "RM-1"), unit("FG", "U-1")
RULE = "duplicate_serial"

CAME = received(some(RM, 100), 0, id=ID(1))
MADE = transformed(1, run_id=run("J"), inputs=[some(RM, 1)], units_out=[U], id=ID(2))
IN = transformed(2, run_id=run("R"), units_in=[U], id=ID(3))
OUT = transformed(3, run_id=run("R"), units_out=[U], id=ID(4))


def told(*events: Told) -> None:
    for event in events:
        record.capture(event)


def is_live_refused(event: Told) -> list[str]:
    with clock.set_to(event.event_time), pytest.raises(Refused) as caught:
        record.capture(event, live=True)
    return [violation.code for violation in caught.value.violations]


def test_it_is_no_second_making_live_or_told() -> None:
    told(CAME, MADE, IN)
    with clock.set_to(OUT.event_time):
        record.capture(OUT, live=True)
    assert findings() == []
    assert ObjectState.objects.get(object=objects.resolve(U)).on_hand == 1
    assert rebuild.check() == []


def test_it_may_pass_there_again_and_is_shipped_as_what_it_is() -> None:
    told(CAME, MADE, IN, OUT)
    told(transformed(4, run_id=run("R"), units_in=[U], id=ID(5)))
    told(transformed(5, run_id=run("R"), units_out=[U], id=ID(6)))
    assert findings() == []


@pytest.mark.parametrize("order", list(permutations((MADE, IN, OUT))))
def test_whatever_is_told_first(order: tuple[Told, ...]) -> None:
    told(CAME, *order)
    assert findings() == []
    assert rebuild.check() == []


def test_what_comes_out_of_another_run_than_it_went_into_is_made_twice() -> None:
    told(CAME, MADE, IN)
    other = transformed(3, run_id=run("S"), units_out=[U], id=ID(5))
    assert is_live_refused(other) == [RULE]
    told(other)
    assert findings() == [(RULE, ID(5))]


def test_what_comes_out_twice_and_went_in_once_is_made_twice() -> None:
    told(CAME, MADE, IN, OUT)
    assert is_live_refused(transformed(4, run_id=run("R"), units_out=[U], id=ID(5))) == [RULE]


def test_that_it_went_in_is_taken_back_and_it_was_made_twice() -> None:
    told(CAME, MADE, IN, OUT, withdrawn(IN, 9))
    assert findings() == [(RULE, ID(4))]
    assert rebuild.check() == []


def test_the_job_counts_of_a_unit_that_comes_out_by_an_event_of_its_own() -> None:
    own = transformed(3, inputs=[some(RM, 1)], units_out=[U], id=ID(4), job=run("R"))
    told(CAME, MADE, IN, own)
    assert findings() == []
    assert rebuild.check() == []


def test_what_was_bought_and_reworked_is_not_made_here() -> None:
    """Nobody asks of it a final inspection of what is made."""
    told(observed(1, units=[U], step="receiving", disposition="in_progress"), IN, OUT)
    assert findings() == []
    standing = ObjectState.objects.get(object=objects.resolve(U)).standing
    assert standing["origins"] == ["received"]


def test_what_went_in_before_it_was_made_there_is_made_there() -> None:
    """The clock of a panel was wrong, say: it is a unit of the plant all the same."""
    early = transformed(0.5, run_id=run("R"), units_in=[U], id=ID(5))
    made = transformed(1, run_id=run("R"), inputs=[some(RM, 1)], units_out=[U], id=ID(6))
    told(CAME, early, made)
    with clock.set_to(IN.event_time):
        record.capture(transformed(2, run_id=run("S"), units_in=[U], id=ID(7)), live=True)
    assert findings() == [("consumed_before_received", ID(5))]
    assert rebuild.check() == []
