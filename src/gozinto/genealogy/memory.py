"""Sources that keep their links in memory: for tests, stories and what-if questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from gozinto.genealogy.graph import Found, Link, Presence, Role, Source


class Memory:
    """Links and presences in dictionaries; counts the questions it was asked."""

    def __init__(self, links: Iterable[Link], presences: Iterable[Presence] = ()) -> None:
        self.questions = 0
        self._links: dict[tuple[str, Role, int], list[Link]] = defaultdict(list)
        self._presences: dict[tuple[str, int], list[Presence]] = defaultdict(list)
        for link in links:
            self._links["run", link.role, link.run].append(link)
            for head in {link.object, link.object if link.lot is None else link.lot}:
                self._links["object", link.role, head].append(link)
        for presence in presences:
            self._presences["run", presence.run].append(presence)
            self._presences["object", presence.object].append(presence)

    def links_of_objects(self, objects: Collection[int], *, role: Role) -> Found:
        """The links by which these objects went into runs, or by which they came out of them."""
        return self._answer("object", objects, role=role)

    def links_of_runs(self, runs: Collection[int], *, role: Role) -> Found:
        """All inputs, or all outputs, of these runs."""
        return self._answer("run", runs, role=role)

    def _answer(self, end: str, nodes: Collection[int], *, role: Role) -> Found:
        self.questions += 1
        links = [link for node in nodes for link in self._links.get((end, role, node), ())]
        if role == "output":
            return links, []
        return links, [p for node in nodes for p in self._presences.get((end, node), ())]


class Remembered:
    """Passes questions on to a source, and keeps all that it answered."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._links: dict[tuple[int, int], Link] = {}
        self._presences: dict[tuple[int, int], Presence] = {}

    @property
    def links(self) -> list[Link]:
        """Every link that was read, once."""
        return list(self._links.values())

    @property
    def presences(self) -> list[Presence]:
        """Every presence that was read, once."""
        return list(self._presences.values())

    def links_of_objects(self, objects: Collection[int], *, role: Role) -> Found:
        """The links by which these objects went into runs, or by which they came out of them."""
        return self._kept(self._source.links_of_objects(objects, role=role))

    def links_of_runs(self, runs: Collection[int], *, role: Role) -> Found:
        """All inputs, or all outputs, of these runs."""
        return self._kept(self._source.links_of_runs(runs, role=role))

    def _kept(self, found: Found) -> Found:
        links, presences = list(found[0]), list(found[1])
        self._links.update(((link.id, link.run), link) for link in links)
        self._presences.update(((one.id, one.run), one) for one in presences)
        return links, presences
