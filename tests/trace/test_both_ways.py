"""Where from and where used in one answer."""

from __future__ import annotations

from typing import Any

import pytest
from tests.plants import lot, received, run, shipped, some, transformed, unit

from gozinto import record, trace
from gozinto.plant import objects

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> None:
    """Rubber into two mixes, each into a tyre, one of which was shipped."""
    rubber = lot("NR", "NR-1")
    record.capture(received(some(rubber, 9), 0))
    for number, hours in (("1", 1), ("2", 2)):
        mix = some(lot("MB", f"MB-{number}"), 4)
        record.capture(
            transformed(hours, run_id=run(f"M{number}"), inputs=[some(rubber, 4)], outputs=[mix])
        )
        record.capture(
            transformed(
                hours + 0.5,
                run_id=run(f"T{number}"),
                inputs=[mix],
                units_out=[unit("T", number)],
                person=f"P-{number}",
                equipment="PRESS",
            )
        )
    record.capture(shipped([unit("T", "1")], 5))


def both(number: str, **words: Any) -> trace.Trace:
    return trace.both([objects.resolve(number)], **words)


@pytest.mark.usefixtures("story")
def test_what_led_to_it_and_what_came_of_it_but_no_siblings() -> None:
    answer = both("MB-1")
    depths = {node.number: node.depth for node in answer.nodes}
    assert depths == {"NR-1": -2, "M1": -1, "MB-1": 0, "T1": 1, "1": 2}
    assert answer.direction == "both"
    assert len(answer.links) == 4
    assert [fact.name for fact in answer.facts.suppliers] != []
    assert [fact.objects for fact in answer.facts.shipments] == [(unit("T", "1"),)]
    assert [fact.id for fact in answer.facts.people] == ["P-1"]
    assert trace.as_json(answer)["direction"] == "both"


@pytest.mark.usefixtures("story")
def test_it_holds_what_the_two_answers_hold_and_nothing_else() -> None:
    for number in ("NR-1", "MB-2", "2"):
        one = [objects.resolve(number)]
        behind, ahead, answer = trace.backward(one), trace.forward(one), both(number)
        uris = {node.uri for node in (*behind.nodes, *ahead.nodes)}
        assert {node.uri for node in answer.nodes} == uris
        assert len(answer.nodes) == len(uris)
        assert set(answer.links) == {*behind.links, *ahead.links}
        assert set(answer.gaps) == {*behind.gaps, *ahead.gaps}
        assert answer.complete is (behind.complete and ahead.complete)


@pytest.mark.usefixtures("story")
def test_of_several_things_all_that_led_to_any_of_them() -> None:
    asked = [objects.resolve(number) for number in ("MB-1", "MB-2")]
    answer = trace.both(asked)
    assert {node.number for node in answer.nodes} == {
        *("NR-1", "M1", "M2", "MB-1", "MB-2", "T1", "T2", "1", "2")
    }


@pytest.mark.usefixtures("story")
def test_a_limit_on_either_side_is_said() -> None:
    assert not both("MB-1").truncated
    assert both("MB-1", limit=2).truncated
