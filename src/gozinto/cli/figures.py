"""`gozinto figures`: how complete, accurate and quick the record is."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from gozinto.cli.exits import plain
from gozinto.cli.language import spoken
from gozinto.deployment.attach import attached

if TYPE_CHECKING:
    from gozinto.trace.measures.figures import Figure


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(figures)


def figures(
    weeks: Annotated[int, typer.Option(min=1, max=53, help="This week and those before.")] = 12,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Ask the demo plant.")] = False,
) -> None:
    """How much of what went in is known and was scanned, how much was corrected and breaks rules,
    and how soon it was told: in all, by week and by station."""
    with attached(demo=demo):
        from gozinto import trace

        found = trace.figures(weeks=weeks)
        if as_json:
            typer.echo(json.dumps(trace.as_json(found), ensure_ascii=False))
            return
        with spoken(os.environ):
            console = Console(emoji=False, highlight=False)
            console.print(_table([found.total, *found.weeks, *found.stations]))


def _table(listed: Iterable[Figure]) -> Table:
    from django.utils.translation import gettext as _

    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for word in (
        _("complete"),
        _("scanned"),
        _("corrected"),
        _("findings"),
        _("told after, s"),
        _("inputs"),
        _("events"),
    ):
        table.add_column(word, justify="right")
    for one in listed:
        name = _("all") if one.of == "all" else str(one.week or "") or one.station or "–"
        shares = (one.completeness, one.scanned_share, one.correction_rate, one.finding_rate)
        median = "" if one.told_median_s is None else f"{one.told_median_s:.0f}"
        table.add_row(plain(name), *map(_percent, shares), median, str(one.inputs), str(one.events))
    return table


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.2f} %"
