"""The figures as a table in the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table

from benchmarks import figures
from benchmarks.genealogy.measuring import PRODUCT, Figure, Overrun

Row = Figure | Overrun

NARROWEST = 205
"""Columns of text that the table needs; a narrower terminal wraps its lines."""


def show(rows: Sequence[Row], *, console: Console) -> None:
    """A line a case, a column an engine: median and 95th percentile, and how much slower."""
    engines = list(dict.fromkeys(row.engine for row in rows))
    table = Table(
        Column("asked", no_wrap=True),
        Column("nodes", justify="right"),
        *(f"[bold]{engine}[/]" if engine == PRODUCT else engine for engine in engines),
        caption="ms: median / 95th percentile of the runs; × the product's median.",
        caption_justify="left",
    )
    for case in dict.fromkeys(row.case for row in rows):
        of_engine = {row.engine: row for row in rows if row.case == case}
        nodes = next(row.nodes for row in of_engine.values() if isinstance(row, Figure))
        table.add_row(case, f"{nodes:,}", *(_cell(of_engine, engine) for engine in engines))
    console.print(table)


def write(rows: Sequence[Row], *, to: Path) -> None:
    """The figures as a list of objects; who did not answer in time has none."""
    figures.write((row for row in rows if isinstance(row, Figure)), to=to)


def console() -> Console:
    """Standard output, wide enough for the table."""
    found = Console(highlight=False)
    return found if found.width >= NARROWEST else Console(highlight=False, width=NARROWEST)


def _cell(of_engine: dict[str, Row], engine: str) -> str:
    row = of_engine.get(engine)
    if row is None:
        return "–"
    if isinstance(row, Overrun):
        return f"> {milliseconds(row.patience_s * 1000)}"
    ours = of_engine.get(PRODUCT)
    text = f"{milliseconds(row.ms_median)} / {milliseconds(row.ms_p95)}"
    if not isinstance(ours, Figure) or row is ours:
        return text
    return f"{text}\n[dim]× {milliseconds(row.ms_median / ours.ms_median)}[/]"


def milliseconds(value: float) -> str:
    """Three digits, with commas in thousands and no exponents."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.{2 if value >= 1 else 3}f}".rstrip("0").rstrip(".")
