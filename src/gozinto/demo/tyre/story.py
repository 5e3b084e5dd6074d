"""The demo's story in the terminal: a tyre comes back, where it came from, what else is touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.tree import Tree

from gozinto import trace
from gozinto.demo.tyre import truths
from gozinto.plant import enterprise, objects
from gozinto.plant.models import Location, Material, Person
from gozinto.trace import Trace
from gozinto.trace.answer import Node, TraceLink
from gozinto.trace.stories import Entry

_DEEPEST = 6
"""The tree stops at the components' own inputs; `gozinto trace` shows everything."""


def tell(console: Console) -> None:
    """Tell the story, as far as this version can answer it."""
    tyre = objects.resolve(truths.SERIAL)
    back = trace.backward([tyre])
    dealer = ", ".join(customer.name for customer in back.facts.customers)
    console.print()
    console.print(
        Panel(
            f"{dealer} returns tyre [bold]{truths.SERIAL}[/]: it loses air.\n"
            "One scan: when, where, by whom, out of what, and who has the rest?",
            title=enterprise.get().name,
            title_align="left",
            expand=False,
        )
    )
    _life(console, trace.story(tyre))
    console.print(f"\n[bold]Where from[/]  {_size(back)}")
    console.print(_tree(back))
    _measured(console, back)
    _suppliers(console, back)
    _forward(console, truths.HALOBUTYL_LOT)
    _widths(console, truths.HALOBUTYL_LOT)
    console.print(
        "\n[dim]Ask yourself:[/]  gozinto trace 0444232322 · "
        f"gozinto trace {truths.BLADDER} --forward · gozinto trace {truths.OPENING_LOT} · "
        f"gozinto trace {truths.HALOBUTYL_LOT} --forward --widths · "
        f"gozinto trace {truths.SERIAL} --why {truths.HALOBUTYL_LOT}\n"
    )


def _life(console: Console, entries: Iterable[Entry]) -> None:
    zone = ZoneInfo(enterprise.get().zone)
    listed = list(entries)
    names = dict(
        Person.objects.filter(code__in={e.person for e in listed}).values_list("code", "name")
    )
    places = dict(
        Location.objects.filter(uri__in={e.location for e in listed}).values_list("uri", "name")
    )
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in ("when", "what", "where", "who", ""):
        table.add_column(column)
    for entry in listed:
        table.add_row(
            _local(entry.at, zone),
            entry.step or entry.biz_step.rsplit("/", 1)[-1],
            entry.equipment or places.get(entry.location, ""),
            names.get(entry.person, entry.person),
            entry.reason or entry.result or entry.disposition.replace("_", " "),
        )
    console.print(table)


def _local(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%d.%m.%Y %H:%M")


def _size(answer: Trace) -> str:
    things = sum(node.kind != "run" for node in answer.nodes)
    doubts = "complete" if answer.complete else f"{len(answer.gaps)} gaps"
    return (
        f"[dim]{things} objects, {len(answer.links)} links, {answer.elapsed_ms:.0f} ms,[/] {doubts}"
    )


def _tree(answer: Trace) -> Tree:
    """What went into what, down to the components' own inputs; each thing once."""
    nodes = {node.uri: node for node in answer.nodes}
    makers: dict[str, list[str]] = defaultdict(list)
    inputs: dict[str, list[TraceLink]] = defaultdict(list)
    for link in answer.links:
        if link.role == "output":
            makers[link.to].append(link.from_)
        else:
            inputs[link.to].append(link)
    seen: set[str] = set()

    def grow(branch: Tree, uri: str) -> None:
        runs = sorted(set(makers[uri]), key=lambda run: nodes[run].depth)
        feeds = {feed.from_: feed for run in runs for feed in inputs[run]}
        for source, feed in sorted(feeds.items(), key=lambda pair: _order(nodes, pair)):
            if source in seen or nodes[source].depth > _DEEPEST:
                continue
            seen.add(source)
            grow(branch.add(_label(nodes, makers, source, feed)), source)

    root = Tree(_label(nodes, makers, answer.origin[0], None))
    grow(root, answer.origin[0])
    return root


def _order(nodes: dict[str, Node], pair: tuple[str, TraceLink]) -> tuple[str, str]:
    return pair[1].slot or "~", nodes[pair[0]].number


def _label(
    nodes: dict[str, Node], makers: dict[str, list[str]], uri: str, feed: TraceLink | None
) -> str:
    node = nodes[uri]
    run = next((nodes[r] for r in makers[uri] if nodes[r].equipment), None)
    what = f"[bold]{node.number}[/] {node.name or node.material or ''}"
    slot = f"[cyan]{feed.slot}[/] " if feed and feed.slot else ""
    made = f" [dim]← {run.step} at {run.equipment}[/]" if run else ""
    return f"{slot}{what}{made}"


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


def _suppliers(console: Console, answer: Trace) -> None:
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column("supplier")
    table.add_column("their lots in this tyre")
    for supplier in answer.facts.suppliers:
        table.add_row(supplier.name, ", ".join(supplier.supplier_lots))
    console.print()
    console.print(table)


def _forward(console: Console, number: str) -> None:
    lot = objects.resolve(number)
    onward = trace.forward([lot])
    material = Material.objects.filter(code=lot.item).values_list("name", flat=True).first()
    tyres = sum(node.kind == "serial" and node.material == "T205" for node in onward.nodes)
    console.print(
        f"\n[bold]Where used[/]  lot {number}, {material}: the input control passed it with "
        f"{truths.HALOBUTYL_PERMEABILITY} % permeability (limit 120).  {_size(onward)}"
    )
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column("dealer")
    table.add_column("tyres", justify="right")
    known = [(c.quantity, c.name) for c in onward.facts.customers if c.quantity is not None]
    for quantity, name in sorted(known, key=lambda c: (-c[0], c[1])):
        table.add_row(name, f"{quantity.normalize():f}")
    console.print(f"{tyres} tyres hold it; these dealers received some:")
    console.print(table)


_MEANINGS = {
    "proven": "whatever really happened within the doubts",
    "recorded": "as written down",
    "possible": "all that the doubts leave open",
}


def _widths(console: Console, number: str) -> None:
    """How sure the record is of the lot's tyres, and what the doubts cost."""
    compared = trace.side_by_side([objects.resolve(number)])
    console.print(f"\n[bold]How sure[/]  lot {number} in three widths")
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column("width")
    table.add_column("tyres", justify="right")
    table.add_column("")
    for row in compared.widths:
        table.add_row(row.width, str(row.pieces), f"[dim]{_MEANINGS[row.width]}[/]")
    console.print(table)
    for row in compared.widths:
        for reason in row.reasons:
            console.print(f"  [dim]{row.width} adds {reason.pieces}:[/] {reason.message}")
