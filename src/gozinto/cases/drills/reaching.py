"""In a drill customers are called as in a recall, and each call is told; then it is finished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gozinto.cases import stepping
from gozinto.cases.drills import figures
from gozinto.cases.standing import Standing
from gozinto.cases.stepping import Taking
from gozinto.errors import Refused, Violation
from gozinto.plant import known
from gozinto.record import clock
from gozinto.trace import as_json

Told = Mapping[str, object]


def reach(stands: Standing, told: Told, taking: Taking) -> Standing:
    """Tell of a call: `customer` by code or URI, whether they `answered`, and `who` it was.

    Raises what `stepping.take` raises; Refused (not_scoped, not_a_customer).
    """
    stepping.check(stands.number, "reach", told=told, taking=taking)
    if stepping.is_taken(taking):
        return stepping.find(stands.number)
    customer = str(told["customer"])
    partner = known.now().partners.get(customer)
    uri = partner.uri if partner else customer
    _check_scoped(stands)
    if uri not in {one.uri for one in figures.contacts(stands)}:
        raise Refused(
            [
                Violation(
                    code="not_a_customer",
                    message=f"{customer[:200]} has nothing of this scope.",
                    next_step="Choose one of the customers on the page of the drill.",
                    path="customer",
                    value=customer[:200],
                )
            ]
        )
    made = {**taking.made, "customer": uri}
    return stepping.take(stands.number, "reach", told=told, taking=replace(taking, made=made))


def finish(stands: Standing, told: Told, taking: Taking) -> Standing:
    """Stop the clock; the step keeps what the drill came to.

    Raises what `stepping.take` raises; Refused (not_scoped).
    """
    stepping.check(stands.number, "finish", told=told, taking=taking)
    if stepping.is_taken(taking):
        return stepping.find(stands.number)
    _check_scoped(stands)
    came_to = as_json(figures.figures(stands, now=clock.now()))
    shares = {
        name: came_to[name]
        for name in ("located", "explained", "reached", "customers", "contacts_reached", "gaps")
        if name in came_to
    }
    made = {**taking.made, "figures": shares}
    return stepping.take(stands.number, "finish", told=told, taking=replace(taking, made=made))


def _check_scoped(stands: Standing) -> None:
    if "scope" not in stands.made:
        raise Refused(
            [
                Violation(
                    code="not_scoped",
                    message="Nobody has found the scope of this drill yet.",
                    next_step="Find the scope first.",
                    path="act",
                )
            ]
        )
