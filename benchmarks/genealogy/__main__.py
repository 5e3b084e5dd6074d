"""The trace engine beside its peers: `python -m benchmarks.genealogy`, or `make bench`.

A plant is generated, questions are chosen by seed, every engine must give the same answer, and
only then is anything timed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.genealogy import building, measuring, ours, picture, plant, report
from benchmarks.genealogy.engines import ENTRIES, opened
from benchmarks.genealogy.questions import chosen

OUT = Path(__file__).parents[1] / "out"
NAMES = tuple(entry.name for entry in ENTRIES)


def main() -> None:
    """Prints the table; writes the figures as JSON and as a picture."""
    options = _options()
    links = round(options.links)
    console = report.console()
    with console.status(f"generating a plant of {links:,} links"):
        graph = plant.generate(links, seed=options.seed)
    with console.status("building the arrays"):
        builds, arrays = building.measured(graph)
    rows: list[report.Row] = [*builds]
    engine = ours.Gozinto(arrays)
    with console.status("choosing what to ask"):
        questions = list(chosen(graph, size_of=engine.size_of, seed=options.seed))
    console.print(
        f"{graph.links:,} links, {graph.nodes:,} nodes; {ours.bytes_held(arrays) / links:.0f} bytes"
        f" a link in the arrays; {building.peak_mb():,} MB at most for the process so far"
    )
    try:
        with (
            opened(
                graph,
                arrays,
                names=("gozinto", *options.engines),
                patience_s=options.patience,
                console=console,
            ) as engines,
            console.status("comparing answers, then timing"),
        ):
            for row in measuring.measured(
                questions,
                engines,
                links=links,
                budget_s=options.budget,
                patience_s=options.patience,
            ):
                rows.append(row)
    finally:  # who interrupts a long run keeps what was measured until then
        report.show(rows, console=console)
        report.write(rows, to=options.out / f"trace-{links}.json")
        picture.write(rows, to=options.out / f"trace-{links}.svg")
        console.print(f"Written to {options.out}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.genealogy", description=__doc__)
    parser.add_argument("--links", type=float, default=1e7, help="of the plant: 1e4 to 1e8")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engines", nargs="*", choices=NAMES, default=NAMES, metavar="ENGINE")
    parser.add_argument("--budget", type=float, default=1.0, help="seconds an engine and question")
    parser.add_argument("--patience", type=float, default=60.0, help="seconds for one answer")
    parser.add_argument("--out", type=Path, default=OUT, help="where the files are written")
    return parser.parse_args()


if __name__ == "__main__":
    main()
