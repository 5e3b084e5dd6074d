"""`gozinto capture`: EPCIS documents from files into the record, each event told of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from gozinto.cli.exits import REFUSED
from gozinto.deployment.attach import attached

if TYPE_CHECKING:
    from gozinto.record.documents import Report

_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(capture)


def capture(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…", exists=True, dir_okay=False, help="EPCIS 2.0 JSON or XML, 1.2 XML."
        ),
    ],
    proceed: Annotated[
        bool, typer.Option("--proceed", help="Keep what is sound; else a file is all or nothing.")
    ] = False,
    every: Annotated[bool, typer.Option("--all", help="List every fault, however many.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Into the demo plant.")] = False,
) -> None:
    """Record the events of documents. What was recorded before is recognised and adds nothing.

    A file is recorded whole or not at all, unless --proceed keeps its sound events. The exit
    code is 5 when any event was refused.
    """
    console = Console()
    refused = False
    with attached(demo=demo):
        for file in files:
            report = _captured(file, proceed)
            refused = refused or not report.success
            _show(console, file, report, shown=report.faulty if every else _SHOWN)
    if refused:
        raise typer.Exit(REFUSED)


def _captured(file: Path, proceed: bool) -> Report:
    from gozinto.record import documents
    from gozinto.standards.epcis.limits import Limits

    limits = Limits(document_bytes=max(Limits().document_bytes, file.stat().st_size))
    with file.open("rb") as source, Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"Recording {file.name}", total=file.stat().st_size)

        def passed(count: int) -> None:
            bar.update(task, completed=source.tell(), description=f"{file.name}: {count:,} events")

        return documents.capture(
            source,
            limits=limits,
            proceed=proceed,
            told_by=f"file:{file.name}"[:200],
            progress=passed,
        )


def _show(console: Console, file: Path, report: Report, *, shown: int) -> None:
    stored = "" if report.success or report.proceed else ", so nothing of this file was stored"
    counts = [f"{report.read:,} events", f"{report.captured:,} recorded"]
    if report.repeated:
        counts.append(f"{report.repeated:,} were there before")
    if report.faulty:
        counts.append(f"[red]{report.faulty:,} refused[/]{stored}")
    mark = "[green]✓[/]" if report.success else "[red]✗[/]"
    console.print(f"{mark} {escape(str(file))}: {', '.join(counts)}", soft_wrap=True)
    for violation in report.unreadable:
        _say(console, "the document", violation.code, violation.message, violation.path)
    for faulty in report.faults[:shown]:
        name = f"event {faulty.index}" + (f" {faulty.event_id}" if faulty.event_id else "")
        for fault in faulty.violations:
            value = f" ({fault.value})" if fault.value else ""
            _say(console, name, fault.code, fault.message + value, fault.path)
    if report.faulty > min(shown, len(report.faults)):
        more = report.faulty - min(shown, len(report.faults))
        console.print(f"  … and {more:,} more events; --all lists the first thousand.")


def _say(console: Console, where: str, code: str, message: str, path: str) -> None:
    at = f" [dim]at {escape(path)}[/]" if path else ""
    console.print(
        f"  • {escape(where)}: [red]{escape(code)}[/]: {escape(message)}{at}", soft_wrap=True
    )
