"""Reads the genealogy out of the database, a level at a time, for the kernels."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from gozinto.genealogy.graph import Found, Link, Presence, Role, Slot
from gozinto.trace.reading import containers, lots, mounts, replacements
from gozinto.trace.reading.containers import Stay
from gozinto.trace.reading.moment import Moment, from_micros, rows, to_micros
from gozinto.trace.reading.mounts import Mounted

_LINK_COLUMNS = (
    "l.id, l.object_id, l.run_id, l.lot_id, l.is_input, l.at, l.earliest, l.latest, l.certainty,"
    " l.slot, l.replaces, l.equipment, l.place, l.quantity, l.uom, l.event_id"
)
_DOUBTED = "unknown"


def content_id(link: int, content: int) -> int:
    """The name of the link by which an object went in inside the container of a link.

    Odd and below zero, where neither links of the record nor those of lots are.
    """
    return -(((link << 63) + content) * 2 + 1)


def content_of(name: int) -> tuple[int, int]:
    """The link and the object in such a name."""
    return divmod((-name - 1) // 2, 1 << 63)


@dataclass(frozen=True, slots=True)
class Amount:
    """What a link says beyond time: its quantity, unit and event."""

    quantity: Decimal | None
    uom: str
    event: int


class RecordSource:
    """The record's links as they stand at a moment. Remembers the amounts of what it read.

    What is only perhaps on record (certainty "unknown") is walked in the width possible alone;
    else it is kept in `doubted_links` and `doubted_presences`, for the gaps; a source that
    `believes` gives it in every width, so that a gap has its price. A run that takes a
    container in takes its content in; `opened` are the containers whose content is known.
    """

    def __init__(self, moment: Moment, *, width: str = "recorded", believes: bool = False) -> None:
        self.width = width
        self.believes = believes or width == "possible"
        self.doubted_links: dict[int, Link] = {}
        self.doubted_presences: dict[tuple[int, int], Presence] = {}
        self.moment = moment
        self.amounts: dict[int, Amount] = {}
        self.mounted: dict[int, Mounted] = {}
        self.opened: set[int] = set()
        self._continuous: dict[int, bool] = {}

    def links_of_objects(self, objects: Collection[int], *, role: Role) -> Found:
        """The links by which these objects went into runs, or by which they came out of them."""
        if not objects:
            return [], []
        wanted = list(objects)
        condition, values = self.moment.condition("l")
        if role == "input":
            of = "l.object_id = ANY(%s) AND l.is_input"
            keys = [wanted]
        else:
            of = "(l.object_id = ANY(%s) OR l.lot_id = ANY(%s)) AND NOT l.is_input"
            keys = [wanted, wanted]
        found = self._links(f"{of} AND {condition}", [*keys, *values])
        found += self._parted("m.unit_id = ANY(%s)", wanted, role=role)
        if role == "output":
            return self._certain(found + self._inherited("m.unit_id = ANY(%s)", wanted)), []
        return self._certain(found + self._taken_within(wanted)), self._presences_of(wanted)

    def links_of_runs(self, runs: Collection[int], *, role: Role) -> Found:
        """All inputs, or all outputs, of these runs."""
        if not runs:
            return [], []
        wanted = list(runs)
        condition, values = self.moment.condition("l")
        of = "l.run_id = ANY(%s) AND " + ("l.is_input" if role == "input" else "NOT l.is_input")
        found = self._links(f"{of} AND {condition}", [wanted, *values])
        found += self._parted("q.run_id = ANY(%s)", wanted, role=role)
        if role == "output":
            return self._certain(found + self._inherited("q.run_id = ANY(%s)", wanted)), []
        return self._certain(found + self._taken_with(found)), self._presences_in(wanted)

    def members(self, of_lots: Collection[int]) -> set[int]:
        """The units that are said to be of these lots, as surely as the width asks.

        Two queries at most.
        """
        condition, values = self.moment.condition("m")
        said = rows(
            "SELECT m.unit_id, m.certainty FROM gozinto_membership m"
            f" WHERE m.lot_id = ANY(%s) AND {condition}",
            [list(of_lots), *values],
        )
        excluded = {"proven": {"inferred", _DOUBTED}, "possible": set()}.get(self.width, {_DOUBTED})
        doubted = [unit for unit, certainty in said if certainty == _DOUBTED]
        if doubted and self.width != "possible":
            condition, values = self.moment.condition("l")
            of = "l.object_id = ANY(%s) AND l.lot_id = ANY(%s)"
            self._certain(self._links(f"{of} AND {condition}", [doubted, list(of_lots), *values]))
        return {unit for unit, certainty in said if certainty not in excluded}

    def runs_of_one(self, runs: Collection[int]) -> set[int]:
        """Those of these runs out of which one object came. One query."""
        if not runs:
            return set()
        condition, values = self.moment.condition("l")
        found = rows(
            "SELECT l.run_id FROM gozinto_link l WHERE l.run_id = ANY(%s) AND NOT l.is_input"
            f" AND {condition} GROUP BY l.run_id HAVING count(DISTINCT l.object_id) = 1",
            [sorted(runs), *values],
        )
        return {row[0] for row in found}

    def links_named(self, ids: Collection[int]) -> list[Link]:
        """The links of the record with these ids, where they stand."""
        condition, values = self.moment.condition("l")
        return self._links(f"l.id = ANY(%s) AND {condition}", [list(ids), *values]) if ids else []

    def links_inherited(self, memberships: Collection[int]) -> list[Link]:
        """The links by which units left the runs of their lots, by what they are members."""
        return self._inherited("m.id = ANY(%s)", list(memberships)) if memberships else []

    def links_packed(self, inputs: Iterable[Link], content: Collection[int]) -> list[Link]:
        """The links by which these objects went in inside the containers of those inputs."""
        around = containers.around(content, moment=self.moment) if content else []
        return self._unpacked(around, inputs)

    def presences_named(self, pairs: Collection[tuple[int, int]]) -> list[Presence]:
        """What was mounted, each by the id of its mount and a run."""
        if not pairs:
            return []
        found = mounts.named({mount for mount, _ in pairs}, moment=self.moment)
        self._read_flows({run for _, run in pairs})
        self.mounted.update(found)
        return [self._presence(found[mount], run) for mount, run in pairs if mount in found]

    def _inherited(self, of: str, wanted: list[int]) -> list[Link]:
        """The links by which units left the runs of their lots, read off the lots' own links."""
        found = lots.inherited(of, wanted, moment=self.moment, width=self.width)
        return self._of_units(found)

    def _parted(self, of: str, wanted: list[int], *, role: Role) -> list[Link]:
        """The links of units that may be of a part of their lot; in the width possible."""
        if self.width != "possible":
            return []
        is_input = role == "input"
        found = lots.parted(of, wanted, is_input=is_input, moment=self.moment)
        return self._of_units(found)

    def _of_units(self, found: Sequence[lots.Inherited] | Sequence[lots.Parted]) -> list[Link]:
        self._read_flows({one.run for one in found})
        self.amounts.update((one.id, Amount(None, "", one.event)) for one in found)
        links = [one.link(is_continuous=self._continuous[one.run]) for one in found]
        if self.width == "possible":
            filled = self._surely_filled({one.event for one in found})
            events = {one.id: one.event for one in found}
            links = [_doubted_slots(link, filled.get(events[link.id])) for link in links]
        removed = {one.id: one.removed for one in found}
        return [replacements.emptied(link, removed[link.id]) for link in links]

    def _surely_filled(self, events: Collection[int]) -> dict[int, set[Slot]]:
        """By event, the slots that nothing but scanned and measured links of it fill. One query."""
        if not events:
            return {}
        found = rows(
            "SELECT l.event_id, l.slot FROM gozinto_link l WHERE l.event_id = ANY(%s)"
            " AND l.is_input AND l.slot IS NOT NULL GROUP BY l.event_id, l.slot"
            " HAVING bool_and(l.certainty IN ('scanned', 'measured'))",
            [sorted(events)],
        )
        filled: dict[int, set[Slot]] = {}
        for event, slot in found:
            filled.setdefault(event, set()).add((slot[0], slot[1], slot[2]))
        return filled

    def _taken_within(self, objects: list[int]) -> list[Link]:
        """The links by which runs took these objects in inside a container."""
        stays = containers.around(objects, moment=self.moment)
        condition, values = self.moment.condition("l")
        of = f"l.object_id = ANY(%s) AND l.is_input AND {condition}"
        holders = sorted({stay.container for stay in stays})
        return self._unpacked(stays, self._links(of, [holders, *values]) if holders else [])

    def _taken_with(self, inputs: list[Link]) -> list[Link]:
        """The links by which the content of the containers among these inputs went in too."""
        found = rows(
            "SELECT id FROM gozinto_traceableobject WHERE id = ANY(%s) AND kind = 'container'",
            [sorted({link.object for link in inputs})],
        )
        holders = {row[0] for row in found}
        within = containers.inside(holders, moment=self.moment)
        # What lies in a box on the pallet went in, and not the box.
        content = {stay.object for stay in within} - {stay.container for stay in within}
        return self._unpacked(containers.around(content, moment=self.moment), inputs)

    def _unpacked(self, stays: Iterable[Stay], inputs: Iterable[Link]) -> list[Link]:
        taken: dict[int, list[Link]] = {}
        for link in inputs:
            taken.setdefault(link.object, []).append(link)
        found = {}
        for stay in stays:
            for link in taken.get(stay.container, ()):
                if stay.holds_at(from_micros(link.at)):
                    one = replace(link, id=content_id(link.id, stay.object), object=stay.object)
                    self.amounts[one.id] = Amount(
                        stay.amount.value, stay.amount.uom, self.amounts[link.id].event
                    )
                    self.opened.add(stay.container)
                    found[one.id] = one
        return list(found.values())

    def _links(self, where: str, values: list[Any]) -> list[Link]:
        later, its_values = replacements.removed_later("l.object_id", "l.at", moment=self.moment)
        found = rows(
            f"SELECT CASE WHEN l.is_input THEN '{{}}' ELSE {later} END, {_LINK_COLUMNS}"
            f" FROM gozinto_link l WHERE {where}",
            [*its_values, *values],
        )
        self._read_flows({row[3] for row in found})
        links = [self._link(*row[1:]) for row in found]
        if self.width == "possible":
            events = {self.amounts[one.id].event for one in links if one.replaces}
            filled = self._surely_filled(events)
            links = [_doubted_slots(o, filled.get(self.amounts[o.id].event)) for o in links]
        return [replacements.emptied(o, row[0]) for o, row in zip(links, found, strict=True)]

    def _certain(self, links: list[Link]) -> list[Link]:
        if self.believes:
            return links
        self.doubted_links.update((link.id, link) for link in links if link.certainty == _DOUBTED)
        return [link for link in links if link.certainty != _DOUBTED]

    def _link(
        self,
        pk: int,
        obj: int,
        run: int,
        lot: int | None,
        is_input: bool,
        at: datetime,
        earliest: datetime,
        latest: datetime,
        certainty: str,
        slot: list[str] | None,
        replaces: list[list[str]] | None,
        equipment: str,
        place: str,
        quantity: Decimal | None,
        uom: str,
        event: int,
    ) -> Link:
        self.amounts[pk] = Amount(quantity, uom, event)
        return Link(
            id=pk,
            object=obj,
            run=run,
            role="input" if is_input else "output",
            at=to_micros(at),
            earliest=to_micros(earliest),
            latest=to_micros(latest),
            certainty=certainty,
            continuous=self._continuous[run],
            slot=None if slot is None else (slot[0], slot[1], slot[2]),
            replaces=frozenset((s[0], s[1], s[2]) for s in replaces or ()),
            equipment=equipment,
            position=place,
            lot=lot,
            event=event,
        )

    def _read_flows(self, runs: Iterable[int]) -> None:
        """A run flows continuously if it says so and nothing says batch: batch reaches more."""
        new = [run for run in runs if run not in self._continuous]
        if not new:
            return
        condition, values = self.moment.condition("r")
        found = rows(
            "SELECT r.run_id, bool_and(r.flow = 'continuous') FROM gozinto_runevent r"
            f" WHERE r.run_id = ANY(%s) AND r.flow <> '' AND {condition} GROUP BY r.run_id",
            [new, *values],
        )
        self._continuous.update(dict.fromkeys(new, False))
        self._continuous.update(dict(found))

    @property
    def _bounds(self) -> tuple[str, str]:
        """The columns between which an event of a run counts for what is mounted there."""
        return ("r.earliest", "r.latest") if self.width == "possible" else ("r.at", "r.at")

    def _presences_in(self, runs: list[int]) -> list[Presence]:
        """What was mounted at the equipment of these runs while they ran."""
        condition, values = self.moment.condition("r")
        first, last = self._bounds
        spans = rows(
            f"SELECT r.run_id, r.equipment, min({first}), max({last}) FROM gozinto_runevent r"
            f" WHERE r.run_id = ANY(%s) AND r.takes_mounts AND r.equipment <> '' AND {condition}"
            " GROUP BY r.run_id, r.equipment",
            [runs, *values],
        )
        found = mounts.at_equipment({span[1] for span in spans}, moment=self.moment)
        return self._presences(found, spans)

    def _presences_of(self, objects: list[int]) -> list[Presence]:
        """The runs at whose equipment these objects were mounted."""
        equipment = mounts.equipment_of(objects, moment=self.moment)
        if not equipment:
            return []
        wanted = set(objects)
        found = [
            m for m in mounts.at_equipment(equipment, moment=self.moment) if m.object in wanted
        ]
        condition, values = self.moment.condition("r")
        first, last = self._bounds
        is_wide = self.width == "possible"
        spans = rows(
            f"SELECT r.run_id, r.equipment, min({first}), max({last}) FROM gozinto_runevent r"
            " WHERE r.takes_mounts AND EXISTS (SELECT 1 FROM"
            " unnest(%s::text[], %s::timestamptz[], %s::timestamptz[]) AS m(equipment, t_on, t_off)"
            f" WHERE r.equipment = m.equipment AND {last} >= m.t_on"
            f" AND (m.t_off IS NULL OR {first} {'<=' if is_wide else '<'} m.t_off)) AND {condition}"
            " GROUP BY r.run_id, r.equipment",
            [
                [m.equipment for m in found],
                [m.on_earliest if is_wide else m.on for m in found],
                [m.off_latest if is_wide else m.off for m in found],
                *values,
            ],
        )
        return self._presences(found, spans)

    def _presences(
        self, found: Iterable[Mounted], spans: Iterable[tuple[Any, ...]]
    ) -> list[Presence]:
        listed = list(spans)
        self._read_flows({span[0] for span in listed})
        by_equipment: dict[str, list[Mounted]] = {}
        for mounted in found:
            self.mounted[mounted.id] = mounted
            by_equipment.setdefault(mounted.equipment, []).append(mounted)
        presences = [
            self._presence(mounted, run)
            for run, equipment, first, last in listed
            for mounted in by_equipment.get(equipment, ())
            if (mounted.may_overlap if self.width == "possible" else mounted.overlaps)(first, last)
        ]
        if self.believes:
            return presences
        self.doubted_presences.update(
            ((one.id, one.run), one) for one in presences if one.certainty == _DOUBTED
        )
        return [one for one in presences if one.certainty != _DOUBTED]

    def _presence(self, mounted: Mounted, run: int) -> Presence:
        return Presence(
            id=mounted.id,
            object=mounted.object,
            run=run,
            on=to_micros(mounted.on),
            off=None if mounted.off is None else to_micros(mounted.off),
            on_earliest=to_micros(mounted.on_earliest),
            on_latest=to_micros(mounted.on_latest),
            off_earliest=None if mounted.off_earliest is None else to_micros(mounted.off_earliest),
            off_latest=None if mounted.off_latest is None else to_micros(mounted.off_latest),
            certainty=mounted.certainty,
            continuous=self._continuous[run],
            slot=mounted.slot,
            equipment=mounted.equipment,
            position=mounted.position,
            on_event=mounted.event,
            off_event=mounted.off_event,
        )


def _doubted_slots(link: Link, filled: set[Slot] | None) -> Link:
    """The link, with those slots that it replaces by no more than a doubtful link."""
    return replace(link, replaces_perhaps=link.replaces - (filled or set()))
