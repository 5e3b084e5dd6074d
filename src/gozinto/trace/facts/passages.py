"""Facts of the runs that material passed: equipment and what was on it, people, shifts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

from gozinto.genealogy.reach import Reach
from gozinto.record.presences import Presence
from gozinto.trace.answer import AssetAt, EquipmentFact, PersonFact, ShiftFact
from gozinto.trace.facts import shifts
from gozinto.trace.reading import mounts, presences
from gozinto.trace.reading.masters import Names
from gozinto.trace.reading.moment import Moment, from_micros, rows
from gozinto.trace.reading.mounts import Mounted

_TICK = timedelta(microseconds=1)


class Said(NamedTuple):
    """What one event says of a run."""

    at: datetime
    equipment: str
    person: str
    role: str


@dataclass(frozen=True, slots=True)
class RunFact:
    """What the record says of a run, and [first, last]: when the material passed it.

    A batch run counts whole: everything in it reached everything out of it.
    """

    run: int
    uri: str
    number: str
    step: str
    flow: str
    equipment: str
    is_own: bool
    first: datetime
    last: datetime
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class _Visit:
    """Material at an equipment: when, and by which cavities or sides it left."""

    first: datetime
    last: datetime
    places: frozenset[str]

    def meets(self, mounted: Mounted) -> bool:
        """Whether this was mounted then, where the material was."""
        is_there = not mounted.position or "" in self.places or mounted.position in self.places
        return is_there and mounted.overlaps(self.first, self.last)


def runs_of(reach: Reach, *, moment: Moment) -> dict[int, RunFact]:
    """Each run of the answer, by id. One query.

    On a line the material passed from its way in to its way out; a unit with an event of its own
    passed its job at that event, whatever the job took in before.
    """
    entered = _entered(reach)
    condition, values = moment.condition("r")
    found = rows(
        "SELECT r.*, u.uri FROM (SELECT r.run_id, min(r.at), max(r.at), bool_or(r.takes_mounts),"
        " coalesce(min(nullif(r.name, '')), ''), coalesce(min(nullif(r.step, '')), ''),"
        " coalesce(min(nullif(r.equipment, '')), ''),"
        " coalesce(bool_and(r.flow = 'continuous') FILTER (WHERE r.flow <> ''), false),"
        " coalesce(bool_and(r.is_membership) FILTER (WHERE r.makes), false),"
        " array_agg(r.at), array_agg(r.equipment), array_agg(r.person), array_agg(r.person_role)"
        f" FROM gozinto_runevent r WHERE r.run_id = ANY(%s) AND {condition} GROUP BY r.run_id) r"
        " JOIN gozinto_run u ON u.id = r.run_id",
        [list(reach.runs), *values],
    )
    facts = {}
    for row in found:
        run, begun, ended, takes_mounts, name, step, equipment, continuous, of_units = row[:9]
        said, uri = zip(*row[9:13], strict=True), row[13]
        passage = reach.runs[run]
        first, last = from_micros(passage.first), from_micros(passage.last)
        if not continuous:
            first, last = min(begun, first), max(ended, last)
        elif not of_units and run in entered:
            first, last = min(first, *entered[run]), max(last, *entered[run])
        facts[run] = RunFact(
            run=run,
            uri=uri,
            number=name or uri.rsplit("/", 1)[-1].rsplit(":", 1)[-1],
            step=step,
            flow="continuous" if continuous else "batch",
            equipment=equipment,
            is_own=not takes_mounts,
            first=first,
            last=last,
            said=tuple(map(Said._make, said)),
        )
    return facts


def _entered(reach: Reach) -> dict[int, list[datetime]]:
    """When material of the answer went into each run."""
    times: dict[int, list[datetime]] = defaultdict(list)
    for link in reach.links:
        if link.role == "input":
            times[link.run].append(from_micros(link.at))
    return times


class Passages:
    """The facts of all runs of one answer, from a fixed number of queries."""

    def __init__(self, runs: Mapping[int, RunFact], *, reach: Reach, moment: Moment) -> None:
        self.runs = runs
        self.moment = moment
        # Only the cavity or side that the material itself left by: its neighbour has other tools.
        self._left: dict[tuple[int, str], set[tuple[datetime, str]]] = defaultdict(set)
        self._machines: dict[int, set[str]] = defaultdict(set)
        at = [(link.run, link.equipment) for link in reach.links]
        at += [(presence.run, presence.equipment) for presence in reach.presences]
        for run, machine in at:
            self._machines[run] |= {machine} - {""}
        for link in reach.links:
            if link.role == "output":
                left = (from_micros(link.at), link.position)
                self._left[link.run, link.equipment].add(left)
        self._said = [
            (run.run, said)
            for run in runs.values()
            for said in run.said
            if self._concerns(run, said)
        ]
        self.machines = {said.equipment for _, said in self._said} - {""}
        self._there = self._badged()
        self.persons = {said.person for _, said in self._said} - {""}
        self.persons |= {one.person for _, one in self._there}

    def _concerns(self, run: RunFact, said: Said) -> bool:
        """Whether the material was there then: a job may run at two machines at one time."""
        passed = self._machines[run.run]
        elsewhere = run.flow == "continuous" and passed and said.equipment not in passed
        return run.first <= said.at <= run.last and not (said.equipment and elsewhere)

    def _badged(self) -> list[tuple[int, Presence]]:
        """Who was at the machines while the material passed, by their badges, and at which run."""
        passed = {(said.equipment, run) for run, said in self._said if said.equipment}
        if not passed:
            return []
        first = min(self.runs[run].first for _, run in passed)
        last = max(self.runs[run].last for _, run in passed)
        found: dict[str, list[Presence]] = defaultdict(list)
        for one in presences.at(self.machines, first=first, last=last, moment=self.moment):
            found[one.equipment].append(one)
        return [
            (run, one)
            for machine, run in passed
            for one in found[machine]
            if one.overlaps(self.runs[run].first, self.runs[run].last)
        ]

    def people(self, names: Names) -> tuple[PersonFact, ...]:
        """Who worked on it, with names while they stand, first comers first.

        Who said so themselves, and who was badged in while it passed: then for that part of it.
        """
        spans: dict[tuple[str, str], list[datetime]] = defaultdict(list)
        for _, said in self._said:
            if said.person:
                spans[said.person, said.role or "operator"].append(said.at)
        for number, one in self._there:
            run = self.runs[number]
            both = (max(one.first, run.first), min(one.last, run.last))
            spans[one.person, one.role or "operator"] += both
        facts = [
            PersonFact(
                id=code,
                role=role,
                from_=min(at),
                to=max(at),
                name=names.people.get(code) or None,
            )
            for (code, role), at in spans.items()
        ]
        return tuple(sorted(facts, key=lambda f: (f.from_, f.id, f.role)))

    def shifts(self) -> tuple[ShiftFact, ...]:
        """The shifts of the passages, oldest first, by the calendars of their machines."""
        machines: dict[int, set[str]] = defaultdict(set)
        for run, said in self._said:
            machines[run] |= {said.equipment} - {""}
        return shifts.of(
            (machine, run.first, run.last)
            for run in self.runs.values()
            for machine in machines[run.run] or {""}
        )

    def equipment(self, names: Names) -> tuple[EquipmentFact, ...]:
        """The machines, each time the material passed them, with the assets on them then."""
        at = {(said.equipment, run) for run, said in self._said if said.equipment}
        visits: dict[str, set[_Visit]] = defaultdict(set)
        for code, run in at:
            visits[code].update(self._visits(self.runs[run], code))
        spans: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
        for code, run in at:
            spans[code].append((self.runs[run].first, self.runs[run].last))
        passed = [
            (code, first, last)
            for code, found in sorted(spans.items())
            for first, last in _merged(sorted(found))
        ]
        assets = _assets(passed, visits, moment=self.moment)
        facts = [
            EquipmentFact(
                code=code,
                name=names.equipment.get(code, code),
                work_center=names.work_centers.get(code),
                from_=first,
                to=last,
                assets=tuple(assets.get(index, ())),
            )
            for index, (code, first, last) in enumerate(passed)
        ]
        return tuple(sorted(facts, key=lambda f: (f.from_, f.code)))

    def _visits(self, run: RunFact, equipment: str) -> list[_Visit]:
        """On a line each unit met what was there as it left; a batch met all that was there."""
        left = self._left.get((run.run, equipment), set())
        if run.flow == "continuous" and left:
            return [_Visit(at, at, frozenset({place})) for at, place in left]
        return [_Visit(run.first, run.last, frozenset(place for _, place in left))]


def _merged(spans: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Sorted spans with those that touch joined."""
    joined: list[tuple[datetime, datetime]] = []
    for first, last in spans:
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _assets(
    passed: Sequence[tuple[str, datetime, datetime]],
    visits: Mapping[str, Iterable[_Visit]],
    *,
    moment: Moment,
) -> dict[int, list[AssetAt]]:
    machines = {code for code, _, _ in passed}
    codes = mounts.assets_at(machines)
    by_equipment: dict[str, list[Mounted]] = defaultdict(list)
    for one in mounts.of_objects(codes, equipment=machines, moment=moment):
        if one.certainty != "unknown":
            by_equipment[one.equipment].append(one)
    during = _during(passed, visits)
    present = [
        (index, one, last)
        for index, (code, first, last) in enumerate(passed)
        for one in by_equipment[code]
        if one.overlaps(first, last) and any(visit.meets(one) for visit in during[index])
    ]
    cycles = _cycles([(one, last) for _, one, last in present], moment=moment)
    found: dict[int, list[AssetAt]] = defaultdict(list)
    for (index, one, _), run in zip(present, cycles, strict=True):
        code, kind = codes[one.object]
        found[index].append(AssetAt(code=code, kind=kind, cycles=run))
    return found


