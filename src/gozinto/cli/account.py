"""`gozinto account`: whose accounts they are."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from gozinto.deployment.attach import attached


def register(app: typer.Typer) -> None:
    """Adds the command group."""
    group = typer.Typer(no_args_is_help=True, help="Accounts, and whose they are.")
    group.command("list")(show)
    group.command()(link)
    group.command()(rescue)
    app.add_typer(group, name="account")


def show(
    demo: Annotated[bool, typer.Option("--demo", help="Those of the demo plant.")] = False,
) -> None:
    """List all accounts: the person that each acts as, and its roles."""
    with attached(demo=demo):
        from gozinto.access import accounts

        table = Table("account", "person", "roles", box=None)
        for one in accounts.listed():
            person = one.person if one.is_somebody else "(nobody who works here)"
            table.add_row(one.name, person, ", ".join(one.roles))
        Console(emoji=False, markup=False).print(table)


def link(
    name: Annotated[str, typer.Argument(metavar="ACCOUNT", help="The name it signs in by.")],
    person: Annotated[
        str, typer.Option(help="The code of the person whose it is; without, its own name.")
    ] = "",
    demo: Annotated[bool, typer.Option("--demo", help="One of the demo plant.")] = False,
) -> None:
    """Say whose account it is: what is done with it is recorded in that person's name."""
    with attached(demo=demo):
        from gozinto.access import accounts

        accounts.link(name, person=person)
        typer.echo(f"{name} acts as {person or name}")


def rescue(
    name: Annotated[str, typer.Argument(metavar="ACCOUNT", help="The name it signs in by.")],
    admin: Annotated[
        bool, typer.Option("--admin", help="Let it administer: where nobody else can any more.")
    ] = False,
    demo: Annotated[bool, typer.Option("--demo", help="One of the demo plant.")] = False,
) -> None:
    """Break the glass: open an account, unlock it, take its second factors, print a link.

    The link signs in once, within 24 hours. All of it stands in the register of changes.
    """
    with attached(demo=demo):
        from gozinto.access import administering

        token = administering.rescue(name, administers=admin, by="gozinto account rescue")
        typer.echo(
            f"Sign in once, within 24 hours, at the address of Gozinto and: /sign-in/{token}/"
        )
