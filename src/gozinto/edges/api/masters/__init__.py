"""Master data over HTTP: a resource for every kind, made of the table of kinds."""

from __future__ import annotations

from ninja import Router

from gozinto.edges.api.masters import past, rows
from gozinto.plant.kinds import KINDS


def router() -> Router:
    """The resources of every kind, and of what was changed in them."""
    made = Router()
    for kind in KINDS.values():
        rows.add(made, kind)
    made.add_router("", past.router)
    return made
