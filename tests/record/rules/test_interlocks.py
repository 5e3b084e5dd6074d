"""What a proven corrective action forbids is refused when tried, and found where it was done."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.record.rules import judged
from tests.record.rules.forbidden import (
    FORBIDDEN,
    RULE,
    Forbidden,
    consume,
    cure,
    describe,
    extrude,
    heat,
    inspect,
    interlock,
    mix,
    mount,
)  # fmt: skip
from tests.record.rules.judged import accepted, findings, only, refused, stocked, take_back
from tests.workshop import (
    CLERK,
    OPERATOR,
    at,
    lot,
    reported_run,
)

from gozinto import record
from gozinto.errors import Refused
from gozinto.operations import production, receiving
from gozinto.plant.kinds import KINDS
from gozinto.plant.kinds.interlocks import CONDITIONS
from gozinto.plant.models import (
    Interlock,
    Person,
    Qualification,
    Skill,
)
from gozinto.record import clock, rebuild
from gozinto.record.models import Event as EventRow
from gozinto.record.models import Finding
from gozinto.standards.epcis import jsonld


@pytest.fixture(autouse=True)
def _plans() -> None:
    describe()


each = pytest.mark.parametrize("one", FORBIDDEN, ids=[one.condition for one in FORBIDDEN])


@each
def test_its_fault_is_refused_with_its_words_and_the_case(one: Forbidden) -> None:
    one.before()
    interlock(one.condition, **one.told)
    with clock.set_to(at(1)), pytest.raises(Refused) as caught:
        one.fault(at=at(1), live=True)
    (violation,) = caught.value.violations
    assert (violation.code, violation.message, violation.value) == (RULE, one.says, "IL-1")
    assert findings() == []


@each
def test_its_fault_is_found_where_it_was_done_and_nothing_else(one: Forbidden) -> None:
    one.before()
    interlock(one.condition, **one.told)
    assert only(RULE, one.fault(at=at(1)))


@each
def test_what_is_much_like_it_passes(one: Forbidden) -> None:
    one.before()
    interlock(one.condition, **one.told)
    accepted(one.allowed)
    assert findings() == []


@each
def test_what_is_suspended_or_was_not_in_force_forbids_nothing(one: Forbidden) -> None:
    one.before()
    lock = interlock(one.condition, **one.told, since=at(2))
    with transaction.atomic():
        one.fault(at=at(1))
        assert findings() == []
        transaction.set_rollback(True)
    Interlock.objects.filter(pk=lock.pk).update(since=None, state="suspended")
    one.fault(at=at(1))
    assert findings() == []


@each
def test_quality_lets_it_pass_and_a_strict_one_nobody(one: Forbidden) -> None:
    one.before()
    lock = interlock(one.condition, **one.told)
    with transaction.atomic():
        assert judged.passes_overridden(one.fault, RULE)
        transaction.set_rollback(True)
    Interlock.objects.filter(pk=lock.pk).update(severity="block")
    with pytest.raises(Refused) as caught:
        judged.overridden(one.fault, "interlock_strict")
    codes = {violation.code for violation in caught.value.violations}
    assert codes == {"interlock_strict", "override_not_allowed"}


def test_one_that_only_watches_refuses_nothing() -> None:
    interlock("skill_needed", skill="HOT", step="mixing", severity="finding")
    assert only("interlock_watch", accepted(consume))


def test_who_learned_it_may_work_there() -> None:
    interlock("skill_needed", skill="HOT", step="mixing")
    Qualification.objects.create(
        person=Person.objects.get(code=OPERATOR), skill=Skill.objects.get(code="HOT"),
        obtained_on=date(2026, 1, 1),
    )  # fmt: skip
    assert accepted(consume).event_id


def test_a_lot_that_passed_the_plan_is_used_and_one_that_failed_it_later_is_not() -> None:
    interlock("inspected_first", material="HB", plan="P-HB")
    inspect(at=at(0))
    accepted(consume)
    inspect(90, at=at(2))
    assert set(refused(consume, hours=3)) == {"not_released", RULE}


def test_that_it_was_inspected_is_told_late_and_heals_it() -> None:
    interlock("inspected_first", material="HB", plan="P-HB")
    consume(at=at(2))
    passed = inspect(at=at(1))
    assert findings() == []
    take_back(passed)
    assert [rule for rule, _ in findings()] == [RULE]


def test_when_it_was_made_is_told_late() -> None:
    interlock("used_within", material="LC", hours=Decimal(1))
    mix(at=at(4))
    used = extrude(at=at(4.5))
    assert findings() == []
    earlier = mix(at=at(1))
    assert only(RULE, used)
    take_back(earlier)
    assert findings() == []


def test_what_was_measured_is_told_late_and_only_of_what_was_made_there() -> None:
    interlock("within_limits", parameter="drop temperature", step="mixing", upper=170, uom="CEL")
    mix(at=at(0.5))
    used = extrude(at=at(1))
    heat(190, job="J-9", at=at(0.4))
    assert findings() == []
    told = heat(190, at=at(0.4))
    assert only(RULE, used)
    take_back(told)
    assert findings() == []


def test_a_lot_that_got_our_number_is_still_the_suppliers() -> None:
    interlock("not_into", supplier="RIVAL", supplier_lot="R-7", material="IIR")
    receiving.receive(
        material="IIR", supplier="RIVAL", supplier_lot="R-7", lot="OURS", quantity=Decimal(50),
        by=CLERK, at=at(0),
    )  # fmt: skip
    assert refused(lambda **s: consume(lot("IIR", "OURS"), **s)) == [RULE]


def test_what_the_run_makes_is_told_late() -> None:
    interlock("not_into", supplier="ELASTO", product="LC")
    run = reported_run(job="J-5", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(0))
    used = production.consume(stocked("HB"), run=run, quantity=Decimal(9), by=OPERATOR, at=at(1))
    assert findings() == []
    production.produce_lot(
        run=run, material="LC", number="L-5", quantity=Decimal(9), by=OPERATOR, at=at(2)
    )
    assert only(RULE, used)


def test_a_unit_is_judged_by_its_lot() -> None:
    interlock("used_after", material="LC", hours=Decimal(4))
    mix(at=at(0.5))
    assert refused(extrude) == [RULE]
    assert accepted(extrude, hours=5)


def _everything() -> None:
    mount(at=at(0))
    for number in range(4):
        cure(number, at=at(0.1 + number / 10))
    heat(190, at=at(0.55))
    mix(at=at(0.6))
    consume(at=at(0.7))
    extrude(at=at(1))


@pytest.mark.parametrize("seed", range(3))
def test_in_whatever_order_it_is_heard_of_the_same_is_found(seed: int) -> None:
    for number, one in enumerate(FORBIDDEN):
        lock = interlock(one.condition, **one.told)
        Interlock.objects.filter(pk=lock.pk).update(code=f"IL-{number + 10}")
    with transaction.atomic():
        _everything()
        told = [
            jsonld.loads(text)
            for text in EventRow.objects.order_by("position").values_list("document", flat=True)
        ]
        expected = _found()
        rebuild.rebuild()
        assert _found() == expected
        transaction.set_rollback(True)
    Random(seed).shuffle(told)
    for event in told:
        record.capture(event)
    assert _found() == expected
    assert {condition for _, _, condition in expected} >= {
        "IL-10", "IL-12", "IL-14", "IL-15", "IL-16", "IL-18",
    }  # fmt: skip


def _found() -> list[tuple[str, str, str]]:
    return sorted(Finding.objects.values_list("rule", "event__event_id", "value"))


def test_a_plant_without_interlocks_pays_nothing_for_them() -> None:
    consume(at=at(0.5))
    with CaptureQueriesContext(connection) as without:
        consume(at=at(1))
    lock = interlock("skill_needed", skill="HOT", step="painting")
    consume(at=at(1.5))
    with CaptureQueriesContext(connection) as beside:
        consume(at=at(2))
    assert len(beside) == len(without)
    Interlock.objects.filter(pk=lock.pk).delete()


def test_the_questions_do_not_grow_with_what_was_used() -> None:
    for number, one in enumerate(FORBIDDEN):
        lock = interlock(one.condition, **one.told)
        Interlock.objects.filter(pk=lock.pk).update(code=f"IL-{number + 10}", severity="finding")
    for number in range(3):
        consume(at=at(1 + number / 10))
    with CaptureQueriesContext(connection) as few:
        consume(at=at(2))
    for number in range(10):
        consume(at=at(3 + number / 10))
    with CaptureQueriesContext(connection) as many:
        consume(at=at(5))
    assert len(many) == len(few)


def test_every_condition_is_tried_here() -> None:
    assert {one.condition for one in FORBIDDEN} == set(CONDITIONS)
    assert set(KINDS["interlocks"].field("condition").choices) == set(CONDITIONS)
