"""`gozinto numbers`: how numbers look, which are issued, and whose one is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gozinto.cli.exits import plain
from gozinto.cli.plant.asking import AsJson, By, Demo, Why, console, table, who
from gozinto.deployment.attach import attached
from gozinto.errors import Malformed
from gozinto.standards.numbers import patterns, writing
from gozinto.standards.numbers.shapes import Facts

if TYPE_CHECKING:
    from gozinto.plant.numbering.reserving import Reservation
    from gozinto.standards.numbers.writing import Preview

Format = Annotated[str, typer.Argument(metavar="FORMAT", help="The code of a numbering format.")]
Number = Annotated[str, typer.Argument(metavar="NUMBER", help="As it is printed.")]
On = Annotated[str, typer.Option("--on", metavar="DATE", help="The production day; today else.")]
Shift = Annotated[str, typer.Option("--shift", metavar="CODE", help="The shift.")]
Line = Annotated[str, typer.Option("--line", metavar="CODE", help="The line.")]
Material = Annotated[str, typer.Option("--material", metavar="CODE", help="The material.")]


def register(app: typer.Typer) -> None:
    """Adds the command group."""
    group = typer.Typer(no_args_is_help=True, help="Numbers: their formats, issued and foreign.")
    for command in (preview, issue, gaps, reserve, overdue, void, relabel, recognise):
        group.command()(command)
    group.command("return")(give_back)
    app.add_typer(group, name="numbers")

    @group.callback()
    def _group() -> None:
        """Numbers: their formats, which were issued, and whose one is."""


def preview(
    asked: Annotated[
        str, typer.Argument(metavar="PATTERN|FORMAT", help="A pattern, or a format's code.")
    ],
    on: On = "",
    shift: Shift = "",
    line: Line = "",
    material: Material = "",
    count: Annotated[int, typer.Option("--count", help="How many.")] = 5,
    as_json: AsJson = False,
    demo: Demo = False,
) -> None:
    """The next numbers of a pattern or of a format, and the first after the next reset.

    Nothing is issued. A pattern that would go wrong is refused with all that is wrong with it.
    """
    day = read_day(on)
    if "{" in asked:
        today = day or datetime.now(UTC).date()
        facts = Facts(day=today, shift=shift, line=line, material=material)
        shown = writing.preview(patterns.read(asked), facts, count=count)
        _show_preview(shown, as_json)
        return
    with attached(demo=demo):
        from gozinto.plant.numbering import previewing

        codes = {"shift": shift, "line": line, "material": material}
        shown = previewing.preview(format=asked, at=day, count=count, **codes)
        _show_preview(shown, as_json)


def issue(
    format: Format,
    count: Annotated[int, typer.Option("--count", help="How many.")] = 1,
    on: On = "",
    shift: Shift = "",
    line: Line = "",
    material: Material = "",
    by: By = "",
    demo: Demo = False,
) -> None:
    """Issue the next numbers of a format, one a line. They are never issued again."""
    day = read_day(on)
    with attached(demo=demo):
        from gozinto.plant.numbering import issuing

        codes = {"shift": shift, "line": line, "material": material}
        _lines(issuing.issue(format=format, count=count, at=day, by=who(by), **codes))


def gaps(format: Format, as_json: AsJson = False, demo: Demo = False) -> None:
    """Places of a format's sequence that have no number, and why."""
    with attached(demo=demo):
        from gozinto.plant.numbering import previewing, telling

        found = previewing.gaps(format=format)
        if as_json:
            typer.echo(json.dumps([telling.gap(one) for one in found]))
            return
        if not found:
            typer.echo("No gaps.")
            return
        rows = [(g.scope, f"{g.first:,} – {g.last:,}", g.why, g.holder) for g in found]
        console().print(table(("within", "places", "", "holder"), rows))


def reserve(
    format: Format,
    holder: Annotated[str, typer.Option("--holder", metavar="PANEL", help="Who prints them.")],
    count: Annotated[int, typer.Option("--count", help="How many in each scope.")],
    on: On = "",
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The last day.")] = "",
    shift: Annotated[
        list[str] | None, typer.Option("--shift", metavar="CODE", help="May be repeated.")
    ] = None,
    line: Line = "",
    material: Material = "",
    by: By = "",
    demo: Demo = False,
) -> None:
    """Set numbers aside for a panel that works offline; answers what it needs, as JSON."""
    first, last = read_day(on), read_day(until, option="--until")
    with attached(demo=demo):
        from gozinto.plant.numbering import reserving

        _show_reservations(
            reserving.reserve(
                format=format,
                holder=holder,
                count=count,
                at=first,
                until=last,
                shifts=shift or [""],
                line=line,
                material=material,
                by=who(by),
            )
        )


