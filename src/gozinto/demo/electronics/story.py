"""The story in the terminal: a board comes back, which reel it was, and who has the others."""

from __future__ import annotations

from datetime import datetime, timedelta

from rich.console import Console
from rich.table import Table

from gozinto import trace
from gozinto.demo import telling
from gozinto.demo.electronics import truths
from gozinto.demo.electronics.plan import Plan
from gozinto.demo.electronics.supply import Supplies
from gozinto.demo.electronics.works import BOARD
from gozinto.plant import objects
from gozinto.plant.models import TraceableObject
from gozinto.record.models import Replacement
from gozinto.trace import Trace

_SHOWN = 5
"""So many repaired boards stand in the story."""


def tell(console: Console, plan: Plan) -> None:
    """Tell the story, as far as this version can answer it."""
    number = Supplies(plan).story
    board = objects.resolve(number)
    back = trace.backward([board])
    customer = ", ".join(one.name for one in back.facts.customers)
    telling.opening(
        console,
        f"{customer} sends board [bold]{number}[/] back: its supply voltage drifts when it is "
        "warm.\nOne scan: which panel, which reels, which jar of paste, and who has the rest?",
    )
    telling.life(console, trace.story(board))
    console.print(f"\n[bold]Where from[/]  {telling.size(back)}")
    console.print(telling.tree(back))
    telling.suppliers(console, back, what="board")
    _reel(console)
    _repair(console)
    console.print(
        f"\n[dim]Ask yourself:[/]  gozinto trace {number} · "
        f"gozinto trace {truths.DRIFTING_LOT} --forward --widths · "
        f"gozinto trace {number} --why {truths.DRIFTING_LOT} · "
        f"gozinto trace {truths.PLATING_LOT} --forward\n"
    )


def _reel(console: Console) -> None:
    number = truths.DRIFTING_LOT
    onward = trace.forward([objects.resolve(number)])
    console.print(
        f"\n[bold]Where used[/]  reel {number}: each of its boards passed the test at 3.35 V "
        f"(limit 3.366 V).  {telling.size(onward)}"
    )
    console.print(f"{len(_boards(onward))} boards hold it; these customers received some:")
    telling.customers(console, onward, who="customer", what="boards")
    console.print(
        "Nobody saw when it was followed by the next reel: the panels placed about then have "
        "both as possible, and neither is proven."
    )
    telling.widths(console, number, what="boards")


def _repair(console: Console) -> None:
    """What is in a repaired board now, and what was in it before."""
    box = objects.resolve(truths.PLATING_LOT)
    closed = Replacement.objects.filter(part=box).order_by("at", "id").select_related("unit")
    repaired = list(closed)
    console.print(
        f"\n[bold]Repairs[/]  {len(repaired)} boards did not start: the connector of box "
        f"{box.number} was replaced. {len(_boards(trace.forward([box])))} boards hold one of it."
    )
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in ("board", "before", "now"):
        table.add_column(column)
    for one in repaired[:_SHOWN]:
        before = one.at - timedelta(minutes=1)
        table.add_row(one.unit.number, _connector(one.unit, before), _connector(one.unit, None))
    console.print(table)


def _connector(board: TraceableObject, as_of: datetime | None) -> str:
    found = trace.backward([board], as_of=as_of).nodes
    return ", ".join(node.number for node in found if node.material == "J-CONN")


def _boards(answer: Trace) -> set[str]:
    return {n.number for n in answer.nodes if n.kind == "serial" and n.material == BOARD}
