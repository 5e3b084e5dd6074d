"""Control by a plan: what it asks for, what is in order, and who let something pass."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.errors import Malformed, Refused, Unknown
from gozinto.operations import inspection, receiving
from gozinto.operations.inspection import Observed
from gozinto.plant import objects
from gozinto.plant.models import InspectionPlan, Material, PhysicalAsset
from gozinto.record import Captured
from gozinto.record.models import ObjectState
from tests.workshop import CLERK, INSPECTOR, at, event_of, lot, words_of

RUBBER = lot("HB", "H-1", "ELASTO")
GOOD = (
    Observed(characteristic="viscosity", value="41.5"),
    Observed(characteristic="smell", value="pass"),
    Observed(characteristic="colour", value="grey"),
)


@pytest.fixture(autouse=True)
def _plan() -> None:
    plan = InspectionPlan.objects.create(
        code="HB-IN", name="Bromobutyl, input", kind="input", step="receipt",
        material=Material.objects.get(code="HB"), required=False,
    )  # fmt: skip
    plan.characteristics.create(
        code="viscosity", name="Mooney viscosity", kind="number", lower=38, upper=45,
        gauge=PhysicalAsset.objects.create(code="V-1", uri="https://x.example/V-1", kind="gauge"),
    )  # fmt: skip
    plan.characteristics.create(code="smell", name="Smell", kind="pass_fail")
    plan.characteristics.create(code="colour", name="Colour", kind="choice", choices="grey;white")
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot="H-1", quantity=Decimal(100), by=CLERK,
        at=at(0),
    )  # fmt: skip


def inspect(values: Sequence[Observed], **more: object) -> Captured:
    return inspection.inspect_by_plan(
        RUBBER, plan="HB-IN", values=values, by=INSPECTOR, at=at(1),
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def seen(**values: str) -> list[Observed]:
    return [Observed(characteristic=code, value=value) for code, value in values.items()]


def test_what_is_in_order_is_accepted_with_its_limits_and_gauges() -> None:
    words = words_of(inspect(GOOD))
    assert (words.inspection, words.plan, words.result) == ("input", "HB-IN", "accepted")
    assert words.step == "receipt"
    assert [dict(value) for value in words.values] == [
        {"characteristic": "viscosity", "value": "41.5", "lower": "38",
         "upper": "45", "ok": True, "gauge": "V-1"},
        {"characteristic": "smell", "value": "pass", "ok": True},
        {"characteristic": "colour", "value": "grey", "ok": True},
    ]  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [
        seen(viscosity="45.1", smell="pass", colour="grey"),
        seen(viscosity="41", smell="fail", colour="grey"),
    ],
)
def test_what_is_not_in_order_is_rejected(values: list[Observed]) -> None:
    captured = inspect(values)
    assert event_of(captured).disposition == "non_conformant"
    assert words_of(captured).result == "rejected"


def test_all_that_is_wrong_with_the_values_is_told_at_once() -> None:
    with pytest.raises(Refused) as caught:
        inspect(
            [*seen(viscosity="much", smell="maybe", weight="3"),
             Observed(characteristic="smell", value="pass")],
            result="concession",
        )  # fmt: skip
    assert {(v.code, v.value) for v in caught.value.violations} == {
        ("characteristic_missing", "colour"),
        ("characteristic_unknown", "weight"),
        ("characteristic_twice", "smell"),
        ("not_a_value", "much"),
        ("not_a_value", "maybe"),
        ("concession_without_word", ""),
    }


def test_a_choice_is_one_of_the_plans() -> None:
    with pytest.raises(Refused) as caught:
        inspect(seen(viscosity="41", smell="pass", colour="pink"))
    assert [(v.code, v.value) for v in caught.value.violations] == [("not_a_value", "pink")]


def test_another_gauge_may_be_used() -> None:
    (first, *_) = GOOD
    other = Observed(characteristic="viscosity", value=first.value, gauge="V-2")
    assert words_of(inspect([other, *GOOD[1:]])).values[0]["gauge"] == "V-2"


def test_a_plan_of_another_material_or_day_is_not_the_one() -> None:
    InspectionPlan.objects.filter(code="HB-IN").update(
        material=Material.objects.get(code="LC"), effective_to=date(2025, 12, 31)
    )
    with pytest.raises(Refused) as caught:
        inspect(GOOD)
    assert [v.code for v in caught.value.violations] == [
        "plan_not_in_force", "plan_of_other_material",
    ]  # fmt: skip


def test_a_plan_that_nobody_wrote_is_unknown() -> None:
    with pytest.raises(Unknown) as caught:
        inspection.inspect_by_plan(RUBBER, plan="HB-OUT", values=GOOD, by=INSPECTOR, at=at(1))
    assert (caught.value.code, caught.value.near) == ("unknown_plan", ("HB-IN",))


def test_a_concession_says_who_allowed_it_and_why() -> None:
    words = words_of(
        inspect(
            seen(viscosity="46", smell="pass", colour="grey"), result="concession",
            allowed_by=CLERK, reason="for inner liners only",
        )
    )  # fmt: skip
    assert (words.result, words.allowed_by, words.reason) == (
        "concession", CLERK, "for inner liners only",
    )  # fmt: skip
    told = trace.story(objects.resolve(RUBBER))[-1]
    assert (told.result, told.allowed_by) == ("concession", CLERK)
    with pytest.raises(Unknown):
        inspect(GOOD, result="concession", allowed_by="NOBODY", reason="because")


def test_inspected_again_the_newest_result_counts_and_both_stand() -> None:
    inspect(seen(viscosity="46", smell="pass", colour="grey"))
    inspection.inspect_by_plan(RUBBER, plan="HB-IN", values=GOOD, by=INSPECTOR, at=at(2))
    assert ObjectState.objects.get(object__uri=RUBBER).status == "conformant"
    facts = trace.backward([objects.resolve(RUBBER)]).facts.inspections
    assert [fact.result for fact in facts] == ["rejected", "accepted"]


@pytest.mark.parametrize(
    ("sampling", "lot_size", "expected"),
    [
        ({"sampling": "all"}, 500, 500),
        ({"sampling": "count", "sample_size": 13}, 500, 13),
        ({"sampling": "count", "sample_size": 13}, 5, 5),
        ({"sampling": "percent", "sample_percent": Decimal("2.5")}, 500, 13),
        ({"sampling": "percent", "sample_percent": Decimal("2.5")}, 4, 1),
        ({"sampling": "single_plan", "sample_size": 50, "acceptance_number": 2}, 500, 50),
    ],
)
def test_a_plan_says_how_many_are_looked_at(
    sampling: dict[str, object], lot_size: int, expected: int
) -> None:
    InspectionPlan.objects.filter(code="HB-IN").update(**sampling)
    assert inspection.sample_size("HB-IN", lot_size=lot_size) == expected


def test_of_no_units_there_is_no_sample() -> None:
    with pytest.raises(Malformed) as caught:
        inspection.sample_size("HB-IN", lot_size=0)
    assert caught.value.code == "bad_lot_size"


@pytest.mark.parametrize(("nonconforming", "result"), [(2, "accepted"), (3, "rejected")])
def test_of_a_sample_the_acceptance_number_decides(nonconforming: int, result: str) -> None:
    InspectionPlan.objects.filter(code="HB-IN").update(
        sampling="single_plan", sample_size=50, acceptance_number=2
    )
    words = words_of(
        inspect(seen(viscosity="46", smell="pass", colour="grey"), nonconforming=nonconforming)
    )
    assert words.result == result
    assert words.values[-1]["value"] == str(nonconforming)


def test_a_lot_is_sorted_into_accepted_and_rejected() -> None:
    made = inspection.sort_out(
        RUBBER, kind="input", rejected=Decimal(20), number="H-1R", reason="wet bags",
        location="DOCK", by=INSPECTOR, at=at(1),
    )  # fmt: skip
    bad = lot("HB", "H-1R")
    assert (made.numbers, len(made.beside)) == (("H-1R",), 2)
    states = {
        state.object.uri: (state.on_hand, state.status)
        for state in ObjectState.objects.select_related("object")
    }
    assert (states[RUBBER], states[bad]) == ((80, "conformant"), (20, "non_conformant"))
    assert RUBBER in {node.uri for node in trace.backward([objects.resolve(bad)]).nodes}


def test_a_retained_sample_has_a_place_and_a_day_and_leaves_the_stock() -> None:
    inspection.take_sample(
        RUBBER, quantity=Decimal("0.5"), place="RACK", keep_until=date(2031, 3, 2), note="S-1",
        by=INSPECTOR, at=at(1),
    )  # fmt: skip
    inspection.take_sample(RUBBER, quantity=Decimal("0.1"), by=INSPECTOR, at=at(2))
    kept, used_up = inspection.samples_of(RUBBER)
    assert (kept.quantity, kept.uom, kept.note) == (Decimal("0.5"), "KGM", "S-1")
    assert (kept.place.rsplit("/", 1)[-1], kept.keep_until) == ("RACK", date(2031, 3, 2))
    assert (used_up.place, used_up.keep_until) == ("", None)
    (found,) = trace.balance(objects.resolve(RUBBER)).balances
    terms = {term.term: term.quantity for term in found.terms}
    assert (terms["sampled"], found.on_hand) == (Decimal("0.6"), Decimal("99.4"))
    # The lot itself is where it was.
    assert not ObjectState.objects.get(object__uri=RUBBER).location.endswith("RACK")
