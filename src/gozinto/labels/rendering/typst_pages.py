"""Pages in true size by Typst: PDF, PNG and SVG of the same placed labels."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import typst

from gozinto.labels.rendering.lettering import FONTS
from gozinto.labels.rendering.placing import Placed, PlacedRule, PlacedSymbol
from gozinto.standards.symbols.drawing import Drawn

_SOURCE = Path(__file__).parent / "pages.typ"


@dataclass(frozen=True, kw_only=True)
class Page:
    """A sheet of paper: labels with the place of their upper left corner, and rules of its own."""

    width_mm: float
    height_mm: float
    labels: Sequence[tuple[float, float, Placed]]
    rules: Sequence[PlacedRule] = ()


def page_of(placed: Placed) -> Page:
    """A page that is the label and nothing else."""
    return Page(width_mm=placed.width_mm, height_mm=placed.height_mm, labels=((0.0, 0.0, placed),))


def compiled(
    pages: Iterable[Page], *, output: Literal["pdf", "png", "svg"], dpi: float = 300
) -> list[bytes]:
    """The pages: one PDF of all, or a PNG or SVG of each."""
    data = [_page(page) for page in pages]
    made = typst.compile(
        _SOURCE.read_bytes(),
        font_paths=_fonts(),
        format=output,
        ppi=dpi,
        sys_inputs={"pages": json.dumps(data), "title": "Labels"},
    )
    return made if isinstance(made, list) else [made]


@cache
def _fonts() -> typst.Fonts:
    """Ours alone: what is printed does not depend on what a machine has."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _page(page: Page) -> dict[str, Any]:
    return {
        "width": page.width_mm,
        "height": page.height_mm,
        "rules": [
            *(_rule(rule) for rule in page.rules),
            *(_rule(rule, x=x, y=y) for x, y, placed in page.labels for rule in placed.rules),
        ],
        "texts": [words for x, y, placed in page.labels for words in _texts(placed, x=x, y=y)],
        "symbols": [
            _symbol(symbol, dots_per_mm=placed.dots_per_mm, x=x, y=y)
            for x, y, placed in page.labels
            for symbol in placed.symbols
        ],
    }


def _rule(rule: PlacedRule, *, x: float = 0.0, y: float = 0.0) -> dict[str, float]:
    return {
        "x": x + rule.x_mm,
        "y": y + rule.y_mm,
        "width": rule.width_mm,
        "height": rule.height_mm,
    }


def _texts(placed: Placed, *, x: float, y: float) -> Iterable[dict[str, Any]]:
    for text in placed.texts:
        for x_mm, y_mm, line in text.placed_lines():
            yield {
                "x": x + x_mm,
                "y": y + y_mm,
                "size": text.size_pt,
                "bold": text.bold,
                "text": line,
            }


def _symbol(symbol: PlacedSymbol, *, dots_per_mm: float, x: float, y: float) -> dict[str, Any]:
    module_mm = symbol.module_dots / dots_per_mm
    return {
        "x": x + symbol.x_dots / dots_per_mm,
        "y": y + symbol.y_dots / dots_per_mm,
        "width": symbol.drawn.columns * module_mm,
        "height": symbol.drawn.rows * symbol.row_dots / dots_per_mm,
        "drawing": drawing(symbol.drawn),
        "alt": f"{symbol.drawn.kind.name}: {symbol.drawn.printed}",
    }


def drawing(drawn: Drawn) -> str:
    """A symbol as SVG: the modules as one path, so that nothing shows between those that touch."""
    runs = []
    for row, modules in enumerate(drawn.modules):
        edges = np.flatnonzero(np.diff(np.pad(modules.astype(np.int8), 1)))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            runs.append(f"M{start} {row}h{end - start}v1H{start}z")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.columns} '
        f'{drawn.rows}" preserveAspectRatio="none"><path d="{"".join(runs)}"/></svg>'
    )
