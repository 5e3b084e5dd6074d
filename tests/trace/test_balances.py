"""A lot's balance closes, and each of its terms opens to the events behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.plants import (
    DOMAIN,
    asset,
    at,
    lot,
    mounted,
    observed,
    packed,
    pallet,
    received,
    run,
    shipped,
    some,
    transformed,
    unit,
    withdrawn,
)

from gozinto import record, trace
from gozinto.errors import Malformed
from gozinto.plant import objects
from gozinto.plant.models import Material, PhysicalAsset
from gozinto.record.models import ObjectState
from gozinto.standards.epcis.events import AggregationEvent, Event, QuantityElement

pytestmark = pytest.mark.django_db

RUBBER = lot("NR", "TSR-1187")
TYRES = lot("T205", "IA-23092018-001")


def asked(of: str, **when: datetime) -> dict[str, Any]:
    """The balance as JSON."""
    return trace.as_json(trace.balance(objects.resolve(of), **when))


def terms(of: str, **when: datetime) -> dict[str, str]:
    """A balance of one dimension: its terms, what is on hand, what is not accounted for."""
    (part,) = asked(of, **when)["balances"]
    found = {term["term"]: term["quantity"] for term in part["terms"]}
    assert all(
        sum(map(float, (event["quantity"] for event in term["events"])))
        == pytest.approx(float(term["quantity"]))
        for term in part["terms"]
    )
    return found | {"on hand": part["on_hand"], "difference": part["difference"]}


def remarks(of: str) -> set[str]:
    """The codes of what a reader has to know, beyond the tolerance that nobody recorded."""
    return {remark["code"] for remark in asked(of)["remarks"]} - {"no_tolerance"}


def tyres(first: int, last: int) -> list[str]:
    """Units by their numbers, both included."""
    return [unit("T205", f"{number:010d}") for number in range(first, last + 1)]


def made(first: int, last: int, *, hours: float = 1) -> Event:
    """These tyres came out of the press, of one lot."""
    units = tyres(first, last)
    return transformed(hours, run_id=run("CURE"), units_out=units, lots=dict.fromkeys(units, TYRES))


def test_what_was_received_is_used_shipped_scrapped_sampled_or_there() -> None:
    record.capture(received(some(RUBBER, 900), 0))
    record.capture(
        transformed(1, inputs=[some(RUBBER, "150.5")], outputs=[some(lot("MB", "M-1"), 150)])
    )
    record.capture(shipped([], 2, lots=[some(RUBBER, 200)]))
    record.capture(observed(3, lots=[some(RUBBER, 50)], action="DELETE", step="destroying"))
    record.capture(observed(4, lots=[some(RUBBER, "0.5")], step="sampling"))
    record.capture(observed(5, lots=[some(RUBBER, 20)], step="receiving", disposition="returned"))
    assert terms("TSR-1187") == {
        "received": "900",
        "returned": "20",
        "consumed": "150.5",
        "shipped": "200",
        "scrapped": "50",
        "sampled": "0.5",
        "on hand": "519",
        "difference": "0",
    }


def test_a_term_opens_to_its_events_in_the_unit_they_told() -> None:
    record.capture(replace(received(some(RUBBER, 1, "TNE"), 0), event_id=f"{DOMAIN}/event/1"))
    record.capture(
        transformed(1, inputs=[some(RUBBER, 2500, "GRM")], outputs=[some(lot("MB", "M-1"), 2)])
    )
    (part,) = asked("TSR-1187")["balances"]
    assert (part["dimension"], part["uom"]) == ("mass", "KGM")
    received_, consumed = part["terms"]
    assert received_["events"] == [
        {
            "event_id": f"{DOMAIN}/event/1",
            "at": "2026-03-02T06:00:00.000000Z",
            "quantity": "1000",
            "uom": "KGM",
            "told_quantity": "1",
            "told_uom": "TNE",
        }
    ]
    assert consumed["events"][0]["told_uom"] == "GRM"
    assert (consumed["side"], consumed["quantity"], part["on_hand"]) == ("out", "2.5", "997.5")


def test_five_hundred_made_are_shipped_in_stock_scrapped_or_sampled() -> None:
    record.capture(made(1, 500))
    record.capture(shipped(tyres(1, 300), 2))
    record.capture(observed(3, units=tyres(301, 306), action="DELETE", step="destroying"))
    record.capture(observed(4, units=tyres(307, 308), step="sampling"))
    assert terms(TYRES) == {
        "produced": "500",
        "shipped": "300",
        "scrapped": "6",
        "sampled": "2",
        "on hand": "192",
        "difference": "0",
    }
    assert asked(TYRES)["units"] == 500
    assert not remarks(TYRES)


def test_a_tyre_that_left_on_a_pallet_has_left_though_only_the_pallet_was_scanned() -> None:
    record.capture(made(1, 10))
    box, load = pallet(1), pallet(2)
    record.capture(packed(box, tyres(1, 4), 2))
    record.capture(packed(load, [box], 3))
    record.capture(shipped([load], 4))
    assert terms(TYRES)["shipped"] == "4"
    assert terms(TYRES)["on hand"] == "6"
    assert not remarks(TYRES)
    # named beside its pallet and its box, each left once
    record.capture(shipped([load, box, *tyres(1, 5)], 5))
    assert terms(TYRES)["shipped"] == "5"
    (again,) = [r for r in asked(TYRES)["remarks"] if r["code"] == "told_twice"]
    assert [(event["term"], event["quantity"]) for event in again["events"]] == [("shipped", "4")]


def test_a_part_of_a_lot_on_a_pallet_leaves_with_it_once() -> None:
    record.capture(received(some(RUBBER, 900), 0))
    load = pallet(1)
    record.capture(packed_lot(load, 300, 1))
    record.capture(shipped([load], 2))
    assert terms("TSR-1187")["shipped"] == "300"
    record.capture(observed(2.5, units=[load], step="receiving", disposition="returned"))
    assert terms("TSR-1187")["returned"] == "300"
    assert terms("TSR-1187")["received"] == "900"
    for hours in (2, 2.5):
        record.capture(withdrawn_at(hours))
    record.capture(shipped([load], 3, lots=[some(RUBBER, 320)]))
    assert terms("TSR-1187")["shipped"] == "320"


def packed_lot(container: str, amount: int, hours: float) -> Event:
    """So much of the rubber went onto a pallet."""
    return AggregationEvent(
        event_time=at(hours),
        action="ADD",
        biz_step="packing",
        parent_id=container,
        child_quantity_list=(some(RUBBER, amount),),
    )


def test_a_tyre_that_was_taken_off_its_pallet_did_not_leave_with_it() -> None:
    record.capture(made(1, 4))
    record.capture(packed(pallet(1), tyres(1, 4), 2))
    record.capture(packed(pallet(1), tyres(1, 1), 3, into=False))
    record.capture(shipped([pallet(1)], 4))
    assert terms(TYRES)["shipped"] == "3"
    record.capture(observed(5, units=[pallet(1)], step="receiving", disposition="returned"))
    assert terms(TYRES)["returned"] == "3"
    assert terms(TYRES)["on hand"] == "4"


def test_rubber_comes_in_with_its_pallet_or_by_itself_and_once() -> None:
    record.capture(packed_lot(pallet(1), 300, -2))
    record.capture(observed(0, units=[pallet(1)], step="receiving"))
    assert terms("TSR-1187") == {"received": "300", "on hand": "300", "difference": "0"}
    record.capture(received(some(RUBBER, 300), 1))
    assert terms("TSR-1187") == {"received": "300", "on hand": "300", "difference": "0"}


def withdrawn_at(hours: float) -> Event:
    """The declaration that what is told of this time never happened."""
    told = record.models.Event.objects.get(event_time=at(hours), is_declaration=False)
    return withdrawn(record.queries.by_id(told.event_id)[0], 9)


def test_a_tyre_that_comes_back_and_is_reworked_is_still_one_of_five_hundred() -> None:
    record.capture(made(1, 3))
    record.capture(shipped(tyres(1, 2), 2))
    record.capture(observed(3, units=tyres(1, 1), step="receiving", disposition="returned"))
    record.capture(transformed(4, units_in=tyres(1, 1), units_out=tyres(1, 1)))
    assert terms(TYRES) == {
        "produced": "3",
        "returned": "1",
        "reworked": "1",
        "consumed": "1",
        "shipped": "2",
        "on hand": "2",
        "difference": "0",
    }


def test_a_part_of_a_lot_that_is_reworked_is_not_made_twice() -> None:
    record.capture(transformed(1, run_id=run("MADE"), outputs=[some(TYRES, 500, "C62")]))
    record.capture(
        transformed(2, inputs=[some(TYRES, 40, "C62")], outputs=[some(TYRES, 38, "C62")])
    )
    assert terms(TYRES) == {
        "produced": "500",
        "reworked": "38",
        "consumed": "40",
        "on hand": "498",
        "difference": "0",
    }


def test_made_by_quantity_and_numbered_one_by_one_is_made_once() -> None:
    record.capture(transformed(1, run_id=run("CURE"), outputs=[some(TYRES, 10, "C62")]))
    record.capture(made(1, 8, hours=2))
    assert terms(TYRES)["produced"] == "10"
    assert terms(TYRES)["on hand"] == "10"
    assert remarks(TYRES) == {"told_twice", "units_differ"}
    record.capture(made(9, 10, hours=3))
    record.capture(shipped(tyres(1, 6), 4, lots=[some(TYRES, 6, "C62")]))
    assert terms(TYRES) == {
        "produced": "10",
        "shipped": "6",
        "on hand": "4",
        "difference": "0",
    }


def test_what_a_run_made_and_somebody_commissioned_is_one_making() -> None:
    record.capture(transformed(1, run_id=run("MADE"), outputs=[some(TYRES, 90, "C62")]))
    record.capture(observed(2, lots=[some(TYRES, 100, "C62")], action="ADD", step="commissioning"))
    assert terms(TYRES) == {"produced": "100", "on hand": "100", "difference": "0"}


def test_more_that_went_than_ever_came_is_not_accounted_for() -> None:
    record.capture(received(some(RUBBER, 100), 0))
    record.capture(shipped([], 1, lots=[some(RUBBER, 130)]))
    assert terms("TSR-1187")["on hand"] == "0"
    assert terms("TSR-1187")["difference"] == "-30"
    record.capture(made(1, 2))
    record.capture(shipped(tyres(3, 3), 2))
    assert terms("0000000003") == {"shipped": "1", "on hand": "0", "difference": "-1"}


def test_a_count_finds_what_is_missing_and_a_booking_accounts_for_it() -> None:
    record.capture(received(some(RUBBER, 100), 0))
    record.capture(transformed(1, inputs=[some(RUBBER, 50)], outputs=[some(lot("MB", "M-1"), 50)]))
    record.capture(observed(2, lots=[some(RUBBER, 45)], step="stock_taking"))
    record.capture(transformed(3, inputs=[some(RUBBER, 15)], outputs=[some(lot("MB", "M-1"), 15)]))
    assert terms("TSR-1187")["on hand"] == "30"
    assert terms("TSR-1187")["difference"] == "5"
    (counted,) = asked("TSR-1187")["balances"][0]["counts"]
    assert (counted["quantity"], counted["expected"]) == ("45", "50")
    record.capture(observed(4, lots=[some(RUBBER, 5)], action="DELETE", term="counted"))
    assert terms("TSR-1187")["counted"] == "-5"
    assert terms("TSR-1187")["on hand"] == "30"
    assert terms("TSR-1187")["difference"] == "0"


def test_kilograms_and_rolls_are_never_added_and_the_answer_says_so() -> None:
    record.capture(received(some(RUBBER, 900), 0))
    record.capture(shipped([], 1, lots=[some(RUBBER, 3, "C62")]))
    count, mass = asked("TSR-1187")["balances"]
    assert (mass["dimension"], mass["on_hand"], mass["difference"]) == ("mass", "900", "0")
    assert (count["dimension"], count["on_hand"], count["difference"]) == ("count", "0", "-3")
    assert remarks("TSR-1187") == {"several_dimensions"}


def test_an_event_that_says_not_how_much_is_listed_and_in_no_sum() -> None:
    record.capture(received(some(RUBBER, 900), 0))
    record.capture(shipped([], 1, lots=[QuantityElement(epc_class=RUBBER)]))
    assert terms("TSR-1187") == {"received": "900", "on hand": "900", "difference": "0"}
    (remark,) = [r for r in asked("TSR-1187")["remarks"] if r["code"] == "without_quantity"]
    assert [event["term"] for event in remark["events"]] == ["shipped"]


def test_what_was_withdrawn_or_happened_later_or_was_not_yet_known_does_not_count() -> None:
    record.capture(received(some(RUBBER, 900), 0))
    between = record.clock.now()
    wrong = replace(shipped([], 2, lots=[some(RUBBER, 900)]), event_id=f"{DOMAIN}/event/2")
    record.capture(wrong)
    assert terms("TSR-1187")["on hand"] == "0"
    assert terms("TSR-1187", as_of=at(1))["on hand"] == "900"
    assert terms("TSR-1187", known_at=between)["on hand"] == "900"
    record.capture(withdrawn(wrong, 3))
    assert terms("TSR-1187") == {"received": "900", "on hand": "900", "difference": "0"}


def test_an_object_that_only_has_a_name_has_an_empty_balance() -> None:
    record.capture(observed(1, lots=[QuantityElement(epc_class=RUBBER)], step="inspecting"))
    assert asked("TSR-1187")["balances"] == []


def test_the_answer_says_what_it_is_of() -> None:
    Material.objects.create(code="NR", name="Natural rubber", kind="raw", uom="KGM")
    record.capture(received(some(RUBBER, 900), 0))
    answer = asked("TSR-1187")
    assert answer["object"] == {
        "uri": RUBBER,
        "kind": "lot",
        "number": "TSR-1187",
        "material": "NR",
        "name": "Natural rubber",
    }
    assert answer["position"] == record.models.Event.objects.latest("position").position
    assert "tolerance" not in answer
    assert "no_tolerance" in {remark["code"] for remark in answer["remarks"]}


def test_a_container_or_a_mould_has_not_stock() -> None:
    record.capture(made(1, 1))
    record.capture(packed(pallet(1), tyres(1, 1), 2))
    mould = asset("M-88")
    PhysicalAsset.objects.create(code="M-88", uri=mould, kind="mould")
    record.capture(mounted(mould, 0, equipment="PRESS-42", slot="mould"))
    for uri in (pallet(1), mould):
        with pytest.raises(Malformed) as caught:
            trace.balance(objects.resolve(uri))
        assert caught.value.code == "not_stock"
        assert caught.value.next_step
    with pytest.raises(Malformed) as caught:
        trace.balance(objects.resolve("0000000001"), as_of=datetime(2026, 3, 2))  # noqa: DTZ001 -- no zone is what is refused
    assert caught.value.code == "time_without_zone"


def test_what_is_on_hand_is_what_the_state_has() -> None:
    record.capture(received(some(RUBBER, 900), 0))
    record.capture(
        transformed(1, inputs=[some(RUBBER, "150.125")], outputs=[some(lot("MB", "M-1"), 150)])
    )
    state = ObjectState.objects.get(object__uri=RUBBER)
    assert trace.balance(objects.resolve(RUBBER)).balances[0].on_hand == state.on_hand


def test_the_number_of_queries_does_not_grow_with_the_lot() -> None:
    def asked_of(first: int, last: int) -> int:
        record.capture(made(first, last))
        record.capture(packed(pallet(first), tyres(first, last), 2))
        record.capture(shipped([pallet(first)], 3))
        with CaptureQueriesContext(connection) as queries:
            trace.balance(objects.resolve(TYRES))
        return len(queries)

    asked_of(1, 1)  # what is known of the plant is read once a process
    assert asked_of(2, 2) == asked_of(3, 90) <= 12
