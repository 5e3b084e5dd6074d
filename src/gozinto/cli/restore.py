"""`gozinto restore`: a backup, in the place of what is there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import django
import typer
from rich.console import Console

from gozinto.deployment import attach, backup, database, homes


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(restore)


def restore(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="What a backup wrote.")],
    force: Annotated[
        bool, typer.Option("--force", help="Even where there is a record; it is kept aside.")
    ] = False,
) -> None:
    """Put a backup in place, after comparing it with the hashes taken when it was made."""
    manifest = backup.read_manifest(directory)
    home = homes.current().prepared()
    console = Console(stderr=True)
    with attach.landlord(home=home) as of, console.status("Restoring") as status:
        onto = of.demo if manifest.is_demo else of.plant
        application = attach.named_application(onto) or database.application_role(onto, home=home)
        os.environ.update(attach.exported_for(application, home=home, server=of.server))
        django.setup()
        from gozinto.deployment import restore as restores

        done = restores.restore(
            directory,
            onto=onto,
            application=application,
            home=home,
            force=force,
            passed=lambda table: status.update(f"Restoring {table}"),
        )
    typer.echo(f"{done.rows} rows are in {done.database}; every table hashes to what it did.")
    typer.echo(f"record {done.record_hash}")
    if done.kept_as:
        typer.echo(f"What stood there before is the database {done.kept_as}.")
