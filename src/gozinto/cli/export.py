"""`gozinto export`: events on record as one EPCIS document, all of them or those of a trace."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, cast

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from gozinto.cli.trace import read_time
from gozinto.deployment.attach import attached
from gozinto.errors import Malformed

if TYPE_CHECKING:
    from gozinto.standards.epcis.documents import Syntax
    from gozinto.standards.epcis.events import Event


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(export)


def export(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", dir_okay=False, help="Where to; standard output without."),
    ] = None,
    traced: Annotated[
        str, typer.Option("--trace", metavar="ID", help="Only the events of this one's trace.")
    ] = "",
    forward: Annotated[bool, typer.Option("--forward", help="Where used, not where from.")] = False,
    since: Annotated[str, typer.Option("--from", metavar="T", help="Event time, inclusive.")] = "",
    until: Annotated[str, typer.Option("--to", metavar="T", help="Event time, exclusive.")] = "",
    xml: Annotated[bool, typer.Option("--xml", help="EPCIS 2.0 XML instead of JSON-LD.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Of the demo plant.")] = False,
) -> None:
    """Write events as one EPCIS 2.0 document that any other EPCIS system, or Gozinto, reads."""
    bounds = {"GE_eventTime": read_time("--from", since), "LT_eventTime": read_time("--to", until)}
    times = {name: time for name, time in bounds.items() if time is not None}
    if traced and times:
        raise Malformed(
            "A trace has its own times: --trace goes without --from and --to.",
            code="options_exclude_each_other",
            next_step="Use one or the other.",
        )
    if forward and not traced:
        raise Malformed(
            "--forward is the direction of a trace, and none was asked for.",
            code="options_exclude_each_other",
            next_step="Name its object with --trace, or leave --forward out.",
        )
    if file is not None and not file.absolute().parent.is_dir():
        raise typer.BadParameter(f"there is no folder {file.parent}", param_hint="FILE")
    with attached(demo=demo):
        events = _of_trace(traced, forward=forward) if traced else _of_time(times)
        count = _write(events, file, "xml" if xml else "json")
    where = f" to {file}" if file else ""
    said = f"{count:,} {'event' if count == 1 else 'events'} written{where}"
    Console(stderr=True, emoji=False).print(escape(said), soft_wrap=True)


def _of_time(times: dict[str, datetime]) -> Iterator[Event]:
    from gozinto.record import queries

    return queries.events(queries.Query(times=times))


def _of_trace(traced: str, *, forward: bool) -> Iterator[Event]:
    from gozinto import trace
    from gozinto.plant import objects

    ask = trace.forward if forward else trace.backward
    return trace.events_of(ask([objects.resolve(traced)]))


def _write(events: Iterable[Event], file: Path | None, syntax: Syntax) -> int:
    if file is None:
        return _write_to(cast(BinaryIO, sys.stdout.buffer), events, syntax)
    if file.exists() and not file.is_file():
        # A pipe or a device is written to, never put aside.
        with file.open("wb") as to:
            return _write_to(to, events, syntax)
    part = file.with_name(file.name + ".part")
    try:
        with part.open("wb") as to:
            count = _write_to(to, events, syntax)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return count


def _write_to(to: BinaryIO, events: Iterable[Event], syntax: Syntax) -> int:
    from gozinto.standards.epcis import documents

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Writing events", total=None)

        def counted() -> Iterator[Event]:
            for event in events:
                bar.advance(task)
                yield event

        return documents.write(counted(), to=to, syntax=syntax)
