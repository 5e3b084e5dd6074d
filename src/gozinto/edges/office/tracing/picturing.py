"""Which picture an answer has: a graph, or bands level by level where it is too large for one.

On the page it is styled by the style sheet and full of links; as a file it brings its own colours
and letters and leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gozinto.edges.office.tracing import bands, drawing, graph, sankey
from gozinto.edges.office.tracing.asking import Asked
from gozinto.edges.office.tracing.drawing import NOTHING, Drawing
from gozinto.edges.office.tracing.graph import Notes, Picture, Shape
from gozinto.edges.office.tracing.sankey import Band
from gozinto.trace.answer import Trace

LARGE = graph.HARD_CAP
"""Objects beyond which an answer opens level by level."""

_STYLE = """
.line{fill:none;stroke:#a19f97}.line.unsure{stroke-dasharray:3 4}
.flow{fill:#bcbab3;fill-opacity:.5}
.box-face,.box-back{fill:#fff;stroke:#a19f97;stroke-width:1}
.box-run .box-face{fill:#f2f1ee}.band .box-face{fill:#494d50;stroke:none}
.warn .box-face{stroke:#7d4d00;stroke-width:1.6}.bad .box-face{stroke:#a8201a;stroke-width:1.6}
.origin .box-face{stroke:#16181a;stroke-width:2}
text{font-family:"Inter Label","Inter","DejaVu Sans",sans-serif;fill:#494d50;font-size:10.5px}
.box-title{font-size:12px;font-weight:600;fill:#16181a}
.box-chip rect{fill:#fff;stroke:#a19f97}.box-chip.bad rect{fill:#fcecea;stroke:#a8201a}
.box-chip text{font-size:10px}.box-chip.bad text{fill:#a8201a;font-weight:600}
"""
"""Ink on white paper, whatever the reader's screen is; no variables, for no page stands around."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where the parts of a picture lead, and which box is chosen among those there are."""

    of_shape: Callable[[Shape], str]
    of_band: Callable[[Band], str]
    chosen: Callable[[Picture], str]


def view_of(asked: Asked, answer: Trace) -> str:
    """ "graph" or "sankey": what was asked for, else what suits the size."""
    if asked.view in ("graph", "sankey"):
        return asked.view
    objects = sum(node.kind != "run" for node in answer.nodes)
    return "sankey" if objects > LARGE and not asked.opened else "graph"


def picture(
    asked: Asked, answer: Trace, *, notes: Notes, links: Links, beneath: SafeString = NOTHING
) -> Drawing:
    """The picture of an answer."""
    label = _("Graph of what went into what; the table below says the same.")
    if view_of(asked, answer) == "sankey":
        found = sankey.of(graph.layers(answer, notes=notes))
        return bands.draw(found, href=links.of_band, label=label, beneath=beneath)
    built = graph.build(answer, notes=notes, opened=asked.opened)
    return drawing.draw(
        built, href=links.of_shape, selected=links.chosen(built), label=label, beneath=beneath
    )


def alone(asked: Asked, answer: Trace, *, notes: Notes) -> Drawing:
    """The picture as a file."""
    nowhere = Links(lambda shape: "", lambda band: "", lambda built: "")
    return picture(asked, answer, notes=notes, links=nowhere, beneath=_style())


def _style() -> SafeString:
    return mark_safe(f"<style>{_STYLE}</style>")  # our own text, nothing of a label
