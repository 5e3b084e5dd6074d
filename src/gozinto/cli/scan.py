"""`gozinto scan`: what a scan says, and what it means in this plant."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from gozinto.cli.exits import plain
from gozinto.cli.plant.asking import AsJson, Demo, console, table
from gozinto.deployment.attach import attached
from gozinto.errors import TooLarge, Unknown

_VERDICTS: Mapping[str, str] = {
    "one": "one thing",
    "several": "several things: choose one",
    "new_lot": "a new lot, which may be received",
    "nothing": "nothing here goes by it",
    "unreadable": "not readable",
}
_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif")


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(scan)


def scan(
    text: Annotated[
        str, typer.Argument(metavar="TEXT|PICTURE", help="As scanned or typed, or a picture file.")
    ],
    as_json: AsJson = False,
    demo: Demo = False,
) -> None:
    """What a scan says and means here: one thing, candidates, or a lot to receive.

    TEXT is what a scanner sends, what is printed beside a symbol, a Digital Link, an EPC or any
    number. Of a PICTURE (PNG, JPEG, …) every symbol is read.
    """
    picture = _picture(text)
    with attached(demo=demo):
        from gozinto.operations.scanning import pictures, resolving, telling

        if picture is None:
            scans = [telling.resolution(resolving.resolve(text))]
        else:
            scans = [telling.seen(one) for one in pictures.resolve(picture)]
    if as_json:
        typer.echo(json.dumps({"scans": scans}, ensure_ascii=False))
        return
    if not scans:
        typer.echo("No symbol was found in the picture.")
    for told in scans:
        _show(told)


def _picture(text: str) -> bytes | None:
    """The picture of this name, None for a text. Raises Unknown or TooLarge."""
    from gozinto.standards.symbols.reading import MOST_BYTES

    if not text.lower().endswith(_PICTURES):
        return None
    path = Path(text)
    if not path.is_file():
        raise Unknown(
            f"There is no picture {text!r}.",
            code="unknown_file",
            next_step="Check the name, or read it where the picture is.",
        )
    if path.stat().st_size > MOST_BYTES:
        raise TooLarge(f"A picture has at most {MOST_BYTES:,} bytes.", code="picture_too_large")
    return path.read_bytes()


def _show(told: Mapping[str, Any]) -> None:
    kind = told.get("kind", told.get("symbol", {}).get("format", ""))
    typer.echo(f"{plain(told['text'])} ({kind.replace('_', ' ')}): {_VERDICTS[told['verdict']]}")
    if "problem" in told:
        typer.echo(f"  {told['problem']['message']} {told['problem']['next_step']}")
    for headers, rows in _tables(told):
        if rows:
            console().print(table(headers, rows))
    if told.get("near"):
        typer.echo("Near: " + ", ".join(map(plain, told["near"])))


def _tables(told: Mapping[str, Any]) -> Iterator[tuple[Sequence[str], list[tuple[str, ...]]]]:
    yield (
        ("means", "code", "name", "state", "URI"),
        _rows(told.get("matches", ()), "kind", "code", "name", "state", "uri"),
    )
    yield (
        ("receive", "lot", "of", "quantity", "unit", "use by"),
        _rows(
            told.get("new_lots", ()),
            *("material", "lot", "supplier", "quantity", "uom", "expires_on"),
        ),
    )
    yield (("AI", "says", "value"), _rows(told.get("elements", ()), "identifier", "name", "value"))
    yield (
        ("read by", "material", "lot"),
        [
            (one.get("format", one.get("partner", "")), one.get("material", ""), _lot(one))
            for one in told.get("readings", ())
        ],
    )


def _rows(things: Sequence[Mapping[str, Any]], *names: str) -> list[tuple[str, ...]]:
    return [tuple(str(one.get(name, "")) for name in names) for one in things]


def _lot(reading: Mapping[str, Any]) -> str:
    return str(reading["texts"].get("lot", reading["number"]))
