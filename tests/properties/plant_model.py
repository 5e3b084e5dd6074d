"""A plant kept in dictionaries: what was told, and by hand what follows from it.

It shares nothing with the product: no fold, no projection, no SQL. Whatever is asked is worked
out anew from the list of what was told and not taken back, in the order of event time and id.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

USES = ("consumed", "shipped")
ENDLESS = math.inf
FINDINGS = {"consumed_before_received", "orphan_object"}
"""Rules that forbid nothing."""
RULES = FINDINGS | {
    *("object_held", "object_not_on_record", "more_than_on_hand", "already_shipped"),
    "duplicate_serial",
}
"""All that the model knows."""


@dataclass(frozen=True)
class Touch:
    """What one thing told does to one object: comes (+) or goes (-), is held or freed, and more."""

    of: str
    amount: Decimal = Decimal(0)
    term: str = ""
    hold: bool | None = None
    place: str = ""
    status: str = ""
    counted: Decimal | None = None

    @property
    def is_use(self) -> bool:
        """Whether it was used up, or left."""
        return self.term in USES

    @property
    def brings(self) -> bool:
        """Whether the object came into the plant by this."""
        return self.amount > 0


@dataclass
class Told:
    """One event. `into`, `out`: what it packed into or took out of `box`.

    `is_booking`: of a difference, at the instant of the count that found it.
    """

    id: str
    at: int
    touches: tuple[Touch, ...] = ()
    box: str = ""
    into: tuple[str, ...] = ()
    out: tuple[str, ...] = ()
    run: str = ""
    ins: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    is_own_run: bool = False
    is_booking: bool = False
    is_gone: bool = False


@dataclass
class Standing:
    """Where an object stands."""

    seen: bool = False
    came: bool = False
    moved: str = ""
    into: str = ""
    """The run that it went into, if that is the last that became of it."""
    found: Decimal = Decimal(0)
    """What was counted and not booked."""
    stock: Decimal = Decimal(0)
    held: bool = False
    place: str = ""
    status: str = ""
    left: str = ""
    """What was said of a part of a lot as it left, if nothing was said of the lot since."""

    def shown(self) -> tuple[Decimal, bool, str, str]:
        """Stock, whether it is held, place and status, as a person sees them."""
        status = self.left if self.left and self.stock <= 0 else self.status
        return self.stock, self.held, self.place, status


def is_lot(uri: str) -> bool:
    """Whether this is a lot, of which there are amounts; of a unit there is one or none."""
    return "/class/" in uri


def is_box(uri: str) -> bool:
    """Whether this is a container, which is no stock."""
    return "/00/" in uri


@dataclass
class Plant:
    """All that was told."""

    told: list[Told] = field(default_factory=list)

    def tell(self, told: Told) -> None:
        """One more."""
        self.told.append(told)

    def in_order(self) -> list[Told]:
        """What stands, in the order in which it happened."""
        return sorted(
            (t for t in self.told if not t.is_gone), key=lambda t: (t.at, t.is_booking, t.id)
        )

    def objects(self) -> set[str]:
        """Everything that was ever named."""
        return {touch.of for told in self.told for touch in told.touches}

    def standing(self, at: float = ENDLESS) -> dict[str, Standing]:
        """Where everything stands at that time."""
        found: dict[str, Standing] = defaultdict(Standing)
        for told in self.in_order():
            if told.at <= at:
                _apply(told, found)
        return found

    def faults(self) -> set[tuple[str, str, str]]:
        """Every rule that is broken: its code, the object's URI, the event's id."""
        found: dict[str, Standing] = defaultdict(Standing)
        faults = set()
        days = self.in_order()
        for number, told in enumerate(days):
            after = [touch for later in days[number:] for touch in later.touches]
            for uri in {touch.of for touch in told.touches}:
                mine = [touch for touch in told.touches if touch.of == uri]
                rest = [touch for touch in after if touch.of == uri]
                for code in _broken(uri, mine, found[uri], rest, run=told.run):
                    faults.add((code, uri, told.id))
            _apply(told, found)
        return faults

    def codes_of(self, told: Told) -> set[str]:
        """The rules that it would break if it were told now, of those that forbid it."""
        self.told.append(told)
        try:
            return {code for code, _, event in self.faults() if event == told.id} - FINDINGS
        finally:
            self.told.pop()

    def holders(self, at: float = ENDLESS) -> dict[str, str]:
        """The container of each thing that is in one."""
        found: dict[str, str] = {}
        for told in self.in_order():
            if told.at > at:
                continue
            for one in told.into:
                found[one] = told.box
            for one in told.out:
                if found.get(one) == told.box:
                    del found[one]
        return found

    def content(self, box: str, at: float = ENDLESS) -> list[str]:
        """What is in a container."""
        return sorted(one for one, holder in self.holders(at).items() if holder == box)

    def origins(self, uri: str) -> set[str]:
        """All that is in an object, and itself: each way back, as late as it can be gone."""
        latest: dict[str, float] = {uri: ENDLESS}
        waiting = [uri]
        while waiting:
            one = waiting.pop()
            for told in self.in_order():
                if one in told.made and told.at <= latest[one]:
                    for before, at in self._inputs(told):
                        if latest.get(before, -ENDLESS) < at:
                            latest[before] = at
                            waiting.append(before)
        return set(latest)

    def _inputs(self, made: Told) -> Iterator[tuple[str, int]]:
        """What went into the runs that an event's outputs came out of: all of it, in a batch."""
        for told in self.in_order():
            if told is made or (told.run == made.run and not told.is_own_run):
                for one in told.ins:
                    yield one, told.at


def _broken(
    uri: str, mine: list[Touch], now: Standing, rest: list[Touch], *, run: str
) -> Iterator[str]:
    """The rules that `mine` break in that run; `rest`: they, and all that comes after."""
    comes = any(touch.brings for touch in rest)
    wanted = -sum(touch.amount for touch in mine if touch.is_use)
    if any(touch.is_use for touch in mine):
        if now.held:
            yield "object_held"
        if not now.came:
            yield "consumed_before_received" if comes else "object_not_on_record"
        elif wanted > now.stock + now.found:
            has_left = now.moved == "shipped" and not is_lot(uri)
            yield "already_shipped" if has_left else "more_than_on_hand"
    is_made = any(touch.term == "produced" for touch in mine) and not is_lot(uri)
    is_reworked = bool(run) and now.into == run
    if is_made and now.came and not is_reworked:
        yield "duplicate_serial"
    if not now.seen and not comes and not any(t.is_use for t in rest) and not is_box(uri):
        yield "orphan_object"


def _apply(told: Told, found: dict[str, Standing]) -> None:
    for touch in told.touches:
        now = found[touch.of]
        now.seen = True
        now.came = now.came or touch.brings
        if touch.amount:
            now.moved = touch.term
            now.into = told.run if touch.term == "consumed" else ""
        if touch.counted is not None:
            # Before any amount of it was booked there is no unit yet in which to compare.
            now.found = touch.counted - now.stock if now.moved else Decimal(0)
        elif touch.term == "counted":
            now.found = Decimal(0)
        if is_lot(touch.of):
            now.stock += touch.amount
        elif touch.amount:
            now.stock = Decimal(touch.amount > 0)
        if touch.hold is not None:
            now.held = touch.hold
        now.place = touch.place or now.place
        if touch.status and touch.amount < 0 and is_lot(touch.of):
            now.left = touch.status
        elif touch.status:
            now.status, now.left = touch.status, ""
