"""`gozinto plant template|import|export`: the plant as tables, in and out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, cast

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from gozinto.cli import faults, opening_stock
from gozinto.cli.exits import REFUSED, plain
from gozinto.cli.plant.asking import By, Demo, Why, console, said, who
from gozinto.deployment.attach import attached
from gozinto.errors import Malformed, Refused

if TYPE_CHECKING:
    from gozinto.plant.importing.gathering import Manner
    from gozinto.plant.importing.loading import Loaded
    from gozinto.plant.kinds import Kind

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE…", exists=True, help="CSV, XLSX, ZIP of CSV, or a folder of CSV files."
    ),
]
OfKind = Annotated[
    str, typer.Option("--kind", metavar="KIND", help="Of all tables; else by name or header.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check all, keep nothing.")]
ErrorsTo = Annotated[
    Path | None,
    typer.Option("--errors", metavar="FILE", dir_okay=False, help="Write all faults there."),
]
Every = Annotated[bool, typer.Option("--all", help="List every fault, however many.")]
Encoding = Annotated[
    str, typer.Option("--encoding", help="Of CSV that is no UTF-8: windows-1254, …")
]
DecimalComma = Annotated[bool, typer.Option("--decimal-comma", help="1,5 is one and a half.")]
TrustNumbers = Annotated[
    bool, typer.Option("--trust-numbers", help="Codes kept as numbers have lost no leading zeros.")
]


def register(group: typer.Typer) -> None:
    """Adds the commands."""
    group.command()(template)
    group.command("import")(import_)
    group.command()(export)


def template(
    kinds: Annotated[list[str], typer.Argument(metavar="KIND…", help="materials, equipment, …")],
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", dir_okay=False, help="CSV, or XLSX by its name."),
    ] = None,
    demo: Demo = False,
) -> None:
    """An empty table to fill in: its columns, and what each is for. It imports as nothing."""
    with attached(demo=demo):
        from gozinto.plant.importing import templates

        asked = _asked(kinds)
        if to is not None and to.suffix.lower() == ".xlsx":
            with _written(to) as stream:
                templates.write_workbook(asked, to=stream)
            return
        if len(asked) > 1:
            raise Malformed(
                "A CSV file is a table of one kind.",
                code="one_kind_expected",
                next_step="Name one kind, or write a workbook: --to plant.xlsx.",
            )
        with _written(to) as stream:
            templates.write_csv(asked[0], to=stream)


def import_(
    files: Files,
    kind: OfKind = "",
    dry_run: DryRun = False,
    why: Why = "",
    by: By = "",
    errors: ErrorsTo = None,
    every: Every = False,
    encoding: Encoding = "",
    decimal_comma: DecimalComma = False,
    trust_numbers: TrustNumbers = False,
    demo: Demo = False,
) -> None:
    """Create and change master data as tables say: all of them, or nothing.

    Files named together are one batch, which `gozinto plant undo` takes back. An empty cell
    empties a field; a field without a column stays as it is. Tables of opening stock go onto the
    record after that. The exit code is 5 when any row was refused.
    """
    with attached(demo=demo):
        from gozinto.plant.importing.gathering import Manner

        if kind:
            _asked([kind])
        manner = Manner(
            kind=kind, encoding=encoding, trust_numbers=trust_numbers, decimal_comma=decimal_comma
        )
        stock = [] if kind else [file for file in files if _is_stock(file, encoding)]
        plant = [file for file in files if file not in stock]
        done = not plant or _import(
            plant, manner, by=by, why=why, dry_run=dry_run, every=every, errors=errors
        )
        for file in stock if done else ():
            done &= opening_stock.load(
                console(),
                file,
                by=who(by),
                at=None,
                encoding=encoding,
                trust_numbers=trust_numbers,
                dry_run=dry_run,
                every=every,
                errors=errors,
            )
    if not done:
        raise typer.Exit(REFUSED)


def export(
    kinds: Annotated[
        list[str] | None, typer.Argument(metavar="[KIND…]", help="Without: the whole plant.")
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", metavar="FILE|DIR", help="plant.xlsx, plant.zip, a folder; one kind as .csv."
        ),
    ] = None,
    demo: Demo = False,
) -> None:
    """Write master data as tables that import again with nothing changed."""
    with attached(demo=demo):
        from gozinto.plant.importing import exporting

        asked = _asked(kinds or [])
        writers: dict[str, Callable[[Sequence[Kind], BinaryIO], dict[str, int]]] = {
            ".xlsx": lambda some, stream: exporting.write_workbook(some, to=stream),
            ".zip": lambda some, stream: exporting.write_archive(some, to=stream),
            ".csv": lambda some, stream: {
                some[0].name: exporting.write_csv(some[0], to=stream),
            },
        }
        suffix = ".csv" if to is None else to.suffix.lower()
        writer = writers.get(suffix)
        if writer is None or (suffix == ".csv" and len(asked) > 1):
            if to is None or suffix == ".csv":
                raise typer.BadParameter(
                    "several kinds need a folder, a .zip or an .xlsx", param_hint="--to"
                )
            counts = exporting.write_folder(asked, to=to)
        else:
            with _written(to) as stream:
                counts = writer(asked, stream)
    rows = sum(counts.values())
    told = f"{rows:,} rows of {len(counts)} kinds" if len(counts) != 1 else f"{rows:,} rows"
    where = f" to {to}" if to else ""
    Console(stderr=True, emoji=False).print(escape(f"{told} written{where}"), soft_wrap=True)


def _asked(names: Sequence[str]) -> list[Kind]:
    """The kinds that go by these names, or all. Raises Unknown."""
    from gozinto.plant.kinds import KINDS, find_kind

    return [find_kind(name) for name in names] or list(KINDS.values())


def _is_stock(file: Path, encoding: str) -> bool:
    """Whether a file is a table of opening stock and of no kind of master data."""
    from gozinto.operations import opening_tables
    from gozinto.plant.importing import sheets
    from gozinto.standards.tables import reading

    if file.is_dir():
        return False
    with reading.opened(file, encoding=encoding) as book:
        shown = [sheet for sheet in book.sheets if not sheet.hidden]
        if len(shown) != 1 or sheets.by_name(shown[0].name) is not None:
            return False
        header = next(shown[0].rows(), None)
    title = shown[0].name
    return header is not None and opening_tables.is_opening_stock(header.cells, name=title)


def _import(
    files: Sequence[Path],
    manner: Manner,
    *,
    by: str,
    why: str,
    dry_run: bool,
    every: bool,
    errors: Path | None,
) -> bool:
    """Import and say what became of it; False where it was refused."""
    try:
        loaded = _loaded(files, manner, by=who(by), why=why, dry_run=dry_run)
    except Refused as refused:
        found = refused.violations
        count = f"[red]{len(found):,} {'fault' if len(found) == 1 else 'faults'}[/]"
        console().print(f"[red]✗[/] {count}, so nothing was stored", soft_wrap=True)
        faults.show(console(), found, every=every, errors=errors)
        return False
    for table in loaded.tables:
        rows = f"{table.rows:,} {'row' if table.rows == 1 else 'rows'}"
        console().print(f"[green]✓[/] {plain(table.name)}: {rows} of {table.kind}", soft_wrap=True)
    begun = "It would be: " if dry_run else ""
    console().print(f"{begun}{plain(said(loaded.outcome))}", soft_wrap=True)
    return True


def _loaded(files: Sequence[Path], manner: Manner, *, by: str, why: str, dry_run: bool) -> Loaded:
    from gozinto.plant.importing.loading import Source, load

    err = Console(stderr=True, emoji=False)
    with Progress(console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("Reading", total=None)

        def heard(done: int, total: int) -> None:
            saying = "Importing" if total else f"Reading, {done:,} rows"
            bar.update(task, description=saying, completed=done, total=total or None)

        return load(
            [Source(tables=file) for file in files],
            by=by,
            why=why,
            manner=manner,
            dry_run=dry_run,
            progress=heard,
        )


@contextmanager
def _written(to: Path | None) -> Iterator[BinaryIO]:
    """A file that is there whole or not at all; standard output without one."""
    if to is None:
        yield cast(BinaryIO, sys.stdout.buffer)
        return
    part = to.with_name(to.name + ".part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
