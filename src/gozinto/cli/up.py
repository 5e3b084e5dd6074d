"""`gozinto up`: database, migrations, web."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from gozinto.deployment import serving
from gozinto.deployment.attach import Attachment, attached
from gozinto.deployment.indexing import indexed
from gozinto.deployment.watching import watched
from gozinto.deployment.working import worked


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(up)


def up(
    port: Annotated[
        int | None, typer.Option(help="Where to listen (GOZINTO_PORT, else 8000).")
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Serve the demo plant.")] = False,
    plant: Annotated[
        bool, typer.Option("--plant", help="Serve the plant, even where only a demo is yet.")
    ] = False,
) -> None:
    """Start the database, bring its tables up to date, and serve until Ctrl-C."""
    bind, at = serving.chosen_bind(), serving.chosen_port(port)
    serving.check_free(bind=bind, port=at)
    with attached(demo=demo, plant=plant) as here:
        serve(here, bind=bind, port=at)


def serve(here: Attachment, *, bind: str, port: int) -> None:
    """Serves what we are attached to until told to stop, after printing how to sign in."""
    with watched(here.server), indexed(here.home), worked(here.home):
        serving.serve(
            bind=bind,
            port=port,
            home=here.home,
            ready=lambda: greet(here, bind=bind, port=port),
        )


def greet(here: Attachment, *, bind: str, port: int) -> None:
    """Prints the address and a link that signs the administrator in once."""
    from django.db import connections

    from gozinto.access import links
    from gozinto.deployment import administrator

    console = Console(soft_wrap=True, highlight=False)
    at = serving.address(bind=bind, port=port)
    link = f"{at}/sign-in/{links.create(user=administrator.get())}/"
    # The web process is another one: this connection would only idle.
    connections.close_all()
    what = "the demo plant" if here.is_demo else "the plant"
    console.print(f"Gozinto serves {what} at [bold]{at}[/]")
    console.print(f"Sign in once, within 24 hours: [bold cyan]{link}[/]")
    console.print("[dim]Ctrl-C stops it.[/]")
