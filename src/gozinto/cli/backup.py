"""`gozinto backup`: one moment of everything, into a directory."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gozinto.deployment.attach import attached


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(backup)


def backup(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A new directory.")],
    demo: Annotated[bool, typer.Option("--demo", help="Of the demo plant.")] = False,
) -> None:
    """Write a backup of this moment, while everybody goes on working."""
    console = Console(stderr=True)
    with attached(demo=demo) as here, console.status("Writing") as status:
        from gozinto.deployment import backup as backups

        manifest = backups.write(
            here.roles.application,
            directory.absolute(),
            home=here.home,
            is_demo=here.is_demo,
            passed=lambda table: status.update(f"Writing {table}"),
        )
    rows = sum(kept["rows"] for kept in manifest.tables.values())
    typer.echo(f"{rows} rows of {manifest.database} are in {directory}.")
    typer.echo(f"record {manifest.record_hash}")
