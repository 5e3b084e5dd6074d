"""A correction undoes exactly what it corrects."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto import record
from gozinto.errors import Conflict, Refused, Unknown
from gozinto.operations import correcting, production, receiving
from gozinto.operations.production import Run
from gozinto.plant import objects
from gozinto.record import Captured, rebuild
from gozinto.record.models import Event as EventRow
from gozinto.record.models import Finding, ObjectState
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.gozinto import Context
from tests.workshop import CLERK, OPERATOR, at, reported_run


@pytest.fixture
def run() -> Run:
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot="4711", quantity=Decimal(500), by=CLERK,
        at=at(0),
    )  # fmt: skip
    return reported_run(job="J-1/10", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(1))


TAKES = "production.consume"


def of(quantity: int, **more: object) -> dict[str, object]:
    """What the verb that takes from the lot is called with, as JSON."""
    return {"scan": "4711", "run": "J-1/10", "quantity": str(quantity), "uom": "KGM", **more}


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
        wrong.event_id, verb=TAKES, arguments=of(10), reason="a zero too many", by=OPERATOR,
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
            wrong.event_id, verb=TAKES, arguments=of(9999, live=True), reason="worse",
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
    correcting.replace(
        wrong.event_id, verb=TAKES, arguments=of(10), reason="a zero too many", by=OPERATOR
    )
    with pytest.raises(Conflict):
        correcting.withdraw(wrong.event_id, reason="never happened", by=OPERATOR)


def test_an_event_of_a_load_can_be_corrected_within_it(run: Run) -> None:
    with record.bulk():
        correcting.withdraw(take(run, 30).event_id, reason="never happened", by=OPERATOR)
        wrong = take(run, 100)
        correcting.replace(
            wrong.event_id, verb=TAKES, arguments=of(10), reason="a zero", by=OPERATOR
        )
    assert on_hand() == Decimal(490)
    assert rebuild.check() == []


def test_a_correction_is_asked_first_what_it_would_contradict(run: Run) -> None:
    take(run, 30)
    before = Finding.objects.count()
    (receipt,) = EventRow.objects.filter(biz_step="receiving")
    found = correcting.preview(receipt.event_id, by=OPERATOR)
    assert "object_not_on_record" in {one.rule for one in found.contradicts}
    assert {one.object for one in found.contradicts} == {objects.resolve("4711").uri}
    assert found.heals == ()
    assert (on_hand(), Finding.objects.count()) == (Decimal(470), before)
    assert not EventRow.objects.filter(is_declaration=True).exists()


def test_what_a_replacement_would_heal_is_listed_too(run: Run) -> None:
    wrong = take(run, 600)
    found = correcting.preview(wrong.event_id, by=OPERATOR, verb=TAKES, arguments=of(60))
    assert [one.rule for one in found.heals] == ["more_than_on_hand"]
    assert found.contradicts == ()
    worse = correcting.preview(wrong.event_id, by=OPERATOR, verb=TAKES, arguments=of(700))
    assert "more_than_on_hand" in {one.rule for one in worse.contradicts}
    assert on_hand() == Decimal(-100)


def test_a_replacement_happened_when_the_wrong_event_did(run: Run) -> None:
    wrong = take(run, 100)
    correcting.replace(
        wrong.event_id, verb=TAKES, arguments=of(10), reason="a zero", by=CLERK, at=at(9)
    )
    row = EventRow.objects.exclude(event_id=wrong.event_id).latest("position")
    assert row.event_time == at(2)
    assert Context.of(jsonld.loads(row.document)).person == CLERK
