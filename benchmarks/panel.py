"""How long the server takes from a scan to its verdict: `python -m benchmarks.panel`.

A station is enrolled, somebody gives the PIN, a job runs. Then lots are scanned one after the
other, as a panel sends them: each a request of its own, through the gate, the session, the table
of meanings, the rules and the commit. What is measured is the server's side, from the request to
the last byte of the answer, without the network; the record holds other lots of the same material.
Then the whole of it in Chromium (`panel_screen`): from the last key until the verdict is painted.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
from rich.console import Console
from rich.table import Table

from benchmarks import capture
from benchmarks.figures import write
from gozinto.deployment import memory, migrating

LOTS, SCANS, ON_SCREEN = 2_000, 200, 60
OUT = Path("benchmarks/out/panel.json")
JSON = "application/json"
STATION, BADGE, PIN = "MIXER", "P-1", "2580"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One row of the result. `verdicts`: how often each was answered."""

    case: str
    runs: int
    ms_median: float
    ms_p95: float
    ms_slowest: float
    verdicts: dict[str, int]


def furnish(*, lots: int) -> None:
    """A plant with a mixer, a job for it, and so many lots of its material on the shelf."""
    from tests import workshop
    from tests.operations.panels import floor

    from gozinto import record
    from gozinto.access import pins, stations
    from gozinto.operations import receiving

    workshop.furnish()
    floor.furnish()
    pins.choose(BADGE, pin=PIN, by="bench")
    stations.create(code=STATION, name="Mixer", equipment="MIX-1", location="RACK", by="bench")
    with record.bulk():
        for number in range(lots):
            receiving.receive(
                material="HB", supplier="ELASTO", supplier_lot=f"B-{number:05}",
                quantity=Decimal(100), location="RACK", by=workshop.CLERK,
            )  # fmt: skip


def enrolled() -> Any:
    """The panel of the station, with somebody signed in and the job running."""
    from django.test import Client
    from tests.operations.panels.floor import JOB

    from gozinto.access import stations

    panel = Client(headers={"host": "localhost", "X-Gozinto-Panel": "1"})
    _ok(panel.post("/panel/enrol", {"code": stations.invite(STATION, by="bench")}, JSON))
    _ok(panel.post("/panel/sign-in", {"badge": BADGE, "pin": PIN, "id": "1"}, JSON))
    assert _scan(panel, JOB) == "ok"
    return panel


def _ok(answer: Any) -> Any:
    assert answer.status_code == 200, answer.content
    return answer


def _scan(panel: Any, text: str, *, screen: str = "job", **context: str) -> str:
    """The verdict of one scan."""
    from tests.operations.panels.floor import JOB, entry

    from gozinto.record import clock

    sent = entry("scan", {"text": text, "quantity": "0.01"}, person=BADGE)
    sent["context"] = {"screen": screen, "job": JOB, **context}
    body = {"device_now": clock.now().isoformat(), "entries": [sent]}
    (answer,) = _ok(panel.post("/panel/entries", body, JSON)).json()["answers"]
    return str(answer["verdict"])


def _shown(panel: Any, tag: str) -> str:
    headers = {"If-None-Match": tag} if tag else {}
    return str(panel.get("/panel/now", headers=headers).status_code)


def cases(panel: Any, *, lots: int) -> Iterator[tuple[str, Callable[[int], str]]]:
    """What is asked, by the number of the turn."""
    from tests.workshop import INSPECTOR, lot

    from gozinto.operations import holding

    def number(turn: int) -> str:
        return f"B-{turn % lots:05}"

    tag = panel.get("/panel/now")["ETag"]
    yield "a lot goes into the job", lambda turn: _scan(panel, number(turn))
    yield (
        "a lot is moved",
        lambda turn: _scan(panel, number(turn), screen="move", destination="DOCK"),
    )
    yield "nothing goes by it", lambda turn: _scan(panel, f"UNKNOWN-{turn}")
    holding.hold(lot("HB", "B-00000", "ELASTO"), reason="smell", by=INSPECTOR)
    yield "it is on hold", lambda turn: _scan(panel, "B-00000")
    yield "what the station shows", lambda turn: _shown(panel, "")
    tag = panel.get("/panel/now")["ETag"]
    yield "that nothing changed", lambda turn: _shown(panel, tag)


def measure(*, lots: int, scans: int) -> Iterator[Figure]:
    """Each case so often, after a tenth as often that does not count."""
    panel = enrolled()
    for case, ask in cases(panel, lots=lots):
        for turn in range(scans // 10):
            ask(turn)
        times: list[float] = []
        verdicts: dict[str, int] = {}
        for turn in range(scans):
            begun = time.perf_counter()
            verdict = ask(turn)
            times.append(1000 * (time.perf_counter() - begun))
            verdicts[verdict] = verdicts.get(verdict, 0) + 1
        yield figure(case, times, verdicts)


def figure(case: str, times: Sequence[float], verdicts: dict[str, int]) -> Figure:
    """The row of these times (ms)."""
    ordered = sorted(times)
    return Figure(
        case=case,
        runs=len(ordered),
        ms_median=round(statistics.median(ordered), 1),
        ms_p95=round(ordered[math.ceil(0.95 * len(ordered)) - 1], 1),
        ms_slowest=round(ordered[-1], 1),
        verdicts=verdicts,
    )


def main() -> None:
    """Print the table, and write the figures as JSON."""
    from benchmarks import panel_screen

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lots", type=int, default=LOTS)
    parser.add_argument("--scans", type=int, default=SCANS)
    parser.add_argument("--on-screen", type=int, default=ON_SCREEN, help="scans in Chromium")
    parser.add_argument("--json", type=Path, default=OUT)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gozinto.deployment.settings")
    django.setup()
    memory.look_seldom()
    with capture.scratch() as (_, roles):
        migrating.use(roles.application)
        furnish(lots=options.lots)
        figures = list(measure(lots=options.lots, scans=options.scans))
        with TemporaryDirectory() as papers, panel_screen.served(Path(papers)) as (page, url, do):
            figures += panel_screen.measure(page, url=url, do=do, scans=options.on_screen)
    drawn = Table("asked", "times", "median, ms", "p95, ms", "slowest, ms", "verdicts")
    for one in figures:
        cells = (one.runs, one.ms_median, one.ms_p95, one.ms_slowest, one.verdicts)
        drawn.add_row(one.case, *map(str, cells))
    Console().print(drawn)
    write(figures, to=options.json)


if __name__ == "__main__":
    main()
