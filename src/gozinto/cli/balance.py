"""`gozinto balance`: what came in of a lot, where it went, and what is left of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from gozinto.cli.exits import plain
from gozinto.cli.trace import read_time
from gozinto.deployment.attach import attached
from gozinto.standards.quantities import shortest

if TYPE_CHECKING:
    from gozinto.trace.measures.answers import BalanceAnswer, DimensionBalance, Term

_SHOWN = 5


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(balance)


def balance(
    id: Annotated[str, typer.Argument(metavar="ID", help="Anything printed on a label.")],
    as_of: Annotated[str, typer.Option(metavar="T", help="Leave out what happened later.")] = "",
    known_at: Annotated[str, typer.Option(metavar="T", help="Only what was on record then.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The whole answer as JSON.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Ask the demo plant.")] = False,
) -> None:
    """The mass balance of a lot or a serial: what came in is what went out and what is there,
    each term with the events behind it."""
    as_of_time, known_at_time = read_time("--as-of", as_of), read_time("--known-at", known_at)
    with attached(demo=demo):
        from gozinto import trace as questions
        from gozinto.plant import objects

        answer = questions.balance(objects.resolve(id), as_of=as_of_time, known_at=known_at_time)
        if as_json:
            typer.echo(json.dumps(questions.as_json(answer), ensure_ascii=False))
            return
    show(answer, Console(emoji=False, highlight=False))


def show(answer: BalanceAnswer, console: Console) -> None:
    """Write a balance for a person: a table for each dimension, then what there is to know."""
    name = f", {plain(answer.object.name)}" if answer.object.name else ""
    console.print(f"[bold]Balance of {answer.object.kind} {plain(answer.object.number)}[/]{name}")
    if answer.units is not None:
        console.print(f"{answer.units} units with a serial number")
    if not answer.balances:
        console.print("Nothing of it came or went, as far as the record says.")
    for part in answer.balances:
        console.print(_table(part))
        for count in part.counts:
            console.print(
                f"  Counted {count.at:%Y-%m-%d %H:%M}: {shortest(count.quantity)} {part.uom};"
                f" the events until then leave {shortest(count.expected)}."
            )
    for remark in answer.remarks:
        events = f" ({len(remark.events)} events)" if remark.events else ""
        said = f"  [cyan]◇ {remark.code}[/]: {plain(remark.message)}{events}"
        console.print(said, soft_wrap=True)


def _table(part: DimensionBalance) -> Table:
    from gozinto.trace.measures.answers import WITHIN_TOLERANCE

    table = Table(box=None, header_style="dim")
    for column, side in (("", "left"), (part.uom, "right"), ("events", "right"), ("", "left")):
        table.add_column(column, justify="right" if side == "right" else "left")
    for term in part.terms:
        sign = "−" if term.side == "out" else ""
        table.add_row(
            term.term, f"{sign}{shortest(term.quantity)}", str(len(term.events)), _events(term)
        )
    table.add_row("on hand", shortest(part.on_hand), "", "")
    tone = "yellow" if part.difference and part.verdict != WITHIN_TOLERANCE else "green"
    table.add_row("difference", f"[{tone}]{shortest(part.difference)}[/]", "", _verdict(part))
    return table


def _verdict(part: DimensionBalance) -> str:
    """What the material's tolerance says of the difference; "" without one."""
    if part.tolerance is None or part.verdict is None:
        return ""
    return f"{part.verdict.replace('_', ' ')} (± {shortest(part.tolerance)} {part.uom})"


def _events(term: Term) -> str:
    shown = ", ".join(f"{event.at:%Y-%m-%d %H:%M}" for event in term.events[:_SHOWN])
    left = len(term.events) - _SHOWN
    return f"{shown} … and {left} more" if left > 0 else shown
