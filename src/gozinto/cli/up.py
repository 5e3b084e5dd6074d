"""`gozinto up`: database, migrations, web."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gozinto.deployment import homes, serving, tls
from gozinto.deployment.attach import Attachment, attached
from gozinto.deployment.indexing import indexed
from gozinto.deployment.tls import Files
from gozinto.deployment.watching import watched
from gozinto.deployment.working import worked
from gozinto.errors import Malformed

Tls = Annotated[
    bool, typer.Option("--tls", help="Speak TLS, by a certificate of the plant's own authority.")
]
TlsName = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="What stations call this machine; may be repeated."),
]


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
    own: Tls = False,
    tls_name: TlsName = None,
    tls_cert: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A certificate of your own (PEM).")
    ] = None,
    tls_key: Annotated[Path | None, typer.Option(metavar="FILE", help="Its key (PEM).")] = None,
) -> None:
    """Start the database, bring its tables up to date, and serve until Ctrl-C."""
    bind, at = serving.chosen_bind(), serving.chosen_port(port)
    serving.check_free(bind=bind, port=at)
    certificate = secured(own=own, named=tls_name, files=(tls_cert, tls_key))
    with attached(demo=demo, plant=plant) as here:
        serve(here, bind=bind, port=at, certificate=certificate)


def secured(
    *,
    own: bool,
    named: list[str] | None,
    files: tuple[Path | None, Path | None] = (None, None),
) -> Files | None:
    """The certificate that was asked for; None for none. Told before Django reads its settings.

    Raises Malformed (bad_certificate, bad_tls_name, tls_half_told).
    """
    certificate, key = files
    if certificate and key:
        chosen = tls.given(certificate, key)
    elif certificate or key:
        raise Malformed(
            "A certificate and its key belong together.",
            code="tls_half_told",
            next_step="Say --tls-cert FILE --tls-key FILE, or --tls for one of the plant's own.",
        )
    elif own or named:
        chosen = tls.prepared(homes.current().prepared(), named=named or ())
    else:
        return None
    serving.announce(chosen)
    return chosen


def serve(here: Attachment, *, bind: str, port: int, certificate: Files | None = None) -> None:
    """Serves what we are attached to until told to stop, after printing how to sign in."""
    with watched(here.server), indexed(here.home), worked(here.home):
        serving.serve(
            bind=bind,
            port=port,
            home=here.home,
            certificate=certificate,
            ready=lambda: greet(
                here,
                at=serving.address(bind=bind, port=port, certificate=certificate),
                authority=certificate.authority if certificate else None,
            ),
        )


def greet(here: Attachment, *, at: str, authority: Path | None) -> None:
    """Prints the address, a link that signs the administrator in once, and how to trust us."""
    from django.db import connections

    from gozinto.access import links
    from gozinto.deployment import administrator

    console = Console(soft_wrap=True, highlight=False)
    link = f"{at}/sign-in/{links.create(user=administrator.get())}/"
    # The web process is another one: this connection would only idle.
    connections.close_all()
    what = "the demo plant" if here.is_demo else "the plant"
    console.print(f"Gozinto serves {what} at [bold]{at}[/]")
    console.print(f"Sign in once, within 24 hours: [bold cyan]{link}[/]")
    if authority is not None:
        fingerprint = tls.fingerprint(authority.read_bytes()).replace(":", " ")
        console.print(f"Devices learn to trust it at {at}/trust/, if this is what they see there:")
        console.print(f"[dim]{fingerprint}[/]")
    console.print("[dim]Ctrl-C stops it.[/]")
