"""What to look at next, where several factors are of the very same units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from gozinto.genealogy.suspects.overturning import best_tests, told_bits
from gozinto.genealogy.suspects.ranking import Row
from gozinto.trace.index.current import Current
from gozinto.trace.measures import spreads
from gozinto.trace.reading.moment import Moment, rows
from gozinto.trace.suspects import wording
from gozinto.trace.suspects.answers import NextTest
from gozinto.trace.suspects.told import Lot

_A_PATTERN = 50
"""Units looked at of those that would tell the same."""
_OF_A_TIE = 3


class Tie(NamedTuple):
    """Lots and tools that nothing tells apart, by object, as they stand in a ranking."""

    row: Row
    lots: Mapping[int, Lot]


class _Thing(NamedTuple):
    object: int
    uri: str
    kind: str
    number: str
    is_here: bool


def next_tests(
    ties: Iterable[Tie], *, population: Collection[int], current: Current | None
) -> list[NextTest]:
    """The tests that would tell the most, of each tie the first few. A fixed number of queries.

    Of units only those outside the population can: within it the tied factors are the same.
    """
    listed = [tie for tie in ties if len(tie.lots) > 1]
    every = sorted({one for tie in listed for one in tie.lots})
    if not every:
        return []
    moment = Moment()
    reached = spreads.each(
        {one: [one] for one in every},
        direction="forward", moment=moment, width="recorded", current=current,
    )  # fmt: skip
    inside = set(population)
    onward = {
        one: set(found.tolist()) - inside - {one}
        for one, found in zip(every, reached.apart, strict=True)
    }
    patterns = [_patterns(tie, onward) for tie in listed]
    asked = {one for some in patterns for units, _ in some.values() for one in units}
    things = _things({*every, *asked})
    sampled = _sampled(every, moment=moment)
    return [
        test
        for tie, some in zip(listed, patterns, strict=True)
        for test in _of_tie(tie, some, sampled, things)
    ]


_Patterns = Mapping[frozenset[int], tuple[list[int], float]]
"""By the tied factors that they have: some units, and how many bits one of them tells."""


def _patterns(tie: Tie, onward: Mapping[int, set[int]]) -> _Patterns:
    touched: dict[int, list[int]] = defaultdict(list)
    for one in tie.lots:
        for other in onward[one]:
            touched[other].append(one)
    row = tie.row
    tests = best_tests(
        tie.lots, touched,
        rate=row.hits / row.exposed,
        chance=(row.complaints - row.hits) / max(1, row.population - row.exposed),
    )  # fmt: skip
    found: dict[frozenset[int], tuple[list[int], float]] = {}
    for test in sorted(tests, key=lambda test: test.what):
        units, _ = found.setdefault(test.of, ([], test.bits))
        if len(units) < _A_PATTERN:
            units.append(test.what)
    return found


def _of_tie(
    tie: Tie, patterns: _Patterns, sampled: set[int], things: Mapping[int, _Thing]
) -> list[NextTest]:
    found = list(_of_lots(tie, sampled, things))
    for of, (units, bits) in patterns.items():
        some = [one for unit in units if (one := things[unit]).kind != "container"]
        if some:
            # what is here before what is away, a unit before a lot
            best = min(some, key=lambda one: (not one.is_here, one.kind != "serial", one.number))
            numbers = tuple(sorted(tie.lots[one].number for one in of))
            found.append(_told("unit", best.uri, best.number, numbers, bits))
    return sorted(found, key=lambda test: -test.bits)[:_OF_A_TIE]


def _of_lots(tie: Tie, sampled: set[int], things: Mapping[int, _Thing]) -> Iterator[NextTest]:
    """To test a lot or a tool itself tells whether it is the one of all that are tied."""
    bits = told_bits(1 / len(tie.lots), rate=1, chance=0)
    for lot in sorted(tie.lots.values(), key=lambda lot: (lot.object not in sampled, lot.number)):
        if lot.object in sampled:
            yield _told("sample", lot.uri, lot.number, (lot.number,), bits)
        elif lot.is_asset or things[lot.object].is_here:
            yield _told("examine", lot.uri, lot.number, (lot.number,), bits)


def _told(kind: str, uri: str, number: str, tells: tuple[str, ...], bits: float) -> NextTest:
    sentence = wording.test(kind, number=number, tells=tells)
    return NextTest(
        kind=kind, uri=uri, number=number, tells=tells, bits=round(bits, 4), sentence=sentence
    )


def _things(objects: Collection[int]) -> dict[int, _Thing]:
    """What these are, and whether they are still here. One query."""
    told = rows(
        "SELECT o.id, o.uri, o.kind, o.number, coalesce(s.on_hand > 0, false)"
        " FROM gozinto_traceableobject o LEFT JOIN gozinto_objectstate s ON s.object_id = o.id"
        " WHERE o.id = ANY(%s)",
        [sorted(objects)],
    )
    return {row[0]: _Thing._make(row) for row in told}


def _sampled(objects: list[int], *, moment: Moment) -> set[int]:
    """Of which of these a sample was put aside. One query."""
    condition, values = moment.condition("i")
    told = rows(
        "SELECT DISTINCT i.object_id FROM gozinto_involvement i"
        f" WHERE i.object_id = ANY(%s) AND i.term = 'sampled' AND {condition}",
        [objects, *values],
    )
    return {row[0] for row in told}
