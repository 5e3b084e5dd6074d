"""What units inherit from their lots: a unit left each run of its lot at a time of its own.

A lot that is put out by quantity says nothing of its units one by one. A unit that is told to be
of that lot therefore left the lot's run too, slot by slot: with each quantity that was put out
before it, or at its own time, if more was put out later. Runs that the unit itself is told to
have left add nothing, and a run that takes the lot in (a part of it reworked) touches no single
unit in the width recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gozinto.genealogy.graph import Link
from gozinto.standards.epcis.gozinto import CERTAINTIES
from gozinto.trace.moment import Moment, rows, to_micros


@dataclass(frozen=True, slots=True)
class Inherited:
    """A unit of a lot, beside one quantity of that lot that came out of a run."""

    membership: int
    unit: int
    unit_at: datetime
    unit_earliest: datetime
    unit_latest: datetime
    unit_certainty: str
    fills: list[list[str]]
    event: int
    quantity: int
    run: int
    at: datetime
    earliest: datetime
    latest: datetime
    certainty: str
    replaces: list[list[str]] | None
    equipment: str
    place: str

    @property
    def id(self) -> int:
        """Even and below zero: no link of the record, and the same whoever asks."""
        return -((self.membership << 63) + self.quantity) * 2

    def link(self, *, is_continuous: bool) -> Link:
        """The link by which the unit left the run."""
        is_before = self.at <= self.unit_at
        replaced = self.replaces or ()
        return Link(
            id=self.id,
            object=self.unit,
            run=self.run,
            role="output",
            at=to_micros(self.at if is_before else self.unit_at),
            earliest=to_micros(self.earliest if is_before else self.unit_earliest),
            latest=to_micros(self.latest if is_before else self.unit_latest),
            certainty=max(self.certainty, self.unit_certainty, key=CERTAINTIES.index),
            continuous=is_continuous,
            replaces=frozenset(
                (step, name, position) for step, name, position in [*self.fills, *replaced]
            ),
            equipment=self.equipment,
            position=self.place,
        )


def inherited(of: str, wanted: list[int], *, moment: Moment) -> list[Inherited]:
    """What stands at this moment; `of` chooses by memberships `m` or quantities `q`. One query."""
    stands = {name: moment.condition(name) for name in ("m", "q", "own", "taken", "begun")}
    found = rows(
        "SELECT m.id, m.unit_id, m.at, m.earliest, m.latest, m.certainty, m.fills, m.event_id,"
        " q.id, q.run_id, q.at, q.earliest, q.latest, q.certainty, q.replaces,"
        " q.equipment, q.place"
        " FROM gozinto_membership m"
        " JOIN gozinto_link q ON q.object_id = m.lot_id AND NOT q.is_input"
        f" WHERE {of} AND {stands['m'][0]} AND {stands['q'][0]}"
        " AND NOT EXISTS (SELECT 1 FROM gozinto_link own WHERE own.object_id = m.unit_id"
        f" AND own.run_id = q.run_id AND NOT own.is_input AND {stands['own'][0]})"
        " AND NOT EXISTS (SELECT 1 FROM gozinto_link taken WHERE taken.object_id = m.lot_id"
        f" AND taken.run_id = q.run_id AND taken.is_input AND {stands['taken'][0]})"
        # what had not begun when the unit was there did not make it
        " AND (q.at <= m.at OR EXISTS (SELECT 1 FROM gozinto_runevent begun"
        f" WHERE begun.run_id = q.run_id AND begun.at <= m.at AND {stands['begun'][0]}))",
        [wanted, *(value for _, values in stands.values() for value in values)],
    )
    return [Inherited(*row) for row in found]
