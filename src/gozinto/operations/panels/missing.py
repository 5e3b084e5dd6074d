"""Entries that did not come although later ones of the same panel did: which, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gozinto.operations.panels.models import EntryGap, EntryGapSettling, PanelEntry
from gozinto.operations.panels.refusing import refusal
from gozinto.operations.panels.shapes import Station
from gozinto.record import clock, requests
from gozinto.record.transactions import run_tx

MOST = 200
Stretch = tuple[int, int]
"""Numbers from the first to the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Numbers of a panel that are still missing, and since when that is known."""

    id: int
    station: str
    numbers: tuple[Stretch, ...]
    count: int
    since: datetime

    @property
    def text(self) -> str:
        """The numbers as a person writes them."""
        return ", ".join(
            str(first) if first == last else f"{first}\N{EN DASH}{last}"
            for first, last in self.numbers
        )


def note(numbers: Iterable[int], *, station: Station, log: str) -> None:
    """Put down which numbers of a log are missing before these. One query where none is.

    The panel numbers what it sends without a hole, and sends it in that order.
    """
    coming = sorted({number for number in numbers if number > 0})
    if not (log and coming):
        return
    last = PanelEntry.objects.filter(log=log).aggregate(last=Max("seq"))["last"] or 0
    gaps, now = [], clock.now()
    for number in coming:
        if number > last + 1:
            gap = EntryGap(
                station=station.code, log=log, first=last + 1, last=number - 1, noted_at=now
            )
            gaps.append(gap)
        last = max(last, number)
    # Of two requests at the same time both may see it: it is one gap.
    EntryGap.objects.bulk_create(gaps, ignore_conflicts=True)


def waiting(*, station: str = "") -> QuerySet[EntryGap]:
    """The gaps of which some numbers are missing still and nobody has said why."""
    there = (
        PanelEntry.objects.filter(
            log=OuterRef("log"), seq__gte=OuterRef("first"), seq__lte=OuterRef("last")
        )
        .order_by()
        .values("log")
        .annotate(there=Count("seq", distinct=True))
    )
    found = EntryGap.objects.filter(settling=None)
    if station:
        found = found.filter(station=station)
    came = Coalesce(Subquery(there.values("there")), 0)
    return found.annotate(came=came).filter(came__lt=F("last") - F("first") + 1)


def listed(*, station: str = "", size: int = MOST) -> list[Missing]:
    """What is missing, the oldest first; of one station, or of all. One query."""
    there = PanelEntry.objects.filter(
        log=OuterRef("log"), seq__gte=OuterRef("first"), seq__lte=OuterRef("last")
    )
    numbers = ArraySubquery(there.order_by("seq").values("seq").distinct())
    found = waiting(station=station).annotate(numbers=numbers).order_by("pk")
    return [_missing(gap, gap.numbers) for gap in found[:size]]


def explain(ids: Sequence[int], *, reason: str, by: str) -> int:
    """Say why these numbers do not come any more; answers how many gaps. All or none.

    Should they come after all, they are taken as any other. Raises Refused (entry_settled,
    entry_without_reason).
    """
    if not reason.strip():
        raise refusal("entry_without_reason")

    def body() -> int:
        requests.wait_for_others("panel entries", "settling")
        gaps = list(waiting().filter(pk__in=ids))
        if len(gaps) != len(set(ids)) or not gaps:
            raise refusal("entry_settled")
        now = clock.now()
        EntryGapSettling.objects.bulk_create(
            EntryGapSettling(gap=gap, reason=reason.strip(), by=by, at=now) for gap in gaps
        )
        return len(gaps)

    return run_tx(body)


def _missing(gap: EntryGap, came: Iterable[int]) -> Missing:
    stretches: list[Stretch] = []
    begin = gap.first
    for number in came:
        if number > begin:
            stretches.append((begin, number - 1))
        begin = number + 1
    if begin <= gap.last:
        stretches.append((begin, gap.last))
    return Missing(
        id=gap.pk,
        station=gap.station,
        numbers=tuple(stretches),
        count=sum(last - first + 1 for first, last in stretches),
        since=gap.noted_at,
    )
