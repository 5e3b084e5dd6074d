"""Sets numbers aside for a panel that works offline, and takes back what it did not print."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import uuid6
from django.db import transaction
from django.utils import timezone

from gozinto.errors import Conflict, Malformed, Refused, Unknown, Violation
from gozinto.plant import enterprise
from gozinto.plant.models import IssuedNumber, NumberRange, ReturnedRange
from gozinto.plant.numbering import counting, formats, issuing, voiding
from gozinto.plant.numbering.formats import Series
from gozinto.standards.numbers import patterns, reading, writing
from gozinto.standards.numbers.offline import Stretch
from gozinto.standards.numbers.shapes import Facts, Pattern

LONGEST_DAYS = 31
"""For how many production days ahead numbers are set aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """What a panel may print: its ranges, the pattern, and until when."""

    id: str
    format: str
    pattern: str
    holder: str
    lease_until: datetime
    ranges: tuple[Stretch, ...]


def reserve(
    *,
    format: str,
    holder: str,
    count: int,
    by: str,
    at: date | datetime | None = None,
    until: date | None = None,
    shifts: Sequence[str] = ("",),
    line: str = "",
    material: str = "",
) -> Reservation:
    """Set `count` numbers aside for `holder` in each scope from `at` (today) to the day `until`.

    A sequence that begins anew each day or shift has a scope for each of them, so that a panel
    may stay away over a new year. The lease ends with the day `until`. Raises Refused, Unknown.
    """
    issuing.check_count(count)
    with transaction.atomic():
        used = formats.active(format)
        first = formats.facts(used, at=at, line=line, material=material, shift=shifts[0])
        assert first.day is not None
        days = _days(first.day, until or first.day)
        reservation, now, lease_until = uuid6.uuid7(), timezone.now(), _midnight(days[-1])
        rows: list[NumberRange] = []
        for series, facts in _scopes(used.code, days, shifts, line=line, material=material):
            rows += [
                NumberRange(
                    **series.key,
                    reservation=reservation,
                    first=low,
                    last=high,
                    day=facts.day or first.day,
                    holder=holder,
                    by=by,
                    at=now,
                    lease_until=lease_until,
                )
                for low, high in _drawn(series, facts, count=count)
            ]
        NumberRange.objects.bulk_create(rows)
        return _told(rows)


def find(reservation: str) -> Reservation:
    """What was set aside under this id. Raises Unknown."""
    return _told(_ranges(reservation))


def overdue(*, now: datetime | None = None) -> list[Reservation]:
    """Reservations whose lease has ended and that were not given back: their numbers are gaps."""
    late = NumberRange.objects.filter(
        returned__isnull=True, lease_until__lte=now or timezone.now()
    ).select_related("format")
    found: dict[uuid.UUID, list[NumberRange]] = {}
    for row in late.order_by("lease_until", "id"):
        found.setdefault(row.reservation, []).append(row)
    return [_told(rows) for rows in found.values()]


def give_back(
    reservation: str,
    *,
    used: Iterable[str],
    by: str,
    spoiled: Mapping[str, str] | None = None,
) -> list[str]:
    """Close a reservation: register what the panel printed, and free the rest for others.

    `spoiled`: printed numbers that nothing may carry, each with the reason; they become void.
    Answers the numbers registered. Said again with the same numbers it is harmless; with others
    it is a Conflict. Raises Unknown, and Refused with each number that was not set aside there.
    """
    void = dict(spoiled or {})
    texts = list(dict.fromkeys([*used, *void]))
    with transaction.atomic():
        rows = _ranges(reservation, lock=True)
        if ReturnedRange.objects.filter(range__in=rows).exists():
            return _told_before(rows, texts)
        pattern = patterns.read(rows[0].series)
        places = _places(pattern, rows, texts)
        _check_free(texts)
        for series, numbers, of in _by_series(pattern, places, rows):
            issuing.register(series, numbers, by=by, of=of)
        _close(pattern, rows, places, by=by)
        for why in dict.fromkeys(void.values()):
            voiding.void_each([text for text in void if void[text] == why], why=why, by=by)
    return texts


def _days(first: date, last: date) -> list[date]:
    if not first <= last < first + timedelta(days=LONGEST_DAYS):
        raise Refused(
            [
                Violation(
                    code="bad_reservation",
                    message=f"Numbers are set aside for 1 to {LONGEST_DAYS} days, "
                    f"not from {first} to {last}.",
                    next_step="Choose a day on or after the first one, and not so far away.",
                    value=str(last),
                )
            ]
        )
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _midnight(day: date) -> datetime:
    """The end of a day in the plant's zone."""
    zone = ZoneInfo(enterprise.get().zone)
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)


def _scopes(
    format: str, days: Sequence[date], shifts: Sequence[str], *, line: str, material: str
) -> Iterable[tuple[Series, Facts]]:
    """Every scope that the panel may come into, with the first facts that lie in it."""
    used = formats.active(format)
    found: dict[str, tuple[Series, Facts]] = {}
    for day in days:
        for shift in shifts:
            facts = formats.facts(used, at=day, shift=shift, line=line, material=material)
            series = formats.series(used, facts)
            found.setdefault(series.scope, (series, facts))
    return found.values()


