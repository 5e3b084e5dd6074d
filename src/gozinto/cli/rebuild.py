"""`gozinto rebuild`: what is derived, derived again from the record."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from gozinto.cli.exits import FAILED
from gozinto.deployment.attach import attached


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(rebuild)


def rebuild(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing: compare with a replay.")
    ] = False,
    demo: Annotated[bool, typer.Option("--demo", help="The demo plant's record.")] = False,
) -> None:
    """Replay the record into empty projections, in place of the live ones or to compare."""
    console = Console(stderr=True)
    with attached(demo=demo), Progress(console=console, transient=True) as bar:
        from gozinto.record import rebuild as projections

        task = bar.add_task("Replaying", total=None)

        def passed(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        if not check:
            projections.rebuild(passed)
            bar.stop()
            typer.echo("Rebuilt: every projection is what the record says.")
            return
        differences = projections.check(passed)
        bar.stop()
        for found in differences:
            typer.echo(_OUTDATED.format(found) if found.by_master_data else _DIFFERS.format(found))
        if not all(found.by_master_data for found in differences):
            raise typer.Exit(FAILED)
        typer.echo("Equal: every projection is what the record says.")


_DIFFERS = (
    "{0.projection}: {0.only_live} only live, {0.only_replayed} only replayed, such as {0.example}"
)
_OUTDATED = (
    "Findings are not yet judged by the master data of today: by it {0.only_live} go and "
    "{0.only_replayed} come. To judge them: gozinto findings recheck."
)
