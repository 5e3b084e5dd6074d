"""What is mounted in the presses: bladders that wear, moulds, and the one left in too long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gozinto.demo.master_data import add_asset
from gozinto.demo.tyre import calendar, truths
from gozinto.demo.tyre.plan import CAVITIES, Plan
from gozinto.demo.tyre.works import Works
from gozinto.operations import production
from gozinto.plant import identifiers

STEP = "curing"
FIRST_BLADDER = 301
FIRST_MOULD = 101
CHANGE_HOUR = 5.5
NIGHT_CHANGE = (21, 58)
CLEANING_EVERY_DAYS = 5

Place = tuple[int, str]
"""A press by its place in the plan, and a cavity."""
STORY_PLACE: Place = (0, truths.CAVITY)


@dataclass(slots=True)
class Bladder:
    """A mounted bladder and the cycles behind it."""

    code: str
    cycles: int


def asset_uri(code: str) -> str:
    """The URI of an asset of this plant."""
    return identifiers.asset_uri(truths.DOMAIN, code=code)


def mould_code(plan: Plan, place: Place) -> str:
    """The mould that normally sits in a cavity. Numbered from 101, so that M-88 is no other's."""
    press, cavity = place
    return f"M-{FIRST_MOULD + press * len(CAVITIES) + CAVITIES.index(cavity)}"


class Presses:
    """The state of all cavities."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._next = FIRST_BLADDER
        self._in: dict[Place, Bladder] = {}

    def begin_day(self, index: int) -> None:
        """Change what has to be changed before a production day's first tyre."""
        works, plan = self._works, self._works.plan
        at = calendar.moment(plan.production[index].date, hour=CHANGE_HOUR)
        due: dict[Place, int] = {}
        for cure in plan.cures(index):
            due[cure.press, cure.cavity] = due.get((cure.press, cure.cavity), 0) + 1
        for press, code in enumerate(plan.presses):
            by = works.people.at(at, "press", press)
            self._auxiliaries(code, index, by, at)
            for cavity in CAVITIES:
                self._check((press, cavity), due.get((press, cavity), 0), index, by, at)
        if index == truths.STORY_DAY - 1:
            self._mount_planted(index)
        if index == truths.STORY_DAY:
            self._leave_planted(index)

    def _auxiliaries(self, code: str, index: int, by: str, at: datetime) -> None:
        works = self._works
        works.mount_auxiliary(
            "NITROGEN", equipment=code, slot="nitrogen", step=STEP, index=index, by=by, at=at
        )
        if index % CLEANING_EVERY_DAYS == 0:
            works.mount_auxiliary(
                "CLEANER", equipment=code, slot="mould cleaner", step=STEP, index=index, by=by,
                at=at - timedelta(minutes=20),
            )  # fmt: skip

    def _check(self, place: Place, due: int, index: int, by: str, at: datetime) -> None:
        """A bladder that would pass its limit today is changed before."""
        there = self._in.get(place)
        if index == 0:
            self._mount_mould(place, mould_code(self._works.plan, place), by, at)
        planted = place == STORY_PLACE and index == truths.STORY_DAY
        is_later = self._works.plan.production[index].campaign > 0
        limit = truths.SAFE_CYCLES if is_later else truths.BLADDER_LIMIT
        if there is None or (there.cycles + due > limit and not planted):
            used = self._works.rng.randrange(20, 250) if there is None else 0
            self._change(place, Bladder(self._new_code(), used), by, at)
        if not planted:
            self._in[place].cycles += due

    def _new_code(self) -> str:
        while True:
            code = f"B-{self._next}"
            self._next += 1
            if code != truths.BLADDER:
                return code

    def _mount_planted(self, index: int) -> None:
        """B-317 and M-88 come for the night shift before, B-317 still inside its limit."""
        night = self._due(index, 2)
        at = self._night(index)
        by = self._works.people.at(at, "press", 0)
        cycles = truths.BLADDER_CYCLES - night
        self._in[STORY_PLACE].cycles -= night
        self._change(STORY_PLACE, Bladder(truths.BLADDER, cycles), by, at)
        self._mount_mould(STORY_PLACE, truths.MOULD, by, at)

    def _leave_planted(self, index: int) -> None:
        """After the mould is cleaned the same bladder goes back, past its limit, for two shifts."""
        clean = self._after_the_night(index)
        by = self._works.people.at(clean, "press", 0)
        self._in[STORY_PLACE].cycles = truths.BLADDER_CYCLES
        self._unmount(STORY_PLACE, by, clean - timedelta(minutes=8))
        self._put(STORY_PLACE, by, clean)
        self._works.truths.past_limit_from = clean
        at = self._works.truths.past_limit_to = self._night(index)
        by = self._works.people.at(at, "press", 0)
        self._in[STORY_PLACE].cycles += self._due(index, 0) + self._due(index, 1)
        self._change(STORY_PLACE, Bladder(self._new_code(), 0), by, at)
        self._in[STORY_PLACE].cycles = self._due(index, 2)
        self._mount_mould(STORY_PLACE, mould_code(self._works.plan, STORY_PLACE), by, at)

    def _after_the_night(self, index: int) -> datetime:
        """When the bladder is back: no tyre was cured in the mould while it was out."""
        day = self._works.plan.production[index].date
        last = max(
            (
                cure.at
                for cure in self._works.plan.cures(index - 1)
                if (cure.press, cure.cavity) == STORY_PLACE
            ),
            default=calendar.moment(day),
        )
        planned = calendar.moment(day, hour=CHANGE_HOUR, minutes=10)
        return max(planned, last + timedelta(minutes=9))

    def _night(self, index: int) -> datetime:
        day: date = self._works.plan.production[index].date
        return calendar.moment(day, hour=NIGHT_CHANGE[0], minutes=NIGHT_CHANGE[1])

    def _due(self, index: int, shift: int) -> int:
        return sum(
            (cure.press, cure.cavity) == STORY_PLACE and cure.shift == shift
            for cure in self._works.plan.cures(index)
        )

    def _change(self, place: Place, bladder: Bladder, by: str, at: datetime) -> None:
        if place in self._in:
            self._unmount(place, by, at - timedelta(minutes=1))
        self._in[place] = bladder
        self._works.do(
            add_asset, code=bladder.code, kind="bladder", name=f"Bladder {bladder.code[2:]}",
            cycle_limit=truths.BLADDER_LIMIT, at=at,
        )  # fmt: skip
        self._put(place, by, at)

    def _put(self, place: Place, by: str, at: datetime) -> None:
        there = self._in[place]
        self._works.do(
            production.mount, asset_uri(there.code), equipment=self._works.plan.presses[place[0]],
            slot="bladder", position=place[1], step=STEP, cycles=there.cycles, at=at, by=by,
        )  # fmt: skip

    def _unmount(self, place: Place, by: str, at: datetime) -> None:
        there = self._in[place]
        self._works.do(
            production.unmount, asset_uri(there.code),
            equipment=self._works.plan.presses[place[0]], slot="bladder", position=place[1],
            step=STEP, cycles=there.cycles, at=at, by=by,
        )  # fmt: skip

    def _mount_mould(self, place: Place, code: str, by: str, at: datetime) -> None:
        cycles = self._works.rng.randrange(1_000, 9_000)
        self._works.do(
            production.mount, asset_uri(code), equipment=self._works.plan.presses[place[0]],
            slot="mould", position=place[1], step=STEP, cycles=cycles, at=at, by=by,
        )  # fmt: skip
