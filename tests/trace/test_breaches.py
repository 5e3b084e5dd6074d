"""What broke a rule, or was let pass, shows in every trace that holds the event."""

from __future__ import annotations

import pytest
from tests.plants import at, held, lot, received, run, shipped, some, transformed, unit, withdrawn

from gozinto import record, trace
from gozinto.plant import objects
from gozinto.standards.epcis.gozinto import Override

pytestmark = pytest.mark.django_db

RM, T1, T2 = lot("RM", "RM-1"), unit("FG", "T-1"), unit("FG", "T-2")
LET = Override(code="object_held", reason="Tested in the laboratory.", person="P-9", role="quality")


def made(tyre: str, hours: float, *, let: bool = False) -> str:
    """A unit is made of the lot; answers the event's id."""
    event = transformed(
        hours, inputs=[some(RM, 1)], units_out=[tyre], job=run("J"),
        overrides=(LET,) if let else (),
    )  # fmt: skip
    return record.capture(event).event_id


@pytest.fixture(autouse=True)
def _a_lot_on_hold() -> None:
    record.capture(received(some(RM, 100), 0))
    record.capture(held(RM, 1))


def test_both_ways_a_trace_tells_who_let_the_rule_pass_and_why() -> None:
    event = made(T1, 2, let=True)
    for answer in (
        trace.backward([objects.resolve("T-1")]),
        trace.forward([objects.resolve("RM-1")]),
    ):
        told = trace.as_json(answer)
        assert [(one["code"], one["person"], one["role"]) for one in told["overrides"]] == [
            ("object_held", "P-9", "quality")
        ]
        assert told["overrides"][0]["reason"] == "Tested in the laboratory."
        assert told["overrides"][0]["event_id"] == event
        assert [(one["rule"], one["state"]) for one in told["findings"]] == [
            ("object_held", "overridden")
        ]


def test_what_was_not_let_pass_stands_open_with_the_next_step() -> None:
    made(T1, 2)
    (found,) = trace.as_json(trace.backward([objects.resolve("T-1")]))["findings"]
    assert (found["rule"], found["state"], found["object"]) == ("object_held", "open", RM)
    assert "Ask quality" in found["next_step"]


def test_a_trace_does_not_tell_of_what_others_did_with_the_same_lot() -> None:
    record.capture(held(RM, 2.5, free=True))
    made(T1, 2)
    made(T2, 3)
    told = trace.as_json(trace.backward([objects.resolve("T-2")]))
    assert not {"findings", "overrides"} & told.keys()
    assert len(trace.as_json(trace.forward([objects.resolve("RM-1")]))["findings"]) == 1


def test_a_shipment_that_broke_a_rule_is_in_the_trace_forward() -> None:
    made(T1, 2, let=True)
    record.capture(shipped([T1], 3))
    record.capture(shipped([T1], 4))
    rules = [
        one["rule"] for one in trace.as_json(trace.forward([objects.resolve("RM-1")]))["findings"]
    ]
    assert rules == ["object_held", "already_shipped"]


def test_what_was_taken_back_or_not_yet_known_is_not_told() -> None:
    event = transformed(
        2, inputs=[some(RM, 1)], units_out=[T1], job=run("J"), overrides=(LET,),
        id="urn:uuid:018f2f6a-0000-7000-8000-000000000001",
    )  # fmt: skip
    made(T1, 2.5)
    record.capture(event)
    record.capture(withdrawn(event, 5))
    told = trace.as_json(trace.backward([objects.resolve("T-1")]))
    assert "overrides" not in told
    earlier = trace.as_json(trace.backward([objects.resolve("T-1")], as_of=at(1)))
    assert not {"findings", "overrides"} & earlier.keys()
