"""Where a lot went, up to the customers, with time in both senses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import plants
from tests.plants import at, lot, pallet, received, run, some, transformed, unit

from gozinto import record, trace
from gozinto.errors import Malformed
from gozinto.plant import objects
from gozinto.plant.models import Partner
from gozinto.record import clock

pytestmark = pytest.mark.django_db

HB = lot("HB", "HB-1")


def made(*numbers: str, hours: float = 2) -> None:
    """Units made from the lot HB-1, each by an event of its own."""
    for number in numbers:
        record.capture(transformed(hours, inputs=[some(HB, "1.85")], units_out=[unit("T", number)]))


def numbers(found: trace.Trace) -> set[str]:
    """The printed numbers of the objects in an answer."""
    return {n.number for n in found.nodes if n.kind != "run"}


def test_a_pallet_carries_its_content_to_the_customer_and_nothing_else() -> None:
    Partner.objects.create(code="D1", uri=plants.partner("D1"), name="Dealer One", kind="dealer")
    record.capture(received(some(HB, 500), 0))
    made("1", "2", "3")
    box = pallet(7)
    record.capture(plants.packed(box, [unit("T", "1"), unit("T", "2")], 3))
    record.capture(plants.packed(box, [unit("T", "2")], 4, into=False))
    record.capture(plants.shipped([box], 5, note="SN-20871"))
    record.capture(plants.packed(box, [unit("T", "3")], 9))
    found = trace.forward([objects.resolve("HB-1")])
    (shipment,) = found.facts.shipments
    assert shipment.objects == (unit("T", "1"),)
    assert (shipment.note, shipment.container) == ("SN-20871", box.rsplit("/", 1)[-1])
    assert [(c.name, c.quantity) for c in found.facts.customers] == [("Dealer One", Decimal(1))]
    status = {n.number: n.status for n in found.nodes if n.kind == "serial"}
    assert status == {"1": "in_transit", "2": "active", "3": "active"}


def test_packing_never_makes_one_content_part_of_another() -> None:
    record.capture(received(some(HB, 500), 0))
    record.capture(received(some(lot("HB", "HB-2"), 500), 0))
    made("1")
    record.capture(transformed(2, inputs=[some(lot("HB", "HB-2"), 1)], units_out=[unit("T", "2")]))
    record.capture(plants.packed(pallet(1), [unit("T", "1"), unit("T", "2")], 3))
    assert numbers(trace.forward([objects.resolve("HB-1")])) == {"HB-1", "1"}
    asked = trace.backward([objects.resolve(pallet(1))])
    assert numbers(asked) == {pallet(1).rsplit("/", 1)[-1], "1", "2", "HB-1", "HB-2"}


def test_a_pallet_that_was_emptied_answers_with_what_was_in_it_last() -> None:
    record.capture(received(some(HB, 500), 0))
    made("1", "2")
    record.capture(plants.packed(pallet(1), [unit("T", "1"), unit("T", "2")], 3))
    record.capture(plants.packed(pallet(1), [], 6, into=False))
    assert numbers(trace.backward([objects.resolve(pallet(1))])) >= {"1", "2"}


def test_a_shipment_before_the_lot_entered_it_is_not_its_shipment() -> None:
    silo = lot("SILO", "S")
    record.capture(received(some(silo, 500), 0))
    record.capture(plants.shipped([], 1, lots=[some(silo, 10)], note="SN-1"))
    record.capture(received(some(HB, 500), 0))
    record.capture(transformed(2, inputs=[some(HB, 5)], outputs=[some(silo, 5)]))
    record.capture(plants.shipped([], 3, lots=[some(silo, 10)], note="SN-2", to="D2"))
    found = trace.forward([objects.resolve("HB-1")])
    assert [s.note for s in found.facts.shipments] == ["SN-2"]
    assert [c.uri for c in found.facts.customers] == [plants.partner("D2")]


def test_a_lot_is_its_members_when_asked_where_it_went() -> None:
    record.capture(
        transformed(
            2,
            inputs=[some(HB, "1.85")],
            units_out=[unit("T", "1")],
            lots={unit("T", "1"): lot("T", "L-1")},
        )
    )
    record.capture(plants.shipped([unit("T", "1")], 3))
    found = trace.forward([objects.resolve("L-1")])
    assert numbers(found) == {"L-1", "1"}
    assert [s.objects for s in found.facts.shipments] == [(unit("T", "1"),)]


def test_as_of_leaves_out_what_happened_later_and_known_at_what_was_told_later() -> None:
    start = datetime(2026, 3, 2, tzinfo=UTC)
    wrong = transformed(2, inputs=[some(HB, 1)], units_out=[unit("T", "wrong")])
    with clock.set_to(start + timedelta(days=1)):
        record.capture(received(some(HB, 500), 0))
        recorded = record.capture(wrong)
    with clock.set_to(start + timedelta(days=2)):
        made("late", hours=1)
        record.capture(
            plants.withdrawn(
                transformed(
                    2, inputs=[some(HB, 1)], units_out=[unit("T", "wrong")], id=recorded.event_id
                ),
                30,
            )
        )
    origin = [objects.resolve("HB-1")]
    assert numbers(trace.forward(origin)) == {"HB-1", "late"}
    assert numbers(trace.forward(origin, as_of=at(0.5))) == {"HB-1"}
    then = trace.forward(origin, known_at=start + timedelta(days=1, hours=1))
    assert numbers(then) == {"HB-1", "wrong"}


def test_the_number_of_queries_does_not_grow_with_the_answer() -> None:
    record.capture(received(some(HB, 5000), 0))
    made("1", "2")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            trace.forward([objects.resolve("HB-1")])
        counts.append(len(queries))
        with record.bulk():
            made(*(f"more-{i}" for i in range(200)))
    assert counts[0] == counts[1]


def test_an_answer_at_its_limit_says_that_it_was_cut() -> None:
    record.capture(received(some(HB, 5000), 0))
    made(*map(str, range(9)))
    found = trace.forward([objects.resolve("HB-1")], limit=5)
    assert found.truncated
    assert not found.complete
    assert [g.code for g in found.gaps] == ["cut_by_limit"]


@pytest.mark.parametrize(
    ("wrong", "error", "code"),
    [
        ({"width": "wide"}, Malformed, "unknown_width"),
        ({"as_of": datetime(2026, 3, 2)}, Malformed, "time_without_zone"),  # noqa: DTZ001
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_code(
    wrong: dict[str, object], error: type[Exception], code: str
) -> None:
    record.capture(received(some(HB, 5000), 0))
    with pytest.raises(error) as refusal:
        trace.forward([objects.resolve("HB-1")], **wrong)  # type: ignore[arg-type]
    assert refusal.value.code == code  # type: ignore[attr-defined]


def test_json_has_the_form_of_the_contract() -> None:
    record.capture(received(some(HB, "500.50"), 0, supplier_lot="X-9"))
    record.capture(
        transformed(
            2, run_id=run("J"), inputs=[some(HB, "1.850")], units_out=[unit("T", "1")], person="P1"
        )
    )
    told = trace.as_json(trace.backward([objects.resolve("1")]))
    assert set(told) == {
        "origin",
        "direction",
        "width",
        "as_of",
        "known_at",
        "position",
        "complete",
        "truncated",
        "elapsed_ms",
        "nodes",
        "links",
        "facts",
        "gaps",
    }
    assert set(told["facts"]) == {
        "suppliers",
        "equipment",
        "people",
        "shifts",
        "inspections",
        "shipments",
        "customers",
    }
    link = next(one for one in told["links"] if one["role"] == "input")
    assert (link["from"], link["to"]) == (HB, run("J"))
    assert (link["quantity"], link["uom"]) == ("1.85", "KGM")
    assert link["earliest"] == "2026-03-02T08:00:00.000000Z"
    assert told["facts"]["suppliers"][0]["supplier_lots"] == ["X-9"]
    assert told["facts"]["people"][0]["id"] == "P1"
    assert told["nodes"][0]["share"] == "1"


def test_the_story_of_a_unit_tells_what_its_pallet_did_while_it_was_inside() -> None:
    record.capture(received(some(HB, 500), 0))
    made("1")
    record.capture(plants.packed(pallet(1), [unit("T", "1")], 3))
    record.capture(plants.shipped([pallet(1)], 5))
    told = trace.story(objects.resolve("1"))
    assert [(e.role, e.biz_step) for e in told] == [
        ("output", ""),
        ("child", "packing"),
        ("epc", "shipping"),
    ]
    assert told[-1].container == pallet(1).rsplit("/", 1)[-1]
