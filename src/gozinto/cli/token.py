"""`gozinto token`: keys for programs."""

from __future__ import annotations

from typing import Annotated

import typer

from gozinto.deployment.attach import attached


def register(app: typer.Typer) -> None:
    """Adds the command group."""
    group = typer.Typer(no_args_is_help=True, help="API tokens for programs.")
    group.command()(create)
    app.add_typer(group, name="token")

    @group.callback()
    def _group() -> None:
        """API tokens for programs."""


def create(
    role: Annotated[str, typer.Option(help="What the program may do: operator, auditor, …")],
    name: Annotated[str, typer.Option(help="What the token is for.")] = "",
    demo: Annotated[bool, typer.Option("--demo", help="A token for the demo plant.")] = False,
) -> None:
    """Make a token and print it, alone on the last line. It is shown only now."""
    with attached(demo=demo):
        from gozinto.access import tokens

        typer.echo(tokens.create(role=role, by="gozinto token create", name=name))
