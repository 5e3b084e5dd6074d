"""How the demo's stories show an answer in the terminal."""

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
from gozinto.plant import enterprise, objects
from gozinto.plant.models import Location, Person, Reason
from gozinto.trace import Trace
from gozinto.trace.answer import Node, TraceLink
from gozinto.trace.stories import Entry

_DEEPEST = 6
"""The tree stops at the components' own inputs; `gozinto trace` shows everything."""


def opening(console: Console, text: str) -> None:
    """What happened, under the plant's name."""
    console.print()
    title = enterprise.get().name
    console.print(Panel(text, title=title, title_align="left", expand=False))


def life(console: Console, entries: Iterable[Entry]) -> None:
    """What happened to a thing, a line each."""
    zone = ZoneInfo(enterprise.get().zone)
    listed = list(entries)
    names = dict(
        Person.objects.filter(code__in={e.person for e in listed}).values_list("code", "name")
    )
    places = dict(
        Location.objects.filter(uri__in={e.location for e in listed}).values_list("uri", "name")
    )
    told = {entry.reason for entry in listed}
    reasons = dict(Reason.objects.filter(code__in=told).values_list("code", "name"))
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in ("when", "what", "where", "who", ""):
        table.add_column(column)
    for entry in listed:
        table.add_row(
            _local(entry.at, zone),
            entry.step or entry.biz_step.rsplit("/", 1)[-1],
            entry.equipment or places.get(entry.location, ""),
            names.get(entry.person, entry.person),
            reasons.get(entry.reason, entry.reason)
            or entry.result
            or entry.disposition.replace("_", " "),
        )
    console.print(table)


def _local(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%d.%m.%Y %H:%M")


def size(answer: Trace) -> str:
    """How large an answer is, and whether it is complete."""
    things = sum(node.kind != "run" for node in answer.nodes)
    doubts = "complete" if answer.complete else f"{len(answer.gaps)} gaps"
    return (
        f"[dim]{things} objects, {len(answer.links)} links, {answer.elapsed_ms:.0f} ms,[/] {doubts}"
    )


def tree(answer: Trace) -> Tree:
    """What went into what, down to the components' own inputs; each thing once."""
    nodes = {node.uri: node for node in answer.nodes}
    makers: dict[str, list[str]] = defaultdict(list)
    inputs: dict[str, list[TraceLink]] = defaultdict(list)
    for link in answer.links:
        if link.role == "output":
            makers[link.to].append(link.from_)
        else:
            inputs[link.to].append(link)
    seen = set(answer.origin)

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


def suppliers(console: Console, answer: Trace, *, what: str) -> None:
    """Whose lots are in it. `what`: what was asked about, such as "tyre"."""
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column("supplier")
    table.add_column(f"their lots in this {what}")
    for supplier in answer.facts.suppliers:
        table.add_row(supplier.name, ", ".join(supplier.supplier_lots))
    console.print()
    console.print(table)


def customers(console: Console, answer: Trace, *, who: str, what: str) -> None:
    """Who received what an answer found, the most first. `who` and `what`: as their columns say."""
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column(who)
    table.add_column(what, justify="right")
    known = [(c.quantity, c.name) for c in answer.facts.customers if c.quantity is not None]
    for quantity, name in sorted(known, key=lambda c: (-c[0], c[1])):
        table.add_row(name, f"{quantity.normalize():f}")
    console.print(table)


MEANINGS = {
    "proven": "whatever really happened within the doubts",
    "recorded": "as written down",
    "possible": "all that the doubts leave open",
}


def widths(console: Console, number: str, *, what: str) -> None:
    """How sure the record is of what holds a lot, and what the doubts cost."""
    compared = trace.side_by_side([objects.resolve(number)])
    console.print(f"\n[bold]How sure[/]  lot {number} in three widths")
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column("width")
    table.add_column(what, justify="right")
    table.add_column("")
    for row in compared.widths:
        table.add_row(row.width, str(row.pieces), f"[dim]{MEANINGS[row.width]}[/]")
    console.print(table)
    for row in compared.widths:
        for reason in row.reasons:
            console.print(f"  [dim]{row.width} adds {reason.pieces}:[/] {reason.message}")
