"""Master data that comes while a plant runs; saying it twice is harmless."""

from __future__ import annotations

from gozinto.plant import changing
from gozinto.plant.changing import Given


def add_asset(*, code: str, kind: str, name: str, cycle_limit: int) -> None:
    """See that there is a bladder or another tool of that code."""
    values = {"code": code, "kind": kind, "name": name, "cycle_limit": str(cycle_limit)}
    changing.apply([Given(kind="assets", values=values)], by="demo", why="Taken into use.")
