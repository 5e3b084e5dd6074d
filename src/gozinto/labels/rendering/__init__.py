"""Labels as PDF, pictures and ZPL, each read back from its own image before anybody gets it."""

from gozinto.labels.rendering.outputs import pdf, png, svg, zpl
from gozinto.labels.rendering.sheets import Sheet

__all__ = ["Sheet", "pdf", "png", "svg", "zpl"]
