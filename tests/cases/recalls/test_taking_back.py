"""What comes back of a recall is scanned: it is a return of who had it, and counts by itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest

from gozinto.cases import doing, stepping
from gozinto.cases.recalls import freezing, opening, recovering, stopping, taking_back
from gozinto.errors import Refused
from gozinto.operations import packing, receiving, returning, shipping
from gozinto.operations.things import Amount
from gozinto.record import capture
from gozinto.record.models import Event
from tests import workshop
from tests.cases.recalls.posted import BY, called_back
from tests.plants import commissioned
from tests.workshop import CLERK, at, lot, unit

pytestmark = pytest.mark.django_db
PALLET, OTHER = "395212340000000014", "395212340000000021"


def taken(number: str, units: Sequence[str], **told: object) -> dict[str, object]:
    taking = replace(BY, subjects={"returned": units}, request=uuid4())
    return dict(doing.take(number, "take_back", told=told, taking=taking).made)


def returns() -> int:
    return Event.objects.filter(biz_step="receiving").count()


def test_what_is_scanned_is_recovered_from_whoever_had_it() -> None:
    number = called_back()
    made = taken(number, ["N-1", "S-1"], location="DOCK")
    found = recovering.recovery(number)
    assert found.by_account["recovered"] == {"C62": 2}
    assert {uri.rpartition("/")[2] for uri in found.open_with} == {"NORTH", "EAST"}
    assert len(made["returned"]) == 2  # type: ignore[arg-type]  # one event a company


@pytest.fixture
def pallet() -> str:
    """The number of a recall of two tyres; they went to a dealer on a pallet with another lot's."""
    workshop.furnish()
    for number, of in (("N-1", "L-1"), ("N-2", "L-1"), ("F-1", "L-2")):
        capture(commissioned(unit("T205", number), 1, of=lot("T205", of)))
    on_it = [unit("T205", number) for number in ("N-1", "N-2", "F-1")]
    packing.pack(contents=on_it, container=PALLET, location="DOCK", by=CLERK, at=at(5))
    shipping.ship(PALLET, note="DN-1", to="NORTH", by=CLERK, at=at(10))
    number = opening.open_recall("x", because="leaks", of=[lot("T205", "L-1")], taking=BY).number
    freezing.freeze(number, because="leaks", taking=BY)
    stopping.stop(number, taking=BY)
    assert recovering.recovery(number).by_account["out"] == {"C62": 2}
    return number


def came_back() -> list[str]:
    """Which units every return names."""
    events = Event.objects.filter(biz_step="receiving").order_by("position")
    return [uri.rpartition("/")[2] for one in events for uri in json.loads(one.document)["epcList"]]


def test_a_pallet_is_scanned_and_all_that_is_on_it_comes_back(pallet: str) -> None:
    """The recalled ones count; the other one is here as well, and is of no recall."""
    made = taken(pallet, [PALLET], location="DOCK")
    assert len(made["returned"]) == 1  # type: ignore[arg-type]  # one event a company
    found = recovering.recovery(pallet)
    assert (found.by_account["recovered"], found.by_account["out"]) == ({"C62": 2}, {})
    assert sorted(came_back()) == [PALLET, "F-1", "N-1", "N-2"]
    with pytest.raises(Refused) as error:
        taken(pallet, [PALLET])
    assert [one.code for one in error.value.violations] == ["not_out"]


def test_what_came_back_before_its_pallet_comes_back_once(pallet: str) -> None:
    taken(pallet, ["N-1"], location="DOCK")
    taken(pallet, [PALLET], location="DOCK")
    assert came_back().count("N-1") == 1
    assert recovering.recovery(pallet).by_account["recovered"] == {"C62": 2}


