"""A source that keeps its links in memory: for tests, stories and small what-if questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from gozinto.genealogy.graph import Found, Link, Presence, Role


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
