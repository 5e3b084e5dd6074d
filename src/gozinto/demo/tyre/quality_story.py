"""The second half of the story: what the returns share, who has the tyres, and what became of it.

All of it is asked of the record as it stands; nothing is known here but the numbers to ask for.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from rich.console import Console
from rich.table import Table

from gozinto import trace
from gozinto.cases import stepping
from gozinto.cases.complaints import counted
from gozinto.cases.corrective import forbidding, lines
from gozinto.cases.drills import trend
from gozinto.cases.recalls import opening, origins, recovering, scoping, stopping
from gozinto.cases.recalls.counting import Amounts, Tally
from gozinto.cases.standing import Standing
from gozinto.demo.tyre import calendar, truths
from gozinto.demo.tyre.presses import asset_uri
from gozinto.plant import changing, known, objects
from gozinto.plant.models import Person
from gozinto.record import clock
from gozinto.standards.quantities import PIECES
from gozinto.trace.suspects import SuspectsAnswer
from gozinto.trace.suspects.wording import named

SINCE = timedelta(days=calendar.FIRST_DAYS_BACK)
LEAKS, SLOWLY = "shoulder", "11 kPa"
"""Words of the two defects, as the dealers' returns have them."""


def tell(console: Console) -> None:
    """What is to blame, the recall, the corrective action, and how long the questions took."""
    _complaints(console)
    _suspects(console, LEAKS, "The tyres that leak at the shoulder")
    _suspects(console, SLOWLY, "The tyres that lose air slowly")
    about = stepping.about([asset_uri(truths.BLADDER)])
    recall = next((one for one in about if one.kind == "recall"), None)
    action = next((one for one in about if one.kind == "action"), None)
    if recall is not None:
        _recall(console, recall)
    if action is not None:
        _action(console, action)
    _clock(console)


def _complaints(console: Console) -> None:
    found = counted.count("defect", since=clock.now() - SINCE)
    words = ", ".join(f"{bar.count} {_reason(bar.key)}" for bar in found.bars)
    console.print(
        f"\n[bold]Complaints[/]  {found.total} of them: {words}.  {_page('/cases/pareto/')}"
    )


def _suspects(console: Console, word: str, what: str) -> None:
    found = trace.suspects(defect=word)
    console.print(
        f"\n[bold]Suspects[/]  {what}: {found.complaints} returns beside {found.population:,}"
        f" tyres in the field as long.  {_page('/suspects/', defect=word)}"
    )
    for number, one in enumerate(found.causes, 1):
        console.print(f"  {number}. {one.suspect.sentence}")
        if one.suspect.tied:
            tied = ", ".join(map(named, one.suspect.tied))
            console.print(f"     [yellow]cannot be told apart from:[/] {tied}")
    if not found.causes:
        console.print(f"  {_too_few(found)}")
    if found.verdict is not None:
        console.print(f"  [bold]{found.verdict.sentence}[/]")


def _too_few(found: SuspectsAnswer) -> str:
    """So small a plant has so few returns that they may share anything by chance."""
    first = found.suspects[0].sentence if found.suspects else ""
    return f"{first} So few may be chance: nothing is to blame yet."


def _recall(console: Console, case: Standing) -> None:
    preview = opening.preview_of(case.number)
    console.print(
        f"\n[bold]Recall {case.number}[/]  {case.title} · {case.state}"
        f"  {_page(f'/cases/{case.number}/')}"
    )
    table = _table("width", ("tyres", "dealers"), "where they are")
    for width in preview.widths:
        tally = width.tally
        table.add_row(
            width.width, _pieces(tally.amounts), str(len(tally.customers)), _places(tally)
        )
    console.print(table)
    if len({_pieces(width.tally.amounts) for width in preview.widths}) == 1:
        console.print("  [dim]All three are the same: no doubt of the record touches it.[/]")
    found = recovering.recovery(case.number)
    holders = _table("who still has them", ("tyres",), "")
    for uri, amounts in found.open_with.items():
        holders.add_row(_company(uri), _pieces(amounts), "")
    console.print(holders)
    held = stopping.progress(case.number)
    if held is not None:
        console.print(f"  On hold: {held.done} things. Nobody can use, pick or ship them.")
    back, out = _pieces(found.by_account["recovered"]), _pieces(found.was_out)
    console.print(f"  Of {out} tyres that were out, {back} are back ({_percent(found.recovered)}).")


def _action(console: Console, case: Standing) -> None:
    console.print(
        f"\n[bold]Corrective action {case.number}[/]  {case.title} · {case.state}"
        f"  {_page(f'/cases/{case.number}/')}"
    )
    console.print(f"  Cause: {case.told['occurred_because']}")
    for number, line in enumerate(lines.of(case), 1):
        done = f"done {line.done_at:%d.%m.%Y}" if line.done_at else f"due {line.due_on:%d.%m.%Y}"
        console.print(f"  {number}. {line.action} [dim]({_person(line.owner)}, {done})[/]")
    figures = case.made.get("figures")
    if figures:
        console.print(f"  It helped: {_rate(figures['before'])} before, {_rate(figures['after'])}"
                      f" since{_sure(figures)}.")  # fmt: skip
    for code in forbidding.made_by(case):
        row = changing.find("interlocks", code)
        name = row["name"] if row else ""
        console.print(f"  Forbidden since, at every press: [bold]{code}[/], {name}.")


def _clock(console: Console) -> None:
    """A mock recall against the clock: from the number on a tyre to everybody who has a sister."""
    begun = time.perf_counter()
    tyre = objects.resolve(truths.SERIAL)
    trace.backward([tyre])
    found = scoping.preview(origins.named([asset_uri(truths.BLADDER)]))
    took = time.perf_counter() - begun
    widest = found.widths[-1].tally
    console.print(
        f"\n[bold]The clock[/]  From the scan of {truths.SERIAL} to"
        f" {_pieces(widest.amounts)} tyres of the same bladder, each with its place, and"
        f" {len(widest.customers)} dealers: [bold]{took:.1f} s[/]."
    )
    for one in trend.trend().drills[-1:]:
        located, reached = _percent(one.located), _percent(one.reached)
        console.print(
            f"  The last mock recall, {one.number}: {located} located, {reached} of the dealers"
            f" reached, {one.clock_s / 60:.0f} minutes.  {_page(f'/cases/{one.number}/')}"
        )


def _table(first: str, numbers: tuple[str, ...], last: str) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column(first)
    for name in numbers:
        table.add_column(name, justify="right")
    table.add_column(last)
    return table


def _page(path: str, **asked: str) -> str:
    return f"[dim]→ {path}{'?' if asked else ''}{urlencode(asked)}[/]"


def _pieces(amounts: Amounts) -> str:
    return f"{amounts.get(PIECES, Decimal(0)).normalize():f}"


def _places(tally: Tally) -> str:
    return ", ".join(f"{_pieces(some)} {place}" for place, some in sorted(tally.by_place.items()))


def _percent(share: Decimal | None) -> str:
    return "none was" if share is None else f"{100 * share:.0f} %"


def _company(uri: str) -> str:
    found = known.now().partner_of(uri)
    return found.name if found else uri


def _person(code: str) -> str:
    return Person.objects.filter(code=code).values_list("name", flat=True).first() or code


def _reason(code: str) -> str:
    found = known.now().reasons.get(code)
    return (found.name if found else code).lower() or "of which nobody said why"


def _rate(counted: Mapping[str, Any]) -> str:
    return f"{counted['failures']} of {counted['units']:.0f} tyres"


def _sure(figures: Mapping[str, Any]) -> str:
    return ", beyond chance" if figures.get("is_proven") else ", which may still be chance"
