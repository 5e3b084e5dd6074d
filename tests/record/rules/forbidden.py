"""What interlocks may forbid, each by a fault of its kind and by what is much like it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.record.rules.judged import stock, stocked
from tests.workshop import (
    INSPECTOR,
    OPERATOR,
    asset,
    at,
    lot,
    reported_run,
)

from gozinto.operations import inspection, production
from gozinto.operations.inspection import Observed
from gozinto.operations.production import Parameter
from gozinto.plant.models import (
    Characteristic,
    Equipment,
    InspectionPlan,
    Interlock,
    Material,
    Partner,
    PhysicalAsset,
    Skill,
)
from gozinto.record import Captured

RULE = "interlock"
_NAMED: Mapping[str, type[Any]] = {
    "asset": PhysicalAsset, "material": Material, "supplier": Partner, "product": Material,
    "equipment": Equipment, "plan": InspectionPlan, "skill": Skill,
}  # fmt: skip


def interlock(condition: str, **told: Any) -> Interlock:
    """An interlock out of the corrective action CA-2026-0001."""
    named = {
        name: _NAMED[name].objects.get(code=value) if name in _NAMED else value
        for name, value in told.items()
    }
    return Interlock.objects.create(
        code="IL-1", name="Never again", case="CA-2026-0001", condition=condition, **named
    )


def mount(cycles: int = 0, *, press: str = "PRESS-42", **stamp: Any) -> Captured:
    return production.mount(
        asset("B-317"), equipment=press, slot="bladder", position="L", cycles=cycles,
        by=OPERATOR, **stamp,
    )  # fmt: skip


def cure(number: int, *, press: str = "PRESS-42", **stamp: Any) -> Captured:
    run = reported_run(job="J-1/80", step="curing", equipment=press, by=OPERATOR, at=at(0))
    rubber = production.Component(of=stocked("HB"), quantity=Decimal(1))
    return production.produce_serial(
        run=run, material="T205", number=f"T-{number}", inputs=[rubber], position="L",
        by=OPERATOR, **stamp,
    )  # fmt: skip


def consume(of: str = "", *, by: str = OPERATOR, job: str = "J-1/10", **stamp: Any) -> Captured:
    run = reported_run(
        job=job, step="mixing", equipment="MIX-1", product="LC", by=OPERATOR, at=at(0)
    )
    return production.consume(of or stocked("HB"), run=run, quantity=Decimal(9), by=by, **stamp)


def mix(number: str = "L-1", **stamp: Any) -> Captured:
    run = reported_run(
        job="J-1/10", step="mixing", equipment="MIX-1", product="LC", by=OPERATOR, at=at(0)
    )
    return production.produce_lot(
        run=run, material="LC", number=number, quantity=Decimal(10), by=OPERATOR, **stamp
    )


def extrude(number: str = "L-1", **stamp: Any) -> Captured:
    """Liner compound goes on to the next step."""
    run = reported_run(job="J-1/20", step="extruding", equipment="BM-1", by=OPERATOR, at=at(0))
    return production.consume(lot("LC", number), run=run, quantity=Decimal(1), by=OPERATOR, **stamp)


def heat(value: int, *, job: str = "J-1/10", equipment: str = "MIX-1", **stamp: Any) -> Captured:
    run = reported_run(
        job=job, step="mixing", equipment=equipment, product="LC", by=OPERATOR, at=at(0)
    )
    return production.record_parameters(
        run=run, values=[Parameter(name="drop temperature", value=Decimal(value), uom="CEL")],
        by=OPERATOR, **stamp,
    )  # fmt: skip


def inspect(mooney: int = 40, *, plan: str = "P-HB", **stamp: Any) -> Captured:
    seen = [Observed(characteristic="mooney", value=str(mooney))]
    return inspection.inspect_by_plan(stocked("HB"), plan=plan, values=seen, by=INSPECTOR, **stamp)


def _three_tyres() -> None:
    mount(at=at(0))
    for number in range(3):
        cure(number, at=at(0.1 + number / 10))


def _compound() -> None:
    mix(at=at(0.5))


def _hot_compound() -> None:
    heat(190, at=at(0.4))
    mix(at=at(0.5))


def _other_inspection() -> None:
    inspect(plan="P-OTHER", at=at(0))


def _nothing() -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class Forbidden:
    """A fault that an interlock finds, and what is much like it and none."""

    condition: str
    told: Mapping[str, Any]
    before: Callable[[], None] = _nothing
    fault: Callable[..., Captured]
    allowed: Callable[..., Captured]
    says: str


def describe() -> None:
    """A tonne of bromobutyl, two plans by which it may be looked at, and a skill."""
    stock("HB")
    for code in ("P-HB", "P-OTHER"):
        plan = InspectionPlan.objects.create(
            code=code, name=code, kind="input", material=Material.objects.get(code="HB"),
            required=False, state="active",
        )  # fmt: skip
        Characteristic.objects.create(
            plan=plan, code="mooney", name="Mooney", kind="number", upper=60
        )
    Skill.objects.create(code="HOT", name="Works with hot liner")


FORBIDDEN = (
    Forbidden(
        condition="most_cycles", told={"asset_kind": "bladder", "equipment": "HALL", "cycles": 3},
        before=_three_tyres, fault=lambda **s: cure(4, **s),
        allowed=lambda **s: cure(4, press="MIX-1", **s),
        says="B-317 worked 4 times, and 3 are allowed (Never again, CA-2026-0001).",
    ),
    Forbidden(
        condition="most_cycles", told={"asset": "B-317", "cycles": 3},
        fault=lambda **s: mount(3, **s), allowed=lambda **s: mount(2, **s),
        says="B-317 has 3 cycles behind it, and 3 are allowed (Never again, CA-2026-0001).",
    ),
    Forbidden(
        condition="inspected_first", told={"material": "HB", "plan": "P-HB"},
        before=_other_inspection,
        fault=consume, allowed=mix,
        says="HB-1 has not passed P-HB (Never again, CA-2026-0001).",
    ),
    Forbidden(
        condition="used_within", told={"material": "LC", "hours": Decimal("0.25")},
        before=_compound, fault=extrude, allowed=consume,
        says=(
            "L-1 was made 0.5 hours before, and may be used within 0.25"
            " (Never again, CA-2026-0001)."
        ),
    ),
    Forbidden(
        condition="used_after", told={"material": "LC", "step": "extruding", "hours": Decimal(4)},
        before=_compound, fault=extrude, allowed=consume,
        says="L-1 was made 0.5 hours before, and may be used after 4 (Never again, CA-2026-0001).",
    ),
    Forbidden(
        condition="within_limits",
        told={
            "parameter": "drop temperature", "step": "mixing", "equipment": "MIX-1",
            "upper": Decimal(170), "uom": "CEL",
        },
        before=_hot_compound, fault=extrude, allowed=consume,
        says=(
            "L-1 was made at drop temperature 190 CEL, outside … – 170 CEL"
            " (Never again, CA-2026-0001)."
        ),
    ),
    Forbidden(
        condition="not_into", told={"supplier": "ELASTO", "product": "LC"},
        fault=consume, allowed=lambda **s: cure(1, **s),
        says="HB-1 came from ELASTO, and may not be used here (Never again, CA-2026-0001).",
    ),
    Forbidden(
        condition="not_into", told={"supplier_lot": "HB-1"},
        fault=consume, allowed=mix,
        says="HB-1 came from ELASTO, and may not be used here (Never again, CA-2026-0001).",
    ),
    Forbidden(
        condition="skill_needed", told={"skill": "HOT", "step": "mixing", "equipment": "MIXING"},
        fault=consume, allowed=lambda **s: cure(1, **s),
        says="P-1 is not qualified for HOT on 2026-03-02 (Never again, CA-2026-0001).",
    ),
)  # fmt: skip