def overdue(demo: Demo = False) -> None:
    """What was set aside, and not given back when its lease ended, as JSON."""
    with attached(demo=demo):
        from gozinto.plant.numbering import reserving

        _show_reservations(*reserving.overdue())


def give_back(
    reservation: Annotated[str, typer.Argument(metavar="ID", help="Of what was set aside.")],
    used: Annotated[
        Path | None,
        typer.Option("--used", metavar="FILE", exists=True, help="What was printed, one a line."),
    ] = None,
    spoiled: Annotated[
        list[str] | None,
        typer.Option("--spoiled", metavar="NUMBER", help="Printed and void; may be repeated."),
    ] = None,
    why: Why = "",
    by: By = "",
    demo: Demo = False,
) -> None:
    """Give back what was set aside: what was used is registered, the rest is free again."""
    texts = used.read_text(encoding="utf-8").splitlines() if used else []
    with attached(demo=demo):
        from gozinto.plant.numbering import reserving

        registered = reserving.give_back(
            reservation,
            used=[text for text in texts if text],
            spoiled=dict.fromkeys(spoiled or [], why),
            by=who(by),
        )
        typer.echo(f"{len(registered):,} registered, the rest is free again.")


def void(number: Number, why: Why = "", by: By = "", demo: Demo = False) -> None:
    """Say that nothing may carry an issued number; it is never issued again."""
    with attached(demo=demo):
        from gozinto.plant.numbering import voiding

        voiding.void(number, why=why, by=who(by))
        typer.echo(f"{number} is void.")


def relabel(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The number until now.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="An issued number in its place.")],
    why: Why = "",
    by: By = "",
    demo: Demo = False,
) -> None:
    """Say that a number took the place of another one on a label; shows the label's history."""
    with attached(demo=demo):
        from gozinto.plant.numbering import voiding

        voiding.relabel(old=old, new=new, why=why, by=who(by))
        rows = [
            (f"{one.at:%Y-%m-%d %H:%M}", one.by, one.old, one.new, one.why)
            for one in voiding.history(new)
        ]
        console().print(table(("UTC", "by", "from", "to", "why"), rows))


def recognise(
    text: Number,
    partner: Annotated[
        str, typer.Option("--partner", metavar="CODE", help="By this partner's patterns alone.")
    ] = "",
    as_json: AsJson = False,
    demo: Demo = False,
) -> None:
    """Every way to read a number, by our formats and by our partners' patterns."""
    with attached(demo=demo):
        from gozinto.plant.numbering import recognising, telling

        told = telling.recognition(recognising.recognise(text, partner=partner))
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    states = [name.removeprefix("is_").replace("_", " ") for name in told if told[name] is True]
    typer.echo(f"{plain(text)}: {', '.join(states) or 'not known here'}")
    rows = [
        (one.get("format") or one["partner"], one.get("material", ""), _read_as(one))
        for one in told["readings"]
    ]
    console().print(table(("by", "material", "reads"), rows) if rows else "No pattern reads it.")


def read_day(text: str, *, option: str = "--on") -> date | None:
    """The day that an option gives, None where it is left out. Raises Malformed."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Malformed(
            f"{option} cannot be read as a date: {text!r}.",
            code="unreadable_date",
            next_step="Write it like 2026-03-01.",
            value=text,
        ) from error


def _show_preview(shown: Preview, as_json: bool) -> None:
    from gozinto.plant.numbering import telling

    told = telling.preview(shown)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    _lines(shown.numbers)
    if told["turn"]:
        turn = told["turn"]
        typer.echo(f"… from {turn['on']} (each {turn['reset']} anew): {turn['number']}")
    for said in (*told["obstacles"].values(), *told["remarks"]):
        typer.echo(f"! {said}")


def _show_reservations(*told: Reservation) -> None:
    from gozinto.plant.numbering import telling

    for one in told:
        typer.echo(json.dumps(telling.reservation(one), ensure_ascii=False))


def _lines(texts: Iterable[str]) -> None:
    for text in texts:
        typer.echo(text)


def _read_as(one: dict[str, dict[str, str]]) -> str:
    told = [f"{name} {value}" for name, value in one["texts"].items()]
    return ", ".join([*told, f"number {one['sequence']}"] if "sequence" in one else told)