def _during(
    passed: Sequence[tuple[str, datetime, datetime]], visits: Mapping[str, Iterable[_Visit]]
) -> dict[int, list[_Visit]]:
    """The visits of each passage, which lie within it, by its index."""
    begun: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for index, (code, first, _) in enumerate(passed):
        begun[code].append((first, index))
    found: dict[int, list[_Visit]] = defaultdict(list)
    for code, listed in visits.items():
        for visit in listed:
            which = bisect_right(begun[code], visit.first, key=lambda one: one[0]) - 1
            found[begun[code][which][1]].append(visit)
    return found


def _cycles(present: Sequence[tuple[Mounted, datetime]], *, moment: Moment) -> list[int]:
    """Cycles run by each mounted asset until a time: those it came with, and what it made since.

    One pass over what was made during each mount, however many times it is asked about.
    """
    if not present:
        return []
    mounted = {one.id: one for one, _ in present}
    marks: dict[int, list[datetime]] = defaultdict(list)
    for one, last in present:
        # Just after: what was made at the very end counts.
        marks[one.id].append(last + _TICK)
    condition, values = moment.condition("r")
    found = rows(
        "SELECT m.id, width_bucket(r.at, b.marks) AS bucket, count(DISTINCT r.event_id)"
        " FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[])"
        " AS m(id, equipment, place, t_on, t_off)"
        " JOIN (SELECT id, array_agg(DISTINCT mark ORDER BY mark) AS marks"
        "  FROM unnest(%s::bigint[], %s::timestamptz[]) AS u(id, mark) GROUP BY id) b USING (id)"
        " JOIN gozinto_runevent r ON r.equipment = m.equipment AND r.makes AND r.at >= m.t_on"
        " AND r.at < b.marks[cardinality(b.marks)] AND (m.t_off IS NULL OR r.at < m.t_off)"
        " AND (m.place = '' OR r.place = '' OR r.place = m.place)"
        f" WHERE {condition} GROUP BY m.id, bucket",
        [
            list(mounted),
            [one.equipment for one in mounted.values()],
            [one.position for one in mounted.values()],
            [one.on for one in mounted.values()],
            [one.off for one in mounted.values()],
            [pk for pk, ends in marks.items() for _ in ends],
            [end for ends in marks.values() for end in ends],
            *values,
        ],
    )
    made: dict[int, dict[int, int]] = defaultdict(dict)
    for pk, bucket, count in found:
        made[pk][bucket] = count
    ordered = {pk: sorted(set(ends)) for pk, ends in marks.items()}
    totals = {
        pk: list(accumulate(made[pk].get(bucket, 0) for bucket in range(len(ends))))
        for pk, ends in ordered.items()
    }
    return [
        (one.cycles or 0) + totals[one.id][bisect_left(ordered[one.id], last + _TICK)]
        for one, last in present
    ]
