"""Names of links as two numbers each: those of the record, of a lot's units, of a box's content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gozinto.trace.reading import lots
from gozinto.trace.reading.source import content_id, content_of

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Names:
    """The links of a table by row: `id` of the record, and what tells apart those that it has not.

    `also`: 0 for a link of the record; above, the membership by which a unit inherits it; below,
    the object, with its sign turned, that went in inside the container of that link. It stands
    for the last rows only; those before are links of the record all.
    """

    id: Ids
    also: Ids

    def __len__(self) -> int:
        return len(self.id)

    def after(self, ids: Ids) -> Names:
        """The same after so many links of the record."""
        return Names(np.concatenate([ids, self.id]), self.also)

    def pairs(self, rows: NDArray[np.int32]) -> list[tuple[int, int]]:
        """The names in these rows."""
        begin = len(self.id) - len(self.also)
        also = np.zeros(len(rows), dtype=np.int64)
        is_made = rows >= begin
        also[is_made] = self.also[rows[is_made] - begin]
        return list(zip(self.id[rows].tolist(), also.tolist(), strict=True))

    @classmethod
    def of(cls, links: Iterable[int]) -> Names:
        """Any links, by their ids."""
        pairs = np.array([_pair(link) for link in links], dtype=np.int64).reshape(-1, 2)
        return cls(np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1]))


@dataclass(frozen=True, slots=True)
class Called:
    """The same links as a question asks the record for them."""

    of_record: list[int] = field(default_factory=list)
    inherited: dict[int, tuple[int, int]] = field(default_factory=dict)
    packed: dict[int, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def by(cls, pairs: Iterable[tuple[int, int]]) -> Called:
        """Sorted by kind: a link's own id, beside what it is made of."""
        called = cls()
        for first, second in pairs:
            if second == 0:
                called.of_record.append(first)
            elif second > 0:
                called.inherited[lots.link_id(second, first)] = (second, first)
            else:
                called.packed[content_id(first, -second)] = (first, -second)
        return called


def _pair(link_id: int) -> tuple[int, int]:
    if link_id >= 0:
        return link_id, 0
    if link_id % 2:
        link, content = content_of(link_id)
        return link, -content
    membership, quantity = lots.named(link_id)
    return quantity, membership
