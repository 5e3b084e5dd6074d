"""Judges each stay of a tool at a machine: how far it had gone when it was mounted, and later.

Only the stays that an event reaches are looked at: the one that was there, and those that it
begins or ends. How often a tool worked is counted by the database; only where that is too often
is each piece of work looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from gozinto.plant.known import Known
from gozinto.plant.known.shapes import Asset, Interlock
from gozinto.record.effect_shapes import Effects
from gozinto.record.projections.rows import Placed
from gozinto.record.rules.plant import wear
from gozinto.record.rules.plant.interlocks import tools as interlocked
from gozinto.record.rules.plant.run_facts import STANDS, rows
from gozinto.record.rules.plant.wear import Entry, Stay, Worked
from gozinto.record.rules.shapes import Batch, Fault, Judged

_LIMITED = (
    " JOIN gozinto_traceableobject o ON o.id = m.object_id JOIN gozinto_physicalasset p"
    " ON p.uri = o.uri AND (p.cycle_limit IS NOT NULL OR p.life_days IS NOT NULL"
    " OR p.code = ANY(%(limited)s) OR p.kind = ANY(%(kinds)s))"
)
_THERE = (
    # What was mounted there last, and all that came since; and where the tools at hand were.
    "SELECT DISTINCT object_id, uri, since FROM ("
    "(SELECT DISTINCT ON (m.equipment, m.slot) m.object_id, o.uri, m.at AS since"
    " FROM gozinto_mount m" + _LIMITED + " WHERE m.equipment = ANY(%(machines)s) AND m.is_on"
    " AND m.at < %(first)s" + STANDS.format("m") + " ORDER BY m.equipment, m.slot, m.at DESC)"
    " UNION ALL (SELECT m.object_id, o.uri, m.at FROM gozinto_mount m" + _LIMITED
    + " WHERE m.equipment = ANY(%(machines)s) AND m.is_on AND m.at >= %(first)s"
    + STANDS.format("m") + ")"
    " UNION ALL (SELECT DISTINCT ON (m.object_id) m.object_id, o.uri, m.at FROM gozinto_mount m"
    + _LIMITED + " WHERE o.uri = ANY(%(tools)s) AND m.is_on AND m.at < %(first)s"
    + STANDS.format("m") + " ORDER BY m.object_id, m.at DESC)) there"
)  # fmt: skip
_ENTRIES = (
    'SELECT m.at, e.event_id COLLATE "C", m.ordinal, m.event_id, m.object_id, m.equipment, m.slot,'
    " m.is_on, m.cycles FROM gozinto_mount m JOIN gozinto_event e ON e.position = m.event_id"
    " WHERE (m.object_id = ANY(%(tools)s) OR (m.equipment = ANY(%(machines)s)"
    " AND m.at >= %(since)s))" + STANDS.format("m")
)
_MADE = (
    " FROM unnest(%s::int[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[])"
    " AS s(k, code, place, first, last)"
    " JOIN gozinto_runevent r ON r.equipment = s.code AND r.makes AND r.at >= s.first"
    " AND (s.last IS NULL OR r.at < s.last)"
    " AND (s.place = '' OR r.place = '' OR r.place = s.place)" + STANDS.format("r")
)
_COUNTED = "SELECT s.k, count(DISTINCT r.event_id), max(r.at)" + _MADE + " GROUP BY s.k"
_WORKED = (
    'SELECT DISTINCT s.k, r.at, e.event_id COLLATE "C", r.event_id, r.step'
    + _MADE.replace("JOIN gozinto_runevent r", "JOIN (gozinto_runevent r"
    " JOIN gozinto_event e ON e.position = r.event_id)")
)  # fmt: skip


class Mounts:
    """The scope of stays; the key of one is the event that began it, and the tool."""

    name = "mount"

    def touched(self, one: Effects) -> Iterable[str]:
        """An event that mounts or makes something reaches what is at its machine."""
        makes = any(run.makes for run in one.runs) and one.context.equipment
        return (one.event_id,) if one.mounts or makes else ()

    def judge(self, subjects: Collection[str], batch: Batch) -> Judged:
        """The faults of the stays that these events reach. At most four queries."""
        known = batch.known
        locks = known.interlocks("most_cycles")
        if not locks and not any(_is_limited(asset) for asset in known.assets.values()):
            return Judged(anew=_gone(batch.withdrawn))
        changed = [
            one for one in (*batch.placed, *batch.withdrawn) if one.effects.event_id in subjects
        ]
        uris, found = _reached(changed, locks)
        tools = {pk: asset for pk, uri in uris.items() if (asset := known.asset_of(uri))}
        of = [(stay, tools[pk]) for stay in found if (pk := stay.entry.object) in tools and pk]
        faults = list(_faults(of, uris, locks, known))
        keys = [_key(stay, uris) for stay in found]
        return Judged(faults=faults, anew=[*keys, *_gone(batch.withdrawn)])


def _is_limited(asset: Asset) -> bool:
    return asset.cycle_limit is not None or asset.life_days is not None


def _key(stay: Stay, uris: Mapping[int, str]) -> str:
    assert stay.entry.object is not None, "a stay is that of one tool"
    return f"{stay.entry.event_id} {uris[stay.entry.object]}"


def _gone(withdrawn: Iterable[Placed]) -> list[str]:
    """The stays that were taken back."""
    return [
        f"{one.effects.event_id} {mount.object.uri}"
        for one in withdrawn
        for mount in one.effects.mounts
        if mount.object and mount.is_on
    ]


def _reached(
    changed: Sequence[Placed], locks: Sequence[Interlock]
) -> tuple[dict[int, str], list[Stay]]:
    """The tools with a limit that these events reach, by row id, and their stays since then."""
    first = min(one.effects.at for one in changed)
    mounts = [mount for one in changed for mount in one.effects.mounts]
    machines = {mount.equipment for mount in mounts}
    machines |= {one.effects.context.equipment for one in changed} - {""}
    tools = sorted({mount.object.uri for mount in mounts if mount.object})
    asked = {"machines": sorted(machines), "tools": tools, "first": first}
    asked["limited"] = [one.asset for one in locks if one.asset]
    asked["kinds"] = [one.asset_kind for one in locks if one.asset_kind]
    there = rows(_THERE, asked)
    if not there:
        return {}, []
    uris = {pk: uri for pk, uri, _ in there}
    since = min(at for *_, at in there)
    told = rows(_ENTRIES, {"tools": list(uris), "machines": sorted(machines), "since": since})
    entries = [Entry._make((*row[:6], tuple(row[6]), *row[7:])) for row in told]
    found = wear.stays(entries, of=uris)
    return uris, [stay for stay in found if stay.on >= since]


def _faults(
    of: Sequence[tuple[Stay, Asset]],
    uris: Mapping[int, str],
    locks: Sequence[Interlock],
    known: Known,
) -> Iterator[Fault]:
    for stay, asset in of:
        wrong = wear.why_not_mounted(asset, stay, day=known.day(stay.on))
        if wrong:
            yield _fault(stay, asset, uris, stay.entry.position, wrong)
        for lock in interlocked.of_mounting(asset, stay, locks=locks, known=known):
            yield interlocked.mounted(lock, asset, stay=stay, subject=_key(stay, uris))
    counts = {k: (made, last) for k, made, last in rows(_COUNTED, _spans(of))} if of else {}
    past = [
        (stay, asset)
        for k, (stay, asset) in enumerate(of)
        if k in counts
        and wear.may_be_past(
            asset,
            stay,
            most=interlocked.fewest(asset, locks),
            made=counts[k][0],
            until=known.day(counts[k][1]),
        )
    ]
    worked: dict[int, list[Worked]] = defaultdict(list)
    for k, *what in rows(_WORKED, _spans(past)) if past else ():
        worked[k].append(Worked._make(what))
    for k, (stay, asset) in enumerate(past):
        for cycle, work in wear.numbered(worked[k], after=stay.cycles):
            wrong = wear.why_not_worked(asset, cycle=cycle, day=known.day(work.at))
            if wrong:
                yield _fault(stay, asset, uris, work.position, wrong)
            for lock in interlocked.of_work(
                asset, stay, work=work, cycle=cycle, locks=locks, known=known
            ):
                yield interlocked.worked(
                    lock, asset, work=work, cycle=cycle, subject=_key(stay, uris)
                )


def _spans(of: Sequence[tuple[Stay, Asset]]) -> list[list[Any]]:
    """The stays as columns: number, machine, place, from when, until when."""
    listed = [stay for stay, _ in of]
    return [
        list(range(len(listed))),
        [stay.entry.equipment for stay in listed],
        [stay.place for stay in listed],
        [stay.on for stay in listed],
        [stay.off for stay in listed],
    ]


def _fault(
    stay: Stay, asset: Asset, uris: Mapping[int, str], position: int, wrong: dict[str, str]
) -> Fault:
    return Fault(
        rule="asset_past_life",
        subject=_key(stay, uris),
        position=position,
        object=asset.uri,
        value=asset.code,
        data={"asset": asset.code, **wrong},
    )
