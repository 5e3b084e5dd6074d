"""The demo's story in the terminal: a tyre comes back, where it came from, what else is touched."""

from __future__ import annotations

from collections import defaultdict

from rich.console import Console

from gozinto import trace
from gozinto.demo import telling
from gozinto.demo.tyre import quality_story, truths
from gozinto.plant import objects
from gozinto.plant.models import Material
from gozinto.trace import Trace


def tell(console: Console) -> None:
    """Tell the story: one tyre, what is behind it, and what became of that."""
    tyre = objects.resolve(truths.SERIAL)
    back = trace.backward([tyre])
    dealer = ", ".join(customer.name for customer in back.facts.customers)
    telling.opening(
        console,
        f"{dealer} returns tyre [bold]{truths.SERIAL}[/]: it loses air.\n"
        "One scan: when, where, by whom, out of what, and who has the rest?",
    )
    telling.life(console, trace.story(tyre))
    console.print(f"\n[bold]Where from[/]  {telling.size(back)}")
    console.print(telling.tree(back))
    _measured(console, back)
    telling.suppliers(console, back, what="tyre")
    _forward(console, truths.HALOBUTYL_LOT)
    telling.widths(console, truths.HALOBUTYL_LOT, what="tyres")
    quality_story.tell(console)
    console.print(
        "\n[dim]Ask yourself:[/]  gozinto trace 0444232322 · "
        f"gozinto trace {truths.BLADDER} --forward · gozinto trace {truths.OPENING_LOT} · "
        f"gozinto trace {truths.HALOBUTYL_LOT} --forward --widths · "
        f"gozinto trace {truths.SERIAL} --why {truths.HALOBUTYL_LOT} · "
        f"gozinto suspects --of {quality_story.LEAKS}\n"
    )


def _measured(console: Console, answer: Trace) -> None:
    kinds: dict[str, int] = defaultdict(int)
    for control in answer.facts.inspections:
        kinds[control.kind] += 1
    said = ", ".join(f"{n} {kind.replace('_', '-')}" for kind, n in sorted(kinds.items()))
    shifts = ", ".join(f"{s.date:%d.%m.} {s.code} (crew {s.crew})" for s in answer.facts.shifts)
    worn = [
        f"{asset.kind} {asset.code} with {asset.cycles} cycles on {machine.code}"
        for machine in answer.facts.equipment
        for asset in machine.assets
        if asset.code == truths.BLADDER
    ]
    console.print(f"Inspections: {said}.  Shifts: {shifts}.")
    console.print(f"People: {len(answer.facts.people)}.  Mounted: {'; '.join(worn)} "
                  f"[yellow](limit {truths.BLADDER_LIMIT})[/].")  # fmt: skip


def _forward(console: Console, number: str) -> None:
    lot = objects.resolve(number)
    onward = trace.forward([lot])
    material = Material.objects.filter(code=lot.item).values_list("name", flat=True).first()
    tyres = sum(node.kind == "serial" and node.material == "T205" for node in onward.nodes)
    console.print(
        f"\n[bold]Where used[/]  lot {number}, {material}: the input control passed it with "
        f"{truths.HALOBUTYL_PERMEABILITY} % permeability (limit 120).  {telling.size(onward)}"
    )
    console.print(f"{tyres} tyres hold it; these dealers received some:")
    telling.customers(console, onward, who="dealer", what="tyres")
