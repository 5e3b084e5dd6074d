"""What is to blame: from the returns on record to a ranking that anybody can check."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from gozinto.errors import Malformed
from gozinto.plant.models import TraceableObject
from gozinto.record import clock
from gozinto.trace import index
from gozinto.trace.reading.moment import Moment
from gozinto.trace.suspects import complaints as complaining
from gozinto.trace.suspects.answering import answered
from gozinto.trace.suspects.answers import SuspectsAnswer
from gozinto.trace.suspects.complaints import Complaints
from gozinto.trace.suspects.studied import Asked, study

SHOWN = 20
"""How many suspects an answer lists, if nobody says otherwise."""
MOST_SHOWN = 1_000


def suspects(
    units: Sequence[TraceableObject] = (),
    *,
    defect: str = "",
    population: Sequence[TraceableObject] = (),
    as_of: datetime | None = None,
    long_enough: timedelta | None = None,
    with_persons: bool = False,
    most: int = SHOWN,
) -> SuspectsAnswer:
    """What the complaints have in common, beside all units that were in the field long enough.

    Complaints: these `units`; else all that came back, `defect` being a word of why. `population`:
    the units they are compared with; else all of their models that were shipped `long_enough` ago
    (else as long as it took the first complaint). `as_of`: as it was then. `with_persons`: people
    are factors too; whoever asks must be allowed to. Raises Malformed: two_questions, bad_span,
    bad_limit, time_without_zone.
    """
    begun = time.perf_counter()
    moment = Moment.asked(as_of=as_of, known_at=None)
    _check(units, defect, long_enough, most)
    # each unit is looked at as of when it left, so its genealogy is asked for as it stands now
    with index.reading(Moment(), width="recorded") as indexed:
        current = indexed.apart()
        told = _complaints(units, defect, moment=moment)
        asked = Asked(
            complaints=told,
            as_of=moment.as_of or clock.now(),
            moment=moment,
            with_persons=with_persons,
            long_enough=long_enough,
            population=tuple(one.id for one in population),
            current=current,
        )
        found = study(asked, items=_items(told, population))
        return answered(asked, found, most=most, begun=begun)


def _complaints(units: Sequence[TraceableObject], defect: str, *, moment: Moment) -> Complaints:
    if units:
        return complaining.of_units(units, moment=moment)
    return complaining.on_record(defect, moment=moment)


def _items(told: Complaints, population: Collection[TraceableObject]) -> frozenset[str]:
    """What the units complained about say of their models."""
    complained = [*told.by_unit.values(), *told.unread]
    return frozenset([one.item for one in complained] + [one.item for one in population])


def _check(
    units: Sequence[TraceableObject], defect: str, long_enough: timedelta | None, most: int
) -> None:
    if units and defect:
        raise Malformed(
            "These are two questions: of units, and of a defect.",
            code="two_questions",
            next_step="Name the units, or the defect.",
            value=defect,
        )
    if long_enough is not None and long_enough < timedelta(0):
        raise Malformed(
            "Nothing is in the field for less than no time.",
            code="bad_span",
            next_step="Give a number of days from 0.",
            value=str(long_enough),
        )
    if not 1 <= most <= MOST_SHOWN:
        raise Malformed(
            f"{most} suspects cannot be listed.",
            code="bad_limit",
            next_step=f"Ask for 1 to {MOST_SHOWN:,}.",
            value=str(most),
        )
