"""Inspection plans: how many are looked at, and what was found against what they ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_CEILING, Decimal, InvalidOperation

from gozinto.errors import Malformed, Refused, Unknown, Violation
from gozinto.operations.inspection.measured import Measured
from gozinto.plant import known as plant
from gozinto.plant.identifiers import identify
from gozinto.plant.known import Known, holds
from gozinto.plant.known.shapes import Characteristic, Plan
from gozinto.standards.epcis.events import Json
from gozinto.standards.quantities import shortest

PASSES = ("pass", "fail")


@dataclass(frozen=True, kw_only=True, slots=True)
class Observed:
    """What was seen of one characteristic of a plan.

    characteristic: its code.  value: a number in the unit of the plan, "pass" or "fail", or one
    of the plan's choices.  gauge: the code of the instrument ("": the one that the plan names).
    """

    characteristic: str
    value: str
    gauge: str = ""


def get(code: str) -> Plan:
    """The inspection plan of that code. Raises Unknown (unknown_plan) with near ones."""
    plans = plant.now().plans
    if code not in plans:
        near = sorted(one for one in plans if one[:3].casefold() == code[:3].casefold())
        raise Unknown(f"There is no inspection plan {code}.", code="unknown_plan", near=near[:5])
    return plans[code]


def sample_size(plan: str, *, lot_size: int) -> int:
    """Of a lot of that many units, how many the plan has looked at; at least one of any.

    plan: its code. Raises Unknown (unknown_plan), Malformed (bad_lot_size) below one.
    """
    found = get(plan)
    if lot_size < 1:
        raise Malformed(
            f"A lot has at least one unit, not {lot_size}.",
            code="bad_lot_size",
            next_step="Give the number of its units.",
        )
    if found.sampling == "percent" and found.sample_percent is not None:
        part = (found.sample_percent * lot_size / 100).to_integral_value(ROUND_CEILING)
        return max(1, int(part))
    if found.sampling == "all" or found.sample_size is None:
        return lot_size
    return min(found.sample_size, lot_size)


def checked(
    plan: Plan, observed: Sequence[Observed], *, of: Sequence[str], at: datetime
) -> tuple[Mapping[str, Json], ...]:
    """What was seen as values of an event, each with its limits and whether it is in order.

    `of`: the URIs of what was looked at. Raises Refused with all that is wrong at once: the plan
    not in force or of another material, a characteristic that is missing, unknown or told twice,
    a value that is none of its kind.
    """
    known = plant.now()
    wrong = [*_unfit(plan, of, at, known), *_incomplete(plan, observed)]
    wrong += _unreadable(plan, observed)
    if wrong:
        raise Refused(wrong)
    asked = {one.code: one for one in plan.characteristics}
    return tuple(_value(one, asked[one.characteristic]) for one in observed)


def _unfit(plan: Plan, of: Sequence[str], at: datetime, known: Known) -> Iterator[Violation]:
    if plan.state != "active" or not holds(plan, known.day(at)):
        yield Violation(
            code="plan_not_in_force",
            message=f"Plan {plan.code} was not in force on {known.day(at)}.",
            next_step="Inspect by the plan that is, or activate it.",
            value=plan.code,
        )
    materials = {known.material_of(identify(uri).item) for uri in of}
    others = sorted(
        material.code for material in materials if material and material.code != plan.material
    )
    if plan.material and others:
        yield Violation(
            code="plan_of_other_material",
            message=f"Plan {plan.code} is of {plan.material}, and not of {', '.join(others)}.",
            next_step="Choose the plan of this material.",
            value=plan.code,
        )


def _incomplete(plan: Plan, observed: Sequence[Observed]) -> Iterator[Violation]:
    asked = [one.code for one in plan.characteristics]
    told = Counter(one.characteristic for one in observed)
    for code in asked:
        if not told[code]:
            yield Violation(
                code="characteristic_missing",
                message=f"Plan {plan.code} asks for {code}.",
                next_step="Measure it, or say what was seen.",
                value=code,
            )
    for code, times in told.items():
        if code not in asked:
            yield Violation(
                code="characteristic_unknown",
                message=f"Plan {plan.code} knows no {code}.",
                next_step=f"It asks for {', '.join(asked) or 'nothing'}.",
                value=code,
            )
        elif times > 1:
            yield Violation(
                code="characteristic_twice",
                message=f"{code} is told {times} times.",
                next_step="Tell each once; inspect again for another unit.",
                value=code,
            )


def _unreadable(plan: Plan, observed: Sequence[Observed]) -> Iterator[Violation]:
    asked = {one.code: one for one in plan.characteristics}
    for one in observed:
        limits = asked.get(one.characteristic)
        if limits is None:
            continue
        if limits.kind == "number":
            if _number(one.value) is None:
                yield _no_value(one, "a number")
        else:
            allowed = limits.choices if limits.kind == "choice" else PASSES
            if one.value not in allowed:
                yield _no_value(one, f"one of {', '.join(allowed)}")


def _no_value(one: Observed, wanted: str) -> Violation:
    return Violation(
        code="not_a_value",
        message=f"{one.characteristic} is {wanted}, and not {one.value[:80]!r}.",
        next_step="Read it again.",
        path=one.characteristic,
        value=one.value,
    )


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None  # no number, and the caller says so
    return number if number.is_finite() else None


def _value(one: Observed, limits: Characteristic) -> Mapping[str, Json]:
    gauge = one.gauge or limits.gauge
    beside: dict[str, Json] = {"gauge": gauge} if gauge else {}
    number = _number(one.value) if limits.kind == "number" else None
    if number is None:
        said = {"characteristic": limits.code, "value": one.value, "ok": one.value != "fail"}
        return said | beside
    measured = Measured(
        characteristic=limits.code, value=number, uom=limits.uom,
        lower=_limit(limits.lower), upper=_limit(limits.upper),
    )  # fmt: skip
    return {**measured.as_json(), **beside}


def _limit(told: Decimal | None) -> Decimal | None:
    """A limit without the zeros that the database pads it with."""
    return None if told is None else Decimal(shortest(told))
