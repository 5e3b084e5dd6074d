"""The trace engine beside its peers: `python -m benchmarks.genealogy`, or `make bench`.

A plant is generated, questions are chosen by seed, every engine must give the same answer, and
only then is anything timed. With --tryton a small plant, and a business system that pip can
install among those who are asked.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from rich.console import Console

from benchmarks.genealogy import building, measuring, ours, picture, plant, report, tryton
from benchmarks.genealogy.engines import ENTRIES, Engine, opened
from benchmarks.genealogy.measuring import Figure
from benchmarks.genealogy.plant import Graph
from benchmarks.genealogy.questions import chosen

OUT = Path(__file__).parents[1] / "out"
NAMES = tuple(entry.name for entry in ENTRIES)
LINKS, LINKS_WITH_TRYTON = 1e7, 4e3


def main() -> None:
    """Prints the table; writes the figures as JSON and as a picture."""
    options = _options()
    console = report.console()
    with console.status(f"generating a plant of {options.links:,.0f} links"):
        graph = plant.generate(round(options.links), seed=options.seed)
        graph = tryton.on_days(graph) if options.tryton else graph
    with console.status("building the arrays"):
        builds, arrays = building.measured(graph)
    rows: list[report.Row] = [*builds]
    engine = ours.Gozinto(arrays)
    with console.status("choosing what to ask"):
        questions = list(chosen(graph, size_of=engine.size_of, seed=options.seed))
    console.print(
        f"{graph.links:,} links, {graph.nodes:,} nodes;"
        f" {ours.bytes_held(arrays) / graph.links:.0f} bytes a link in the arrays;"
        f" {building.peak_mb():,} MB at most for the process so far"
    )
    try:
        with (
            _tryton(graph, options, console) as (peers, written),
            opened(
                graph,
                arrays,
                names=("gozinto", *options.engines),
                patience_s=options.patience,
                console=console,
            ) as engines,
            console.status("comparing answers, then timing"),
        ):
            rows += written
            for row in measuring.measured(
                questions,
                {**engines, **peers},
                links=graph.links,
                budget_s=options.budget,
                patience_s=options.patience,
            ):
                rows.append(row)
    finally:  # who interrupts a long run keeps what was measured until then
        name = f"trace-{options.links:.0f}{'-tryton' if options.tryton else ''}"
        report.show(rows, console=console)
        report.write(rows, to=options.out / f"{name}.json")
        picture.write(rows, to=options.out / f"{name}.svg")
        console.print(f"Written to {options.out}")


@contextmanager
def _tryton(
    graph: Graph, options: argparse.Namespace, console: Console
) -> Iterator[tuple[Mapping[str, Engine], Sequence[Figure]]]:
    """Tryton's engines and what writing took, if they are asked for and can be had."""
    if not options.tryton:
        yield {}, ()
        return
    found: tuple[Mapping[str, Engine], Sequence[Figure]] = {}, ()
    with ExitStack() as stack:
        try:
            with console.status("fetching Tryton, and booking the plant in it: minutes"):
                peers = stack.enter_context(
                    tryton.opened(graph, folder=options.out / "tryton", patience_s=options.patience)
                )
            found = peers.engines, peers.figures
        except tryton.NotToBeHad as problem:
            console.print(f"[yellow]tryton is left out: {problem}[/]")
        yield found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.genealogy", description=__doc__)
    parser.add_argument(
        "--links",
        type=float,
        help=f"of the plant: 1e4 to 1e8, else {LINKS:.0e}; with --tryton {LINKS_WITH_TRYTON:.0e}",
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engines", nargs="*", choices=NAMES, default=NAMES, metavar="ENGINE")
    parser.add_argument("--budget", type=float, default=1.0, help="seconds an engine and question")
    parser.add_argument("--patience", type=float, default=60.0, help="seconds for one answer")
    parser.add_argument("--out", type=Path, default=OUT, help="where the files are written")
    parser.add_argument(
        "--tryton",
        action="store_true",
        help="also ask Tryton, fetched into an environment of its own: a small plant, on days,"
        " and minutes until it is booked",
    )
    options = parser.parse_args()
    if options.links is None:
        options.links = LINKS_WITH_TRYTON if options.tryton else LINKS
    return options


if __name__ == "__main__":
    main()
