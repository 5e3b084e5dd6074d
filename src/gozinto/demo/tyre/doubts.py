"""What the plant does not know well of itself, planted so that the three widths differ.

Four ways in which a record is in doubt, each where it does no harm to the story's own tyre: a
roll of inner liner changed at a time that nobody saw, a panel that was offline and whose clock
was not sure, an auxiliary that is backflushed and never scanned (see `parts`), and a reel whose
label nobody could read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from gozinto.demo.tyre import truths
from gozinto.demo.tyre.plan import Cure
from gozinto.demo.tyre.works import Held, Works
from gozinto.operations import production

EACH_SIDE = 3
"""So many tyres before and after the change have no scan of their own liner."""
LONGEST_GAP = timedelta(hours=8)
SHORTEST_GAP = timedelta(seconds=10)
MARGIN = timedelta(minutes=5)
"""From when a roll is made until it can be at a machine."""
OFFLINE_TYRES = 5
CLOCK_OFF = timedelta(minutes=40)
"""How far the offline panel's clock may have been off, either way."""
OFFLINE_FOR = timedelta(minutes=45)
"""How long it was before its events came in; less than a green tyre waits for its press."""
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ReelChange:
    """One roll of liner followed another at a building machine, and nobody scanned it.

    `before` and `after` are positions among the day's tyres, `changed` the time written down.
    """

    builder: int
    old: Held
    new: Held
    before: tuple[int, ...]
    after: tuple[int, ...]
    begun: datetime
    changed: datetime
    ended: datetime

    @property
    def unscanned(self) -> frozenset[int]:
        """The positions of the tyres whose liner nobody scanned."""
        return frozenset(self.before + self.after)


def reel_change(
    works: Works, index: int, *, liners: Callable[[int], Sequence[Held]]
) -> ReelChange | None:
    """The first change of this day between a roll with the planted halobutyl and one without.

    One in the whole plant; None on every other day, and on the story's own. `liners`: the rolls
    that wait at a building machine, the next one first.
    """
    if works.truths.reel_machine or index <= truths.STORY_DAY:
        return None
    cures = works.plan.cures(index)
    for builder in range(len(works.plan.builders)):
        own = [i for i in range(len(cures)) if cures[i].builder == builder]
        own.sort(key=lambda i: (cures[i].built_at, i))
        found = _change(builder, own, liners(builder), cures)
        if found is not None:
            return found
    return None


def _change(
    builder: int, own: Sequence[int], rolls: Sequence[Held], cures: Sequence[Cure]
) -> ReelChange | None:
    """`own`: the positions of the tyres that this machine builds, in the order it does."""
    begin = 0
    for old, new in pairwise(rolls):
        end = begin + old.left
        mine, theirs = own[begin:end], own[end : end + new.left]
        begin = end
        if (truths.HALOBUTYL_CAUSE in old.marks) == (truths.HALOBUTYL_CAUSE in new.marks):
            continue
        before = [i for i in mine if cures[i].built_at > new.ready_at + MARGIN][-EACH_SIDE:]
        shared = 0 if before else min(EACH_SIDE, len(theirs) // 2)
        before, after = before or list(theirs[:shared]), theirs[shared:][:EACH_SIDE]
        if not before or not after:
            continue
        last, first = cures[before[-1]].built_at, cures[after[0]].built_at
        if not SHORTEST_GAP <= first - last <= LONGEST_GAP:
            continue
        # The old roll lasts a little longer, where the new one was not there before.
        old.left, new.left = old.left + shared, new.left - shared
        return ReelChange(
            builder=builder,
            old=old,
            new=new,
            before=tuple(before),
            after=tuple(after),
            begun=cures[before[0]].built_at,
            changed=(last + (first - last) / 2).replace(microsecond=0),
            ended=cures[after[-1]].built_at,
        )
    return None


def note_reel_change(works: Works, change: ReelChange, index: int) -> None:
    """Both rolls were put on, the second at a time that is only known to lie between two tyres."""
    told, plan = works.truths, works.plan
    machine = plan.builders[change.builder]
    first, last = change.begun - MINUTE, change.ended + MINUTE
    told.reel_machine, told.reel_changed = machine, (first, last)
    numbers = (
        [plan.serial(index, i) for i in change.before],
        [plan.serial(index, i) for i in change.after],
    )
    was_in_it = truths.HALOBUTYL_CAUSE in change.old.marks
    told.uncertain, told.perhaps = numbers if was_in_it else numbers[::-1]
    place: dict[str, Any] = {"equipment": machine, "slot": "inner liner", "step": "building"}
    begun, noted, ended = change.begun - 2 * MINUTE, last, change.ended + 2 * MINUTE
    works.do(
        production.mount, change.old.uri, **place, at=begun,
        by=works.people.at(begun, "builder", change.builder),
    )  # fmt: skip
    works.do(
        production.mount, change.new.uri, **place, happened=change.changed, earliest=first,
        latest=last, certainty="interval", at=noted,
        by=works.people.at(noted, "builder", change.builder),
    )  # fmt: skip
    works.do(
        production.unmount, change.new.uri, **place, at=ended,
        by=works.people.at(ended, "builder", change.builder),
    )  # fmt: skip


def offline(works: Works, change: ReelChange, index: int) -> frozenset[int]:
    """The tyres built while the panel of the next machine was offline, in the shift after it."""
    cures = works.plan.cures(index)
    builder = (change.builder + 1) % len(works.plan.builders)
    shift = cures[change.after[0]].built_shift
    there = [
        i for i in range(len(cures)) if (cures[i].builder, cures[i].built_shift) == (builder, shift)
    ]
    there.sort(key=lambda i: (cures[i].built_at, i))
    works.truths.offline = [works.plan.serial(index, i) for i in there[:OFFLINE_TYRES]]
    return frozenset(there[:OFFLINE_TYRES])


def unreadable_reel(works: Works, *, run: str, index: int, at: datetime, by: str) -> None:
    """A reel of bead wire without a readable label: by the stock list it can only be one lot."""
    told = works.truths
    if told.unread_reel or index <= truths.STORY_DAY:
        return
    waiting = [held for held in works.stores["BEADWIRE"] if held.left]
    if len(waiting) < 2 or waiting[1].ready_at > at:
        return
    told.unread_reel = waiting[1].uri
    works.do(production.consume, told.unread_reel, run=run, certainty="unknown", at=at, by=by)
