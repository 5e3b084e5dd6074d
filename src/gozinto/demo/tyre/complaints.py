"""What quality makes of the tyres that come back: examined, decided, exchanged, closed."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from gozinto import record
from gozinto.access.roles import Role
from gozinto.cases import doing
from gozinto.cases.complaints import claim_tables, claiming
from gozinto.cases.stepping import Taking
from gozinto.demo.tyre import calendar, truths
from gozinto.demo.tyre.curing import Finished, tyre_uri
from gozinto.demo.tyre.materials import TYRE
from gozinto.demo.tyre.works import Returned, Works
from gozinto.operations import receiving

QUALITY = "P-9001"
"""The quality manager, by the plant's files."""
EXCHANGED = 3
"""So many of the leaking tyres wait until there are new ones."""
EXCHANGED_BEFORE_H = 32
"""So long before the end the last tyre is ready that a dealer gets."""
LAST_STEP_H = 14
"""The story's tyre is the last thing that happens."""
CLAIMED_AFTER_DAYS = 47
LETTER = (
    ("RT-VIBRATION", "vibrates between 100 and 120 km/h"),
    ("RT-VIBRATION", "vibrates, balanced twice"),
    ("RT-AIR", "loses air, the dealer has not taken it off yet"),
)
"""What a dealer writes of tyres of the first delivery, which stay where they are."""
UNREAD_CLAIM = ("RT-VIBRATION", "vibrates, the number is worn off")


@dataclass(frozen=True, slots=True)
class Course:
    """What is found in complaints of a cause, and how they are decided: `examined` and
    `decided` are the shares that are not left waiting."""

    result: str
    defect: str
    found: str
    decision: str
    because: str
    amount: str
    examined: float = 1.0
    decided: float = 1.0


COURSES: Mapping[str, Course] = {
    truths.BLADDER_CAUSE: Course(
        "confirmed", "RT-LEAK", "the liner leaks at the shoulder, over a fold",
        "warranty", "The fold is ours: it came out of the press with it.", "84.50",
    ),
    truths.HALOBUTYL_CAUSE: Course(
        "confirmed", "RT-SLOW", "tight at every joint, and still loses 11 kPa a month",
        "goodwill", "No fault of the dealer's; where it comes from is being looked into.",
        "42.00", examined=0.7, decided=0.3,
    ),
    truths.BELT_CAUSE: Course(
        "confirmed", "RT-BULGE", "separation at the edge of the belt",
        "warranty", "The belts came apart in the rubber, not at a cut.", "84.50", decided=0.8,
    ),
    truths.OTHER: Course(
        "misuse", "RT-VIBRATION", "the rim is bent",
        "rejected", "A bent rim is no fault of the tyre.", "",
    ),
}  # fmt: skip


def follow_up(works: Works, one: Returned) -> None:
    """Plan what quality does with a complaint, as far as the calendar reaches."""
    # of its own, so that what becomes of complaints changes nothing of what came back
    rng = Random(f"{works.plan.seed}/quality/{one.note}")
    course = COURSES[one.cause]
    if rng.random() >= course.examined:
        return
    examined = _later(one.at, rng.randint(1, 4), rng)
    told = {"result": course.result, "defect": course.defect, "cause": course.found}
    _step(works, one, "examine", told, examined, post="inspector")
    if rng.random() >= course.decided:
        return
    decided = _later(examined, rng.randint(1, 3), rng)
    decision = {"decision": course.decision, "because": course.because, "amount": course.amount}
    _step(works, one, "decide", decision, decided)
    if one.cause == truths.BLADDER_CAUSE and one.serial and len(works.waiting) < EXCHANGED:
        works.waiting.append(one)
    else:
        _step(works, one, "close", {}, _later(decided, rng.randint(2, 9), rng))


