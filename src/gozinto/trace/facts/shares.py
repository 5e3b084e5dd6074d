"""How much of each object comes from what was asked for, where the masses on record say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from gozinto.genealogy import share
from gozinto.genealogy.graph import Link, Presence
from gozinto.genealogy.reach import Reach
from gozinto.genealogy.share import Portion
from gozinto.trace.facts import masses
from gozinto.trace.facts.masses import Masses
from gozinto.trace.reading import things, unused
from gozinto.trace.reading.source import RecordSource
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
    auxiliary or packaging of which nobody recorded how much (a soap, a stack of lids), nor a box
    beside its content.
    """
    listed, there = list(links), list(presences)
    amounts = unused.net(listed, amounts=source.amounts, moment=source.moment)
    unweighed = masses.unweighed(listed, amounts=amounts)
    known = _known({*unweighed, *(one.object for one in there)}, known=objects)
    weigh = Masses(unweighed, things=known)
    portions = [
        Portion(_entry(one), None) for one in there if not _is_weightless(known[one.object])
    ]
    made: dict[tuple[int, int], list[Portion]] = defaultdict(list)
    for link in listed:
        amount = amounts[link.id]
        portion = Portion(link, weigh.of(link, amount))
        if link.role == "output":
            made[amount.event, link.object].append(portion)
        elif link.object not in source.opened:
            portions.append(portion)
    return portions + _outputs(made.values(), inputs=portions, source=source, weigh=weigh)


def _outputs(
    made: Iterable[Sequence[Portion]],
    *,
    inputs: Sequence[Portion],
    source: RecordSource,
    weigh: Masses,
) -> list[Portion]:
    """What events say of the making of each object: it came out of its run, and perhaps of its
    job's too. Then each gave a part of it; one that nothing went into gave none."""
    entered: dict[int, list[Portion]] = defaultdict(list)
    for portion in inputs:
        entered[portion.link.run].append(portion)
    found: list[Portion] = []
    parted: list[_Parted] = []
    for together in made:
        giving = {one.link.run: one for one in together if _gave(one.link, entered)}
        if len(giving) < 2:
            found += giving.values() or together
        else:
            parted.append(_Parted.of(giving, entered))
    alone = source.runs_of_one({run for one in parted for run in one.own})
    for one in parted:
        found += one.portions(weigh, alone=alone)
    return found


@dataclass(frozen=True, slots=True)
class _Parted:
    """A unit that came out of several runs: each gave a part of it, and no event says how much.

    A run of the unit's own gave what went into it. Where those are all runs but one, and its
    material says what a unit weighs, the last gave the rest; else the parts stay unknown.
    """

    outputs: Mapping[int, Portion]
    own: Mapping[int, Fraction]

    @classmethod
    def of(
        cls, outputs: Mapping[int, Portion], entered: Mapping[int, Sequence[Portion]]
    ) -> _Parted:
        """`outputs` and `entered` by run."""
        own = {}
        for run, output in outputs.items():
            event, went_in = output.link.event, entered[run]
            gave = [one.mass for one in went_in]
            if event and None not in gave and all(one.link.event == event for one in went_in):
                own[run] = sum((Fraction(mass) for mass in gave if mass), Fraction(0))
        return cls(outputs, own)

    def portions(self, weigh: Masses, *, alone: Collection[int]) -> Iterator[Portion]:
        """The outputs with what each gave. `alone`: the runs that only one unit came out of."""
        gave = {run: mass for run, mass in self.own.items() if run in alone}
        links = {run: one.link for run, one in self.outputs.items()}
        whole = weigh.of_unit(next(iter(links.values())).object)
        rest = None if whole is None else whole - sum(gave.values())
        is_known = len(gave) == len(links) - 1 and rest is not None and rest >= 0
        for run, link in links.items():
            yield Portion(link, gave.get(run, rest) if is_known else None)


def _gave(output: Link, entered: Mapping[int, Sequence[Portion]]) -> bool:
    """Whether anything that went into its run is in an output."""
    return any(_passes(one.link, output) for one in entered.get(output.run, ()))


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


def _known(wanted: Collection[int], *, known: Mapping[int, Thing]) -> Mapping[int, Thing]:
    """What these objects are. One query at most."""
    missing = [pk for pk in wanted if pk not in known]
    return {**known, **things.of(missing)} if missing else known


def _is_weightless(thing: Thing) -> bool:
    return thing.is_asset or thing.is_beside
