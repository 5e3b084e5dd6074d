"""By the names of the table of acts: which verb of a recall each is, and what that is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from urllib.parse import parse_qs

from gozinto.cases.recalls import (
    freezing,
    notifying,
    opening,
    origins,
    recovering,
    stopping,
    taking_back,
)
from gozinto.cases.standing import Standing
from gozinto.cases.stepping import Taking
from gozinto.errors import Malformed, Refused, Violation
from gozinto.trace import Sought

Told = Mapping[str, object]
Doing = Callable[[Standing, Told, Taking], Standing]


def opened(title: str, told: Told, taking: Taking) -> Standing:
    """A recall opened by a form. `sought`: a line each, written as the trace page's address has it:
    `equipment=PRESS-42&since=2026-03-02T06:00Z&until=…`. Refused (bad_sought) for another."""
    lines = told.get("sought")
    return opening.open_recall(
        title,
        because=_text(told, "because"),
        of=list(taking.subjects.get("origin", ())),
        sought=[_sought(str(line)) for line in lines] if isinstance(lines, list) else [],
        width=_text(told, "width") or "possible",
        taking=taking,
    )


def _freeze(stands: Standing, told: Told, taking: Taking) -> Standing:
    width = _text(told, "width") or str(stands.told.get("width", "possible"))
    because = _text(told, "because")
    return freezing.freeze(stands.number, because=because, width=width, taking=taking)


def _stop(stands: Standing, told: Told, taking: Taking) -> Standing:
    return stopping.stop(stands.number, taking=taking)


def _join(stands: Standing, told: Told, taking: Taking) -> Standing:
    return stopping.join(stands.number, because=_text(told, "because"), taking=taking)


def _notify(stands: Standing, told: Told, taking: Taking) -> Standing:
    return notifying.notify(stands.number, instruction=_text(told, "instruction"), taking=taking)


def _remind(stands: Standing, told: Told, taking: Taking) -> Standing:
    return notifying.remind(stands.number, taking=taking)


def _acknowledge(stands: Standing, told: Told, taking: Taking) -> Standing:
    return notifying.acknowledge(
        stands.number,
        customer=_text(told, "customer"),
        who=_text(told, "who"),
        answered={name: _text(told, name) for name in notifying.ANSWER},
        taking=taking,
    )


def _take_back(stands: Standing, told: Told, taking: Taking) -> Standing:
    quantity = _text(told, "quantity")
    return taking_back.take_back(
        stands.number,
        location=_text(told, "location"),
        quantity=_decimal(quantity),
        customer=_text(told, "customer"),
        taking=taking,
    )


def _write_off(stands: Standing, told: Told, taking: Taking) -> Standing:
    numbers = told.get("numbers")
    return recovering.write_off(
        stands.number,
        because=_text(told, "because"),
        numbers=[str(one) for one in numbers] if isinstance(numbers, list) else [],
        customer=_text(told, "customer"),
        taking=taking,
    )


def _close(stands: Standing, told: Told, taking: Taking) -> Standing:
    return recovering.close(
        stands.number, effectiveness=_text(told, "effectiveness"), taking=taking
    )


DOINGS: Mapping[str, Doing] = MappingProxyType(
    {
        "freeze": _freeze,
        "stop": _stop,
        "join": _join,
        "notify": _notify,
        "remind": _remind,
        "acknowledge": _acknowledge,
        "take_back": _take_back,
        "write_off": _write_off,
        "close": _close,
    }
)
"""An act that is not there is a step alone."""


def _text(told: Told, name: str) -> str:
    return str(told.get(name) or "")


def _decimal(text: str) -> Decimal | None:
    """Raises Refused (bad_field) for what is no amount."""
    try:
        found = Decimal(text) if text else None
    except InvalidOperation:
        found = Decimal("NaN")
    if found is not None and not (found.is_finite() and found > 0):
        raise Refused(
            [
                Violation(
                    code="bad_field",
                    message="This is no amount.",
                    next_step="Give a number above 0, or nothing for all of it.",
                    path="quantity",
                    value=text[:200],
                )
            ]
        )
    return found


def _sought(line: str) -> Sought:
    try:
        given = {name: values[-1] for name, values in parse_qs(line, strict_parsing=True).items()}
        return origins.sought_of(given)
    except (ValueError, TypeError, ArithmeticError, Malformed) as error:
        raise Refused(
            [
                Violation(
                    code="bad_sought",
                    message="This is no question by machine, gauge or supplier.",
                    next_step="Ask it on the trace page, and open the recall from there.",
                    path="sought",
                    value=line[:200],
                )
            ]
        ) from error
