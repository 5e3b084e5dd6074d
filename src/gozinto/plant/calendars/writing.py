"""Writes the shifts of calendars, so that events find theirs.

Shifts are master data and go in by its door: people import them and change them by hand, so
they have the same history, the same checks and the same undo. What the pattern wrote the
pattern may change, as long as it is to come; what somebody wrote, and what has begun, stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gozinto.errors import Malformed
from gozinto.plant import changing
from gozinto.plant.calendars import reading
from gozinto.plant.calendars.patterns import Pattern, Period
from gozinto.plant.changing import Given, Outcome, Place
from gozinto.plant.kinds import KINDS
from gozinto.plant.models import MasterChange, Shift

SOURCE = "shift calendars"
"""How the history knows a shift that a pattern wrote from one that somebody wrote."""
MOST_DAYS = 3_700
"""Ten years: a longer span is a slip of the finger, and would be a hundred thousand shifts."""
_DAY = timedelta(days=1)
_KIND = KINDS["shifts"]


@dataclass(frozen=True, slots=True)
class Extended:
    """What was written. `standing`: shifts that are other than the pattern, and stay so."""

    outcome: Outcome
    standing: int


def extend(
    *,
    until: date,
    by: str,
    calendar: str = "",
    since: date | None = None,
    why: str = "",
    dry_run: bool = False,
) -> Extended:
    """Write the shifts of a calendar, or of all, of the days before `until`.

    Doing it again changes nothing. Without `since` only shifts change that have not begun; with
    it those of all days from then on. What somebody wrote, changed or removed by hand stays so,
    and no other shift is written at its time. What was written beyond `until` follows it too.

    Raises Unknown for another calendar, Malformed (span_too_long), Refused as the door does.
    """
    with transaction.atomic():
        changing.lock()
        known = reading.patterns()
        wanted = [reading.find(calendar, among=known)] if calendar else list(known.values())
        plans = [_Plan(pattern, since=since, until=until) for pattern in wanted]
        outcome = changing.apply(
            [given for plan in plans for given in plan.given()],
            removed=[("shifts", key) for plan in plans for key in plan.stale()],
            by=by,
            why=why,
            source=SOURCE,
            dry_run=dry_run,
        )
    return Extended(outcome, sum(plan.standing for plan in plans))


class _Plan:
    """What one calendar's shifts are, and what they should be."""

    def __init__(self, pattern: Pattern, *, since: date | None, until: date) -> None:
        self._pattern = pattern
        now = timezone.now()
        first = since or now.astimezone(pattern.zone).date()
        until = max(until, self._written_until())
        _check_span(first, until)
        # A night shift of the day before may still be under way.
        there = list(_written(pattern.code, first - _DAY, until))
        wanted = list(pattern.shifts(first, until))
        said = _last_said(map(_key, {*there, *wanted}))
        ours = {_key(shift) for shift in there if said.get(_key(shift)) == SOURCE}
        self._removed = {key for key, source in said.items() if source != SOURCE}
        begun = {s for s in there if (s.date < first if since else s.starts_at <= now)}
        self._fixed = [s for s in there if s in begun or _key(s) not in ours]
        self._ours = [s for s in there if s not in begun and _key(s) in ours]
        self._wanted = [s for s in wanted if since or s.starts_at > now]
        self.standing = len({*self._fixed} - begun - {*wanted})
        """How many shifts that somebody wrote are other than the pattern's."""

    def _written_until(self) -> date:
        last: date | None = Shift.objects.filter(calendar__code=self._pattern.code).aggregate(
            last=Max("date")
        )["last"]
        return last + _DAY if last else date.min

    def given(self) -> Iterator[Given]:
        """The shifts to be written, those that are there already among them."""
        for shift in self._to_be():
            values = {
                "calendar": shift.calendar,
                "date": shift.date.isoformat(),
                "code": shift.code,
                "crew": shift.crew,
                "starts_at": shift.starts_at.isoformat(),
                "ends_at": shift.ends_at.isoformat(),
            }
            place = Place(source=f"calendar {shift.calendar}, {shift.date}")
            yield Given(kind=_KIND.name, values=values, place=place)

    def stale(self) -> list[str]:
        """The keys of shifts that the pattern once wrote and has no more."""
        wanted = {_key(shift) for shift in self._to_be()}
        return [key for key in map(_key, self._ours) if key not in wanted]

    def _to_be(self) -> Iterator[Period]:
        taken = {*map(_key, self._fixed), *self._removed}
        for shift in self._wanted:
            free = self._after_what_stands(shift)
            if free is not None and _key(shift) not in taken:
                yield free

    def _after_what_stands(self, shift: Period) -> Period | None:
        """The shift, or what is left of it after one that stands; None where nothing is."""
        for other in self._fixed:
            if other.starts_at < shift.ends_at and shift.starts_at < other.ends_at:
                if other.ends_at >= shift.ends_at or other.starts_at > shift.starts_at:
                    return None
                shift = replace(shift, starts_at=other.ends_at)
        return shift


def _check_span(first: date, until: date) -> None:
    if (until - first).days > MOST_DAYS:
        raise Malformed(
            f"From {first} until {until} is more than ten years of shifts.",
            code="span_too_long",
            next_step="Write fewer years at a time.",
            value=until.isoformat(),
        )


def _written(calendar: str, first: date, until: date) -> Iterator[Period]:
    of = Shift.objects.filter(calendar__code=calendar, date__gte=first, date__lt=until)
    for shift in of.order_by("starts_at"):
        yield Period(
            calendar=calendar,
            date=shift.date,
            code=shift.code,
            crew=shift.crew,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
        )


def _last_said(keys: Iterable[str]) -> dict[str, str]:
    """From where the last change of each shift came that stands; what was undone does not."""
    told = MasterChange.objects.filter(
        kind=_KIND.name, key__in=list(keys), batch__undoes=None, batch__undone_by=None
    )
    return dict(told.order_by("id").values_list("key", "batch__source"))


def _key(shift: Period) -> str:
    return f"{shift.calendar}|{shift.date.isoformat()}|{shift.code}"
