"""What makes an answer in the width possible wider than it had to be, and by how many objects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from gozinto.genealogy import prices
from gozinto.genealogy.graph import Link, Presence, Source
from gozinto.genealogy.memory import Memory, Remembered
from gozinto.genealogy.reach import Reach
from gozinto.genealogy.separations import key_of
from gozinto.trace.answer import Doubt
from gozinto.trace.reading.moment import from_micros, rows
from gozinto.trace.reading.things import Thing

MOST_DOUBTS = 50
"""So many doubts are priced at most: each takes the answer once more."""
MOST_STEPS = 500_000
"""So many links are walked for prices, all doubts together."""


def of(
    reach: Reach,
    *,
    read: Remembered,
    ask: Callable[[Source], Reach],
    objects: Mapping[int, Thing],
) -> tuple[Doubt, ...]:
    """The doubts that widen this answer, dearest first; those that add nothing are left out.

    `read` is what the answer was made from, `ask` asks its question of another source. Of too
    many, the least certain and widest are priced; an answer that was cut has no prices.
    """
    if reach.truncated:
        return ()
    links, presences = read.links, read.presences
    found = sorted(prices.doubts(reach.links, reach.presences), key=_weight)
    most = min(MOST_DOUBTS, MOST_STEPS // max(1, len(links) + len(presences)))

    def reached(source: Source) -> AbstractSet[int]:
        return ask(source).objects.keys()

    priced = [
        (
            prices.price(
                doubt,
                objects=reach.objects.keys(),
                links=links,
                presences=presences,
                ask=reached,
            ),
            doubt,
        )
        for doubt in found[:most]
    ]
    dear = sorted((one for one in priced if one[0]), key=lambda one: (-one[0], one[1].happening))
    ids = _event_ids([doubt for _, doubt in dear])
    return tuple(
        _doubt(doubt, cost=cost, objects=objects, event_id=ids.get(doubt.happening[1]))
        for cost, doubt in dear
    )


def added(
    about: Mapping[int, Sequence[Link | Presence]],
    *,
    reach: Reach,
    read: Remembered,
    ask: Callable[[Source], Reach],
) -> dict[int, int]:
    """By object, how many objects an answer would gain if what is unknown of that one were so.

    `about` are the unknown links by their object, and `read` all that the question read where
    every unknown link was believed. Of too many, the first are priced.
    """
    links, presences = read.links, read.presences
    most = min(MOST_DOUBTS, MOST_STEPS // max(1, len(links) + len(presences)))
    found = {}
    for obj, doubted in list(about.items())[:most]:
        kept = {key_of(one) for one in doubted}
        believed = Memory(
            (one for one in links if one.certainty != "unknown" or key_of(one) in kept),
            (one for one in presences if one.certainty != "unknown" or key_of(one) in kept),
        )
        found[obj] = len(ask(believed).objects.keys() - reach.objects.keys())
    return found


def _weight(doubt: prices.Doubt) -> tuple[int, int, prices.Happening]:
    """The least certain first, then the widest."""
    certainties = {one.certainty for one in doubt.about}
    rank = 0 if "unknown" in certainties else 1 if "inferred" in certainties else 2
    return (rank, -max(map(_width, doubt.about)), doubt.happening)


def _width(one: Link | Presence) -> int:
    if isinstance(one, Link):
        return one.latest - one.earliest
    earliest, latest = one.off_bounds
    return max(one.on_latest - one.on_earliest, latest - earliest)


def _event_ids(doubts: Sequence[prices.Doubt]) -> dict[int, str]:
    events = [doubt.happening[1] for doubt in doubts if doubt.happening[0] == "event"]
    return dict(
        rows("SELECT position, event_id FROM gozinto_event WHERE position = ANY(%s)", [events])
    )


def _doubt(
    doubt: prices.Doubt,
    *,
    cost: int,
    objects: Mapping[int, Thing],
    event_id: str | None,
) -> Doubt:
    one = doubt.about[0]
    obj = objects[next(head for head in one.heads if head in objects)]
    code, message = said(one, doubt.happening, number=obj.number)
    return Doubt(code=code, uri=obj.uri, message=message, event_id=event_id, widens_by=cost)


def said(one: Link | Presence, happening: prices.Happening, *, number: str) -> tuple[str, str]:
    """The code of a doubt, and what is not known."""
    if one.certainty == "unknown":
        return "unknown_link", f"That {number} took part is not known for certain."
    if one.certainty == "inferred":
        return "inferred_link", f"That {number} took part was reckoned, and not scanned."
    first, last = _bounds(one, happening)
    if first == last:
        return "doubtful_slot", f"What filled a slot of {number} was not scanned."
    begin, end = from_micros(first), from_micros(last)
    return (
        "wide_time",
        f"When {number} took part is only known to be from {begin:%Y-%m-%d %H:%M:%S}"
        f" to {end:%Y-%m-%d %H:%M:%S} UTC.",
    )


def _bounds(one: Link | Presence, happening: prices.Happening) -> tuple[int, int]:
    if isinstance(one, Link):
        return one.earliest, one.latest
    is_end = happening in {("event", one.off_event, 0), ("off", one.id, 0)}
    return one.off_bounds if is_end else (one.on_earliest, one.on_latest)
