"""A correction undoes exactly what it corrects."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest

from gozinto import record
from gozinto.errors import Conflict, Refused, Unknown
from gozinto.operations import correcting, production, receiving
from gozinto.operations.production import Run
from gozinto.plant import objects
from gozinto.record import Captured, rebuild
from gozinto.record.models import Event as EventRow
from gozinto.record.models import ObjectState
from gozinto.standards.epcis import jsonld
from tests.workshop import CLERK, OPERATOR, at


@pytest.fixture
def run() -> Run:
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot="4711", quantity=Decimal(500), by=CLERK,
        at=at(0),
    )  # fmt: skip
    return production.run(job="J-1/10", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(1))


def take(run: Run, quantity: int, *, live: bool = False) -> Captured:
    return production.consume(
        "4711", run=run, quantity=Decimal(quantity), uom="KGM", by=OPERATOR, at=at(2), live=live
    )


def on_hand() -> Decimal:
    return ObjectState.objects.get(object=objects.resolve("4711")).on_hand


def test_withdrawing_gives_back_what_the_event_took_and_no_more(run: Run) -> None:
    take(run, 30)
    wrong = take(run, 100)
    correcting.withdraw(wrong.event_id, reason="never happened", by=OPERATOR, at=at(3))
    assert on_hand() == Decimal(470)


def test_the_declaration_says_who_and_why(run: Run) -> None:
    wrong = take(run, 100)
    correcting.withdraw(wrong.event_id, reason="never happened", by=OPERATOR, at=at(3))
    row = EventRow.objects.get(event_id=wrong.event_id, is_declaration=True)
    declared = jsonld.loads(row.document).error_declaration
    assert declared is not None
    assert declared.reason == "did_not_occur"
    assert set(declared.extensions.values()) == {OPERATOR, "never happened"}


def test_replacing_names_the_event_that_is_right(run: Run) -> None:
    wrong = take(run, 100)
    correcting.replace(
        wrong.event_id, correction=partial(take, run, 10), reason="a zero too many", by=OPERATOR,
        at=at(3),
    )  # fmt: skip
    assert on_hand() == Decimal(490)
    row = EventRow.objects.get(event_id=wrong.event_id, is_declaration=True)
    declared = jsonld.loads(row.document).error_declaration
    assert declared is not None
    assert len(declared.corrective_event_ids) == 1


def test_a_replacement_that_is_refused_leaves_the_old_event_standing(run: Run) -> None:
    wrong = take(run, 100)
    with pytest.raises(Refused):
        correcting.replace(
            wrong.event_id, correction=partial(take, run, 9999, live=True), reason="worse",
            by=OPERATOR, at=at(3),
        )  # fmt: skip
    assert on_hand() == Decimal(400)


def test_an_event_that_is_not_on_record_cannot_be_withdrawn() -> None:
    with pytest.raises(Unknown) as caught:
        correcting.withdraw("urn:uuid:0", reason="?", by=OPERATOR, at=at(3))
    assert caught.value.code == "unknown_event"


def test_withdrawing_twice_answers_the_declaration_that_stands(run: Run) -> None:
    wrong = take(run, 100)
    first = correcting.withdraw(wrong.event_id, reason="never happened", by=OPERATOR)
    again = correcting.withdraw(wrong.event_id, reason="a double click", by=OPERATOR)
    assert (again.position, again.repeated) == (first.position, True)


def test_what_was_replaced_cannot_also_not_have_happened(run: Run) -> None:
    wrong = take(run, 100)
    right = partial(take, run, 10)
    correcting.replace(wrong.event_id, correction=right, reason="a zero too many", by=OPERATOR)
    with pytest.raises(Conflict):
        correcting.withdraw(wrong.event_id, reason="never happened", by=OPERATOR)


def test_an_event_of_a_load_can_be_corrected_within_it(run: Run) -> None:
    with record.bulk():
        correcting.withdraw(take(run, 30).event_id, reason="never happened", by=OPERATOR)
        wrong = take(run, 100)
        right = partial(take, run, 10)
        correcting.replace(wrong.event_id, correction=right, reason="a zero", by=OPERATOR)
    assert on_hand() == Decimal(490)
    assert rebuild.check() == []
