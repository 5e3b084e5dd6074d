"""Who may describe what of the plant, by whichever edge. Everybody inside may read all of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from gozinto.access.gate import Principal
from gozinto.access.roles import DESCRIBERS, QUALITY, Role
from gozinto.errors import Forbidden
from gozinto.plant.kinds import KINDS

BESIDE: Mapping[str, frozenset[Role]] = dict.fromkeys(
    (
        "inspection-plans",
        "characteristics",
        "assets",
        "calibrations",
        "approvals",
        "reasons",
        "skills",
        "qualifications",
    ),
    frozenset({Role.QUALITY}),
)
"""Who else, by kind: what is inspected, with what, by whom, and from whom it may be had."""

ALONE: Mapping[str, frozenset[Role]] = {"interlocks": QUALITY}
"""Who changes these kinds, and nobody else: what was proven is not put out of force by planning."""

FORGETTERS = frozenset({Role.ADMIN})
"""Who may forget a person's name, for which there is no way back."""

WRITERS: Mapping[str, frozenset[Role]] = {
    name: ALONE.get(name) or DESCRIBERS | BESIDE.get(name, frozenset()) for name in KINDS
}
SOME_WRITERS = frozenset().union(*WRITERS.values())


def check(principal: Principal, kinds: set[str]) -> None:
    """Raise Forbidden unless the caller may change every one of these kinds."""
    refused = sorted(name for name in kinds if not principal.roles & WRITERS[name])
    if refused:
        named = sorted({role.value for name in refused for role in WRITERS[name]})
        raise Forbidden(
            f"Your roles do not allow changing {', '.join(refused)}.",
            next_step=f"Ask an administrator for one of: {', '.join(named)}.",
            roles=named,
        )


def may(roles: Collection[Role], kind: str) -> bool:
    """Whether somebody with these roles may change the rows of a kind."""
    return bool(WRITERS[kind] & frozenset(roles))