def exchange(works: Works, finished: list[Finished]) -> list[Finished]:
    """Dealers get new tyres of a day's first for those that were to be exchanged; answers the
    rest, which is packed."""
    until = calendar.moment(works.plan.until, hour=-EXCHANGED_BEFORE_H)
    kept = [tyre for tyre in finished if tyre.ready_at < until][: len(works.waiting)]
    for old, new in zip(works.waiting, kept, strict=False):
        at = max(new.ready_at, old.at) + timedelta(minutes=40)
        uri = tyre_uri(new.serial)
        by = works.people.at(at, "warehouse")
        works.do(receiving.put_away, uri, location="FG-STORE", at=at, by=by)
        note = f"DN-{at:%Y}-X{works.number('exchange'):03d}"
        told = {"delivery_note": note, "location": "RETURNS"}
        later = at + timedelta(minutes=25)
        _step(works, old, "exchange", told, later, post="warehouse", new=uri)
        _step(works, old, "close", {}, later + timedelta(minutes=50))
    gone = {tyre.serial for tyre in kept}
    return [tyre for tyre in finished if tyre.serial not in gone]


def letter(works: Works, dealer: str, tyres: Sequence[Finished], shipped_at: datetime) -> None:
    """Plan a dealer's letter about tyres that it did not send back; one it could not read."""
    at = _later(shipped_at, CLAIMED_AFTER_DAYS, Random(f"{works.plan.seed}/letter"))
    head = ("claim number", "serial", "model", "dot week", "defect", "complaint")
    rows = [
        (f"L-{number:03d}", tyre.serial, "", "", *said)
        for number, (tyre, said) in enumerate(zip(tyres, LETTER, strict=False), 1)
    ]
    rows.append((f"L-{len(rows) + 1:03d}", "", TYRE, dot_week(tyres[-1].cured_at), *UNREAD_CLAIM))
    table = io.StringIO()
    csv.writer(table).writerows([head, *rows])
    by = works.people.at(at, "warehouse")
    works.do(_read_letter, table.getvalue(), dealer=dealer, at=at, by=by)
    works.truths.claimed = [row[1] for row in rows]


def dot_week(at: datetime) -> str:
    """The week in which it was cured, as it stands in the mould."""
    return f"{at.astimezone(ZoneInfo(calendar.ZONE)):%V%g}"


def _read_letter(table: str, *, dealer: str, by: str, event_id: str) -> None:
    """A dealer's claims as it sent them."""
    name = f"claims of {dealer}.csv"
    claim_tables.load(table.encode(), name=name, by=by, roles=[Role.WAREHOUSE], dealer=dealer)


def _step(
    works: Works,
    one: Returned,
    act: str,
    told: Mapping[str, str],
    at: datetime,
    *,
    post: str = "",
    new: str = "",
) -> None:
    if at >= calendar.moment(works.plan.until, hour=-LAST_STEP_H):
        return
    by = works.people.at(at, post) if post else QUALITY
    works.do(_take, one, act, told, new, at=at, by=by)


_ROLES = {"examine": Role.INSPECTOR, "exchange": Role.WAREHOUSE}


def _take(
    one: Returned, act: str, told: Mapping[str, str], new: str, *, by: str, event_id: str
) -> None:
    """A complaint goes on; it is found by its dealer and the number of the return."""
    key = one.dealer, one.note
    taking = Taking(
        by=by,
        roles=[_ROLES.get(act, Role.QUALITY)],
        request=uuid.uuid5(uuid.NAMESPACE_URL, event_id),
        subjects={"new": [new]} if new else {},
    )
    with record.unbuffered():
        doing.take(claiming.claims([key])[key], act, told=told, taking=taking)


def _later(at: datetime, days: int, rng: Random) -> datetime:
    """So many days on, in the hours of an office, on no Sunday."""
    day = (at + timedelta(days=days)).date()
    while not calendar.is_work_day(day):
        day += timedelta(days=1)
    return calendar.moment(day, hour=9 + 7 * rng.random())
