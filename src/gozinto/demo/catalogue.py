"""Which demo plants there are; asked before any database is there."""

from __future__ import annotations

from gozinto.errors import Malformed, NotSupported

BUILT = ("tyre",)
PLANNED = ("food", "electronics")


def check_plant(plant: str) -> None:
    """Raise NotSupported for a plant that is not built yet, Malformed for another name."""
    if plant in PLANNED:
        raise NotSupported(
            f"The {plant} plant is not built yet.",
            code="plant_not_built",
            next_step="Use --plant tyre.",
        )
    if plant not in BUILT:
        raise Malformed(
            f"There is no demo plant {plant!r}.",
            code="unknown_plant",
            next_step=f"Use one of {', '.join(BUILT + PLANNED)}.",
        )
