"""The steps of a corrective action that bring something about, or ask more than their table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gozinto.access.roles import QUALITY
from gozinto.cases import stepping
from gozinto.cases.corrective import lines
from gozinto.cases.models import Case
from gozinto.cases.standing import Standing
from gozinto.cases.stepping import Taking
from gozinto.errors import Forbidden, Refused, Violation
from gozinto.operations import holding
from gozinto.record.transactions import run_tx

Told = Mapping[str, object]


def contain(case: Standing, told: Told, taking: Taking) -> Standing:
    """Say what keeps more harm away; what is named as contained is held under the case's number.

    Raises as `stepping.take` and `holding.hold`.
    """
    stepping.check(case.number, "contain", told=told, taking=taking)
    stopped = list(taking.subjects.get("contained", ()))
    if not stopped:
        return stepping.take(case.number, "contain", told=told, taking=taking)

    def body() -> Standing:
        held = holding.hold(
            stopped,
            reason=case.number,
            by=taking.by,
            event_id=f"urn:uuid:{stepping.beside(taking, 'hold')}",
        )
        made = replace(taking, made={"held": [held.event_id]})
        return stepping.take(case.number, "contain", told=told, taking=made)

    return run_tx(body)


def explain(case: Standing, told: Told, taking: Taking) -> Standing:
    """Name the causes, with the complaints and recalls that they explain. Raises Refused for a
    case that does not exist, and as `stepping.take`."""
    named = told.get("cases") or ()
    numbers = [str(one) for one in named] if isinstance(named, list | tuple) else []
    known = set(Case.objects.filter(number__in=numbers).values_list("number", flat=True))
    wrong = [
        Violation(
            code="unknown_case",
            message=f"No case has the number {number[:40]}.",
            next_step="Look at the list of cases; the number may be mistyped.",
            path="cases",
            value=number[:40],
        )
        for number in numbers
        if number not in known
    ]
    if wrong:
        raise Refused(wrong)
    return stepping.take(case.number, "explain", told=told, taking=taking)


def do(case: Standing, told: Told, taking: Taking) -> Standing:
    """One of its actions is done, by whose it is, or by quality in their place.

    Raises Refused (no_such_line), Forbidden, and as `stepping.take`.
    """
    stepping.check(case.number, "do", told=told, taking=taking)
    line = _open_line(case, told, taking)
    if line and taking.by != line.owner and QUALITY.isdisjoint(taking.roles):
        raise Forbidden(
            f"{line.owner} has this to do.",
            next_step=f"Ask {line.owner}, or quality.",
            roles=sorted(role.value for role in QUALITY),
        )
    return stepping.take(case.number, "do", told=told, taking=taking)


def drop(case: Standing, told: Told, taking: Taking) -> Standing:
    """One of its actions is given up. Raises Refused (no_such_line), and as `stepping.take`."""
    stepping.check(case.number, "drop", told=told, taking=taking)
    _open_line(case, told, taking)
    return stepping.take(case.number, "drop", told=told, taking=taking)


def carry_out(case: Standing, told: Told, taking: Taking) -> Standing:
    """All of it is done, and its effect is to be checked on a day. Raises Refused (actions_open),
    and as `stepping.take`."""
    stepping.check(case.number, "carry_out", told=told, taking=taking)
    still = [one for one in lines.of(case) if one.is_open]
    if still:
        owners = ", ".join(sorted({one.owner for one in still}))
        raise Refused(
            [
                Violation(
                    code="actions_open",
                    message=f"{len(still)} actions of {case.number} are not done yet: {owners}.",
                    next_step="Have them done, or drop them and say why.",
                    path="act",
                    data={"lines": [one.number for one in still]},
                )
            ]
        )
    return stepping.take(case.number, "carry_out", told=told, taking=taking)


def _open_line(case: Standing, told: Told, taking: Taking) -> lines.Line | None:
    """The action that a step is about; None where the step was taken before. Raises Refused."""
    found = next((one for one in lines.of(case) if one.number == str(told.get("line"))), None)
    if stepping.is_taken(taking):
        return None
    if found is None or not found.is_open:
        still = [one.number for one in lines.of(case) if one.is_open]
        raise Refused(
            [
                Violation(
                    code="no_such_line",
                    message=f"{case.number} has no open action {str(told.get('line'))[:20]}.",
                    next_step=f"Open are: {', '.join(still) or 'none'}.",
                    path="line",
                    value=str(told.get("line"))[:20],
                )
            ]
        )
    return found
