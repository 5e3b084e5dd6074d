"""Which demo plants there are; asked before any database is there."""

from __future__ import annotations

from gozinto.errors import Malformed

NAMES = ("tyre", "food", "electronics")


def check_plant(plant: str) -> None:
    """Raise Malformed for a name that no demo plant has."""
    if plant not in NAMES:
        raise Malformed(
            f"There is no demo plant {plant!r}.",
            code="unknown_plant",
            next_step=f"Use one of {', '.join(NAMES)}.",
        )
