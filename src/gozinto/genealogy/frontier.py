"""Where an answer ends on the way to something that is not in it.

Whoever asks why a unit is left out wants to hear the one fact that separates it, and that fact
may lie far from the unit. So the way is walked back from the unit to the answer with no regard
to times, slots and certainties. Its first link beyond the answer hangs on the answer and was not
taken, and for each such link the answer knows the separation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gozinto.genealogy.graph import EVER, Link, Presence, Role, Source
from gozinto.genealogy.separations import Key, Separation, key_of
from gozinto.genealogy.widths import WideReach

MOST_LINKS = 200_000
"""So many links are looked at; what is farther away than that is not looked for."""

_Way = tuple[Link | Presence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontier:
    """The separations nearest to a unit, each with the links that lie between it and the unit.

    None: nothing connects the unit with the answer. `gave_up`: not as far as was looked.
    """

    separations: tuple[tuple[Separation, _Way], ...]
    gave_up: bool


def towards(
    source: Source, unit: int, *, answer: WideReach, ahead: bool, until: int | None = None
) -> Frontier:
    """What separates `unit` from an answer that it is not in; `ahead`: the answer is forward."""
    return _Search(source, answer, ahead=ahead, until=until).of(unit)


class _Search:
    def __init__(
        self, source: Source, answer: WideReach, *, ahead: bool, until: int | None
    ) -> None:
        self._source = source
        self._answer = answer
        self._until = EVER if until is None else until
        # Against the walk: forward answers are met from what came out, backward from what went in.
        self._out_of: Role = "output" if ahead else "input"
        self._into: Role = "input" if ahead else "output"
        self._facts: Mapping[Key, Separation] = {key_of(s.link): s for s in answer.separations}
        self._room = MOST_LINKS

    def of(self, unit: int) -> Frontier:
        ways: dict[int, _Way] = {unit: ()}
        seen, passed = {unit}, set[int]()
        while ways and self._room > 0:
            found: dict[Key, tuple[Separation, _Way]] = {}
            runs = self._to_runs(ways, passed, found)
            ways = self._to_objects(runs, seen, found)
            if found:
                nearest = [found[key] for key in sorted(found)]
                return Frontier(separations=tuple(nearest), gave_up=False)
        return Frontier(separations=(), gave_up=bool(ways))

    def _to_runs(
        self,
        ways: Mapping[int, _Way],
        passed: set[int],
        found: dict[Key, tuple[Separation, _Way]],
    ) -> dict[int, _Way]:
        """The runs next to these objects; those of the answer end the way."""
        runs: dict[int, _Way] = {}
        read = self._source.links_of_objects(list(ways), role=self._out_of)
        for link in self._known(read):
            way = next((ways[head] for head in link.heads if head in ways), ())
            if link.run in self._answer.run_depth:
                self._note(link, way, found)
            elif link.run not in passed:
                passed.add(link.run)
                runs[link.run] = (link, *way)
        return runs

    def _to_objects(
        self,
        runs: Mapping[int, _Way],
        seen: set[int],
        found: dict[Key, tuple[Separation, _Way]],
    ) -> dict[int, _Way]:
        """The objects next to these runs; those of the answer end the way."""
        ways: dict[int, _Way] = {}
        for link in self._known(self._source.links_of_runs(list(runs), role=self._into)):
            for head in link.heads:
                if head in self._answer.objects:
                    self._note(link, runs[link.run], found)
                elif head not in seen:
                    seen.add(head)
                    ways[head] = (link, *runs[link.run])
        return ways

    def _known(self, read: tuple[Iterable[Link], Iterable[Presence]]) -> Iterable[Link | Presence]:
        links, presences = read
        found: list[Link | Presence] = [one for one in links if one.at <= self._until]
        found += [one for one in presences if one.on <= self._until]
        self._room -= len(found)
        return sorted(found, key=key_of)

    def _note(
        self,
        link: Link | Presence,
        way: _Way,
        found: dict[Key, tuple[Separation, _Way]],
    ) -> None:
        fact = self._facts.get(key_of(link))
        if fact is None:
            return
        made = way[0] if way else None
        is_out_of_it = isinstance(made, Link) and made.role == "output" and made.run == link.run
        if isinstance(link, Presence) and fact.reason != "certainty" and is_out_of_it:
            assert isinstance(made, Link)
            # Of all that came out while it was not there, what lies on this way is asked about.
            nearer = self._answer.between(link, output=made)
            fact = fact if nearer.beside is None else nearer
        found.setdefault(key_of(link), (fact, way))
