"""`gozinto findings`: what the rules found, and judging all of it again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from gozinto.cli.exits import plain
from gozinto.cli.language import spoken
from gozinto.cli.trace import read_time
from gozinto.deployment.attach import attached

if TYPE_CHECKING:
    from gozinto.record.findings import Found, Group, Page

_SHOWN = 50


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    group = typer.Typer(invoke_without_command=True, help="What the rules found.")
    group.callback()(findings)
    group.command()(settle)
    group.command()(reopen)
    group.command()(recheck)
    app.add_typer(group, name="findings")


def findings(
    context: typer.Context,
    open: Annotated[bool, typer.Option("--open", help="Not those that were overridden.")] = False,
    rule: Annotated[list[str] | None, typer.Option(help="Only of this rule; repeatable.")] = None,
    object: Annotated[
        str, typer.Option(metavar="ID", help="Only of this lot, serial or container.")
    ] = "",
    each: Annotated[
        bool, typer.Option("--each", help="Each by itself, not how often of one object.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many at most.")] = _SHOWN,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Ask the demo plant.")] = False,
) -> None:
    """What breaks a rule and is on record: by rule and object, the newest first, with what to do
    next; what may be chance comes last. In the language of the terminal."""
    if context.invoked_subcommand is not None:
        return
    with attached(demo=demo):
        from gozinto.plant import objects
        from gozinto.record import findings as found

        asked: dict[str, Any] = {
            "state": "open" if open else "",
            "rules": rule or (),
            "objects": [objects.resolve(object).uri] if object else (),
            "size": limit,
        }
        if as_json:
            typer.echo(json.dumps(_as_json(found.page(**asked)), ensure_ascii=False))
            return
        with spoken(os.environ):
            console = Console(emoji=False, highlight=False)
            if each:
                page = found.page(**asked)
                show_each(page.findings, console, is_more=page.after is not None)
            else:
                told = found.groups(**asked)
                show(told.groups, console, is_more=told.is_more)


def _as_json(page: Page) -> dict[str, Any]:
    from gozinto.trace import as_json as told

    answer: dict[str, Any] = {"findings": [told(one) for one in page.findings]}
    if page.after is not None:
        answer["after"] = page.after
    return answer


def show(groups: Sequence[Group], console: Console, *, is_more: bool = False) -> None:
    """Write for a person what is found: each object once, with how often."""
    rows = [
        (one, _told(one) if group.count == 1 else _times(group))
        for group in groups
        for one in group.newest[:1]
    ]
    _write(rows, console, is_more=is_more)


def show_each(found: Iterable[Found], console: Console, *, is_more: bool = False) -> None:
    """Write each finding for a person."""
    _write([(one, f"{one.id}  {_told(one)}") for one in found], console, is_more=is_more)


_TIME = "%Y-%m-%d %H:%M"


def _told(one: Found) -> str:
    """What is said of a finding, and who let it pass."""
    from django.utils.translation import gettext as _

    from gozinto.record import findings

    told = findings.translated(one).message
    if one.overridden is not None:
        why = {"who": one.overridden.person, "why": one.overridden.reason}
        told += f" {_('Overridden by %(who)s: %(why)s') % why}"
    if one.settled is not None:
        why = {"who": one.settled.person, "why": one.settled.reason}
        told += f" {_('Settled by %(who)s: %(why)s') % why}"
    return told


def _times(group: Group) -> str:
    """What is said of several findings: the words of the newest, how often, and how many stand."""
    from django.utils.translation import ngettext

    from gozinto.record import findings

    times = ngettext(
        "%(n)s time, first %(first)s, last %(last)s",
        "%(n)s times, first %(first)s, last %(last)s",
        group.count,
    ) % {"n": group.count, "first": f"{group.first:{_TIME}}", "last": f"{group.last:{_TIME}}"}
    if group.open < group.count:
        times += f" · {ngettext('%(n)s open', '%(n)s open', group.open) % {'n': group.open}}"
    return f"{findings.translated(group.newest[0]).message} ({times})"


def _write(rows: Sequence[tuple[Found, str]], console: Console, *, is_more: bool) -> None:
    from django.utils.translation import gettext as _

    from gozinto.record import findings

    if not rows:
        console.print(_("Nothing is found: no event on record breaks a rule."))
        return
    for rule, some in groupby(sorted(rows, key=_place), key=_place):
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for one, told in (listed := list(some)):
            table.add_row(f"{one.at:{_TIME}}", plain(told))
        said = findings.translated(listed[0][0])
        console.print(f"[bold]{plain(said.title)}[/bold]  {rule[1]}")
        console.print(table)
        console.print(f"→ {plain(said.next_step)}\n")
    if is_more:
        console.print(_("There are more: ask for more with --limit."))


def _place(row: tuple[Found, str]) -> tuple[bool, str]:
    """Where the rule of a finding stands: what may be chance comes last."""
    return row[0].is_signal, row[0].rule


Ids = Annotated[list[int], typer.Argument(metavar="ID...", help="As --each shows them.")]
By = Annotated[str, typer.Option(metavar="PERSON", help="The code of whoever says so.")]


def settle(
    ids: Ids,
    reason: Annotated[str, typer.Option(help="What was done, or why nothing is to be done.")],
    by: By,
    demo: Annotated[bool, typer.Option("--demo", help="The demo plant's record.")] = False,
) -> None:
    """Settle findings by hand: they stand on record, and are open no more."""
    with attached(demo=demo):
        from gozinto.access.roles import INSIDE
        from gozinto.record import settling

        said = settling.settle(ids, reason=reason, by=by, roles=INSIDE)
        typer.echo(f"Settled: {said.count}.")


def reopen(
    ids: Ids,
    by: By,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    demo: Annotated[bool, typer.Option("--demo", help="The demo plant's record.")] = False,
) -> None:
    """Open findings again that were settled by hand."""
    with attached(demo=demo):
        from gozinto.access.roles import INSIDE
        from gozinto.record import settling

        said = settling.reopen(ids, reason=reason, by=by, roles=INSIDE)
        typer.echo(f"Open again: {said.count}.")


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
