"""How `gozinto trace --why` and `--widths` show their answers to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from gozinto.cli.exits import plain

if TYPE_CHECKING:
    from gozinto.trace import SideBySide, Why


def show_why(answer: Why, console: Console) -> None:
    """The verdict, the way or what separates, and what the other widths say."""
    style = "bold" if answer.included else "bold yellow"
    console.print(f"[{style}]{plain(answer.message)}[/]", soft_wrap=True)
    for number, step in enumerate(answer.path, 1):
        console.print(f"  {number:>2}. {plain(step.message)}", soft_wrap=True)
    for fact in answer.separations:
        console.print(f"  [yellow]✕ {fact.reason}[/]: {plain(fact.message)}", soft_wrap=True)
    for other in answer.widths:
        mark = "[green]in it[/]" if other.included else "[yellow]not in it[/]"
        said = f" · {plain(other.message)}" if other.message else ""
        console.print(f"  [dim]{other.width:>8}[/] {mark}{said}", soft_wrap=True)


def show_widths(answer: SideBySide, console: Console) -> None:
    """A table of the three widths, and below it what parts each from the one before."""
    asked = "Where from" if answer.direction == "backward" else "Where used"
    console.print(f"[bold]{asked}, in three widths[/]  {plain(', '.join(answer.origin))}")
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column("width")
    for column in ("objects", "pieces", "lots", "customers", "adds"):
        table.add_column(column, justify="right")
    for row in answer.widths:
        adds = f"+{row.adds_pieces} pieces" if row.adds_pieces else f"+{row.adds}"
        table.add_row(
            row.width,
            *(str(count) for count in (row.objects, row.pieces, row.lots, row.customers)),
            adds if row.adds else "",
        )
    console.print(table)
    for row in answer.widths:
        for reason in row.reasons:
            console.print(f"  [cyan]{row.width}[/]: {plain(reason.message)}", soft_wrap=True)
