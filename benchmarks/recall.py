"""A recall of 100,000 units: its three widths, and the hold of all: `python -m benchmarks.recall`.

A plant is generated through the one door: a raw lot goes into mixed lots, those into runs of a
press, each of which makes a lot of a hundred units, half of them named one by one in events of
their own. Some changes of the mixed lot are known only to lie between two times. Four fifths of the
units leave for two hundred customers. Then the scope is asked for, and everything in it is held.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import django
from django.conf import settings
from django.db import connection, connections
from rich.console import Console

from benchmarks import capture
from benchmarks.figures import write
from benchmarks.processors import used_s
from gozinto.deployment import memory, migrating

if TYPE_CHECKING:
    from gozinto.cases.stepping import Taking

UNITS, RUNS = 100_000, 5
OUT = Path("benchmarks/out/recall.json")
DOMAIN = "id.example"
_HOME = f"https://{DOMAIN}"
_BEGUN = datetime(2026, 1, 5, 6, tzinfo=UTC)
_LOOKS_S = 0.05
_OF_A_RUN, _CUSTOMERS, _MIXED = 100, 200, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One case: how many units it was about, and how long it took.

    `processor_ms`, `database_ms`: the processor time of this process, and of its server process.
    """

    case: str
    units: int
    ms_median: float
    ms_slowest: float
    processor_ms: float
    database_ms: float
    runs: int


def describe() -> None:
    """The materials, customers and the press that the events name."""
    from gozinto.access.models import User
    from gozinto.plant import enterprise
    from gozinto.plant.models import Equipment, Material, Partner

    enterprise.describe(name="Bench", domain=DOMAIN, zone="Europe/Istanbul")
    kinds = {"NR": "raw", "MIX": "intermediate", "T205": "finished"}
    Material.objects.bulk_create(
        Material(code=code, name=code, kind=kind, uom="C62" if kind == "finished" else "KGM")
        for code, kind in kinds.items()
    )
    Partner.objects.bulk_create(
        Partner(code=f"D-{n}", uri=f"{_HOME}/partner/D-{n}", name=f"Dealer {n}", kind="dealer")
        for n in range(_CUSTOMERS)
    )
    Equipment.objects.create(code="PRESS", name="Press", level="work_unit")
    User.objects.create_superuser("bench", password="a long enough one")


