"""`gozinto plant shifts`: writes the shifts of the plant's calendars ahead."""

from __future__ import annotations

from typing import Annotated

import typer

from gozinto.cli.dates import read_day
from gozinto.cli.plant.asking import By, Demo, Why, said, who
from gozinto.deployment.attach import attached
from gozinto.errors import Malformed


def register(group: typer.Typer) -> None:
    """Adds the command."""
    group.command()(shifts)


def shifts(
    until: Annotated[
        str, typer.Option(metavar="DATE", help="The first day without shifts: 2027-01-01.")
    ],
    calendar: Annotated[str, typer.Option(metavar="CODE", help="Of one; of all else.")] = "",
    since: Annotated[
        str, typer.Option(metavar="DATE", help="Also the past from then on; else what is to come.")
    ] = "",
    why: Why = "",
    by: By = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check it, keep nothing.")] = False,
    demo: Demo = False,
) -> None:
    """Write the shifts of calendars until a day. What somebody wrote by hand stays as it is."""
    last, first = read_day("--until", until), read_day("--since", since)
    if last is None:
        raise Malformed(
            "--until names no day.", code="unreadable_date", next_step="Write it like 2027-01-01."
        )
    with attached(demo=demo):
        from gozinto.plant.calendars import writing

        done = writing.extend(
            until=last, since=first, calendar=calendar, by=who(by), why=why, dry_run=dry_run
        )
        typer.echo(said(done.outcome))
        if done.standing:
            typer.echo(f"{done.standing} shifts that somebody wrote differ, and stay.")
