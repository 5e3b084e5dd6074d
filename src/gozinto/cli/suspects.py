"""`gozinto suspects`: what the units that came back have in common."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from gozinto.cli.exits import plain
from gozinto.cli.trace import read_time
from gozinto.deployment.attach import attached

if TYPE_CHECKING:
    from gozinto.plant.models import TraceableObject
    from gozinto.trace import SuspectsAnswer
    from gozinto.trace.suspects.answers import Suspect


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(suspects)


def suspects(
    of: Annotated[
        list[str] | None,
        typer.Option(metavar="DEFECT|ID", help="A word of why they came back, or units; repeated."),
    ] = None,
    long_enough: Annotated[
        float | None,
        typer.Option(metavar="DAYS", help="Compare with units shipped so many days ago."),
    ] = None,
    persons: Annotated[bool, typer.Option("--persons", help="People are factors too.")] = False,
    limit: Annotated[int, typer.Option(metavar="N", help="How many suspects are listed.")] = 20,
    as_of: Annotated[str, typer.Option(metavar="T", help="Leave out what happened later.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The whole answer as JSON.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Ask the demo plant.")] = False,
) -> None:
    """What the units that came back have in common, beside all that were in the field as long:
    suspects, most suspicious first, what cannot be told apart, and what to test next."""
    as_of_time = read_time("--as-of", as_of)
    with attached(demo=demo):
        from gozinto import trace as questions

        units, defect = _sought(of or [])
        answer = questions.suspects(
            units,
            defect=defect,
            long_enough=None if long_enough is None else timedelta(days=long_enough),
            with_persons=persons,
            most=limit,
            as_of=as_of_time,
        )
        if as_json:
            typer.echo(json.dumps(questions.as_json(answer), ensure_ascii=False))
            return
    show(answer, Console(emoji=False, highlight=False))


def _sought(of: list[str]) -> tuple[list[TraceableObject], str]:
    """The units that are named, or the word of a defect: one text that names nothing.

    Raises Unknown and Ambiguous as any ID does, where there are several.
    """
    from gozinto.plant import objects

    if len(of) == 1 and not objects.find_all(of[0]):
        return [], of[0]
    return [objects.resolve(one) for one in of], ""


def show(answer: SuspectsAnswer, console: Console) -> None:
    """Write an answer for a person: the causes in sentences, then the table behind them."""
    models = ", ".join(answer.models)
    console.print(
        f"[bold]{answer.complaints} returns of {answer.population:,} units[/] {plain(models)},"
        f" in the field for at least {answer.long_enough_days:g} days"
        + (" (as long as the first took)" if answer.is_assumed else "")
        + f" · {answer.tested:,} factors tested · {answer.elapsed_ms:.0f} ms"
    )
    for left in answer.left_out:
        console.print(f"  [yellow]▲ {left.code}[/] {left.count}: {plain(left.message)}")
    if answer.truncated:
        console.print("  [yellow]▲ cut_by_limit[/]: more was reached than is looked at.")
    if answer.unproven.unknown:
        console.print(f"  [yellow]▲ unproven[/] {answer.unproven.unknown} links were not followed.")
    for number, cause in enumerate(answer.causes, 1):
        console.print(f"\n[bold]{number}.[/] {plain(cause.suspect.sentence)}", soft_wrap=True)
        _tied(cause.suspect, console)
    if answer.verdict is not None:
        console.print(f"\n[bold]{plain(answer.verdict.sentence)}[/]", soft_wrap=True)
    if not answer.causes:
        console.print("\nNothing is shared by more of them than chance would give.")
    if answer.unexplained:
        console.print(f"\nUnexplained: {len(answer.unexplained)}.")
    for test in answer.next_tests:
        console.print(f"  → {plain(test.sentence)} ({test.bits:g} bits)", soft_wrap=True)
    if answer.suspects:
        console.print(_table(answer))
    if answer.overturned is not None:
        console.print(f"[dim]The first: {plain(answer.overturned.sentence)}[/]", soft_wrap=True)


def _tied(suspect: Suspect, console: Console) -> None:
    from gozinto.trace.suspects.wording import named

    if suspect.tied:
        listed = ", ".join(map(named, suspect.tied))
        console.print(f"   cannot be told apart from: {plain(listed)}", soft_wrap=True)


def _table(answer: SuspectsAnswer) -> Table:
    from gozinto.trace.suspects.wording import named

    table = Table(title="\nAll of them together", title_justify="left", box=None)
    table.header_style = "dim"
    for name in ("suspect", "tied", "returned", "of all", "lift", "95 %", "p", "q"):
        table.add_column(name, justify="left" if name == "suspect" else "right")
    for one in answer.suspects:
        style = None if one.is_believed else "dim"
        table.add_row(
            plain(named(one.factor)),
            str(len(one.tied) or ""),
            f"{one.hits}/{one.complaints}",
            f"{one.exposed:,}/{one.population:,}",
            f"{one.lift:.1f}",
            f"{one.lift_low:.1f}–{one.lift_high:.1f}",
            f"{one.p:.2g}",
            f"{one.q:.2g}",
            style=style,
        )
    return table