def story(units: int) -> Iterator[object]:
    """What happened in the plant, as events in the order of time."""
    from gozinto.standards.epcis.events import (
        ObjectEvent,
        QuantityElement,
        TransformationEvent,
        TypedReference,
    )
    from gozinto.standards.epcis.gozinto import Context, LinkDetail

    def lot(item: str, number: object, amount: int) -> QuantityElement:
        uri = f"{_HOME}/class/{item}/{number}"
        return QuantityElement(epc_class=uri, quantity=Decimal(amount), uom="KGM")

    raw = lot("NR", "NR-1", units)
    yield ObjectEvent(
        event_time=_BEGUN,
        action="OBSERVE",
        biz_step="receiving",
        disposition="in_progress",
        quantity_list=(raw,),
    )
    at = _BEGUN
    for number in range(_MIXED):
        at += timedelta(minutes=1)
        yield TransformationEvent(
            event_time=at,
            input_quantity_list=(lot("NR", "NR-1", units // _MIXED),),
            output_quantity_list=(lot("MIX", f"M-{number}", units // _MIXED),),
            extensions=Context(certainty="scanned", step="mixing").extensions(),
        )
    for number in range(units // _OF_A_RUN):
        run = f"{_HOME}/run/J-{number}"
        mixed = lot("MIX", f"M-{number % _MIXED}", _OF_A_RUN)
        at += timedelta(minutes=1)
        # Of every tenth change nobody saw the time.
        seen = number % 10 != 0
        yield TransformationEvent(
            event_time=at,
            transformation_id=run,
            input_quantity_list=(mixed,),
            extensions=Context(
                certainty="scanned" if seen else "interval",
                step="curing",
                flow="continuous",
                equipment="PRESS",
                earliest=None if seen else at - timedelta(minutes=1),
                latest=None if seen else at + timedelta(minutes=3),
            ).extensions(),
        )
        made = [f"{_HOME}/obj/T205/{number:06d}{n:02d}" for n in range(_OF_A_RUN)]
        of = f"{_HOME}/class/T205/L-{number}"
        alone = number % 2 == 0
        groups = [[one] for one in made] if alone else [made]
        for group in groups:
            at += timedelta(seconds=1)
            yield TransformationEvent(
                event_time=at,
                transformation_id=run,
                output_epc_list=tuple(group),
                extensions=Context(
                    certainty="scanned",
                    step="curing",
                    flow="continuous",
                    equipment="PRESS",
                    links=tuple(LinkDetail(id=one, lot=of) for one in group),
                ).extensions(),
            )
        if number % 5:
            to = f"{_HOME}/partner/D-{number % _CUSTOMERS}"
            yield ObjectEvent(
                event_time=at + timedelta(minutes=1),
                action="OBSERVE",
                biz_step="shipping",
                disposition="in_transit",
                epc_list=tuple(made),
                biz_transaction_list=(
                    TypedReference(type="desadv", value=f"{_HOME}/bt/SN-{number}"),
                ),
                destination_list=(TypedReference(type="owning_party", value=to),),
            )


def build(units: int) -> None:
    """Put the story on record."""
    from gozinto import record

    with record.bulk():
        for event in story(units):
            record.capture(event)  # type: ignore[arg-type]  # of whatever type


def measure(units: int, *, runs: int, say: Callable[[str], object] = print) -> Iterator[Figure]:
    """The three widths asked `runs` times, after a first time that does not count; then all of it
    frozen and held, which is done once.

    With the index, where its place is known; of that a generation is built first.
    """
    from gozinto.access.roles import Role
    from gozinto.cases.recalls import freezing, opening, origins, scoping, stopping
    from gozinto.cases.stepping import Taking
    from gozinto.genealogy.kernels import compiled
    from gozinto.trace.index import asking, building

    compiled.warm()
    folder = asking.place()
    if folder is not None:
        yield _figure("index", units, [_took(lambda: building.build(folder))], say)
    begun = origins.named([f"{_HOME}/class/NR/NR-1"])
    counted = scoping.preview(begun).widths[-1].tally.amounts["C62"]
    assert counted == units, counted
    yield _figure(
        "preview", units, [_took(lambda: scoping.preview(begun)) for _ in range(runs)], say
    )
    by = Taking(by="bench", roles=(Role.QUALITY,), signed="password")
    number = opening.open_recall("Bench", because="bench", of=begun.things, taking=by).number
    yield _figure(
        "freeze", units, [_took(lambda: freezing.freeze(number, because="b", taking=by))], say
    )
    with _worker():
        yield _figure("hold", units, [_took(lambda: _hold(number, by))], say)
    done = stopping.progress(number)
    assert done is not None
    assert (done.problem, done.done) == ("", done.total), done


def _hold(number: str, taking: Taking) -> None:
    """As who asks for it begins, and the worker beside them goes on until nothing waits."""
    from gozinto.cases.recalls import stopping

    stopping.stop(number, taking=taking)
    while stopping.is_waiting():
        if not stopping.work():
            time.sleep(_LOOKS_S)  # what is left another has in hand


@contextmanager
def _worker() -> Iterator[None]:
    """Another process that holds what waits, as the worker of a plant does."""
    connections.close_all()  # each process asks by connections of its own
    beside = multiprocessing.get_context("fork").Process(target=_work, daemon=True)
    beside.start()
    try:
        yield
    finally:
        beside.terminate()
        beside.join()


def _work() -> None:
    from gozinto.cases.recalls import stopping

    while True:
        if not stopping.work():
            time.sleep(_LOOKS_S)  # nothing tells it that a hold was asked for


class _Took(NamedTuple):
    """Milliseconds by the clock, of this process's processor, and of the database's."""

    ms: float
    processor_ms: float
    database_ms: float


def _took(do: Callable[[], object]) -> _Took:
    server = _server()
    begun, own, of_server = time.perf_counter(), time.process_time(), used_s(server)
    do()
    return _Took(
        1000 * (time.perf_counter() - begun),
        1000 * (time.process_time() - own),
        1000 * (used_s(server) - of_server),
    )


def _server() -> int:
    """The server's process that answers this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ((pid,),) = cursor.fetchall()
    return int(pid)


def _figure(case: str, units: int, took: list[_Took], say: Callable[[str], object]) -> Figure:
    made = Figure(
        case=case,
        units=units,
        ms_median=round(statistics.median(one.ms for one in took), 1),
        ms_slowest=round(max(one.ms for one in took), 1),
        processor_ms=round(statistics.median(one.processor_ms for one in took), 1),
        database_ms=round(statistics.median(one.database_ms for one in took), 1),
        runs=len(took),
    )
    say(
        f"{case}: {made.ms_median:,.0f} ms, of the processor {made.processor_ms:,.0f} ms,"
        f" of the database's {made.database_ms:,.0f} ms"
    )
    return made


def main() -> None:
    """Print the figures, and write them as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--json", type=Path, default=OUT)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gozinto.deployment.settings")
    django.setup()
    memory.look_seldom()
    console = Console(stderr=True)
    with capture.scratch() as (_, roles), tempfile.TemporaryDirectory() as folder:
        settings.GOZINTO_INDEX_DIR = folder
        migrating.use(roles.application)
        describe()
        begun = time.perf_counter()
        build(options.units)
        console.print(f"Built in {time.perf_counter() - begun:.0f} s")
        figures = list(measure(options.units, runs=options.runs, say=console.print))
    write(figures, to=options.json)


if __name__ == "__main__":
    main()
