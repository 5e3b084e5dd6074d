"""`gozinto plant list|show|set|remove`: the rows of one kind."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from gozinto.cli.plant.asking import (
    AsJson,
    By,
    Demo,
    KeyArgument,
    KindArgument,
    Why,
    console,
    fitting,
    said,
    table,
    who,
)
from gozinto.deployment.attach import attached
from gozinto.errors import Malformed

_PAGE = 1_000


def register(group: typer.Typer) -> None:
    """Adds the commands."""
    group.command("list")(list_rows)
    group.command()(show)
    group.command("set")(set_row)
    group.command()(remove)


def list_rows(
    kind: Annotated[str, typer.Argument(metavar="[KIND]", help="Without: the kinds.")] = "",
    where: Annotated[
        list[str] | None,
        typer.Option("--where", metavar="FIELD=VALUE", help="Also field__gte=…, field__contains=…"),
    ] = None,
    search: Annotated[str, typer.Option("--search", metavar="TEXT", help="In code and name.")] = "",
    sort: Annotated[str, typer.Option(metavar="FIELDS", help="a,-b: by a, b descending.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=_PAGE, help="How many rows at most.")] = 50,
    as_json: AsJson = False,
    demo: Demo = False,
) -> None:
    """The kinds of master data there are, or the rows of one of them."""
    with attached(demo=demo):
        from gozinto.plant import kinds, listing

        if not kind:
            listed = [(k.name, k.help) for k in kinds.KINDS.values()]
            console().print(table(("kind", ""), listed))
            return
        asked = kinds.find_kind(kind)
        filters: dict[str, list[str]] = {}
        for name, value in map(_pair, where or []):
            filters.setdefault(name, []).append(value)
        page = listing.page(asked, where=filters, search=search, sort=sort, limit=limit)
        if as_json:
            typer.echo(json.dumps([dict(row) for row in page.rows], ensure_ascii=False))
            return
        filled = [name for name in asked.names if any(row[name] for row in page.rows)]
        if not filled:
            console().print("[dim]Nothing.[/]")
            return
        rows = [[row[name] for name in filled] for row in page.rows]
        shown = fitting(filled, rows, keys=asked.key, width=console().width)
        console().print(
            table(shown, [[row[name] for name in shown] for row in page.rows], whole=shown)
        )
        if hidden := [name for name in filled if name not in shown]:
            console().print(f"[dim]Not shown here: {', '.join(hidden)}. --json shows all.[/]")
        if page.next:
            console().print(f"[dim]There are more than {limit}; narrow it, or use --limit.[/]")


def show(kind: KindArgument, key: KeyArgument, as_json: AsJson = False, demo: Demo = False) -> None:
    """One row, field by field."""
    with attached(demo=demo):
        from gozinto.plant import changing

        row = changing.get(kind, key)
        if as_json:
            typer.echo(json.dumps(row, ensure_ascii=False))
            return
        console().print(table(("field", "value"), list(row.items())))


def set_row(
    kind: KindArgument,
    values: Annotated[
        list[str], typer.Argument(metavar="FIELD=VALUE…", help="The key, and what is to change.")
    ],
    why: Why = "",
    by: By = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check it, keep nothing.")] = False,
    demo: Demo = False,
) -> None:
    """Create a row, or change the fields that are named; the others stay as they are."""
    with attached(demo=demo):
        from gozinto.plant import changing

        given = changing.Given(kind=kind, values=dict(map(_pair, values)))
        done = changing.apply(
            [given], by=who(by), why=why, source="gozinto plant set", dry_run=dry_run
        )
        typer.echo(said(done))


def remove(
    kind: KindArgument, key: KeyArgument, why: Why = "", by: By = "", demo: Demo = False
) -> None:
    """Remove a row that nothing refers to. What was used is retired instead: state=retired."""
    with attached(demo=demo):
        from gozinto.plant import changing

        typer.echo(said(changing.remove(kind, key, by=who(by), why=why)))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Malformed(
            f"{text!r} names no value.",
            code="bad_parameter",
            next_step="Write it as field=value.",
        )
    return name.strip(), value
