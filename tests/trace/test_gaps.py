"""What an answer admits that it does not know: `complete` is a promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.plants import (
    asset,
    lot,
    mounted,
    pallet,
    received,
    run,
    shipped,
    some,
    transformed,
    unit,
)

from gozinto import record, trace
from gozinto.errors import Malformed
from gozinto.plant import objects
from gozinto.plant.models import PhysicalAsset
from gozinto.standards.epcis.gozinto import Context, LinkDetail

pytestmark = pytest.mark.django_db

HB, X = lot("HB", "HB-1"), lot("X", "X1")


@pytest.mark.parametrize(
    ("at", "reached"),
    [
        (datetime.min.replace(tzinfo=UTC), {"HB-1"}),
        (datetime.max.replace(tzinfo=UTC), {"HB-1", "1"}),
    ],
)
def test_the_ends_of_time_can_be_asked_for(at: datetime, reached: set[str]) -> None:
    record.capture(received(some(HB, 5), 0))
    record.capture(transformed(1, inputs=[some(HB, 1)], units_out=[unit("T", "1")]))
    told = trace.as_json(trace.forward([objects.resolve("HB-1")], as_of=at, known_at=at))
    assert {n["number"] for n in told["nodes"] if n["kind"] != "run"} == reached


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


def codes(found: trace.Trace) -> list[tuple[str, str, int]]:
    """Each gap: what, where, and how many objects it could add."""
    assert found.complete == (not found.gaps)
    return [(g.code, g.uri, g.widens_by) for g in found.gaps]


def backward(number: str) -> trace.Trace:
    return trace.backward([objects.resolve(number)])


def forward(number: str) -> trace.Trace:
    return trace.forward([objects.resolve(number)])


def numbers(found: trace.Trace) -> set[str]:
    return {n.number for n in found.nodes if n.kind != "run"}


def perhaps(*ids: str) -> dict[str, object]:
    """The words of an event of which these links are doubted."""
    return Context(links=tuple(LinkDetail(id=i, certainty="unknown") for i in ids)).extensions()


def test_a_doubted_input_is_left_out_and_named() -> None:
    record.capture(received(some(HB, 500), 0))
    record.capture(received(some(X, 500), 0))
    made = transformed(2, inputs=[some(HB, 1), some(X, 1)], units_out=[unit("T", "1")])
    record.capture(replace(made, extensions=perhaps(X)))
    assert numbers(backward("1")) == {"1", "HB-1"}
    assert codes(backward("1")) == [("unknown_link", X, 1)]
    assert numbers(forward("X1")) == {"X1"}
    assert codes(forward("X1")) == [("unknown_link", X, 1)]
    assert codes(forward("HB-1")) == []


def test_a_doubted_making_says_how_much_it_would_add() -> None:
    record.capture(received(some(HB, 500), 0))
    record.capture(received(some(X, 500), 0))
    made = transformed(2, inputs=[some(HB, 1), some(X, 1)], units_out=[unit("T", "1")])
    record.capture(replace(made, extensions=perhaps(unit("T", "1"))))
    assert codes(backward("1")) == [("unknown_link", unit("T", "1"), 2)]
    assert codes(forward("HB-1")) == [("unknown_link", unit("T", "1"), 1)]


def test_what_perhaps_went_in_after_the_unit_left_is_no_doubt_about_it() -> None:
    record.capture(received(some(HB, 500), 0))
    record.capture(received(some(X, 500), 0))
    words = {"run_id": run("A"), "flow": "continuous"}
    record.capture(transformed(1, inputs=[some(HB, 1)], **words))  # type: ignore[arg-type]
    record.capture(transformed(2, units_out=[unit("T", "1")], **words))  # type: ignore[arg-type]
    late = transformed(3, inputs=[some(X, 1)], **words)  # type: ignore[arg-type]
    record.capture(
        replace(
            late,
            extensions=Context(
                flow="continuous", links=(LinkDetail(id=X, certainty="unknown"),)
            ).extensions(),
        )
    )
    assert codes(backward("1")) == []


def test_a_lot_with_a_doubted_member_is_answered_both_ways() -> None:
    record.capture(received(some(HB, 500), 0))
    member = unit("T", "1")
    made = transformed(1, inputs=[some(HB, 1)], units_out=[member])
    words = Context(links=(LinkDetail(id=member, lot=lot("T", "L")),), certainty="unknown")
    record.capture(replace(made, extensions=words.extensions()))
    assert ("unknown_link", member, 1) in codes(backward("L"))
    assert ("unknown_link", member, 1) in codes(forward("L"))


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_a_cut_answer_is_still_an_answer(limit: int) -> None:
    record.capture(received(some(HB, 500), 0))
    made = transformed(1, inputs=[some(HB, 1), some(X, 1)], units_out=[unit("T", "1")])
    record.capture(replace(made, extensions=perhaps(X)))
    for ask, number in ((trace.backward, "1"), (trace.forward, "HB-1")):
        assert isinstance(ask([objects.resolve(number)], limit=limit), trace.Trace)


def test_a_lot_topped_up_from_nothing_is_a_gap() -> None:
    record.capture(received(some(HB, 500), 0))
    record.capture(transformed(1, run_id=run("A"), inputs=[some(HB, 5)], outputs=[some(X, 5)]))
    record.capture(transformed(2, run_id=run("B"), outputs=[some(X, 5)]))
    assert codes(backward("X1")) == [("produced_from_nothing", X, 0)]


def test_what_its_job_consumed_is_enough_for_a_unit() -> None:
    record.capture(received(some(HB, 500), 0))
    record.capture(transformed(1, run_id=run("J"), inputs=[some(HB, 5)]))
    record.capture(transformed(2, run_id=run("O"), units_out=[unit("T", "1")], job=run("J")))
    assert codes(backward("1")) == []


def test_a_tool_alone_makes_nothing() -> None:
    PhysicalAsset.objects.create(code="B", uri=asset("B"), kind="bladder")
    record.capture(mounted(asset("B"), 1, equipment="P", slot="bladder"))
    record.capture(transformed(2, run_id=run("A"), outputs=[some(X, 5)], equipment="P"))
    assert codes(backward("X1")) == [("produced_from_nothing", X, 0)]


def test_a_receipt_after_the_use_explains_nothing() -> None:
    record.capture(transformed(1, run_id=run("A"), inputs=[some(HB, 5)], outputs=[some(X, 5)]))
    record.capture(received(some(HB, 500), 9))
    assert codes(backward("X1")) == [("consumed_never_received", HB, 0)]
    assert codes(backward("HB-1")) == []


def test_a_receipt_that_names_no_supplier_is_a_gap() -> None:
    record.capture(replace(received(some(HB, 500), 0), source_list=()))
    assert codes(backward("HB-1")) == [("supplier_missing", HB, 0)]


def test_a_shipment_to_nobody_is_a_gap() -> None:
    record.capture(received(some(HB, 500), 0))
    record.capture(shipped([], 1, lots=[some(HB, 5)], note="1"))
    assert codes(forward("HB-1")) == []
    record.capture(replace(shipped([], 2, lots=[some(HB, 5)], note="2"), destination_list=()))
    assert codes(forward("HB-1")) == [("customer_missing", HB, 0)]


def test_a_container_of_which_no_content_is_on_record_is_a_gap() -> None:
    record.capture(shipped([pallet(1)], 1))
    for found in (
        trace.backward([objects.resolve(pallet(1))]),
        trace.forward([objects.resolve(pallet(1))]),
    ):
        assert codes(found) == [("container_content_unknown", pallet(1), 1)]


def test_a_container_that_went_into_a_run_is_a_gap() -> None:
    record.capture(transformed(2, run_id=run("A"), units_in=[pallet(1)], outputs=[some(X, 5)]))
    assert codes(backward("X1")) == [("container_content_unknown", pallet(1), 1)]
