"""`gozinto agent`: prints where the server cannot reach."""

from __future__ import annotations

import os
import signal
import socket
import threading
from pathlib import Path
from typing import Annotated

import typer

from gozinto.deployment.homes import default_path
from gozinto.edges.printing.agent import Agent, Journal, Server, read_printer
from gozinto.errors import Malformed


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(agent)


def agent(
    server: Annotated[str, typer.Option("--server", metavar="URL", help="Where Gozinto is.")],
    printer: Annotated[
        list[str],
        typer.Option(
            "--printer",
            metavar="CODE=ADDRESS",
            help="A printer and where it is: host:port, ipp://… or file:FOLDER; may be repeated.",
        ),
    ],
    token: Annotated[
        str, typer.Option("--token", help="Of the role agent; else GOZINTO_AGENT_TOKEN.")
    ] = "",
    name: Annotated[
        str, typer.Option("--name", help="The agent's name, the same at each start.")
    ] = "",
    state: Annotated[
        Path | None, typer.Option("--state", metavar="FOLDER", help="Where it remembers.")
    ] = None,
) -> None:
    """Fetch labels from a server and print them here, until Ctrl-C.

    It asks the server and is never asked: no firewall need let anything in.
    """
    plain = token or os.environ.get("GOZINTO_AGENT_TOKEN", "")
    if not plain:
        raise Malformed(
            "No token was given.",
            code="no_agent_token",
            next_step="`gozinto token create --role agent` at the server; then --token, or "
            "GOZINTO_AGENT_TOKEN.",
        )
    if not server.startswith(("http://", "https://")):
        raise Malformed(
            f"{server!r} is no address of a server.",
            code="bad_server",
            next_step="Write it like https://gozinto.example.",
        )
    named = name or socket.gethostname()
    kept = state or default_path() / "agent"
    targets = [read_printer(one, root=kept) for one in printer]
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    typer.echo(f"{named} prints for {server}: {', '.join(one.code for one in targets)}.")
    Agent(
        name=named,
        server=Server(url=server, token=plain),
        printers={one.code: one for one in targets},
        journal=Journal(kept / "delivered"),
        say=typer.echo,
    ).work(ended)
