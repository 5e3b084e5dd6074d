"""`gozinto migrate`: the tables as this version needs them."""

from __future__ import annotations

from typing import Annotated

import typer

from gozinto.deployment import migrating
from gozinto.deployment.attach import attached


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(migrate)


def migrate(
    demo: Annotated[bool, typer.Option("--demo", help="The demo plant's tables.")] = False,
) -> None:
    """Bring the tables up to date and renew what the application may do with them."""
    with attached(demo=demo) as here:
        migrating.migrate(here.roles)
        typer.echo(f"{here.roles.owner.name} is up to date.")
