"""`gozinto printers`: whether a printer is there, and would print."""

from __future__ import annotations

from typing import Annotated

import typer

from gozinto.cli.plant.asking import Demo
from gozinto.deployment.attach import attached
from gozinto.errors import Unavailable


def register(app: typer.Typer) -> None:
    """Adds the command group."""
    group = typer.Typer(no_args_is_help=True, help="Printers.")
    group.command()(check)
    app.add_typer(group, name="printers")

    @group.callback()
    def _group() -> None:
        """Printers."""


def check(
    code: Annotated[str, typer.Argument(metavar="CODE", help="The code of a printer.")],
    demo: Demo = False,
) -> None:
    """Ask a printer how it is. Nothing is printed."""
    with attached(demo=demo) as here:
        from gozinto.deployment.sending_labels import target
        from gozinto.edges.printing import sending
        from gozinto.edges.printing.outcomes import Undelivered
        from gozinto.labels.jobs import devices

        try:
            told = sending.check(target(devices.printer(code), root=here.home.path / "labels"))
        except Undelivered as problem:
            raise Unavailable(
                problem.message, code=problem.code, next_step=problem.next_step
            ) from problem
        typer.echo(f"{code}: {told}.")
