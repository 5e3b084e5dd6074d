"""Units that come back: read, unreadable, given for another one, and examined."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.errors import Ambiguous, Malformed, Refused, Unknown
from gozinto.operations import packing, returning, scrapping, shipping
from gozinto.operations.inspection import Measured
from gozinto.plant import objects
from gozinto.record import Captured, rebuild
from tests.operations.shelves import on_hand, tyres
from tests.workshop import CLERK, INSPECTOR, at, event_of, unit, words_of

PALLET = "095212340000000013"
WEEK = "1026"
"""The tests' day, 2 March 2026, lies in week 10."""


def sold(*numbers: str, of: str = "", hours: float = 0) -> list[str]:
    """Tyres were made and went to the dealer."""
    made = tyres(*numbers, hours=hours, of=of)
    shipping.ship(made, note="DN-1", to="NORTH", by=CLERK, at=at(hours + 1))
    return made


def back(**marks: object) -> Captured:
    told = {"dealer": "NORTH", "reason": "bulge", "note": "RMA-1", "by": CLERK, "at": at(500)}
    return returning.take_back_unread("T205", **(told | marks))  # type: ignore[arg-type]


def test_of_one_model_and_week_one_tyre_was_sold_so_it_is_that_one() -> None:
    sold("001")
    tyres("002")
    sold("003", hours=24 * 7)
    captured = back(dot_week=WEEK)
    assert on_hand("001") == [1]
    assert (words_of(captured).certainty, words_of(captured).note) == ("inferred", "T205 DOT 1026")
    assert event_of(captured).disposition == "returned"


def test_where_several_fit_somebody_chooses_among_them() -> None:
    sold("001", "002")
    with pytest.raises(Ambiguous) as caught:
        back(dot_week=WEEK)
    assert [uri for uri, _ in caught.value.candidates] == [unit("T205", "001"), unit("T205", "002")]
    back(dot_week=WEEK, chosen="002")
    assert on_hand("001", "002") == [0, 1]


def test_a_unit_that_does_not_fit_is_not_taken_for_it() -> None:
    sold("001")
    sold("003", hours=24 * 7)
    with pytest.raises(Refused) as caught:
        back(dot_week=WEEK, chosen="003")
    assert caught.value.violations[0].code == "not_a_candidate"


def test_a_day_and_a_lot_narrow_it_down() -> None:
    sold("001", of="A")
    sold("002", of="B")
    sold("003", of="A", hours=24)
    found = returning.candidates("T205", made_on=date(2026, 3, 2), lot="A", dealer="NORTH")
    assert [one.number for one in found.listed] == ["001"]
    assert found.listed[0].shipped_to.endswith("/partner/NORTH")
    assert returning.candidates("T205", lot="A").total == 2
    assert len(returning.candidates("T205", lot="A", limit=1).listed) == 1


def test_nobody_else_fits_and_nothing_is_guessed() -> None:
    tyres("001")
    with pytest.raises(Unknown) as caught:
        back(dot_week=WEEK)
    assert caught.value.code == "no_candidate"


@pytest.mark.parametrize(
    ("marks", "code"),
    [({}, "no_marks"), ({"dot_week": "5426"}, "bad_week"), ({"dot_week": "9"}, "bad_week")],
)
def test_what_cannot_be_read_is_said_to_be_so(marks: dict[str, str], code: str) -> None:
    with pytest.raises(Malformed) as caught:
        back(**marks)
    assert caught.value.code == code


def test_an_exchange_ties_the_old_to_the_new() -> None:
    sold("001", "003")
    tyres("002")
    captured = returning.exchange(
        "001", new="002", dealer="NORTH", reason="bulge", rma="RMA-1", note="DN-2", by=CLERK,
        at=at(500), live=True,
    )  # fmt: skip
    assert len(captured.beside) == 2
    assert on_hand("001", "002") == [1, 0]
    for one, other in (("001", "002"), ("002", "001")):
        last = trace.story(objects.resolve(one))[-1]
        assert (last.biz_step, last.exchanged_with) == ("replacing", (unit("T205", other),))
        answer = trace.as_json(trace.backward([objects.resolve(one)]))
        (fact,) = answer["exchanges"]
        assert fact["objects"] == [unit("T205", "001"), unit("T205", "002")]
    assert "exchanges" not in trace.as_json(trace.backward([objects.resolve("003")]))
    assert rebuild.check() == []


def test_what_was_taken_back_before_is_not_taken_back_again() -> None:
    sold("001")
    tyres("002")
    returning.take_back("001", dealer="NORTH", reason="bulge", by=CLERK, at=at(400))
    captured = returning.exchange(
        "001", new="002", dealer="NORTH", reason="bulge", rma="RMA-1", note="DN-2", is_back=True,
        by=CLERK, at=at(500),
    )  # fmt: skip
    assert len(captured.beside) == 1


def test_what_a_returned_tyre_turned_out_to_be_is_on_record() -> None:
    sold("001")
    returning.take_back("001", dealer="NORTH", reason="bulge", by=CLERK, at=at(400))
    returning.examine(
        "001", result="confirmed", cause="belt edge separation", note="RMA-1",
        values=[Measured(characteristic="width of the gap", value=Decimal("3.2"), uom="MMT")],
        by=INSPECTOR, at=at(450),
    )  # fmt: skip
    (fact,) = trace.backward([objects.resolve("001")]).facts.inspections
    assert (fact.kind, fact.result) == ("returned", "confirmed")


def test_a_pallet_comes_back_with_what_is_on_it() -> None:
    made = tyres("001", "002")
    packing.pack(container=PALLET, contents=made, by=CLERK, at=at(1))
    shipping.ship(PALLET, note="DN-1", to="NORTH", by=CLERK, at=at(2))
    assert on_hand("001", "002") == [0, 0]
    returning.take_back(PALLET, dealer="NORTH", reason="refused", by=CLERK, at=at(3))
    assert on_hand("001", "002") == [1, 1]
    scrapping.scrap(PALLET, reason="burnt", by=CLERK, at=at(4))
    assert on_hand("001", "002") == [0, 0]