def _drawn(series: Series, facts: Facts, *, count: int) -> list[tuple[int, int]]:
    free: list[int] = []
    while len(free) < count:
        places = counting.draw(series, count=count - len(free))
        free += issuing.unused(series, facts, places=places)
    return counting.stretches(free)


def _told(rows: Sequence[NumberRange]) -> Reservation:
    one = rows[0]
    return Reservation(
        id=str(one.reservation),
        format=one.format.code,
        pattern=one.series,
        holder=one.holder,
        lease_until=one.lease_until,
        ranges=tuple(Stretch(scope=r.scope, first=r.first, last=r.last) for r in rows),
    )


def _ranges(reservation: str, *, lock: bool = False) -> list[NumberRange]:
    try:
        asked = uuid.UUID(reservation)
    except ValueError as problem:
        raise Malformed(
            f"{reservation!r} is no id of a reservation.",
            code="unknown_reservation",
            next_step="Send the id that was answered when the numbers were set aside.",
        ) from problem
    rows = NumberRange.objects.filter(reservation=asked).select_related("format").order_by("id")
    if lock:
        counting.alone(f"gozinto reservation {asked}")
    found = list(rows)
    if not found:
        raise Unknown(
            f"There is no reservation {reservation}.",
            code="unknown_reservation",
            next_step="Send the id that was answered when the numbers were set aside.",
        )
    return found


def _told_before(rows: Sequence[NumberRange], texts: Sequence[str]) -> list[str]:
    known = set(IssuedNumber.objects.filter(range__in=rows).values_list("text", flat=True))
    if known != set(texts):
        raise Conflict(
            "This reservation was given back before, with other numbers.",
            code="reservation_returned",
            next_step="Nothing is left to do; void what was printed beside it.",
        )
    return list(texts)


Place = tuple[NumberRange, int]


def _places(
    pattern: Pattern, rows: Sequence[NumberRange], texts: Sequence[str]
) -> dict[str, Place]:
    """Of each number the range and the place it was drawn from. Raises Refused for foreign ones."""
    found, faults = {}, []
    by_scope: dict[str, list[NumberRange]] = {}
    for row in rows:
        by_scope.setdefault(row.scope, []).append(row)
    for text in texts:
        place = _place(pattern, by_scope, text, near=rows[0].day)
        if place:
            found[text] = place
        else:
            faults.append(
                Violation(
                    code="number_not_reserved",
                    message=f"{text} is not among the numbers that were set aside here.",
                    next_step="Leave it out; if it was printed, have quality look for its source.",
                    value=text,
                )
            )
    if faults:
        raise Refused(faults)
    return found


def _place(
    pattern: Pattern, by_scope: Mapping[str, Sequence[NumberRange]], text: str, *, near: date
) -> Place | None:
    for read in reading.readings(pattern, text, near=near):
        span = read.days.get("date")
        facts = Facts(
            day=span.first if span else near,
            shift=read.texts.get("shift", ""),
            line=read.texts.get("line", ""),
            material=read.texts.get("material", ""),
        )
        # What a sequence begins anew with is shown by its numbers: else its pattern is refused.
        for row in by_scope.get(writing.scope(pattern, facts), ()):
            if read.sequence is not None and row.first <= read.sequence <= row.last:
                return row, read.sequence
    return None


def _check_free(texts: Sequence[str]) -> None:
    """Raises Refused for numbers that were issued to somebody else meanwhile."""
    issued = IssuedNumber.objects.filter(text__in=texts).values_list("text", flat=True)
    if issued:
        raise Refused(
            [
                Violation(
                    code="number_taken",
                    message=f"{text} was issued before.",
                    next_step="Two things may carry it: have quality look at both.",
                    value=text,
                )
                for text in sorted(issued)
            ]
        )


def _by_series(
    pattern: Pattern, places: Mapping[str, Place], rows: Sequence[NumberRange]
) -> Iterable[tuple[Series, dict[int, str], dict[int, NumberRange]]]:
    for scope in dict.fromkeys(row.scope for row in rows):
        inside = {text: place for text, place in places.items() if place[0].scope == scope}
        series = Series(format=rows[0].format, pattern=pattern, scope=scope)
        numbers = {place: text for text, (_, place) in inside.items()}
        yield series, numbers, {place: row for row, place in inside.values()}


def _close(
    pattern: Pattern, rows: Sequence[NumberRange], places: Mapping[str, Place], *, by: str
) -> None:
    used = {(row.pk, place) for row, place in places.values()}
    for row in rows:
        series = Series(format=row.format, pattern=pattern, scope=row.scope)
        left = [p for p in range(row.first, row.last + 1) if (row.pk, p) not in used]
        counting.give_back(series, left)
    now = timezone.now()
    ReturnedRange.objects.bulk_create([ReturnedRange(range=row, by=by, at=now) for row in rows])
