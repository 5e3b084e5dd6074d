"""Numbers set aside for a station, so that it can go on making things without the network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from gozinto.errors import Refused
from gozinto.operations.panels.jobs import Job
from gozinto.operations.panels.scanned import makes_units
from gozinto.operations.panels.shapes import Station
from gozinto.plant import known as plant
from gozinto.plant.models import Material, NumberRange, TraceableObject
from gozinto.plant.numbering import reserving
from gozinto.record import clock
from gozinto.standards.numbers import patterns, writing
from gozinto.standards.numbers.shapes import Facts

UNITS, LOTS = 60, 10
"""So many are set aside at once for what a job makes."""
DAYS = timedelta(days=1)
"""So far ahead: a panel may be away over midnight."""


def of(jobs: Sequence[Job], *, station: Station) -> dict[str, tuple[str, ...]]:
    """By the number of the job that runs, numbers for what it makes that nothing carries yet.

    More are set aside when half are used. What was set aside and not used stays a gap until
    somebody gives it back: the panel may have printed it. Three queries where enough are left.
    """
    running = next((job for job in jobs if job.is_open and job.product), None)
    if running is None or station.equipment == "":
        return {}
    field = "serial_format__code" if makes_units(running) else "lot_format__code"
    code = Material.objects.filter(code=running.product).values_list(field, flat=True).first()
    if not code:
        return {}
    wanted = UNITS if makes_units(running) else LOTS
    left = _left(code, running, station)
    if len(left) < wanted // 2:
        try:
            reserving.reserve(
                format=code,
                holder=_holder(station),
                count=wanted,
                by=_holder(station),
                until=plant.now().day(clock.now()) + DAYS,
                line=running.equipment,
                material=running.product,
            )
        except Refused:
            return {running.number: tuple(left)}  # of a shift, or used up: then only the server
        left = _left(code, running, station)
    return {running.number: tuple(left)}


def _holder(station: Station) -> str:
    return f"station {station.code}"


def _left(code: str, job: Job, station: Station) -> list[str]:
    """The numbers that are set aside and stand on nothing yet, today's first."""
    today = plant.now().day(clock.now())
    texts = list(dict.fromkeys(_written(code, job, station, today)))
    taken = set(TraceableObject.objects.filter(number__in=texts).values_list("number", flat=True))
    return [one for one in texts if one not in taken][: 2 * UNITS]


def _written(code: str, job: Job, station: Station, today: date) -> Iterator[str]:
    ranges = NumberRange.objects.filter(
        holder=_holder(station), format__code=code, returned=None, lease_until__gt=clock.now()
    ).order_by("day", "first")
    for one in ranges:
        pattern = patterns.read(one.series)
        facts = Facts(day=max(one.day, today), line=job.equipment, material=job.product)
        yield from writing.written_all(pattern, facts, sequences=range(one.first, one.last + 1))
