"""`gozinto plant history|batches|undo|erase-name`: what was changed, and taking it back."""

from __future__ import annotations

from typing import Annotated

import typer

from gozinto.cli.plant.asking import (
    By,
    Demo,
    KeyArgument,
    KindArgument,
    Why,
    console,
    difference,
    read_batch,
    said,
    table,
    who,
)
from gozinto.deployment.attach import attached


def register(group: typer.Typer) -> None:
    """Adds the commands."""
    group.command()(history)
    group.command()(batches)
    group.command()(undo)
    group.command("erase-name")(erase_name)


def history(kind: KindArgument, key: KeyArgument, demo: Demo = False) -> None:
    """What became of one row, newest first: when, by whom, what, why, and the batch."""
    with attached(demo=demo):
        from gozinto.plant import changing

        rows = [
            (
                f"{entry.at:%Y-%m-%d %H:%M}",
                entry.by,
                difference(entry.before, entry.after),
                entry.why,
                str(entry.batch) + (" (undone)" if entry.undone_by else ""),
            )
            for entry in changing.history(kind, key)
        ]
        console().print(
            table(("UTC", "by", "what", "why", "batch"), rows, whole=("batch",)), crop=False
        )


def batches(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many at most.")] = 20,
    demo: Demo = False,
) -> None:
    """The latest changes of master data, newest first."""
    with attached(demo=demo):
        from gozinto.plant import changing

        rows = [
            (
                f"{batch.at:%Y-%m-%d %H:%M}",
                batch.by,
                f"{batch.changes:,} rows",
                batch.source,
                batch.why,
                str(batch.id) + (" (undone)" if batch.undone_by else ""),
            )
            for batch in changing.list_batches(limit=limit)
        ]
        console().print(
            table(("UTC", "by", "", "from", "why", "batch"), rows, whole=("batch",)), crop=False
        )


def undo(
    batch: Annotated[str, typer.Argument(metavar="BATCH", help="As history and batches show it.")],
    why: Why = "",
    by: By = "",
    demo: Demo = False,
) -> None:
    """Take back all that a batch changed; refused where others changed it since."""
    asked = read_batch(batch)
    with attached(demo=demo):
        from gozinto.plant import changing

        typer.echo(said(changing.undo(asked, by=who(by), why=why)))


def erase_name(
    person: Annotated[str, typer.Argument(metavar="CODE", help="The person's opaque code.")],
    why: Why = "",
    by: By = "",
    demo: Demo = False,
) -> None:
    """Forget a person's name, in the history too. The record keeps the code. No way back."""
    with attached(demo=demo):
        from gozinto.plant import changing

        changing.erase_name(person=person, by=who(by), why=why)
        typer.echo(f"The name of {person} is forgotten.")
