"""What units inherit from their lots: a unit left each run of its lot at a time of its own.

A lot that is put out by quantity says nothing of its units one by one. A unit that is told to be
of that lot therefore left the lot's run too, slot by slot: with each quantity that was put out
before it, or at its own time, if more was put out later. Runs that the unit itself is told to
have left add nothing.

A later run that takes in a part of the lot, and does not name which units, touches no single one
in the widths proven and recorded. In *possible* it takes every one that was then on hand, and
what of the lot it puts out may be any of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from gozinto.genealogy.graph import Link
from gozinto.standards.epcis.gozinto import CERTAINTIES
from gozinto.trace.reading.moment import Moment, rows, to_micros
from gozinto.trace.reading.replacements import removed_later


def units(of_lots: Collection[int], *, moment: Moment) -> dict[int, int]:
    """The units that are said to be of these lots, each with its lot; not what only perhaps is.

    One query.
    """
    return _members("m.lot_id = ANY(%s)", list(of_lots), moment=moment)


def lots_of(units: Collection[int], *, moment: Moment) -> dict[int, int]:
    """The lots that these units are said to be of, as with `units`. One query."""
    return _members("m.unit_id = ANY(%s)", list(units), moment=moment)


def _members(of: str, wanted: list[int], *, moment: Moment) -> dict[int, int]:
    condition, values = moment.condition("m")
    found = rows(
        f"SELECT m.unit_id, m.lot_id FROM gozinto_membership m WHERE {of}"
        f" AND m.certainty <> 'unknown' AND {condition} ORDER BY m.at, m.id",
        [wanted, *values],
    )
    return dict(found)


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
    quantity_event: int
    run: int
    at: datetime
    earliest: datetime
    latest: datetime
    certainty: str
    replaces: list[list[str]] | None
    equipment: str
    place: str
    removed: list[list[str]]

    @property
    def id(self) -> int:
        """Even and below zero: no link of the record, and the same whoever asks."""
        return link_id(self.membership, self.quantity)

    def link(self, *, is_continuous: bool) -> Link:
        """The link by which the unit left the run: with the quantity, or at its own time before.

        Where nobody can say which of the two came first, its instant is that of no one event.
        """
        is_before = self.at <= self.unit_at
        replaced = self.replaces or ()
        return Link(
            id=self.id,
            object=self.unit,
            run=self.run,
            role="output",
            at=to_micros(min(self.at, self.unit_at)),
            earliest=to_micros(min(self.earliest, self.unit_earliest)),
            latest=to_micros(min(self.latest, self.unit_latest)),
            event=(self.quantity_event if is_before else self.event) if self._is_ordered else None,
            certainty=max(self.certainty, self.unit_certainty, key=CERTAINTIES.index),
            continuous=is_continuous,
            replaces=frozenset(
                (step, name, position) for step, name, position in [*self.fills, *replaced]
            ),
            equipment=self.equipment,
            position=self.place,
        )

    @property
    def _is_ordered(self) -> bool:
        return (
            self.quantity_event == self.event
            or self.latest <= self.unit_earliest
            or self.unit_latest <= self.earliest
        )


_SOONER_LATER: Mapping[str, tuple[str, str]] = {
    "proven": ("latest", "earliest"),
    "recorded": ("at", "at"),
    "possible": ("earliest", "latest"),
}
"""By width: what came first came first by these columns."""


def inherited(of: str, wanted: list[int], *, moment: Moment, width: str) -> list[Inherited]:
    """What stands at this moment; `of` chooses by memberships `m` or quantities `q`. One query."""
    sooner, later = _SOONER_LATER[width]
    stands = {name: moment.condition(name) for name in ("m", "q", "own", "taken", "begun")}
    removed, its_values = removed_later("m.unit_id", "least(q.at, m.at)", moment=moment)
    found = rows(
        "SELECT m.id, m.unit_id, m.at, m.earliest, m.latest, m.certainty, m.fills, m.event_id,"
        " q.id, q.event_id, q.run_id, q.at, q.earliest, q.latest, q.certainty, q.replaces,"
        f" q.equipment, q.place, {removed}"
        " FROM gozinto_membership m"
        " JOIN gozinto_link q ON q.object_id = m.lot_id AND NOT q.is_input"
        f" WHERE {of} AND {stands['m'][0]} AND {stands['q'][0]}"
        " AND NOT EXISTS (SELECT 1 FROM gozinto_link own WHERE own.object_id = m.unit_id"
        f" AND own.run_id = q.run_id AND NOT own.is_input AND {stands['own'][0]})"
        " AND NOT EXISTS (SELECT 1 FROM gozinto_link taken WHERE taken.object_id = m.lot_id"
        f" AND taken.run_id = q.run_id AND taken.is_input AND {stands['taken'][0]})"
        # what had not begun when the unit was there did not make it
        f" AND (q.event_id = m.event_id OR q.{sooner} <= m.{later}"
        " OR EXISTS (SELECT 1 FROM gozinto_runevent begun WHERE begun.run_id = q.run_id"
        f" AND (begun.event_id = m.event_id OR begun.{sooner} <= m.{later})"
        f" AND {stands['begun'][0]}))",
        [*its_values, wanted, *(value for _, values in stands.values() for value in values)],
    )
    return [Inherited(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Parted:
    """A unit that may be of the part of its lot that a run took in, or put out again."""

    membership: int
    unit: int
    quantity: int
    event: int
    run: int
    is_input: bool
    at: datetime
    earliest: datetime
    latest: datetime
    slot: list[str] | None
    replaces: list[list[str]] | None
    equipment: str
    place: str
    removed: list[list[str]]

    @property
    def id(self) -> int:
        """As with what is inherited; no quantity is both."""
        return link_id(self.membership, self.quantity)

    def link(self, *, is_continuous: bool) -> Link:
        """The link that only perhaps is."""
        return Link(
            id=self.id,
            object=self.unit,
            run=self.run,
            role="input" if self.is_input else "output",
            at=to_micros(self.at),
            earliest=to_micros(self.earliest),
            latest=to_micros(self.latest),
            event=self.event,
            certainty="unknown",
            continuous=is_continuous,
            slot=None if self.slot is None else (self.slot[0], self.slot[1], self.slot[2]),
            replaces=frozenset((s[0], s[1], s[2]) for s in self.replaces or ()),
            equipment=self.equipment,
            position=self.place,
        )


def parted(of: str, wanted: list[int], *, is_input: bool, moment: Moment) -> list[Parted]:
    """The runs that units may have passed as an unnamed part of their lot. One query.

    `of` chooses by memberships `m` or quantities `q`. A unit was on hand if it may have been
    there, and did not surely leave the stock before and never come back.
    """
    names = ("m", "q", "own", "taken", "gone", "back")
    stands = {name: moment.condition(name) for name in names}
    removed, its_values = removed_later("m.unit_id", "q.at", moment=moment)
    found = rows(
        "SELECT m.id, m.unit_id, q.id, q.event_id, q.run_id, q.is_input, q.at, q.earliest,"
        f" q.latest, q.slot, q.replaces, q.equipment, q.place, {removed}"
        " FROM gozinto_membership m"
        f" JOIN gozinto_link q ON q.object_id = m.lot_id AND {'' if is_input else 'NOT '}q.is_input"
        f" WHERE {of} AND {stands['m'][0]} AND {stands['q'][0]} AND m.earliest <= q.latest"
        " AND NOT EXISTS (SELECT 1 FROM gozinto_link own WHERE own.object_id = m.unit_id"
        " AND own.run_id = q.run_id AND own.is_input = q.is_input"
        f" AND {stands['own'][0]})"
        " AND EXISTS (SELECT 1 FROM gozinto_link taken WHERE taken.object_id = m.lot_id"
        f" AND taken.run_id = q.run_id AND taken.is_input AND {stands['taken'][0]})"
        " AND NOT EXISTS (SELECT 1 FROM gozinto_involvement gone WHERE gone.object_id = m.unit_id"
        f" AND gone.delta < 0 AND gone.latest < q.earliest AND {stands['gone'][0]}"
        " AND NOT EXISTS (SELECT 1 FROM gozinto_involvement back"
        " WHERE back.object_id = m.unit_id AND back.delta > 0 AND back.latest >= gone.earliest"
        f" AND {stands['back'][0]}))",
        [*its_values, wanted, *(value for _, values in stands.values() for value in values)],
    )
    return [Parted(*row) for row in found]


def link_id(membership: int, quantity: int) -> int:
    """The name of the link by which a unit passed a run with a quantity of its lot."""
    return -((membership << 63) + quantity) * 2


def named(link: int) -> tuple[int, int]:
    """The membership and the quantity in such a name."""
    return divmod(-link // 2, 1 << 63)
