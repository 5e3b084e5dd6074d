"""A proven corrective action becomes an interlock, by which panels and programs are refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from gozinto.cases import stepping
from gozinto.cases.standing import Standing
from gozinto.cases.stepping import Taking
from gozinto.errors import Refused, Violation
from gozinto.plant import changing
from gozinto.plant.changing import Given
from gozinto.plant.kinds import KINDS, Row
from gozinto.plant.kinds.interlocks import PARAMETERS
from gozinto.record import clock
from gozinto.record.transactions import run_tx

Told = Mapping[str, object]
_KIND = "interlocks"
_RANK = ("finding", "override", "block")
_LESS_IS_TIGHTER: Mapping[tuple[str, str], bool] = {
    ("most_cycles", "cycles"): True,
    ("used_within", "hours"): True,
    ("used_after", "hours"): False,
    ("within_limits", "upper"): True,
    ("within_limits", "lower"): False,
}
"""By condition and parameter: which way a number may go when an interlock is tightened."""


def forbid(case: Standing, told: Told, taking: Taking) -> Standing:
    """Make an interlock of what the case proved, or tighten one that is there.

    `told`: its code (`interlock`), name, condition, severity and parameters, as a row of master
    data has them, and why. It holds from now on. Raises Refused (act_not_open unless the case is
    effective, interlock_loosened, and all that is wrong with the row), and as `stepping.take`.
    """
    stepping.check(case.number, "forbid", told=told, taking=taking)
    if stepping.is_taken(taking):
        return stepping.take(case.number, "forbid", told=told, taking=taking)
    code = str(told["interlock"]).strip()
    values = {name: str(told.get(name) or "") for name in ("name", "condition", *PARAMETERS)}
    if told.get("severity"):
        values["severity"] = str(told["severity"])

    def body() -> Standing:
        changing.lock()
        was = changing.find(_KIND, code)
        row = {**values, "code": code, "case": case.number, "state": "active", "until": ""}
        if was is None:
            row["since"] = clock.now().isoformat()
        elif loosened := list(_loosened(was, row)):
            raise Refused(loosened)
        changing.apply(
            [Given(kind=_KIND, values=row)],
            by=taking.by,
            why=str(told["because"])[:1000],
            source=case.number,
        )
        made = {"interlock": code, "tightened": was is not None}
        return stepping.take(case.number, "forbid", told=told, taking=replace(taking, made=made))

    return run_tx(body)


def made_by(case: Standing) -> list[str]:
    """The codes of the interlocks that the case made or tightened, in their order."""
    codes = (str(step.made.get("interlock", "")) for step in case.steps if step.act == "forbid")
    return list(dict.fromkeys(code for code in codes if code))


def _loosened(was: Row, row: Mapping[str, str]) -> Iterator[Violation]:
    """In what the new row forbids less than the one that is there."""
    for name in ("condition", *PARAMETERS):
        before, after = was[name], row[name]
        if before == after:
            continue
        less = _LESS_IS_TIGHTER.get((was["condition"], name))
        if less is None:
            yield _looser(name, before, after)
            continue
        if not before:
            continue  # a limit more
        try:
            is_tighter = bool(after) and (Decimal(after) < Decimal(before)) == less
        except InvalidOperation:
            continue  # the door of master data says so
        if not is_tighter:
            yield _looser(name, before, after)
    weight = row.get("severity") or KINDS[_KIND].field("severity").default
    if _RANK.index(weight) < _RANK.index(was["severity"]):
        yield _looser("severity", was["severity"], weight)


def _looser(name: str, before: str, after: str) -> Violation:
    return Violation(
        code="interlock_loosened",
        message=f"{name} is {before or 'not given'} there already; {after or 'nothing'} would"
        " forbid less, or something else.",
        next_step="Take another code for another interlock, or change it among the interlocks.",
        path=name,
        value=after,
    )
