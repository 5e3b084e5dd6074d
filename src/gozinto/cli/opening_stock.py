"""Tables among the files of `gozinto capture`: what is on the shelf on the first day."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from gozinto.cli import faults
from gozinto.cli.exits import plain
from gozinto.errors import Refused

SUFFIXES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".zip")


def is_table(file: Path) -> bool:
    """Whether a file is a table by its name."""
    return file.suffix.lower() in SUFFIXES


def load(
    console: Console,
    file: Path,
    *,
    by: str,
    at: datetime | None,
    encoding: str = "",
    trust_numbers: bool = False,
    dry_run: bool = False,
    every: bool = False,
    errors: Path | None = None,
) -> bool:
    """Put the opening stock of a file on record and say what became of it; False if refused.

    Raises what `opening_tables.load` does beside Refused.
    """
    from gozinto.operations import opening_tables

    err = Console(stderr=True, emoji=False)
    with Progress(console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(escape(f"Recording {file.name}"), total=None)
        try:
            report = opening_tables.load(
                file,
                by=by,
                at=at,
                encoding=encoding,
                trust_numbers=trust_numbers,
                dry_run=dry_run,
                progress=lambda count: bar.update(
                    task, description=escape(f"{file.name}: {count:,} rows")
                ),
            )
        except Refused as refused:
            found = refused.violations
        else:
            found = ()
    if found:
        count = f"[red]{len(found):,} {'fault' if len(found) == 1 else 'faults'}[/]"
        console.print(
            f"[red]✗[/] {plain(str(file))}: {count}, so nothing of this file was stored",
            soft_wrap=True,
        )
        faults.show(console, found, every=every, errors=errors)
        return False
    counts = [f"{report.rows:,} {'row' if report.rows == 1 else 'rows'} of opening stock"]
    counts.append(f"{report.recorded:,} {'would be recorded' if dry_run else 'recorded'}")
    if report.repeated:
        counts.append(f"{report.repeated:,} were there before")
    console.print(f"[green]✓[/] {plain(str(file))}: {', '.join(counts)}", soft_wrap=True)
    return True
