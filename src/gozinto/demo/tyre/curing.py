"""Curing and finishing: a green tyre becomes a tyre with a serial, and is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gozinto.demo.tyre import calendar, checks, truths
from gozinto.demo.tyre.building import Green, is_story
from gozinto.demo.tyre.materials import GREEN, LOTS, TYRE, numbered
from gozinto.demo.tyre.plan import CURING_HOURS, Cure
from gozinto.demo.tyre.presses import STEP, STORY_PLACE
from gozinto.demo.tyre.works import Marks, Works, lot_uri
from gozinto.operations import inspection, production, scrapping
from gozinto.operations.production import Component
from gozinto.plant import identifiers

REJECT_SHARE = 0.004
REJECTED_RFV = 113.0
STORY_JOB = "J-1042/80"
FORCE = "radial force variation"


@dataclass(frozen=True, slots=True)
class Finished:
    """A tyre that passed its final control."""

    serial: str
    marks: Marks
    cured_at: datetime
    ready_at: datetime


def tyre_uri(number: str) -> str:
    """The URI of a tyre of this plant."""
    return identifiers.serial_uri(truths.DOMAIN, material=TYRE, number=number)


def cure(works: Works, green: Sequence[Green], index: int) -> list[Finished]:
    """Cure and measure a production day's tyres; answers the good ones in order of time."""
    plan, told = works.plan, works.truths
    story = next((i for i in range(len(green)) if is_story(works, index, i)), None)
    runs: dict[tuple[int, int], str] = {}
    finished: list[Finished] = []
    for position, one in enumerate(plan.cures(index)):
        number = plan.serial(index, position)
        lot = _lot_number(works, index, one)
        key = (one.press, one.shift)
        if key not in runs:
            wanted = story is not None and _key(plan.cures(index)[story]) == key
            runs[key] = _begin(works, index, one, lot, job=STORY_JOB if wanted else "")
        by = works.people.at(one.at, "press", one.press)
        works.do(
            production.produce_serial,
            run=runs[key],
            material=TYRE,
            number=number,
            lot=lot_uri(TYRE, lot),
            inputs=[Component(of=_green_uri(green[position].number), slot="green tyre")],
            position=one.cavity,
            location="FINISHING",
            at=one.at,
            by=by,
        )
        marks = green[position].marks
        if _is_past_limit(index, one):
            marks |= {truths.BLADDER_CAUSE}
        for mark in sorted(marks):
            told.touched[mark].append(number)
        told.made += 1
        if position == story:
            told.curing_lot, told.cured_at = lot, one.at
        good = _measure(works, number, one.at, must_pass=position == story)
        if good:
            finished.append(Finished(number, marks, one.at, good))
    return sorted(finished, key=lambda tyre: (tyre.ready_at, tyre.serial))


def _key(one: Cure) -> tuple[int, int]:
    return one.press, one.shift


def _is_past_limit(index: int, one: Cure) -> bool:
    there = (one.press, one.cavity) == STORY_PLACE
    return there and index == truths.STORY_DAY and one.shift < 2


def _green_uri(number: str) -> str:
    return identifiers.serial_uri(truths.DOMAIN, material=GREEN, number=number)


def _lot_number(works: Works, index: int, one: Cure) -> str:
    day = works.plan.production[index].date
    return numbered(LOTS, one.shift * len(works.plan.presses) + one.press + 1, day=day)


def _begin(works: Works, index: int, one: Cure, lot: str, *, job: str) -> str:
    """Open a press's shift; its curves are looked at when it ends."""
    day = works.plan.production[index].date
    begin, end = CURING_HOURS[one.shift]
    at = calendar.moment(day, hour=begin)
    seen_at = calendar.moment(day, hour=end, minutes=-1)
    machine = works.plan.presses[one.press]
    works.do(
        inspection.inspect,
        lot_uri(TYRE, lot),
        kind="in_process",
        values=tuple(c.measure(works.rng) for c in checks.IN_PROCESS[TYRE]),
        gauge=f"REC-{machine}",
        step=STEP,
        equipment=machine,
        at=seen_at,
        by=works.people.at(seen_at, "inspector"),
    )
    return works.open_run(
        80,
        STEP,
        machine,
        product=TYRE,
        flow="continuous",
        by=works.people.at(at, "press", one.press),
        at=at,
        until=seen_at,
        planned=sum(_key(other) == _key(one) for other in works.plan.cures(index)),
        job=job,
    )


def _measure(works: Works, number: str, cured_at: datetime, *, must_pass: bool) -> datetime | None:
    """The final control; answers when the tyre is ready, None when it is scrapped."""
    at = cured_at + timedelta(seconds=works.rng.randrange(1500, 4200))
    bad = works.rng.random() < REJECT_SHARE and not must_pass
    uri = tyre_uri(number)
    works.do(
        inspection.inspect,
        uri,
        kind="final",
        values=tuple(
            c.measure(works.rng, value=REJECTED_RFV if bad and c.characteristic == FORCE else None)
            for c in checks.FINAL[TYRE]
        ),
        gauge="UNI-1",
        step="finish",
        equipment="FIN-1",
        at=at,
        by=works.people.at(at, "inspector"),
    )
    if bad:
        gone_at = at + timedelta(minutes=12)
        by = works.people.at(gone_at, "inspector")
        works.do(scrapping.scrap, uri, reason="heavy splice", equipment="FIN-1", at=gone_at, by=by)
        return None
    return at
