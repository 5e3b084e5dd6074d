"""How much of each object comes from what was asked for, where the masses on record say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from gozinto.genealogy import share
from gozinto.genealogy.graph import Link, Presence
from gozinto.genealogy.reach import Reach
from gozinto.genealogy.share import Portion
from gozinto.standards import quantities
from gozinto.trace.reading import things
from gozinto.trace.reading.source import Amount, RecordSource
from gozinto.trace.reading.things import Thing

MOST_LINKS = 5_000
"""Beyond so many links shares are not computed: they would cost more than the answer itself."""
MOST_OBJECTS = 250
"""Forward, so many of the nearest objects have a share; it takes reading what else is in them."""

Shares = dict[int, Decimal]
"""Six digits for each object whose share is known; an object that is not in here has none."""


def of(
    direction: str, reach: Reach, *, objects: Mapping[int, Thing], source: RecordSource
) -> Shares:
    """The shares of an answer; none of one that was cut, or is too large.

    `objects`: those that were reached. Forward, how much of each object comes from all that was
    asked for; backward, how much of the one object that was asked for comes from each. Call it
    when the gaps are known: it reads more from the source than the answer's own paths met.
    """
    origins = [pk for pk, depth in reach.object_depth.items() if depth == 0]
    if reach.truncated or len(reach.links) > MOST_LINKS:
        return {}
    if direction == "forward":
        found = _forward(origins, reach, objects=objects, source=source)
    elif len(origins) == 1:
        found = _backward(origins[0], reach, objects=objects, source=source)
    else:
        found = {}
    # What was reached and has nothing of it was reached over a tool, or over an empty link.
    return {pk: share.six_digits(value) for pk, value in found.items() if value}


def _backward(
    target: int, reach: Reach, *, objects: Mapping[int, Thing], source: RecordSource
) -> dict[int, Fraction]:
    """Whatever is in the target is on a path to it: the answer's own links are all it takes."""
    portions = _portions(reach.links, reach.presences, objects=objects, source=source)
    return share.shares_in(target, portions=portions)


def _forward(
    origins: Collection[int], reach: Reach, *, objects: Mapping[int, Thing], source: RecordSource
) -> dict[int, Fraction]:
    """Also what the objects got from elsewhere counts, and it is on no path from the origins."""
    depths = reach.object_depth
    made = reach.objects.keys() - set(origins)
    near = sorted(made, key=lambda pk: (depths[pk], pk))[:MOST_OBJECTS]
    outputs = list(source.links_of_objects(near, role="output")[0])
    if len(outputs) > MOST_LINKS:
        return {}
    inputs, presences = source.links_of_runs({link.run for link in outputs}, role="input")
    links = [*inputs, *outputs]
    if len(links) > MOST_LINKS:
        return {}
    portions = _portions(links, presences, objects=objects, source=source)
    return share.shares_from(origins, portions=portions, unknown=made - set(near))


def _portions(
    links: Iterable[Link],
    presences: Iterable[Presence],
    *,
    objects: Mapping[int, Thing],
    source: RecordSource,
) -> list[Portion]:
    """Links with their masses.

    Material that was only there, on a reel, comes in without one. A tool adds none, nor does an
    auxiliary of which nobody recorded how much (a soap, a spray), nor a box beside its content.
    """
    there = list(presences)
    weightless = _weightless({one.object for one in there}, known=objects)
    portions = [Portion(_entry(one), None) for one in there if one.object not in weightless]
    made: dict[tuple[int, int], list[Portion]] = defaultdict(list)
    for link in links:
        amount = source.amounts[link.id]
        portion = Portion(link, _mass(amount))
        if link.role == "output":
            made[amount.event, link.object].append(portion)
        elif link.object not in source.opened:
            portions.append(portion)
    entered: dict[int, list[Link]] = defaultdict(list)
    for portion in portions:
        entered[portion.link.run].append(portion.link)
    for together in made.values():
        portions += _outputs(together, entered=entered)
    return portions


def _outputs(
    together: Sequence[Portion], *, entered: Mapping[int, Sequence[Link]]
) -> Sequence[Portion]:
    """What one event says of one object: it came out of its run, and perhaps of its job's too.

    Then each gave a part of it, and no event says how large a part; one that nothing went into
    gave none.
    """
    giving = [
        portion
        for portion in together
        if any(_passes(one, portion.link) for one in entered.get(portion.link.run, ()))
    ]
    if len({portion.link.run for portion in giving}) > 1:
        return [Portion(portion.link, None) for portion in giving]
    return giving or together


def _passes(entry: Link, output: Link) -> bool:
    in_time = not output.continuous or entry.at <= output.at
    return in_time and (entry.slot is None or entry.slot not in output.replaces)


def _entry(presence: Presence) -> Link:
    """A presence as an input of which nobody knows how much."""
    return Link(
        id=-presence.id,
        object=presence.object,
        run=presence.run,
        role="input",
        at=presence.on,
        earliest=presence.on_earliest,
        latest=presence.on_latest,
        continuous=presence.continuous,
        slot=presence.slot,
    )


def _mass(amount: Amount) -> Fraction | None:
    """In kilograms; None for what has no mass on record, such as a number of pieces."""
    if amount.quantity is None or not quantities.same_dimension(amount.uom, "KGM"):
        return None
    return Fraction(quantities.convert(amount.quantity, amount.uom, "KGM"))


def _weightless(objects: Collection[int], *, known: Mapping[int, Thing]) -> set[int]:
    """Those among these that are tools or lots of auxiliary materials. One query at most."""
    missing = [pk for pk in objects if pk not in known]
    found = {**known, **(things.of(missing) if missing else {})}
    return {pk for pk in objects if found[pk].is_asset or found[pk].is_auxiliary}
