"""The line: panels are printed with paste, parts are placed from reels, the oven solders them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from gozinto.demo import checks
from gozinto.demo.electronics import calendar
from gozinto.demo.electronics.calendar import PLANT
from gozinto.demo.electronics.plan import BOARDS_A_PANEL, Panel
from gozinto.demo.electronics.supply import (
    DRIFTS,
    JAR_KG,
    PASTE_KG,
    SLOTS,
    Jar,
    Slot,
    Stock,
    Supplies,
    at_panel,
)
from gozinto.demo.electronics.works import PANEL, Works, asset, unit
from gozinto.operations import inspection, production, scrapping
from gozinto.operations.production import Component
from gozinto.operations.things import Amount

PRINTING, PLACING = "printing", "placing"
PRINTER, PLACER = "PRINTER-1", "PLACER-1"
SETUP_HOUR = 6.1
CLOSING_HOUR = 13.75
SECONDS = timedelta(seconds=1)
_SPI = checks.of_plan(PLANT, "IP-SPI")
_OVEN = checks.of_plan(PLANT, "IP-OVEN")


class Runs(NamedTuple):
    """The two runs of a day of the line."""

    printing: str
    placing: str


def run(works: Works, supplies: Supplies, day: int) -> None:
    """All panels of a day."""
    plan = works.plan
    date, first, end = plan.days[day], plan.before(day), plan.before(day + 1)
    begins = calendar.moment(date, hour=SETUP_HOUR)
    _set_up(works, begins, is_first=day == 0)
    ends = calendar.moment(date, hour=CLOSING_HOUR)
    job = works.job(begins)
    runs = Runs(
        works.open_run(10, PRINTING, PRINTER, skill="PRINT", at=begins, until=ends, job=job),
        works.open_run(20, PLACING, PLACER, skill="SMT", at=begins, until=ends, job=job),
    )
    for jar in supplies.jars:
        if first <= jar.first < end:
            _open_jar(works, jar)
    for index in range(first, end):
        panel = plan.panel(index)
        for slot in SLOTS:
            reel = at_panel(supplies.reels[slot.name], index)
            if reel.first == index:
                _splice(works, slot, reel, panel)
        _print(works, supplies, runs, panel)
        _place(works, supplies, runs, panel)
        _solder(works, panel)


def _set_up(works: Works, at: datetime, *, is_first: bool) -> None:
    """Tools that stay: stencil and squeegee in the printer, feeders in the placing machine."""
    if not is_first:
        return
    tools = [("STENCIL-C4", PRINTER, "stencil", PRINTING)]
    tools.append(("SQUEEGEE-1", PRINTER, "squeegee", PRINTING))
    tools += [(slot.feeder, PLACER, f"feeder of {slot.name}", PLACING) for slot in SLOTS]
    for code, equipment, slot, step in tools:
        by = works.person(at, "PRINT" if step == PRINTING else "SMT")
        works.do(
            production.mount, asset(code), equipment=equipment, slot=slot, step=step, at=at, by=by
        )


def _open_jar(works: Works, jar: Jar) -> None:
    """An open jar keeps for the shift: what is left of it then is thrown away."""
    plan, uri = works.plan, jar.uri
    place: dict[str, Any] = {"equipment": PRINTER, "slot": "solder paste", "step": PRINTING}
    opened_at = plan.panel(jar.first).printed_at - 5 * SECONDS
    works.do(production.mount, uri, **place, at=opened_at, by=works.person(opened_at, "PRINT"))
    last = plan.panel(jar.end - 1)
    closed_at = last.printed_at + 5 * SECONDS
    by = works.person(closed_at, "PRINT")
    works.do(production.unmount, uri, **place, at=closed_at, by=by)
    left = JAR_KG - PASTE_KG * (jar.end - jar.first)
    works.do(
        scrapping.scrap,
        Amount(of=uri, quantity=left, uom="KGM"),
        reason="open longer than a shift",
        equipment=PRINTER,
        at=calendar.moment(last.day, hour=CLOSING_HOUR),
        by=by,
    )


def _splice(works: Works, slot: Slot, reel: Stock, panel: Panel) -> None:
    """A reel follows another; one change in the plant is known only to an interval."""
    place: dict[str, Any] = {"equipment": PLACER, "slot": slot.name, "step": PLACING}
    at = panel.placed_at - 10 * SECONDS
    if not (slot.name == DRIFTS and panel.index == works.plan.change):
        works.do(production.mount, reel.uri, **place, at=at, by=works.person(at, "SMT"))
        return
    before, after = works.plan.unseen
    first = works.plan.panel(before).placed_at - 5 * SECONDS
    last = works.plan.panel(after - 1).placed_at + 5 * SECONDS
    works.truths.changed = first, last
    noted = last + timedelta(minutes=2)
    works.do(
        production.mount, reel.uri, **place, happened=at, earliest=first, latest=last,
        certainty="interval", at=noted, by=works.person(noted, "SMT"),
    )  # fmt: skip


def _print(works: Works, supplies: Supplies, runs: Runs, panel: Panel) -> None:
    jar = at_panel(supplies.jars, panel.index)
    bare = at_panel(supplies.bare, panel.index)
    works.do(
        production.produce_serial,
        run=runs.printing,
        material=PANEL,
        number=panel.number,
        inputs=[
            Component(of=bare.uri, quantity=Decimal(1), uom="C62", slot="bare panel"),
            Component(
                of=jar.uri, quantity=PASTE_KG, uom="KGM", slot="solder paste",
                certainty="measured",
            ),
        ],
        location="WIP",
        at=panel.printed_at,
        by=works.person(panel.printed_at, "PRINT"),
    )  # fmt: skip
    at = panel.printed_at + 20 * SECONDS
    _inspect(works, panel, "SPI-1", PRINTING, _SPI, at, gauge="SPI-CAM")


def _place(works: Works, supplies: Supplies, runs: Runs, panel: Panel) -> None:
    """The machine reports which reel each part came from; a panel comes out as it went in."""
    before, after = works.plan.unseen
    placed = []
    for slot in SLOTS:
        reel = at_panel(supplies.reels[slot.name], panel.index)
        if slot.name == DRIFTS and before <= panel.index < after:
            continue
        pieces = Decimal(BOARDS_A_PANEL)
        placed.append(
            Component(of=reel.uri, quantity=pieces, uom="C62", slot=slot.name, certainty="measured")
        )
    works.do(
        production.rework, unit(PANEL, panel.number), run=runs.placing, inputs=placed,
        location="WIP", at=panel.placed_at, by=works.person(panel.placed_at, "SMT"),
    )  # fmt: skip


def _solder(works: Works, panel: Panel) -> None:
    """Out of the oven: its profile now and then, and a picture of every panel."""
    at = panel.soldered_at
    if panel.index % 20 == 0:
        _inspect(works, panel, "OVEN-1", "reflow", _OVEN, at, gauge="OVEN-TC")
    _inspect(works, panel, "AOI-1", "reflow", (), at + 30 * SECONDS, gauge="AOI-CAM")


def _inspect(
    works: Works,
    panel: Panel,
    equipment: str,
    step: str,
    of: tuple[checks.Check, ...],
    at: datetime,
    *,
    gauge: str,
) -> None:
    works.do(
        inspection.inspect,
        unit(PANEL, panel.number),
        kind="in_process",
        values=[check.steady(works.rng, works.number(equipment)) for check in of],
        result="accepted",
        gauge=gauge,
        step=step,
        equipment=equipment,
        at=at,
        by=works.person(at, "AOI"),
    )