def test_a_pallet_whose_return_is_sent_again_came_back_once(pallet: str) -> None:
    again = uuid4().urn
    for _twice in range(2):
        told = returning.take_back(PALLET, dealer="NORTH", reason="x", by=CLERK, event_id=again)
        assert told.event_id == again
    assert sorted(came_back()) == [PALLET, "F-1", "N-1", "N-2"]


def test_a_pallet_and_a_tyre_of_it_in_one_list_are_one_return(pallet: str) -> None:
    taken(pallet, [PALLET, "N-2"], location="DOCK")
    assert sorted(came_back()) == [PALLET, "F-1", "N-1", "N-2"]


def test_a_pallet_with_nothing_of_the_recall_is_refused(pallet: str) -> None:
    capture(commissioned(unit("T205", "F-2"), 1, of=lot("T205", "L-2")))
    packing.pack(contents=unit("T205", "F-2"), container=OTHER, by=CLERK, at=at(5))
    shipping.ship(OTHER, note="DN-2", to="NORTH", by=CLERK, at=at(10))
    with pytest.raises(Refused) as error:
        taken(pallet, [PALLET, OTHER])
    assert [one.value.rpartition("/")[2] for one in error.value.violations] == [OTHER]
    assert came_back() == []


def test_what_is_on_no_record_is_out_with_nobody() -> None:
    number = called_back()
    taking = replace(BY, subjects={"returned": ("https://id.example/obj/T205/NEVER",)})
    with pytest.raises(Refused) as error:
        taking_back.take_back(number, taking=taking)
    assert [one.code for one in error.value.violations] == ["not_out"]
    assert returns() == 0


def test_sent_twice_it_comes_back_once() -> None:
    number = called_back()
    taking = replace(BY, subjects={"returned": ["N-1"]}, request=uuid4())
    for _again in range(2):
        doing.take(number, "take_back", told={}, taking=taking)
    assert returns() == 1
    assert [one.act for one in stepping.find(number).steps].count("take_back") == 1


def test_what_is_here_or_of_nobodys_recall_is_refused_and_nothing_of_it_recorded() -> None:
    number = called_back()
    taken(number, ["N-1"])
    with pytest.raises(Refused) as error:
        taken(number, ["N-1", "N-2"])
    assert [one.code for one in error.value.violations] == ["not_out"]
    assert returns() == 1


def test_so_much_of_a_lot_comes_back() -> None:
    workshop.furnish()
    receiving.receive(
        material="T205", supplier="ELASTO", supplier_lot="L-9", quantity=Decimal(10),
        location="DOCK", note="DN-9", by=CLERK, at=at(1),
    )  # fmt: skip
    of = lot("T205", "L-9", "ELASTO")
    shipping.ship(
        Amount(of=of, quantity=Decimal(6), uom="C62"), note="SN-9", to="NORTH", by=CLERK,
        at=at(2),
    )  # fmt: skip
    number = opening.open_recall("Air loss", because="leaks", of=[of], taking=BY).number
    freezing.freeze(number, because="leaks", taking=BY)
    stopping.stop(number, taking=BY)
    taken(number, [of], quantity="4")
    found = recovering.recovery(number)
    assert found.by_account["recovered"] == {"C62": 4}
    assert found.by_account["out"] == {"C62": 2}
    with pytest.raises(Refused):
        taken(number, [of], quantity="-1")


def test_a_recall_of_what_never_left_is_closed_without_a_letter() -> None:
    workshop.furnish()
    receiving.receive(
        material="T205", supplier="ELASTO", supplier_lot="L-9", quantity=Decimal(10),
        location="DOCK", note="DN-9", by=CLERK, at=at(1),
    )  # fmt: skip
    of = lot("T205", "L-9", "ELASTO")
    number = opening.open_recall("Air loss", because="leaks", of=[of], taking=BY).number
    freezing.freeze(number, because="leaks", taking=BY)
    stopping.stop(number, taking=BY)
    closed = recovering.close(number, effectiveness="All of it is in our cage.", taking=BY)
    assert closed.state == "closed"
