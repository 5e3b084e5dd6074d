"""`gozinto dispersion`: how far lots spread, and what taking them back would cost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated
from urllib.parse import unquote

import typer
from rich.console import Console
from rich.table import Table

from gozinto.cli.exits import plain
from gozinto.cli.trace import read_time
from gozinto.deployment.attach import attached
from gozinto.errors import Malformed
from gozinto.standards.quantities import shortest

if TYPE_CHECKING:
    from gozinto.trace.measures.answers import DispersionAnswer, Total

_SHOWN = 40


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(dispersion)


def dispersion(
    id: Annotated[str, typer.Argument(metavar="[ID]", help="Anything printed on a label.")] = "",
    material: Annotated[str, typer.Option(metavar="CODE", help="All lots of a material.")] = "",
    as_of: Annotated[str, typer.Option(metavar="T", help="Leave out what happened later.")] = "",
    known_at: Annotated[str, typer.Option(metavar="T", help="Only what was on record then.")] = "",
    width: Annotated[str, typer.Option(help="proven, recorded or possible")] = "recorded",
    as_json: Annotated[bool, typer.Option("--json", help="The whole answer as JSON.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Ask the demo plant.")] = False,
) -> None:
    """How far a lot spread, or each lot of a material, or each raw lot: the finished lots that
    contain it, what would have to be taken back and from whom; worst case and average."""
    if id and material:
        raise Malformed(
            "Ask about one lot or about the lots of a material.",
            code="options_exclude_each_other",
            next_step="Leave out the ID or --material.",
        )
    as_of_time, known_at_time = read_time("--as-of", as_of), read_time("--known-at", known_at)
    with attached(demo=demo):
        from gozinto import trace as questions
        from gozinto.plant import objects

        answer = questions.dispersion(
            objects.resolve(id) if id else None,
            material=material,
            width=width,
            as_of=as_of_time,
            known_at=known_at_time,
        )
        if as_json:
            typer.echo(json.dumps(questions.as_json(answer), ensure_ascii=False))
            return
    show(answer, Console(emoji=False, highlight=False))


def show(answer: DispersionAnswer, console: Console) -> None:
    """Write an answer for a person: the summary, then the lots, furthest spread first."""
    if answer.truncated:
        console.print("[yellow]▲ cut_by_limit[/]: more was reached than is looked at.")
    summary = _table("Worst and average", "measure", "worst", "of", "average")
    for row in answer.summary:
        name = f"{row.measure} {row.uom}" if row.uom else row.measure
        lot = plain(unquote(row.worst_of.rsplit("/", 1)[-1]))
        summary.add_row(name, shortest(row.worst), lot, shortest(row.average))
    down = _table(
        "Down: finished lots that contain it", "lot", "lots", "units", "recall", "customers"
    )
    for one in sorted(answer.down, key=lambda one: (-one.dispersion, one.object.number))[:_SHOWN]:
        unknown = (
            f" and {one.without_quantity} lots of unknown size" if one.without_quantity else ""
        )
        down.add_row(
            plain(one.object.number),
            str(one.dispersion),
            str(one.units),
            _totals(one.recall) + unknown,
            str(one.customers),
        )
    up = _table("Up: raw lots in it", "lot", "lots")
    for other in sorted(answer.up, key=lambda one: (-one.dispersion, one.object.number))[:_SHOWN]:
        up.add_row(plain(other.object.number), str(other.dispersion))
    for table in (summary, down, up):
        if table.row_count:
            console.print(table)
    if not answer.down and not answer.up:
        console.print("There is no such lot on record.")
    left = max(len(answer.down), len(answer.up)) - _SHOWN
    if left > 0:
        console.print(f"  … and {left} more; --json gives all.")


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, header_style="dim")
    for index, column in enumerate(columns):
        table.add_column(column, justify="left" if index == 0 or column == "of" else "right")
    return table


def _totals(totals: tuple[Total, ...]) -> str:
    return " + ".join(f"{shortest(one.quantity)} {one.uom}" for one in totals)
