"""The story in the terminal: a supplier's almonds were bad; which jars, who has them; a salad."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from gozinto import trace
from gozinto.demo import telling
from gozinto.demo.food import truths
from gozinto.plant import objects
from gozinto.trace import Trace


def tell(console: Console) -> None:
    """Tell the story, as far as this version can answer it."""
    delivery = objects.resolve(truths.ALMOND_LOT)
    onward = trace.forward([delivery])
    supplier = ", ".join(one.name for one in trace.backward([delivery]).facts.suppliers)
    telling.opening(
        console,
        f"{supplier} reports Salmonella in delivery [bold]{truths.ALMOND_LOT}[/], weeks after it "
        "came.\nIt was tipped into a silo that was being drawn from. Which jars, and who has them?",
    )
    telling.life(console, trace.story(delivery))
    console.print(f"\n[bold]Where used[/]  {telling.size(onward)}")
    _lots(console, onward)
    telling.customers(console, onward, who="customer", what="jars")
    console.print(
        "What was drawn from the silo before the delivery came in holds none of it, though it "
        "was roasted, milled and filled on the same machines on the same day."
    )
    _salad(console)
    console.print(
        f"\n[dim]Ask yourself:[/]  gozinto trace {truths.ALMOND_LOT} --forward · "
        f"gozinto trace {truths.SALAD} · gozinto balance {truths.SALAD} · "
        "gozinto dispersion\n"
    )


def _lots(console: Console, onward: Trace) -> None:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in ("jars of", "lot", "still here, on hold"):
        table.add_column(column)
    for node in onward.nodes:
        if node.material == "AB-340":
            (left,) = trace.balance(objects.resolve(node.uri)).balances
            table.add_row(node.name or "", node.number, f"{left.on_hand.normalize():f}")
    console.print(table)


def _salad(console: Console) -> None:
    """How much of each grower's lot is in the salad, by weight."""
    back = trace.backward([objects.resolve(truths.SALAD)])
    console.print(f"\n[bold]How much of each[/]  salad lot {truths.SALAD}  {telling.size(back)}")
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in ("lot", "", "grower", "share"):
        table.add_column(column)
    growers = {
        number: supplier.name
        for supplier in back.facts.suppliers
        for number in supplier.supplier_lots
    }
    for node in back.nodes:
        if node.number in truths.SALAD_SHARES:
            name, grower = node.name or "", growers.get(node.number, "")
            table.add_row(node.number, name, grower, f"{node.share}")
    console.print(table)
