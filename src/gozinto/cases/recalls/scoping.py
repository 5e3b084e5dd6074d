"""What a recall would be about, in three widths: how much, whose, where, and at what price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gozinto import trace
from gozinto.cases.recalls import counting, origins, places
from gozinto.cases.recalls.counting import Kind, Tally
from gozinto.cases.recalls.origins import Origins
from gozinto.cases.recalls.places import Placed, Whereabouts
from gozinto.plant.models import TraceableObject
from gozinto.record.transactions import snapshot
from gozinto.trace.questions import WIDTHS
from gozinto.trace.reasons.side_by_side import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Width:
    """One width: what counts in it, what it adds to the narrower one, and why.

    `things`: all lots and units of it, those on the way too.
    """

    width: str
    things: int
    tally: Tally
    adds: Tally
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A recall in three widths, the narrowest first; it opens on the widest.

    `is_priced`: of a large scope the doubts are not priced. `truncated`: more is reached than is
    looked at, so nothing may be frozen.
    """

    origins: Origins
    widths: tuple[Width, ...]
    position: int
    truncated: bool
    is_priced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A scope, thing by thing. `width_of`: the narrowest in which each is in."""

    width_of: Mapping[int, str]
    kinds: Mapping[int, Kind]
    pieces: frozenset[int]
    whereabouts: Whereabouts
    position: int
    truncated: bool
    is_priced: bool
    reasons: Mapping[str, tuple[Reason, ...]]

    def placed(self, *, narrowest: Iterable[str], counted: bool = True) -> list[Placed]:
        """The parts of what is in these widths as its narrowest; of what counts alone."""
        wanted = frozenset(narrowest)
        return [
            one
            for one in self.whereabouts.placed
            if self.width_of[one.object] in wanted and (not counted or one.object in self.pieces)
        ]


def preview(asked: Origins) -> Preview:
    """The three widths of a recall of these. Raises Unknown for a thing that is not on record."""
    found = find(asked)
    widths: list[Width] = []
    things = Counter(found.width_of.values())
    parts: dict[str, list[Placed]] = {name: [] for name in WIDTHS}
    for one in found.placed(narrowest=WIDTHS):
        parts[found.width_of[one.object]].append(one)
    adds = [counting.tally(parts[name], found.kinds) for name in WIDTHS]
    for number, name in enumerate(WIDTHS, start=1):
        widths.append(
            Width(
                width=name,
                things=sum(things[one] for one in WIDTHS[:number]),
                tally=counting.together(adds[:number]),
                adds=adds[number - 1],
                reasons=tuple(found.reasons.get(name, ())),
            )
        )
    return Preview(
        origins=asked,
        widths=tuple(widths),
        position=found.position,
        truncated=found.truncated,
        is_priced=found.is_priced,
    )


def find(asked: Origins) -> Found:
    """The scope of these as it stands now: a bounded number of queries, however large it is."""
    reached = trace.scope(origins.objects(asked))
    width_of: dict[int, str] = {}
    for name in reversed(WIDTHS):
        width_of.update(dict.fromkeys(reached.widths[name].tolist(), name))
    with snapshot():
        kinds = counting.kinds_of(width_of)
        stock = [pk for pk, one in kinds.items() if one.kind != TraceableObject.Kind.CONTAINER]
        whereabouts = places.find(stock)
        pieces = counting.pieces({pk: kinds[pk] for pk in stock})
    return Found(
        width_of={pk: width_of[pk] for pk in stock},
        kinds=kinds,
        pieces=pieces,
        whereabouts=whereabouts,
        position=reached.position,
        truncated=reached.truncated,
        is_priced=reached.is_priced,
        reasons=reached.reasons,
    )
