"""`gozinto roles`: who may call what of the API."""

from __future__ import annotations

import os

import django
import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def roles() -> None:
        """Print who may call what of /api/v1, as a table in Markdown."""
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gozinto.deployment.settings")
        django.setup()
        # Django has to be set up before the operations can be read.
        from gozinto.edges.api.permissions import as_markdown
        from gozinto.edges.api.urls import api

        typer.echo(as_markdown(api), nl=False)
