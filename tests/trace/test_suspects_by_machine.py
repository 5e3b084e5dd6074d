"""Recipes, and what machines measured while units were made, among what returns have in common."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.plants import at, lot, run, shipped, some, transformed, unit
from tests.trace.returned_tyres import BAD, came_back, left, made, master_data, told, tyre

from gozinto import trace
from gozinto.plant.models import Material, MaterialRevision
from gozinto.standards.epcis.events import ObjectEvent, SensorElement
from gozinto.standards.epcis.gozinto import Context
from gozinto.trace import SuspectsAnswer


def of(answer: SuspectsAnswer, code: str) -> Any:
    """The suspect that is, or is tied with, this factor."""
    return next(
        one
        for one in answer.suspects
        if code in {one.factor.code, *(factor.code for factor in one.tied)}
    )


def test_the_recipe_in_force_on_the_day_is_a_suspect(db: None) -> None:
    """Nothing tells it apart from the day itself, and it is what somebody can act on."""
    master_data()
    first = at(0).date()
    for revision, begin, end, state in (
        ("A", None, first, "obsolete"),
        ("B", first + timedelta(days=1), None, "released"),
        ("C", None, None, "draft"),
    ):
        MaterialRevision.objects.create(
            material=Material.objects.get(code="T"), revision=revision, state=state,
            effective_from=begin, effective_to=end,
        )  # fmt: skip
    told(*made(), *left(), came_back([tyre(n) for n in (17, 18, 19, 37, 38, 39)], 24 * 30))
    answer = trace.suspects()
    found = of(answer, "B")
    assert (found.factor.kind, found.factor.material, found.hits) == ("recipe", "T", 6)
    assert "day" in {factor.kind for factor in found.tied}
    assert "returned units were made by T in revision B" in found.sentence
    assert answer.suspects[0] == found
    told_of = {factor.code for one in answer.suspects for factor in (one.factor, *one.tied)}
    assert not {"A", "C"} & told_of, "none of them was made so"


def heat(value: str, hours: float, *, of: str = "", run_id: str = "") -> ObjectEvent:
    """A machine says how hot it was: in a run, or on one thing by its name."""
    report = {"type": "https://id.example/parameter/cure%20heat", "value": Decimal(value)}
    return ObjectEvent(
        event_time=at(hours),
        action="OBSERVE",
        biz_step="sensor_reporting",
        epc_list=(of,) if of else (),
        sensor_element_list=(SensorElement(sensor_report=(report,)),),
        extensions=Context(
            equipment="PRESS-1", certainty="measured", step="curing", job=run_id
        ).extensions(),
    )


def hot(answer: SuspectsAnswer) -> tuple[list[str], float | None, float | None]:
    """What is of the very same units as the hottest cure, and how hot that was."""
    found = next(
        one
        for one in answer.suspects
        for factor in (one.factor, *one.tied)
        if (factor.code, factor.high) == ("cure heat", 191)
    )
    both = (found.factor, *found.tied)
    heat_ = next(factor for factor in both if factor.kind == "parameter" and factor.high == 191)
    assert heat_.material == "T"
    return [factor.code for factor in both if factor.kind == "asset"], heat_.low, heat_.high


def test_what_a_machine_measured_as_units_left_the_line_is_a_suspect(db: None) -> None:
    master_data()
    told(
        *made(), *left(), came_back([tyre(n) for n in BAD], 24 * 30),
        *(heat(value, hours, run_id=run("J-1"))
          for value, hours in (("172", 0.95), ("191", 5.9), ("173", 10.9))),
    )  # fmt: skip
    assert hot(trace.suspects()) == (["B-1", "M-1"], 191, 191)


def test_what_a_machine_measured_on_units_by_name_is_a_suspect(db: None) -> None:
    master_data()
    told(
        *made(), *left(), came_back([tyre(n) for n in BAD], 24 * 30),
        *(heat("191" if n in (*BAD, 9) else "172", 11, of=tyre(n)) for n in range(12)),
    )  # fmt: skip
    assert hot(trace.suspects()) == (["B-1", "M-1"], 191, 191)


def test_a_batch_counts_with_the_lowest_and_the_highest_that_was_measured(db: None) -> None:
    """Five mixes of four units each; one of them was too hot for a while."""
    boxes = [[unit("T", f"X-{mix}-{n}") for n in range(4)] for mix in range(5)]
    for mix, box in enumerate(boxes):
        job, words = run(f"MIX-{mix}"), {"equipment": "PRESS-1", "step": "curing"}
        told(
            transformed(mix, run_id=job, inputs=[some(lot("ZN", "ZN-1"), 1)], **words),
            *(heat(value, mix + 0.1 * n, run_id=job)
              for n, value in enumerate(("150", "170", "191" if mix == 3 else "172"))),
            transformed(mix + 0.5, run_id=job, units_out=box, **words),
        )  # fmt: skip
    told(shipped([one for box in boxes for one in box], 9), came_back(boxes[3][:3], 300))
    found = of(trace.suspects(), "cure heat")
    assert (found.hits, found.exposed, found.factor.high) == (3, 4, 191)
