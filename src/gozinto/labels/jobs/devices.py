"""The plant's printers and print rules, as the queue needs them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from gozinto.errors import Unknown
from gozinto.labels.jobs.rules import Rule, When
from gozinto.labels.layouts import Purpose
from gozinto.plant import known
from gozinto.plant.known.shapes import Printer, PrintRule

ACTIVE = "active"
BY_AGENT = "agent"
"""The connection of a printer that an agent near it prints at."""

_WHENS: Mapping[str, When] = {one: one for one in get_args(When)}
_PURPOSES: Mapping[str, Purpose] = {one: one for one in get_args(Purpose)}


def find(code: str) -> Printer | None:
    """The printer of that code, if there is one."""
    return known.now().printers.get(code)


def printer(code: str) -> Printer:
    """The printer of that code. Raises Unknown (unknown_printer)."""
    found = find(code)
    if found is None:
        raise Unknown(
            f"There is no printer {code!r}.",
            code="unknown_printer",
            near=sorted(known.now().printers)[:5],
            next_step="`gozinto plant list printers` shows all of them.",
        )
    return found


def usable(code: str) -> Printer:
    """The printer of that code, which is in use. Raises Unknown (unknown_printer)."""
    found = printer(code)
    if found.state == "retired":
        raise Unknown(
            f"The printer {code} is retired.",
            code="unknown_printer",
            next_step="Choose one that is in use: `gozinto plant list printers`.",
        )
    return found


def rules() -> list[Rule]:
    """The rules in force, by code."""
    found = known.now().print_rules.values()
    return [_rule(one) for one in sorted(found, key=lambda one: one.code) if one.state == ACTIVE]


def _rule(one: PrintRule) -> Rule:
    return Rule(
        code=one.code,
        when=_WHENS[one.when],
        purpose=_PURPOSES[one.purpose],
        layout=one.layout,
        printer=one.printer,
        copies=one.copies,
        material=one.material,
    )


def serving() -> dict[str, str]:
    """The printer of each machine: the first by code that stands there, or where it belongs to."""
    plant = known.now()
    standing: dict[str, str] = {}
    for code in sorted(plant.printers, reverse=True):
        one = plant.printers[code]
        if one.equipment and one.state == ACTIVE:
            standing[one.equipment] = code
    found: dict[str, str] = {}
    for code, machine in plant.equipment.items():
        nearest = next((standing[one] for one in machine.within if one in standing), "")
        if nearest:
            found[code] = nearest
    return found
