"""Whether an action helped: rates of failures before and after, told in the step that decides."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from gozinto.cases import stepping
from gozinto.cases.corrective import counting
from gozinto.cases.corrective.counting import Failing, Window
from gozinto.cases.standing import Standing
from gozinto.cases.stepping import Taking
from gozinto.errors import Refused, Violation
from gozinto.genealogy import rates
from gozinto.genealogy.rates import Counted, Interval
from gozinto.plant import known as plant
from gozinto.record import clock

Told = Mapping[str, object]
DATES = ("before_from", "before_to", "after_from", "after_to")
Figures = dict[str, Any]


def verify(case: Standing, told: Told, taking: Taking) -> Standing:
    """It helped: with the figures of the windows, where the step names them.

    Raises Refused for windows that say nothing, and as `stepping.take`.
    """
    return _decide("verify", case, told, taking)


def fail(case: Standing, told: Told, taking: Taking) -> Standing:
    """It did not help, and the causes are sought again. Raises as `verify`."""
    return _decide("fail", case, told, taking)


def figures(told: Told) -> Figures:
    """The rates of both windows, their ratio and how sure that is; {} where no window is named.

    `before` and `after`: failures, units, rate with bounds; `ratio` with bounds, `chance`,
    `is_proven`. What has no upper bound has none here. Raises Refused.
    """
    if not any(told.get(name) for name in DATES):
        return {}
    before, after = _windows(told)
    failing = Failing(
        what="returns" if told.get("counted") == "returns" else "complaints",
        per="made" if told.get("of_units") == "made" else "shipped",
        material=str(told.get("material") or ""),
        defect=str(told.get("defect") or ""),
    )
    now = clock.now()
    follow = now - _end(after)
    found = [
        counting.counted(failing, window, follow=follow, now=now) for window in (before, after)
    ]
    wrong = [
        _violation(name, f"Nothing of {failing.material} was {failing.per} then.", code="no_units")
        for name, one in zip(("before_from", "after_from"), found, strict=True)
        if not one.units
    ]
    if wrong:
        raise Refused(wrong)
    return _written(failing, found[0], found[1])


def _written(failing: Failing, before: Counted, after: Counted) -> Figures:
    compared = rates.compare(before, after)
    return {
        "counted": failing.what,
        "of_units": failing.per,
        "before": {"failures": before.failures, "units": before.units, **_bounds(compared.before)},
        "after": {"failures": after.failures, "units": after.units, **_bounds(compared.after)},
        **({"ratio": _bounds(compared.ratio)} if compared.ratio else {}),
        "chance": compared.chance,
        "is_proven": compared.is_proven,
    }


def _bounds(one: Interval) -> dict[str, float]:
    told = {"value": one.value, "lower": one.lower, "upper": one.upper}
    return {name: value for name, value in told.items() if math.isfinite(value)}


def _windows(told: Told) -> tuple[Window, Window]:
    missing = [name for name in (*DATES, "material") if not told.get(name)]
    if missing:
        raise Refused(
            [_violation(name, f"{name} is missing.", code="field_missing") for name in missing]
        )
    days = [date.fromisoformat(str(told[name])) for name in DATES]
    wrong = [
        _violation(
            name, "A window begins before it ends, and before comes first.", code="bad_window"
        )
        for name, first, then in zip(DATES[1:], days, days[1:], strict=False)
        if then < first or (name == "after_from" and then == first)
    ]
    if _end(Window(since=days[2], until=days[3])) > clock.now():
        wrong.append(_violation("after_to", "The window after is not over yet.", code="bad_window"))
    if wrong:
        raise Refused(wrong)
    return Window(since=days[0], until=days[1]), Window(since=days[2], until=days[3])


def _end(window: Window) -> datetime:
    return window.times(plant.now().company.zone)[1]


def _decide(act: str, case: Standing, told: Told, taking: Taking) -> Standing:
    stepping.check(case.number, act, told=told, taking=taking)
    if stepping.is_taken(taking):
        return stepping.take(case.number, act, told=told, taking=taking)
    found = figures(told)
    made = replace(taking, made={"figures": found} if found else {})
    return stepping.take(case.number, act, told=told, taking=made)


def _violation(path: str, message: str, *, code: str) -> Violation:
    return Violation(
        code=code,
        message=message,
        next_step="Choose other days, or decide without figures.",
        path=path,
    )
