"""`gozinto trace`: where a lot, a serial or a container came from, or where it went."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from gozinto.cli.exits import plain
from gozinto.cli.explaining import show_why, show_widths
from gozinto.deployment.attach import attached
from gozinto.errors import Malformed

if TYPE_CHECKING:
    from gozinto.trace import SideBySide, Trace, Why

_SHOWN = 40


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(trace)


def trace(
    id: Annotated[str, typer.Argument(metavar="ID", help="Anything printed on a label.")],
    forward: Annotated[bool, typer.Option("--forward", help="Where used, not where from.")] = False,
    as_of: Annotated[str, typer.Option(metavar="T", help="Leave out what happened later.")] = "",
    known_at: Annotated[str, typer.Option(metavar="T", help="Only what was on record then.")] = "",
    width: Annotated[str, typer.Option(help="proven, recorded or possible")] = "recorded",
    why: Annotated[
        str, typer.Option(metavar="OTHER", help="Why is this one in it, or why is it not?")
    ] = "",
    widths: Annotated[
        bool, typer.Option("--widths", help="The three widths side by side, and what parts them.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The whole answer as JSON.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Ask the demo plant.")] = False,
) -> None:
    """Where did it come from (or, with --forward, where was it used)? Down to suppliers, up to
    customers, with what the record does not know."""
    as_of_time, known_at_time = read_time("--as-of", as_of), read_time("--known-at", known_at)
    with attached(demo=demo):
        from gozinto import trace as questions
        from gozinto.plant import objects

        origin = [objects.resolve(id)]
        direction = "forward" if forward else "backward"
        times: dict[str, Any] = {"as_of": as_of_time, "known_at": known_at_time}
        answer: Trace | Why | SideBySide
        if why:
            other = objects.resolve(why)
            answer = questions.why(origin, of=other, direction=direction, width=width, **times)
        elif widths:
            answer = questions.side_by_side(origin, direction=direction, **times)
        elif forward:
            answer = questions.forward(origin, width=width, **times)
        else:
            answer = questions.backward(origin, width=width, **times)
        told = questions.as_json(answer)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        _WRITERS[type(answer).__name__](answer, Console(emoji=False))


def read_time(option: str, text: str) -> datetime | None:
    """The time that an option gives, None where it is left out. Raises Malformed."""
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise Malformed(
            f"{option} cannot be read as a time: {text!r}.",
            code="unreadable_time",
            next_step="Write it like 2026-03-01T06:00:00+03:00.",
            value=text,
        ) from error
    if time.utcoffset() is None:
        raise Malformed(
            f"{option} has no time zone: {text!r}.",
            code="time_without_zone",
            next_step="Add its offset, for example +03:00.",
            value=text,
        )
    return time


def show(answer: Trace, console: Console) -> None:
    """Write an answer for a person: its size, its doubts, then the facts."""
    from gozinto.trace import as_json

    told = as_json(answer)
    asked = "Where from" if answer.direction == "backward" else "Where used"
    width = "" if answer.width == "recorded" else f", {answer.width}"
    objects = [n for n in told["nodes"] if n["kind"] != "run"]
    numbers = ", ".join(n["number"] for n in objects if n["uri"] in answer.origin)
    console.print(f"[bold]{asked} {plain(numbers or answer.origin[0])}{width}[/]")
    suppliers = len(told["facts"]["suppliers"])
    console.print(
        f"{len(objects)} objects, {len(told['links'])} links, {suppliers} suppliers"
        f" · {answer.elapsed_ms:.0f} ms · "
        + ("[green]complete[/]" if answer.complete else f"[yellow]{len(answer.gaps)} gaps[/]")
    )
    for gap in told["gaps"]:
        console.print(f"  [yellow]▲ {gap['code']}[/]: {plain(gap['message'])}", soft_wrap=True)
    for doubt in answer.doubts:
        console.print(
            f"  [cyan]◇ {doubt.code}[/]: {plain(doubt.message)}"
            f" Objects in the answer only because of it: {doubt.widens_by}.",
            soft_wrap=True,
        )
    for title, columns, listed in _tables(told):
        table = Table(title=title, title_justify="left", box=None, header_style="dim")
        for column in columns:
            table.add_column(column)
        for line in listed[:_SHOWN]:
            table.add_row(*line)
        if listed:
            console.print(table)
        if len(listed) > _SHOWN:
            console.print(f"  … and {len(listed) - _SHOWN} more; --json gives all.")


_Rows = list[list[str]]


def _tables(told: dict[str, Any]) -> list[tuple[str, list[str], _Rows]]:
    nodes: list[dict[str, Any]] = told["nodes"]
    facts: dict[str, list[dict[str, Any]]] = told["facts"]
    things = [n for n in nodes if n["kind"] != "run"]
    return [
        (
            "Objects",
            ["level", "kind", "number", "material", "name", "first seen", "status", "share"],
            _cells(
                things,
                *("depth", "kind", "number", "material", "name", "first_at", "status", "share"),
            ),
        ),
        (
            "Equipment",
            ["code", "name", "from", "to", "on it"],
            [
                [*row, ", ".join(f"{a['kind']} {a['code']} ({a['cycles']})" for a in _assets(fact))]
                for row, fact in zip(
                    _cells(facts["equipment"], "code", "name", "from", "to"),
                    facts["equipment"],
                    strict=True,
                )
            ],
        ),
        (
            "People",
            ["id", "name", "role", "from", "to"],
            _cells(facts["people"], "id", "name", "role", "from", "to"),
        ),
        ("Shifts", ["shift", "crew", "day"], _cells(facts["shifts"], "code", "crew", "date")),
        (
            "Inspections",
            ["kind", "at", "object", "result", "inspector"],
            _cells(facts["inspections"], "kind", "at", "object", "result", "inspector"),
        ),
        ("Suppliers", ["name", "lots"], _cells(facts["suppliers"], "name", "supplier_lots")),
        (
            "Shipments",
            ["note", "at", "to", "container", "quantity", "unit"],
            _cells(facts["shipments"], "note", "at", "ship_to", "container", "quantity", "uom"),
        ),
        (
            "Customers",
            ["name", "quantity", "unit"],
            _cells(facts["customers"], "name", "quantity", "uom"),
        ),
    ]


def _assets(fact: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = fact["assets"]
    return found


def _cells(rows: list[dict[str, Any]], *names: str) -> _Rows:
    return [[_cell(row.get(name, "")) for name in names] for row in rows]


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    text = str(value)
    is_time = len(text) == 27 and text.endswith("Z") and text[10] == "T"
    if is_time:
        return text[:16].replace("T", " ")
    return plain(text.rsplit("/", 1)[-1] if text.startswith(("http:", "https:")) else text)


_WRITERS: dict[str, Callable[[Any, Console], None]] = {
    "Trace": show,
    "Why": show_why,
    "SideBySide": show_widths,
}
"""By the name of the answer's type: the types themselves need Django, which is not ready yet."""
