"""Numbers set aside for a station, so that it can go on making things without the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from gozinto.errors import Refused
from gozinto.operations.panels.jobs import Job
from gozinto.operations.panels.scanned import makes_units
from gozinto.operations.panels.shapes import Station
from gozinto.plant import known as plant
from gozinto.plant.models import IssuedNumber, Material, NumberRange, TraceableObject
from gozinto.plant.numbering import reserving
from gozinto.record import clock
from gozinto.standards.numbers import patterns, writing
from gozinto.standards.numbers.shapes import Facts

UNITS, LOTS = 60, 10
"""So many are set aside at once for what a job makes."""
DAYS = timedelta(days=1)
"""So far ahead: a panel may be away over midnight."""
MOST_RANGES = 500
"""Ranges of a station that are looked at, the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    """Numbers of one reservation that stand on nothing, though the panel may have printed them.

    `is_in_use`: the panel may go on with them, since the time for which it has them is not over.
    """

    reservation: str
    format: str
    numbers: tuple[str, ...]
    at: datetime
    until: datetime
    is_in_use: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A reservation that was not closed: its ranges, what stands on something, what on nothing."""

    ranges: tuple[NumberRange, ...]
    used: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def is_in_use(self) -> bool:
        return self.ranges[0].lease_until > clock.now()


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


def unused(station: Station) -> list[Unused]:
    """What was set aside for a station and stands on nothing, the newest first. Four queries."""
    return [
        Unused(
            reservation=str(one.ranges[0].reservation),
            format=one.ranges[0].format.code,
            numbers=one.unused,
            at=one.ranges[0].at,
            until=one.ranges[0].lease_until,
            is_in_use=one.is_in_use,
        )
        for one in _held(station)
        if one.unused
    ]


def void_unused(station: Station, *, reason: str, by: str, in_use: bool) -> int:
    """Nothing may carry what a station did not use, for a reason; answers how many numbers.

    They are never issued again: nobody knows what was printed. `in_use`: those too with which its
    panel may go on. Raises Refused (void_without_reason).
    """
    with transaction.atomic():
        closing = [one for one in _held(station) if in_use or not one.is_in_use]
        for one in closing:
            reserving.give_back(
                str(one.ranges[0].reservation),
                used=one.used,
                spoiled=dict.fromkeys(one.unused, reason),
                by=by,
            )
    return sum(len(one.unused) for one in closing)


def _held(station: Station) -> list[_Held]:
    ranges = NumberRange.objects.filter(holder=_holder(station), returned=None)
    listed = list(ranges.select_related("format").order_by("-id")[:MOST_RANGES])
    if not listed:
        return []
    made = _made_of({one.format_id for one in listed})
    texts = {one.pk: _texts(one, station, made.get(one.format_id, ("",))) for one in listed}
    every = {text for places in texts.values() for place in places for text in place}
    issued = set(IssuedNumber.objects.filter(text__in=every).values_list("text", flat=True))
    known = TraceableObject.objects.filter(number__in=every).values_list("number", flat=True)
    carried = set(known) - issued
    by_reservation: dict[object, list[NumberRange]] = {}
    for one in reversed(listed):
        by_reservation.setdefault(one.reservation, []).append(one)
    found = []
    for several in by_reservation.values():
        places = [place for one in several for place in texts[one.pk] if issued.isdisjoint(place)]
        found.append(
            _Held(
                ranges=tuple(several),
                used=tuple(text for place in places for text in place if text in carried),
                unused=tuple(place[0] for place in places if carried.isdisjoint(place)),
            )
        )
    return found[::-1]


def _made_of(formats: set[int]) -> Mapping[int, Sequence[str]]:
    """By format the codes of the materials that are numbered by it. One query."""
    found: dict[int, list[str]] = {}
    named = Material.objects.order_by("code").values_list("code", "lot_format", "serial_format")
    for code, lot, serial in named:
        for one in formats & {lot, serial}:
            found.setdefault(one, []).append(code)
    return found


def _texts(one: NumberRange, station: Station, made: Sequence[str]) -> list[tuple[str, ...]]:
    """How each place of a range may have been printed, the likeliest first.

    Its number may show the day and what was made, which only the panel knew.
    """
    pattern = patterns.read(one.series)
    last = plant.now().day(one.lease_until - timedelta(seconds=1))
    days = [one.day + timedelta(days=n) for n in range((last - one.day).days + 1)] or [one.day]
    told = (
        Facts(day=day, line=station.equipment, material=material)
        for day in days
        for material in made
    )
    columns = [
        writing.written_all(pattern, facts, sequences=range(one.first, one.last + 1))
        for facts in told
        if writing.scope(pattern, facts) == one.scope
    ]
    return [tuple(dict.fromkeys(place)) for place in zip(*columns, strict=True)]
