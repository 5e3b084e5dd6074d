"""`gozinto doctor`: what is there, how it stands, what to do."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from gozinto.cli.exits import FAILED
from gozinto.deployment import homes
from gozinto.deployment.examination import Finding, State, findings

MARKS = {State.WELL: "[green]✓[/]", State.LOOK: "[yellow]![/]", State.WRONG: "[red]✗[/]"}


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(doctor)


def doctor(
    demo: Annotated[bool, typer.Option("--demo", help="Look at the demo plant.")] = False,
) -> None:
    """Say what database this is, how it stands, and what to do. Fails when something is wrong."""
    found = list(findings(homes.current(), demo=demo))
    Console(highlight=False).print(drawn(found))
    if any(finding.state is State.WRONG for finding in found):
        raise typer.Exit(FAILED)


def drawn(found: list[Finding]) -> Table:
    """The findings as a table."""
    table = Table(box=None, pad_edge=False)
    for heading in ("", "what", "seen", "what to do"):
        table.add_column(heading, overflow="fold")
    for finding in found:
        table.add_row(MARKS[finding.state], finding.matter, finding.seen, finding.remedy)
    return table
