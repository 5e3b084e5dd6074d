"""Inspection plans and gauges fit together."""

from __future__ import annotations

from gozinto.plant.changing.checks.touching import Found, Touched, rows_of, rows_where
from gozinto.plant.kinds import KINDS, Finding
from gozinto.standards import quantities


def gauges(touched: Touched) -> Found:
    """A characteristic asks for a gauge that measures its dimension."""
    kind = KINDS["characteristics"]
    named = touched.values(kind.name, "gauge") | touched.changed("assets", "measures_uom")
    rows = [row for row in rows_where(kind.name, field="gauge", values=named) if row["uom"]]
    assets = rows_of("assets", {row["gauge"] for row in rows})
    for row in rows:
        measures = assets[row["gauge"]]["measures_uom"]
        if measures and not quantities.same_dimension(row["uom"], measures):
            finding = Finding(
                field="gauge",
                code="gauge_measures_other",
                message=f"{row['gauge']} measures {measures}, which is no {row['uom']}.",
                next_step="Name a gauge of that dimension, or correct the unit.",
            )
            yield kind.name, kind.key_of(row), finding
