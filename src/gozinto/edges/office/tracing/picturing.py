"""A graph as a picture that stands alone: its own colours and letters, no links."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gozinto.edges.office.tracing import drawing
from gozinto.edges.office.tracing.drawing import Drawing
from gozinto.edges.office.tracing.graph import Picture

_STYLE = """
.line{fill:none;stroke:#a19f97}.line.unsure{stroke-dasharray:3 4}
.box-face,.box-back{fill:#fff;stroke:#a19f97;stroke-width:1}
.box-run .box-face{fill:#f2f1ee}
.warn .box-face{stroke:#7d4d00;stroke-width:1.6}.bad .box-face{stroke:#a8201a;stroke-width:1.6}
.origin .box-face{stroke:#16181a;stroke-width:2}
text{font-family:"Inter Label","Inter","DejaVu Sans",sans-serif;fill:#494d50;font-size:10.5px}
.box-title{font-size:12px;font-weight:600;fill:#16181a}
.box-chip rect{fill:#fff;stroke:#a19f97}.box-chip.bad rect{fill:#fcecea;stroke:#a8201a}
.box-chip text{font-size:10px}.box-chip.bad text{fill:#a8201a;font-weight:600}
"""
"""Ink on white paper, whatever the reader's screen is; no variables, for no page stands around."""


def alone(picture: Picture) -> Drawing:
    """The picture as a file."""
    return drawing.draw(
        picture,
        href=lambda shape: "",
        selected="",
        label=_("Graph of what went into what"),
        beneath=style(),
    )


def style() -> SafeString:
    """What a picture needs instead of a page's style sheet."""
    return mark_safe(f"<style>{_STYLE}</style>")  # our own text, nothing of a label
