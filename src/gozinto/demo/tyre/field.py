"""What becomes of tyres at the dealers: most stay out, some come back, late, some unreadable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from gozinto.demo.tyre import calendar, truths
from gozinto.demo.tyre.curing import Finished
from gozinto.demo.tyre.materials import TYRE
from gozinto.demo.tyre.works import Works
from gozinto.operations import returning
from gozinto.plant import identifiers

UNREADABLE_SHARE = 0.3
DOT_MAKER = "1AB XYZ012"
LAST_RETURN_H = 16
"""Nothing comes back in the last hours: the story's tyre is the last."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """How many tyres of a cause come back, after how many days, and what the dealer says."""

    share: float
    after_days: tuple[int, int]
    reason: str


COMPLAINTS: Mapping[str, Complaint] = {
    # 3.4 to 6.9 kPa a month at 21 °C is a tyre's normal loss of air.
    truths.BLADDER_CAUSE: Complaint(0.9, (18, 70), "loses air: liner leaks at the shoulder"),
    truths.HALOBUTYL_CAUSE: Complaint(0.08, (25, 75), "loses 11 kPa a month, no leak to be found"),
    truths.BELT_CAUSE: Complaint(0.35, (55, 100), "tread bulges: separation at the belt edge"),
    truths.OTHER: Complaint(0.003, (8, 80), "vibrates at 110 km/h"),
}


def follow(works: Works, tyre: Finished, dealer: str, shipped_at: datetime) -> None:
    """Decide what becomes of a shipped tyre, and let it come back if it must."""
    told = works.truths
    if tyre.marks:
        told.shipped.add(tyre.serial)
    if tyre.serial == truths.SERIAL:
        told.dealer = dealer
        return
    for cause in (*sorted(tyre.marks), truths.OTHER):
        complaint = COMPLAINTS[cause]
        if works.rng.random() < complaint.share:
            _return(works, tyre.serial, dealer, cause, shipped_at)
            return


def _return(works: Works, serial: str, dealer: str, cause: str, shipped_at: datetime) -> None:
    rng, complaint = works.rng, COMPLAINTS[cause]
    day = (shipped_at + timedelta(days=rng.randint(*complaint.after_days))).date()
    while not calendar.is_work_day(day):
        day += timedelta(days=1)
    at = calendar.moment(day, hour=9 + 7 * rng.random())
    unreadable = rng.random() < UNREADABLE_SHARE
    if at >= calendar.moment(works.plan.until, hour=-LAST_RETURN_H):
        return
    note = f"RMA-{works.number('return'):05d}"
    if unreadable:
        week = shipped_at.astimezone(ZoneInfo(calendar.ZONE)).strftime("%V%y")
        # The tyre gets a tag of its own; which tyre it was, nobody read and nobody may invent.
        _take_back(
            works, note, dealer, note, at, certainty="inferred",
            reason=f"{complaint.reason}; only the DOT code is readable: {DOT_MAKER} {week}",
        )  # fmt: skip
        works.truths.returned_unread.append((note, cause))
    else:
        _take_back(works, serial, dealer, note, at, reason=complaint.reason)
        works.truths.returned[serial] = cause


def _take_back(
    works: Works,
    number: str,
    dealer: str,
    note: str,
    at: datetime,
    *,
    reason: str,
    certainty: str = "scanned",
) -> None:
    works.do(
        returning.take_back,
        identifiers.serial_uri(truths.DOMAIN, material=TYRE, number=number),
        dealer=dealer,
        reason=reason,
        note=note,
        location="RETURNS",
        certainty=certainty,
        at=at,
        by=works.people.at(at, "warehouse"),
    )


def return_story(works: Works) -> None:
    """The last thing that happens: the story's tyre comes back leaking."""
    told, until = works.truths, works.plan.until
    at = calendar.moment(until, hour=-13)
    reason = COMPLAINTS[truths.BLADDER_CAUSE].reason
    note = f"RMA-{works.number('return'):05d}"
    _take_back(works, truths.SERIAL, told.dealer, note, at, reason=reason)
    told.returned[truths.SERIAL] = truths.BLADDER_CAUSE
