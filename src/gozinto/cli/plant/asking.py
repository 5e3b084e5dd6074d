"""What the commands of `gozinto plant` have in common: who asks, and how rows are shown."""

from __future__ import annotations

import getpass
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from gozinto.cli.exits import plain
from gozinto.errors import Malformed

if TYPE_CHECKING:
    from gozinto.plant.changing import Outcome

KindArgument = Annotated[str, typer.Argument(metavar="KIND", help="materials, equipment, …")]
KeyArgument = Annotated[
    str,
    typer.Argument(metavar="KEY", help="The code; of several fields the values with | between."),
]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, for the history.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who; your login name else.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
Demo = Annotated[bool, typer.Option("--demo", help="The demo plant.")]


_GAP = 2
"""Blanks beside each column of a table."""


def who(by: str) -> str:
    """Who makes a change: whom the option names, else whoever is logged in to the machine."""
    try:
        return by or getpass.getuser()
    except (KeyError, OSError):
        return "gozinto plant"  # a container's user without a name


def read_batch(text: str) -> UUID:
    """The id of a batch. Raises Malformed."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Malformed(
            f"{text!r} is no id of a batch.",
            code="bad_batch",
            next_step="`gozinto plant history` shows the batch of each change.",
        ) from error


def console() -> Console:
    """Where a person reads."""
    return Console(emoji=False, highlight=False)


def table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, whole: Collection[str] = ()
) -> Table:
    """Rows under a dim header; columns that are `whole` are typed again, so they are never cut."""
    drawn = Table(box=None, header_style="dim")
    for place, column in enumerate(columns):
        longest = max((len(row[place]) for row in rows), default=0)
        drawn.add_column(column, min_width=longest if column in whole else None, overflow="fold")
    for row in rows:
        drawn.add_row(*(plain(cell) for cell in row))
    return drawn


def fitting(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, keys: Collection[str], width: int
) -> list[str]:
    """The columns that stand beside each other in so many characters; keys always do."""
    longest = {
        column: max(len(column), *(len(row[place]) for row in rows)) + _GAP
        for place, column in enumerate(columns)
    }
    left = width - sum(longest[column] for column in keys)
    shown = []
    for column in columns:
        if column in keys or (left := left - longest[column]) >= 0:
            shown.append(column)
    return shown


def difference(before: Mapping[str, str] | None, after: Mapping[str, str] | None) -> str:
    """What changed in a row: "uom KGM → C62"; of a new or a removed one all that is there."""
    was, now = before or {}, after or {}
    names = dict.fromkeys([*was, *now])
    return ", ".join(
        f"{name} {was.get(name, '') or '–'} → {now.get(name, '') or '–'}"
        if before and after
        else f"{name} {was.get(name, '') or now.get(name, '')}"
        for name in names
        if was.get(name, "") != now.get(name, "")
    )


def said(done: Outcome) -> str:
    """What became of a change, in a line."""
    counts = (
        (done.created, "created"),
        (done.updated, "changed"),
        (done.removed, "removed"),
        (done.unchanged, "as before"),
    )
    told = ", ".join(f"{count:,} {word}" for count, word in counts if count) or "nothing to do"
    return f"{told}; batch {done.batch}" if done.batch else told
