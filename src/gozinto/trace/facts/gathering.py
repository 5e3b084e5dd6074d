"""What the record says of all that was reached beside its genealogy, in a few large questions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from gozinto.genealogy.reach import Reach
from gozinto.trace.facts import events, passages
from gozinto.trace.facts.events import Told
from gozinto.trace.facts.passages import Passages
from gozinto.trace.reading import containers, masters, parts, things
from gozinto.trace.reading.containers import Stay
from gozinto.trace.reading.masters import Names
from gozinto.trace.reading.moment import Moment
from gozinto.trace.reading.parts import Part
from gozinto.trace.reading.things import Thing


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read of the objects and runs of an answer, and of the containers around them.

    `direct`: the stays in what held an object directly; `stays`: in containers of containers too.
    """

    things: Mapping[int, Thing]
    direct: Sequence[Stay]
    stays: Sequence[Stay]
    parts: Sequence[Part]
    told: Sequence[Told]
    passages: Passages
    names: Names


def gather(reach: Reach, *, asked: Collection[int], moment: Moment) -> Gathered:
    """Reads of what was reached, and of the objects that were asked about if they were not."""
    direct = containers.direct({*reach.objects, *asked}, moment=moment)
    stays = containers.nested(reach.objects, stays=direct)
    concerned = {*reach.objects, *asked, *(stay.container for stay in stays)}
    took_part = parts.of({*concerned, *(stay.container for stay in direct)}, moment=moment)
    told = events.about(concerned, parts=took_part)
    passed = Passages(passages.runs_of(reach, moment=moment), reach=reach, moment=moment)
    return Gathered(
        things=things.of(concerned),
        direct=direct,
        stays=stays,
        parts=took_part,
        told=told,
        passages=passed,
        names=masters.names(
            partners=events.parties(told), people=passed.persons, equipment=passed.machines
        ),
    )
