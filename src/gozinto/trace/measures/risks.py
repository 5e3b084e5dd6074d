"""How badly a recall could go: what reaches farthest, and what all of it hangs on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gozinto.plant.models import Material, TraceableObject
from gozinto.trace.measures.answers import Measured, Summary, Total
from gozinto.trace.measures.dispersions import dispersion
from gozinto.trace.measures.subjects import Materials

MOST_LISTED = 50
SINGLE_POINT = 0.5
"""A lot in at least this share of all finished units is a single point of failure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far one lot reaches. `share`: of all finished units ever made; None where there are
    none by number. The others as in `Downward`."""

    object: Measured
    finished_lots: int
    units: int
    share: float | None
    recall: tuple[Total, ...]
    customers: int
    without_quantity: int | None

    @property
    def is_single_point(self) -> bool:
        """Whether a fault in it would be in most of what was ever made."""
        return self.share is not None and self.share >= SINGLE_POINT


@dataclass(frozen=True, slots=True, kw_only=True)
class Risks:
    """Of all raw lots (or those of a material) the farthest first, MOST_LISTED at most.

    `lots`: how many were looked at; `units`: finished units ever made; `summary`: the worst and
    the average recall cost among other measures, as in a dispersion.
    """

    as_of: datetime
    position: int
    truncated: bool
    lots: int
    units: int
    farthest: tuple[Reach, ...]
    summary: tuple[Summary, ...]


def risks(*, material: str = "") -> Risks:
    """What a fault in one lot would cost, for each raw lot or those of a material.

    material: its code or GTIN; "" for all raw ones. Raises Unknown (unknown_material).
    """
    found = dispersion(material=material)
    finished = Materials.read().items(Material.Kind.FINISHED)
    made = TraceableObject.objects.filter(
        kind=TraceableObject.Kind.SERIAL, item__in=finished
    ).count()
    reaches = [
        Reach(
            object=one.object,
            finished_lots=one.dispersion,
            units=one.units,
            share=round(one.units / made, 6) if made else None,
            recall=one.recall,
            customers=one.customers,
            without_quantity=one.without_quantity,
        )
        for one in found.down
    ]
    reaches.sort(key=lambda one: (-one.units, -one.finished_lots, -one.customers, one.object.uri))
    return Risks(
        as_of=found.as_of,
        position=found.position,
        truncated=found.truncated,
        lots=len(reaches),
        units=made,
        farthest=tuple(reaches[:MOST_LISTED]),
        summary=found.summary,
    )
