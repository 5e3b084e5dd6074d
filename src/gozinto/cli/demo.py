"""`gozinto demo`: a plant that generates itself, its story in the terminal, and its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from gozinto.cli import up
from gozinto.cli.dates import read_day
from gozinto.demo import catalogue
from gozinto.deployment import serving
from gozinto.deployment.attach import attached

if TYPE_CHECKING:
    from gozinto.demo.registry import AnyPlan
    from gozinto.demo.steps import Progress as Reached


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(demo)


def demo(
    plant: Annotated[str, typer.Option(help="tyre, food or electronics")] = "tyre",
    scale: Annotated[int | None, typer.Option(metavar="N", help="How many finished units.")] = None,
    until: Annotated[
        str, typer.Option(metavar="DATE", help="Where its calendar ends (last midnight).")
    ] = "",
    seed: Annotated[int | None, typer.Option(help="Another seed, another plant (1).")] = None,
    leave: Annotated[bool, typer.Option("--exit", help="Tell the story and stop.")] = False,
    port: Annotated[
        int | None, typer.Option(help="Where to listen (GOZINTO_PORT, else 8000).")
    ] = None,
    own: up.Tls = False,
    tls_name: up.TlsName = None,
) -> None:
    """Build a demo plant in a database of its own, tell its story, and serve it."""
    catalogue.check_plant(plant)
    ends = read_day("--until", until)
    bind, at = serving.chosen_bind(), serving.chosen_port(port)
    if not leave:
        serving.check_free(bind=bind, port=at)
    certificate = up.secured(own=own, named=tls_name)
    console = Console(highlight=False)
    with attached(demo=True) as here:
        from gozinto.demo import plants
        from gozinto.demo.registry import PLANTS

        found = plants.find()
        chosen = PLANTS[plant]
        plan = plants.plan_for(chosen, found=found, scale=scale, seed=seed, until=ends)
        if found is None or not found.is_finished:
            if found is not None:
                console.print("An earlier build was interrupted; it is completed now.")
            _build(plant, plan, console)
        elif ends not in (None, plan.until):
            console.print(f"The plant on record ends at {plan.until}, and stays as it is.")
        chosen.tell(console, plan)
        if not leave:
            up.serve(here, bind=bind, port=at, certificate=certificate)


def _build(plant: str, plan: AnyPlan, console: Console) -> None:
    from gozinto.demo import plants
    from gozinto.demo.registry import PLANTS

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as bars:
        units = bars.add_task(PLANTS[plant].made, total=plan.scale)
        days = bars.add_task("days", total=(plan.until - plan.begins).days)

        def seen(step: Reached) -> None:
            bars.update(units, completed=step.made)
            bars.advance(days)

        plants.build(PLANTS[plant], plan, seen=seen)
