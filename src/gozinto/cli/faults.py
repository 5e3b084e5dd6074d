"""What is wrong with tables, in a terminal and as a table of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from gozinto.cli.exits import plain
from gozinto.errors import Violation

SHOWN = 20


def show(
    console: Console, violations: Sequence[Violation], *, every: bool, errors: Path | None
) -> None:
    """Write the first of them, or every one, to the terminal; and all of them to `errors`."""
    from gozinto.plant.importing import faults

    shown = len(violations) if every else SHOWN
    for violation in violations[:shown]:
        console.print(f"  • {said(violation)}", soft_wrap=True)
    more = len(violations) - shown
    if errors is not None:
        with errors.open("wb") as to:
            count = faults.as_csv(violations, to=to)
        console.print(f"  {plain(str(errors))}: all {count:,} of them", soft_wrap=True)
    elif more > 0:
        console.print(f"  … and {more:,} more; --all lists them, --errors FILE writes them down.")


def said(violation: Violation) -> str:
    """One violation in one line."""
    value = f" ({plain(violation.value)})" if violation.value else ""
    at = f" [dim]at {plain(violation.path)}[/]" if violation.path else ""
    then = f" [green]→[/] {plain(violation.next_step)}" if violation.next_step else ""
    return f"[red]{plain(violation.code)}[/]: {plain(violation.message)}{value}{at}{then}"
