"""What broke a rule in what an answer tells, and who let a rule pass there."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from gozinto.record import findings
from gozinto.trace.answer import FindingFact, OverrideFact
from gozinto.trace.reading.moment import Moment, rows


class Breaches(NamedTuple):
    """Overrides and findings; None where there is none, so that an answer does not mention them."""

    overrides: tuple[OverrideFact, ...] | None
    findings: tuple[FindingFact, ...] | None


_ABOUT = (
    " WHERE (EXISTS (SELECT 1 FROM gozinto_involvement i WHERE i.event_id = f.event_id"
    " AND i.object_id = ANY(%s::bigint[])) OR EXISTS (SELECT 1 FROM gozinto_runevent r"
    " WHERE r.event_id = f.event_id AND r.run_id = ANY(%s::bigint[])))"
)


def of(
    *, objects: Collection[int], runs: Collection[int], events: Collection[str], moment: Moment
) -> Breaches:
    """Of those of these events that take these objects or runs, the oldest first.

    A rule is broken or let pass rarely, so that is asked for first; three queries at most.
    """
    stands, values = moment.condition("f")
    concerned = [list(objects), list(runs)]
    let_pass = rows(
        "SELECT f.code, f.person, f.role, f.reason, e.event_id, f.at"
        " FROM gozinto_overriderow f JOIN gozinto_event e ON e.position = f.event_id"
        f"{_ABOUT} AND {stands} ORDER BY f.at, f.event_id, f.ordinal",
        [*concerned, *values],
    )
    broken = rows(
        "SELECT DISTINCT f.event_id FROM gozinto_finding f"
        f" JOIN gozinto_event e ON e.position = f.event_id {_ABOUT}",
        concerned,
    )
    found = findings.of_events([position for (position,) in broken]) if broken else ()
    overrides = tuple(
        OverrideFact(code=code, person=person, role=role, reason=reason, event_id=event_id, at=at)
        for code, person, role, reason, event_id, at in let_pass
        if event_id in events
    )
    faults = tuple(
        FindingFact(
            rule=one.rule,
            state=one.state,
            message=one.message,
            next_step=one.next_step,
            event_id=one.event_id,
            at=one.at,
            object=one.object,
            run=one.run,
        )
        for one in sorted(found, key=lambda one: (one.at, one.id))
        if one.event_id in events
    )
    return Breaches(overrides or None, faults or None)
