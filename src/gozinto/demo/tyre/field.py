"""What becomes of tyres at the dealers: most stay out, some come back, late, some unreadable."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gozinto.access.roles import Role
from gozinto.cases import doing
from gozinto.cases.stepping import Taking
from gozinto.demo.tyre import calendar, truths
from gozinto.demo.tyre.complaints import QUALITY, dot_week, follow_up
from gozinto.demo.tyre.curing import Finished
from gozinto.demo.tyre.materials import TYRE
from gozinto.demo.tyre.works import Returned, Works
from gozinto.operations import holding, returning
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

DEFECTS = {
    "loses air": "RT-AIR",
    "loses 11 kPa a month": "RT-AIR",
    "tread bulges": "RT-BULGE",
    "vibrates at 110 km/h": "RT-VIBRATION",
}
"""What a warehouse calls what it is told; what it was, the examination says."""


def follow(works: Works, tyre: Finished, dealer: str, shipped_at: datetime) -> bool:
    """Decide what becomes of a shipped tyre, and let it come back if it must: whether it does."""
    told = works.truths
    if tyre.marks:
        told.shipped.add(tyre.serial)
    if tyre.serial == truths.SERIAL:
        told.dealer = dealer
        return True
    for cause in (*sorted(tyre.marks), truths.OTHER):
        complaint = COMPLAINTS[cause]
        if works.rng.random() < complaint.share:
            _return(works, tyre, dealer, cause, shipped_at)
            return True
    return False


def _return(works: Works, tyre: Finished, dealer: str, cause: str, shipped_at: datetime) -> None:
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
        week = dot_week(tyre.cured_at)
        # The tyre gets a tag of its own; which tyre it was, nobody read and nobody may invent.
        _take_back(
            works, note, dealer, note, at, certainty="inferred", shipped_at=shipped_at, week=week,
            reason=f"{complaint.reason}; only the DOT code is readable: {DOT_MAKER} {week}",
        )  # fmt: skip
        works.truths.returned_unread.append((note, cause))
        works.truths.unread[tyre.serial] = cause
    else:
        _take_back(
            works, tyre.serial, dealer, note, at, reason=complaint.reason, shipped_at=shipped_at
        )
        works.truths.returned[tyre.serial] = cause
    one = Returned("" if unreadable else tyre.serial, note, dealer, cause, at)
    if cause == truths.BLADDER_CAUSE:
        works.back.append(one)
    follow_up(works, one)


def _take_back(
    works: Works,
    number: str,
    dealer: str,
    note: str,
    at: datetime,
    *,
    reason: str,
    certainty: str = "scanned",
    shipped_at: datetime | None = None,
    week: str = "",
) -> None:
    claim: dict[str, object] = {
        "claim": reason,
        "defect": DEFECTS[re.split("[:;,]", reason)[0]],
        "dealer": dealer,
        "reference": note,
        "failed_on": _day(at),
    }
    claim |= {"sold_on": _day(shipped_at)} if shipped_at else {}
    claim |= {"material": TYRE, "dot_week": week} if week else {}
    works.do(
        _come_back,
        claim,
        identifiers.serial_uri(truths.DOMAIN, material=TYRE, number=number),
        dealer=dealer,
        reason=reason,
        note=note,
        location="RETURNS",
        certainty=certainty,
        at=at,
        by=works.people.at(at, "warehouse"),
    )


def _come_back(claim: Mapping[str, object], unit: str, *, by: str, **told: Any) -> None:
    """A dealer sends a tyre back, and that is a complaint; where nobody read it, of no tyre yet."""
    returning.take_back(unit, by=by, **told)
    doing.open_case(
        "complaint",
        title=re.split("[:;,]", str(claim["claim"]))[0],
        told=claim,
        taking=Taking(
            by=by,
            roles=[Role.WAREHOUSE],
            request=uuid.uuid5(uuid.NAMESPACE_URL, told["event_id"]),
            subjects={} if "dot_week" in claim else {"unit": [unit]},
        ),
    )


def _day(at: datetime) -> str:
    return at.astimezone(ZoneInfo(calendar.ZONE)).date().isoformat()


def return_story(works: Works) -> None:
    """The last thing that happens: the story's tyre comes back leaking, and is looked into."""
    told, until = works.truths, works.plan.until
    at = calendar.moment(until, hour=-13)
    reason = COMPLAINTS[truths.BLADDER_CAUSE].reason
    note = f"RMA-{works.number('return'):05d}"
    _take_back(works, truths.SERIAL, told.dealer, note, at, reason=reason)
    told.returned[truths.SERIAL] = truths.BLADDER_CAUSE
    if any(one.serial for one in works.back):  # then it is held, being recalled
        works.do(
            holding.release,
            identifiers.serial_uri(truths.DOMAIN, material=TYRE, number=truths.SERIAL),
            reason="to be cut up in the laboratory",
            at=at + timedelta(minutes=30),
            by=QUALITY,
        )
