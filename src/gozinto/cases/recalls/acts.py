"""By the names of the table of acts: which verb of a recall each is, and what that is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import parse_qs

from gozinto.cases.recalls import freezing, notifying, opening, origins, recovering, stopping
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
        answer=_text(told, "answer"),
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
        "write_off": _write_off,
        "close": _close,
    }
)
"""An act that is not there is a step alone."""


def _text(told: Told, name: str) -> str:
    return str(told.get(name) or "")


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
