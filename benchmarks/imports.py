"""How long a large table of master data takes: `python -m benchmarks.imports`.

A file of 100,000 materials goes into an empty database through the one door, as a person would
send it: read, checked, written, with its history, in one transaction. Then the same again, a
tenth of it changed, the same with one bad row, and as a workbook; and all of it out again.
"""

from __future__ import annotations

import argparse
import io
import math
import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import django
import psycopg
from rich.console import Console
from rich.progress import Progress
from rich.table import Table as Drawn

from benchmarks import capture
from benchmarks.figures import write
from gozinto.deployment import memory, migrating
from gozinto.deployment.database import Roles
from gozinto.errors import Refused
from gozinto.standards.tables import csv_writing, workbook_writing
from gozinto.standards.tables.workbook_writing import Column, Table

ROWS = 100_000
RUNS = 3
COLUMNS = ("code", "name", "kind", "uom", "tracking", "state", "shelf_life_days")
OUT = Path("benchmarks/out/imports.json")
_KINDS = ("raw", "auxiliary", "intermediate", "finished", "packaging")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One row of the result; `nodes` are rows. `equal`: what became of them is what had to."""

    case: str
    engine: str = "gozinto"
    nodes: int
    links: int = 0
    ms_median: float
    ms_p95: float
    runs: int
    equal: bool


def rows(count: int, *, changed: int = 0, bad: int = 0) -> Iterator[list[str]]:
    """A header and `count` materials; each `changed`-th with another name, the `bad`-th wrong."""
    yield list(COLUMNS)
    for number in range(1, count + 1):
        name = f"Material of many, number {number}"
        if changed and number % changed == 0:
            name += ", changed"
        uom = "KGM" if number != bad else "KILOS"
        kind = _KINDS[number % len(_KINDS)]
        yield [f"M-{number:07}", name, kind, uom, "lot", "active", str(number % 900 + 1)]


def as_csv(count: int, **manner: int) -> bytes:
    """The table as CSV."""
    to = io.BytesIO()
    csv_writing.write(to, rows(count, **manner))
    return to.getvalue()


def as_workbook(count: int) -> bytes:
    """The table as a workbook."""
    to = io.BytesIO()
    body = rows(count)
    columns = [Column(header=name) for name in next(body)]
    workbook_writing.write(to, [Table(name="materials", columns=columns, rows=body)])
    return to.getvalue()


def imported(table: bytes) -> tuple[int, int, int]:
    """Send a table; rows created, changed and refused. Its progress is shown as it goes on."""
    from gozinto.plant.importing.loading import Source, load

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Importing", total=None)

        def heard(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total or None)

        source = Source(tables=table, name="materials.csv")
        try:
            done = load([source], by="benchmark", progress=heard).outcome
        except Refused as refused:
            return 0, 0, len(refused.violations)
    return done.created, done.updated, 0


def exported() -> tuple[int, int, int]:
    """Write all of it out; the rows are the first number."""
    from gozinto.plant.importing import exporting
    from gozinto.plant.kinds import KINDS

    counts = exporting.write_archive([KINDS["materials"]], to=io.BytesIO())
    return counts.get("materials", 0), 0, 0


def measure(count: int, runs: int, *, empty: Callable[[], None]) -> Iterator[Figure]:
    """The figures; `equal` says that what became of the rows is what had to."""
    new, workbook = as_csv(count), as_workbook(count)
    tenth, bad = as_csv(count, changed=10), as_csv(count, bad=count // 2)
    cases: list[tuple[str, bool, Callable[[], tuple[int, int, int]], tuple[int, int, int]]] = [
        ("import, all new", True, lambda: imported(new), (count, 0, 0)),
        ("import, one bad row", True, lambda: imported(bad), (0, 0, 1)),
        ("import of a workbook, all new", True, lambda: imported(workbook), (count, 0, 0)),
        ("import, nothing new", False, lambda: imported(new), (0, 0, 0)),
        ("export", False, exported, (count, 0, 0)),
        ("import, a tenth changed", False, lambda: imported(tenth), (0, count // 10, 0)),
    ]
    for case, is_empty, run, wanted in cases:
        times, equal = [], True
        for _ in range(runs if case != "import, a tenth changed" else 1):
            if is_empty:
                empty()
            begun = time.perf_counter()
            equal &= run() == wanted
            times.append(time.perf_counter() - begun)
        ordered = sorted(round(1000 * seconds, 1) for seconds in times)
        yield Figure(
            case=case,
            nodes=count,
            ms_median=statistics.median(ordered),
            ms_p95=ordered[math.ceil(0.95 * len(ordered)) - 1],
            runs=len(ordered),
            equal=equal,
        )


def _prepared(roles: Roles) -> None:
    """A table of many rows is planned well only when the server has looked at it."""
    with psycopg.connect(**roles.owner.psycopg(), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def main() -> None:
    """Print the table, and write the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--json", type=Path, default=OUT)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gozinto.deployment.settings")
    django.setup()
    memory.look_seldom()
    with capture.scratch() as (_, roles):
        migrating.use(roles.application)

        def empty() -> None:
            capture.empty(roles)
            _prepared(roles)

        figures = list(measure(options.rows, options.runs, empty=empty))
    drawn = Drawn("case", "rows", "median, s", "rows/s", "as it should")
    for figure in figures:
        seconds = figure.ms_median / 1000
        per_s = f"{figure.nodes / seconds:,.0f}"
        drawn.add_row(figure.case, f"{figure.nodes:,}", f"{seconds:.1f}", per_s, str(figure.equal))
    Console().print(drawn)
    write(figures, to=options.json)


if __name__ == "__main__":
    main()
