"""The figures as a picture: a line a case, a dot an engine, time on a logarithmic scale."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from benchmarks.genealogy.measuring import PRODUCT, Figure, Overrun
from benchmarks.genealogy.report import milliseconds

LEFT, RIGHT, TOP, LINE, FOOT = 290, 40, 84, 26, 34
WIDTH = 1000


class Mark(NamedTuple):
    """How an engine looks on light and on dark paper; the shape tells it from its neighbours."""

    light: str
    dark: str
    shape: str


CIRCLE = "M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0z"
SQUARE = "M-4.5,-4.5h9v9h-9z"
DIAMOND = "M0,-6l6,6l-6,6l-6,-6z"
TRIANGLE = "M0,-6l5.5,10h-11z"

MARKS: Mapping[str, Mark] = {
    PRODUCT: Mark("#c2410c", "#fb923c", CIRCLE),
    "c": Mark("#111827", "#e5e7eb", DIAMOND),
    "rustworkx": Mark("#be185d", "#f472b6", TRIANGLE),
    "networkx": Mark("#7e22ce", "#c084fc", TRIANGLE),
    "duckdb-cte": Mark("#a16207", "#facc15", SQUARE),
    "sqlite-cte": Mark("#0e7490", "#22d3ee", SQUARE),
    "postgresql-cte": Mark("#1d4ed8", "#60a5fa", SQUARE),
    "tryton": Mark("#b91c1c", "#f87171", DIAMOND),
    "tryton-indexed": Mark("#15803d", "#4ade80", DIAMOND),
}


def write(rows: Sequence[Figure | Overrun], *, to: Path) -> None:
    """Draws the figures; readable on light and on dark pages."""
    figures = [row for row in rows if isinstance(row, Figure)]
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text("\n".join(_lines(figures)) + "\n")


def _lines(figures: Sequence[Figure]) -> Iterator[str]:
    cases = list(dict.fromkeys(figure.case for figure in figures))
    engines = [name for name in MARKS if any(figure.engine == name for figure in figures)]
    first, last = _decades(figures)

    def across(ms: float) -> float:
        share = (math.log10(ms) - first) / (last - first)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    bottom = TOP + LINE * len(cases)
    title = f"Milliseconds for one answer, {figures[0].links:,} links (median; less is better)"
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom + FOOT}"'
        f' role="img" aria-label="{escape(title)}">'
    )
    yield f"<style>{_style(engines)}</style>"
    yield '<rect class="paper" width="100%" height="100%"/>'
    yield f'<text class="title" x="16" y="24">{escape(title)}</text>'
    yield from _legend(engines)
    for decade in range(first, last + 1):
        x = across(10**decade)
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="{TOP - 8}" y2="{bottom}"/>'
        label = milliseconds(10**decade)
        yield f'<text class="scale" x="{x}" y="{bottom + 18}">{label} ms</text>'
    for row, case in enumerate(cases):
        y = TOP + LINE * row + LINE // 2
        yield f'<text class="case" x="{LEFT - 22}" y="{y + 4}">{escape(case)}</text>'
        yield from _row([f for f in figures if f.case == case], y=y, across=across)
    yield "</svg>"


def _row(figures: Sequence[Figure], *, y: int, across: Callable[[float], float]) -> Iterator[str]:
    xs = [across(figure.ms_median) for figure in figures]
    yield f'<line class="reach" x1="{min(xs)}" x2="{max(xs)}" y1="{y}" y2="{y}"/>'
    # the product last, so that nobody's mark lies on its own
    for figure in sorted(figures, key=lambda figure: figure.engine == PRODUCT):
        yield (
            f'<path class="{figure.engine}" d="{MARKS[figure.engine].shape}"'
            f' transform="translate({across(figure.ms_median)},{y})">'
            f"<title>{figure.engine}: {milliseconds(figure.ms_median)} ms</title></path>"
        )


def _legend(engines: Sequence[str]) -> Iterator[str]:
    x = 22
    for engine in engines:
        yield f'<path class="{engine}" d="{MARKS[engine].shape}" transform="translate({x},50)"/>'
        yield f'<text class="name" x="{x + 12}" y="54">{engine}</text>'
        x += 44 + 7 * len(engine)


def _style(engines: Sequence[str]) -> str:
    light = "".join(f".{engine}{{fill:{MARKS[engine].light}}}" for engine in engines)
    dark = "".join(f".{engine}{{fill:{MARKS[engine].dark}}}" for engine in engines)
    return (
        "text{font:13px system-ui,sans-serif;fill:#1f2937}.title{font-weight:600;font-size:15px}"
        ".case{text-anchor:end}.scale{text-anchor:middle;font-size:12px}"
        ".grid{stroke:#d1d5db}.reach{stroke:#9ca3af}.paper{fill:#fff}"
        f"{light}"
        "@media(prefers-color-scheme:dark){text{fill:#e5e7eb}.grid{stroke:#374151}"
        f".reach{{stroke:#6b7280}}.paper{{fill:#111318}}{dark}}}"
    )


def _decades(figures: Sequence[Figure]) -> tuple[int, int]:
    """The powers of ten below the quickest figure and above the slowest."""
    times = [figure.ms_median for figure in figures]
    return math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)) + 1e-9)
