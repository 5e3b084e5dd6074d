"""`gozinto capture`: EPCIS documents and opening stock from files into the record."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from gozinto.cli import faults, opening_stock
from gozinto.cli.exits import REFUSED, plain
from gozinto.cli.trace import read_time
from gozinto.deployment.attach import attached

if TYPE_CHECKING:
    from gozinto.errors import Violation
    from gozinto.record.documents import Report

_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(capture)


def capture(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…",
            exists=True,
            dir_okay=False,
            help="EPCIS 2.0 JSON or XML, 1.2 XML; opening stock as CSV or XLSX.",
        ),
    ],
    proceed: Annotated[
        bool, typer.Option("--proceed", help="Keep what is sound; else a file is all or nothing.")
    ] = False,
    every: Annotated[bool, typer.Option("--all", help="List every fault, however many.")] = False,
    by: Annotated[
        str, typer.Option("--by", metavar="CODE", help="Who says what is in a table.")
    ] = "import",
    first_day: Annotated[
        str, typer.Option("--at", metavar="T", help="When a table's stock was there; now without.")
    ] = "",
    encoding: Annotated[
        str, typer.Option("--encoding", help="Of CSV that is no UTF-8: windows-1254, …")
    ] = "",
    errors: Annotated[
        Path | None,
        typer.Option("--errors", metavar="FILE", help="Write all faults of a table there, as CSV."),
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Into the demo plant.")] = False,
) -> None:
    """Record the events of documents. What was recorded before is recognised and adds nothing.

    A file is recorded whole or not at all, unless --proceed keeps its sound events. A table is
    opening stock: lots and serials that are on the shelf on the first day, whole or not at all.
    The exit code is 5 when any event or row was refused.
    """
    # What was sent is shown as it is: ":x:" in an identifier is no picture.
    console = Console(emoji=False, highlight=False)
    refused = False
    at = read_time("--at", first_day)
    with attached(demo=demo):
        for file in files:
            if opening_stock.is_table(file):
                refused |= not opening_stock.load(
                    console, file, by=by, at=at, encoding=encoding, every=every, errors=errors
                )
                continue
            report = _captured(file, proceed)
            refused = refused or not report.success
            _show(console, file, report, shown=report.faulty if every else _SHOWN)
    if refused:
        raise typer.Exit(REFUSED)


def _captured(file: Path, proceed: bool) -> Report:
    from gozinto.record import documents
    from gozinto.standards.epcis.limits import Limits

    console = Console(stderr=True, emoji=False)
    shown = Progress(console=console, transient=True, disable=not console.is_terminal)
    with _opened(file) as (source, size), shown as bar:
        usual = Limits()
        limits = Limits(
            document_bytes=max(usual.document_bytes, size), events=max(usual.events, size)
        )
        task = bar.add_task(escape(f"Recording {file.name}"), total=size)

        def passed(count: int) -> None:
            said = escape(f"{file.name}: {count:,} events")
            bar.update(task, completed=source.tell(), description=said)

        return documents.capture(
            source,
            limits=limits,
            proceed=proceed,
            told_by=f"file:{file.name}"[:200],
            progress=passed,
        )


@contextmanager
def _opened(file: Path) -> Iterator[tuple[BinaryIO, int]]:
    """The file and its size; what comes through a pipe is put where reading can go back."""
    with file.open("rb") as source:
        if source.seekable():
            yield source, file.stat().st_size
            return
        with TemporaryFile() as copy:
            shutil.copyfileobj(source, copy)
            size = copy.tell()
            copy.seek(0)
            yield copy, size


def _show(console: Console, file: Path, report: Report, *, shown: int) -> None:
    stored = "" if report.success or report.proceed else ", so nothing of this file was stored"
    events = "event" if report.read == 1 else "events"
    counts = [f"{report.read:,} {events}", f"{report.captured:,} recorded"]
    if report.repeated:
        counts.append(f"{report.repeated:,} were there before")
    if report.faulty:
        counts.append(f"[red]{report.faulty:,} refused[/]")
    mark = "[green]✓[/]" if report.success else "[red]✗[/]"
    console.print(f"{mark} {plain(str(file))}: {', '.join(counts)}{stored}", soft_wrap=True)
    for violation in report.unreadable:
        _say(console, "the document", violation)
    for faulty in report.faults[:shown]:
        name = f"event {faulty.index}" + (f" {faulty.event_id}" if faulty.event_id else "")
        for fault in faulty.violations:
            _say(console, name, fault)
    if report.faulty > min(shown, len(report.faults)):
        more = report.faulty - min(shown, len(report.faults))
        console.print(f"  … and {more:,} more events; --all lists the first thousand.")


def _say(console: Console, where: str, fault: Violation) -> None:
    console.print(f"  • {plain(where)}: {faults.said(fault)}", soft_wrap=True)
