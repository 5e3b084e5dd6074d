"""Which object was in which container, from when until when. Packing is no genealogy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from gozinto.trace.reading.amounts import Amount
from gozinto.trace.reading.moment import Moment, rows


@dataclass(frozen=True, slots=True)
class Stay:
    """An object in a container during [into, out); out None: still there.

    `through`: the containers between the two, innermost first. `is_rest`: it began when another
    part of the same lot was taken out; nothing was packed then.
    """

    object: int
    container: int
    into: datetime
    out: datetime | None
    amount: Amount
    through: tuple[int, ...] = ()
    is_rest: bool = False

    def holds_at(self, at: datetime) -> bool:
        """Whether the object was inside at this instant."""
        return self.into <= at and (self.out is None or at < self.out)


def direct(objects: Collection[int], *, moment: Moment) -> list[Stay]:
    """Every stay of these objects in a container, and of those containers in others.

    Each in what held it directly. One query, however deep containers stand in containers.
    """
    if not objects:
        return []
    condition, values = moment.condition("c")
    above = (
        "WITH RECURSIVE above(id) AS (SELECT unnest(%s) UNION SELECT c.parent_id"
        " FROM above JOIN gozinto_containment c ON c.child_id = above.id"
        f" WHERE c.is_in AND {condition}) "
    )
    # As an array: the planner then takes the index, whatever it thinks of how many there are.
    ids = "ARRAY(SELECT id FROM above)"
    return _stays(
        _OF_CHILDREN, moment=moment, ids=ids, first=above, first_values=[list(objects), *values]
    )


def around(objects: Collection[int], *, moment: Moment) -> list[Stay]:
    """Every stay of these objects in a container, or in a container of containers."""
    return nested(objects, stays=direct(objects, moment=moment))


def nested(objects: Collection[int], *, stays: Iterable[Stay]) -> list[Stay]:
    """What `around` answers, of stays that were read: the `direct` ones of these objects."""
    outer: dict[int, list[Stay]] = defaultdict(list)
    for stay in stays:
        outer[stay.object].append(stay)
    level = [stay for obj in dict.fromkeys(objects) for stay in outer[obj]]
    found = list(level)
    while level:
        pairs = ((inner, stay) for inner in level for stay in outer[inner.container])
        level = [both for inner, stay in pairs if (both := _nested(inner, stay))]
        found += level
    return found


def inside(containers: Collection[int], *, moment: Moment) -> list[Stay]:
    """Every stay of anything in these containers, nested ones opened."""
    found: list[Stay] = []
    seen: set[int] = set()
    level = set(containers)
    while level:
        seen |= level
        # Where its content went later was read only to know when it left.
        stays = [s for s in _in(level, moment=moment) if s.container in level]
        found += stays
        level = {s.object for s in stays} - seen
    return found


def content(container: int, *, moment: Moment) -> list[Stay]:
    """What is in it at the moment asked for, else what was in it last; nested ones opened.

    Each stay is that of a lot or unit; containers within are opened and not listed. Last in it
    was what it held when it was last packed to, be it emptied at once or piece by piece.
    """
    return contents([container], moment=moment)[container]


def contents(containers: Collection[int], *, moment: Moment) -> dict[int, list[Stay]]:
    """What `content` answers of each of these; a query for each level of containers within."""
    stays: dict[int, list[Stay]] = defaultdict(list)
    for stay in inside(containers, moment=moment):
        stays[stay.container].append(stay)
    return {
        one: _opened(one, stays, was=False) or _opened(one, stays, was=True) for one in containers
    }


def _opened(container: int, stays: Mapping[int, list[Stay]], *, was: bool) -> list[Stay]:
    found: dict[Stay, None] = {}
    level: list[tuple[int, datetime | None]] = [(container, None)]
    seen = {container}
    while level:
        holder, until = level.pop()
        for stay in _held(stays.get(holder, ()), until=until, was=was):
            if stay.object not in stays:
                found[stay] = None
            elif stay.object not in seen:
                seen.add(stay.object)
                # A box that has left the pallet may hold other things by now.
                level.append((stay.object, stay.out or until))
    return list(found)


def _held(stays: Iterable[Stay], *, until: datetime | None, was: bool) -> list[Stay]:
    """What a container held just before `until` (None: holds now); `was`: else what it held last.

    Last is when something was packed into it for the last time: all that left later, left then.
    """
    before = [s for s in stays if until is None or s.into < until]
    present = [s for s in before if s.out is None or (until is not None and s.out >= until)]
    if present or not was:
        return present
    last = max((s.into for s in before if not s.is_rest), default=None)
    if last is None:
        return []
    return [s for s in before if s.holds_at(last)] or [s for s in before if s.into == last]


def _nested(stay: Stay, outer: Stay) -> Stay | None:
    """The stay in what held its container meanwhile; None where that was never, or is a circle."""
    if outer.container in {stay.object, stay.container, *stay.through}:
        return None
    into = max(stay.into, outer.into)
    outs = [o for o in (stay.out, outer.out) if o is not None]
    out = min(outs) if outs else None
    if out is not None and out <= into:
        return None
    return replace(
        stay,
        container=outer.container,
        into=into,
        out=out,
        through=(*stay.through, stay.container),
    )


_OF_CHILDREN = (
    "c.child_id = ANY({ids})",
    # An emptied container ends every stay in it, so rows without a child are read too.
    "c.child_id IS NULL AND c.parent_id IN"
    " (SELECT p.parent_id FROM gozinto_containment p WHERE p.child_id = ANY({ids}))",
)
_OF_PARENTS = (
    "c.parent_id = ANY({ids})",
    # A unit that was packed elsewhere has left, though nobody reported that it was taken out.
    "c.is_in AND t.kind <> 'lot' AND c.child_id IN"
    " (SELECT p.child_id FROM gozinto_containment p WHERE p.parent_id = ANY({ids}))",
)


def _in(containers: Collection[int], *, moment: Moment) -> list[Stay]:
    """What was in these containers. One query."""
    return _stays(_OF_PARENTS, moment=moment, ids="%s", ids_values=[list(containers)])


def _stays(
    scope: tuple[str, ...],
    *,
    moment: Moment,
    ids: str,
    ids_values: Sequence[list[int]] = (),
    first: str = "",
    first_values: Sequence[Any] = (),
) -> list[Stay]:
    """One query. `ids`: the SQL of what the scope is of; `first` stands before all of it."""
    condition, values = moment.condition("c")
    # Each part has its own index; an OR of them would read the whole table.
    parts = " UNION ".join(
        "SELECT c.at, c.event_id, c.ordinal, c.parent_id, c.child_id, c.is_in, c.quantity, c.uom,"
        " coalesce(t.kind = 'lot', false)"
        " FROM gozinto_containment c LEFT JOIN gozinto_traceableobject t ON t.id = c.child_id"
        f" WHERE {part.format(ids=ids)} AND {condition}"
        for part in scope
    )
    keys = [*first_values, *([*ids_values, *values] * len(scope))]
    found = rows(f"{first}{parts} ORDER BY 1, 2, 3", keys)
    return list(_paired(row[3:] + row[:1] for row in found))


def _paired(found: Iterable[tuple[Any, ...]]) -> Iterator[Stay]:
    """A unit is in one container at a time, so going into another ends the stay before.

    A lot may lie in many containers at once, and go in and out of each in parts: a stay for each
    amount it had there. Parts of different dimensions (kilograms, rolls) lie side by side.
    """
    open_: dict[tuple[int, int, str], Stay] = {}
    for parent, child, is_in, quantity, uom, is_lot, at in found:
        amount = Amount.of(quantity, uom)
        if is_lot:
            yield from _lot_moved(open_, (child, parent), amount, is_in, at)
            continue
        if child is None:
            ending = [key for key, stay in open_.items() if stay.container == parent]
        else:
            ending = [(child, 0, "")]
        for key in ending:
            before = open_.get(key)
            if before is not None and (is_in or before.container == parent):
                yield replace(open_.pop(key), out=at)
        if is_in and child is not None:
            open_[child, 0, ""] = Stay(child, parent, at, None, amount)
    yield from open_.values()


def _lot_moved(
    open_: dict[tuple[int, int, str], Stay],
    where: tuple[int, int],
    amount: Amount,
    is_in: bool,
    at: datetime,
) -> Iterator[Stay]:
    """A part of a lot went in, where it adds up, or came out, where the rest stays.

    Taken out without an amount it is gone; of an unknown amount something may always be left.
    """
    child, parent = where
    key = (child, parent, amount.dimension)
    if not is_in and amount.value is None:
        for ending in [k for k in open_ if k[:2] == where]:
            yield replace(open_.pop(ending), out=at)
        return
    before = open_.pop(key, None)
    if before is not None and before.into < at:
        yield replace(before, out=at)
    if is_in:
        now = amount if before is None else before.amount.plus(amount)
        open_[key] = Stay(child, parent, at, None, now)
    elif before is not None:
        rest = before.amount.minus(amount)
        if rest.value:
            is_rest = before.is_rest or before.into < at
            open_[key] = replace(before, into=at, amount=rest, is_rest=is_rest)
        elif before.into == at:
            yield replace(before, out=at)
