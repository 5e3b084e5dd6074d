"""A corrective action on its way: how the tests take one where they want it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from gozinto.access.roles import Role
from gozinto.cases import doing
from gozinto.cases.standing import Standing
from gozinto.cases.stepping import Taking
from gozinto.errors import Refused
from tests.workshop import INSPECTOR

QUALITY = (Role.QUALITY,)
BECAUSE = {"because": "no tyre leaked since"}
CYCLES = {
    "because": "Bladders leak then.", "interlock": "IL-BLADDER", "asset_kind": "bladder",
    "name": "Bladders work 3 times", "condition": "most_cycles", "cycles": "3",
}  # fmt: skip
_WAY: tuple[tuple[str, dict[str, object]], ...] = (
    ("contain", {"containment": "Stop what the bladder made."}),
    ("explain", {"occurred_because": "The bladder was worn."}),
    ("plan", {"action": "Change bladders earlier", "owner": INSPECTOR, "due_on": "2026-03-05"}),
    ("do", {"line": "4", "done": "Told the shifts."}),
    ("carry_out", {"done": "All changed.", "check_on": "2026-04-01"}),
    ("verify", BECAUSE),
)


def taking(**more: Any) -> Taking:
    return Taking(**{"by": INSPECTOR, "roles": QUALITY, "request": uuid4(), **more})


def opened(**more: Any) -> Standing:
    return doing.open_case(
        "action", title="Leaking tyres", told={"problem": "Tyres leak."}, taking=taking(**more)
    )


def step(case: Standing, act: str, told: dict[str, object], **more: Any) -> Standing:
    return doing.take(case.number, act, told=told, taking=taking(**more))


def brought_to(act: str) -> Standing:
    """A corrective action just after this step."""
    case = opened()
    for name, told in _WAY:
        case = step(case, name, told)
        if name == act:
            break
    return case


def refused(case: Standing, act: str, told: dict[str, object], **more: Any) -> list[str]:
    with pytest.raises(Refused) as caught:
        step(case, act, told, **more)
    return [one.code for one in caught.value.violations]
