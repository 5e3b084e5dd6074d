"""`gozinto findings`: what the rules found, and judging all of it again."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from gozinto.cli.exits import plain
from gozinto.cli.trace import read_time
from gozinto.deployment.attach import attached

if TYPE_CHECKING:
    from gozinto.record.findings import Found, Page

_SHOWN = 50


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    group = typer.Typer(invoke_without_command=True, help="What the rules found.")
    group.callback()(findings)
    group.command()(recheck)
    app.add_typer(group, name="findings")


def findings(
    context: typer.Context,
    open: Annotated[bool, typer.Option("--open", help="Not those that were overridden.")] = False,
    rule: Annotated[list[str] | None, typer.Option(help="Only of this rule; repeatable.")] = None,
    object: Annotated[
        str, typer.Option(metavar="ID", help="Only of this lot, serial or container.")
    ] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many at most.")] = _SHOWN,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Ask the demo plant.")] = False,
) -> None:
    """What breaks a rule and is on record: by rule, the newest first, with what to do next."""
    if context.invoked_subcommand is not None:
        return
    with attached(demo=demo):
        from gozinto.plant import objects
        from gozinto.record import findings as found
        from gozinto.trace import as_json as told

        page = found.page(
            state="open" if open else "",
            rules=rule or (),
            objects=[objects.resolve(object).uri] if object else (),
            size=limit,
        )
        if as_json:
            answer: dict[str, Any] = {"findings": [told(one) for one in page.findings]}
            if page.after is not None:
                answer["after"] = page.after
            typer.echo(json.dumps(answer, ensure_ascii=False))
            return
    show(page, Console(emoji=False, highlight=False))


def show(page: Page, console: Console) -> None:
    """Write findings for a person."""
    if not page.findings:
        console.print("Nothing is found: no event on record breaks a rule.")
        return
    for rule, found in groupby(sorted(page.findings, key=_rule), key=_rule):
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for one in (listed := list(found)):
            told = one.message
            if one.overridden is not None:
                told += f" Overridden by {one.overridden.person}: {one.overridden.reason}"
            table.add_row(f"{one.at:%Y-%m-%d %H:%M}", plain(told))
        console.print(f"[bold]{plain(listed[0].title)}[/bold]  {rule}")
        console.print(table)
        console.print(f"→ {plain(listed[0].next_step)}\n")
    if page.after is not None:
        console.print("There are more: ask for more with --limit.")


def _rule(one: Found) -> str:
    return one.rule


def recheck(
    since: Annotated[str, typer.Option(metavar="T", help="Only what happened since then.")] = "",
    demo: Annotated[bool, typer.Option("--demo", help="The demo plant's record.")] = False,
) -> None:
    """Judge again by the master data of today: a qualification entered late heals its faults."""
    begin = read_time("--since", since)
    console = Console(stderr=True)
    with attached(demo=demo), Progress(console=console, transient=True) as bar:
        from gozinto.record import findings as found

        task = bar.add_task("Judging", total=None)

        def passed(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        before, after = found.recheck(since=begin, progress=passed)
        bar.stop()
        typer.echo(f"Judged again: {before} findings before, {after} now.")
