"""Trees stay trees: equipment below equipment of a higher level, places within places."""

from __future__ import annotations

from collections.abc import Mapping

from gozinto.plant.changing import stored
from gozinto.plant.changing.checks.circles import circles
from gozinto.plant.changing.checks.touching import Found, Touched
from gozinto.plant.kinds import KINDS, Finding
from gozinto.plant.models import Equipment

_RANK = {level: rank for rank, level in enumerate(Equipment.Level.values)}
_SAID = 6


def equipment(touched: Touched) -> Found:
    """No equipment belongs to itself, and each stands on a lower level than its parent."""
    rows = {row["code"]: row for row in stored.every(KINDS["equipment"])}
    parents = {code: row["parent"] for code, row in rows.items() if row["parent"]}
    keys = touched.keys("equipment")
    circling = _circling(parents)
    yield from _told("equipment", circling, keys)
    for code, parent in parents.items():
        if code in circling or parent not in rows or not {code, parent} & keys:
            continue
        level, above = rows[code]["level"], rows[parent]["level"]
        if _RANK[level] <= _RANK[above]:
            finding = Finding(
                field="parent",
                code="level_not_below",
                message=f"{code} is a {level}: it cannot belong to {parent}, a {above}.",
                next_step="From the top the levels are " + ", ".join(_RANK) + ".",
            )
            yield "equipment", code, finding


def locations(touched: Touched) -> Found:
    """No place lies within itself."""
    found = KINDS["locations"].model._default_manager.filter(parent__isnull=False)
    parents = dict(found.values_list("code", "parent__code"))
    yield from _told("locations", _circling(parents), touched.keys("locations"))


def _circling(parents: Mapping[str, str]) -> dict[str, list[str]]:
    """The circle that each is in, of those that are in one."""
    return {code: group for group in circles(parents.items()) for code in group}


def _told(kind: str, circling: Mapping[str, list[str]], keys: set[str]) -> Found:
    for code in sorted(set(circling) & keys):
        group = circling[code]
        listed = ", ".join(group[:_SAID]) + (" and others" if len(group) > _SAID else "")
        finding = Finding(
            field="parent",
            code="cycle",
            message=f"{code} belongs to itself, by way of {listed}.",
            next_step="Give one of them another parent, or none.",
        )
        yield kind, code, finding
