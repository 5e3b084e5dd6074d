"""What an event shows by itself: a clock that is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta

from gozinto.record.effect_shapes import Effects
from gozinto.record.projections.rows import Placed
from gozinto.record.rules.shapes import Batch, Fault, Judged

MOST_SKEW = timedelta(minutes=2)
"""What two clocks of one plant may differ by before a time is doubted."""


class Events:
    """Judges single events."""

    name = "event"

    def touched(self, one: Effects) -> Iterable[str]:
        """The event itself."""
        return (one.event_id,)

    def judge(self, subjects: Collection[str], batch: Batch) -> Judged:
        """The faults of these events alone."""
        faults = [fault for one in batch.placed for fault in _clock_skew(one)]
        return Judged(faults=faults, anew=[one.effects.event_id for one in batch.withdrawn])


def _clock_skew(one: Placed) -> Iterator[Fault]:
    ahead = one.effects.at - one.record_time
    # Who says himself within which bounds it happened has told no wrong time.
    behind = one.record_time - one.effects.latest
    if ahead > MOST_SKEW or (one.is_live and behind > MOST_SKEW):
        minutes = round(abs(ahead).total_seconds() / 60)
        yield Fault(
            rule="clock_skew",
            subject=one.effects.event_id,
            position=one.position,
            value=one.effects.at.isoformat(),
            data={
                "case": "after" if ahead > MOST_SKEW else "before",
                "minutes": str(minutes),
            },
        )
