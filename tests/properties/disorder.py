"""A source that answers as a record does that was told late, doubled and shuffled."""

from __future__ import annotations

import random
from typing import Any

from gozinto.genealogy.graph import Found, Role
from gozinto.genealogy.memory import Memory


class Disorderly(Memory):
    """Everything that a tidy source holds, twice and in any order."""

    def __init__(self, tidy: Memory, shuffler: random.Random) -> None:
        super().__init__(())
        self.__dict__.update(tidy.__dict__)
        self._shuffler = shuffler

    def _answer(self, end: str, nodes: Any, *, role: Role) -> Found:
        links, presences = super()._answer(end, nodes, role=role)
        twice, both = [*links, *links], [*presences, *presences]
        self._shuffler.shuffle(twice)
        self._shuffler.shuffle(both)
        return twice, both
